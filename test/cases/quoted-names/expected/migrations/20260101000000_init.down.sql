-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of "Post-Tags"
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of "Blog Posts"
-- cannot bring back: the rows of "My-Shop"."User"

-- step 1/6: drop table "Post-Tags"
drop table "Post-Tags";

-- step 2/6: drop table tags
drop table tags;

-- step 3/6: drop table "Blog Posts"
drop table "Blog Posts";

-- step 4/6: drop table "My-Shop"."User"
drop table "My-Shop"."User";

-- step 5/6: drop enum "My-Shop"."Mood Type"
drop type "My-Shop"."Mood Type";

-- step 6/6: drop schema "My-Shop"
drop schema "My-Shop";
