-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of "Post-Tags"
-- cannot bring back: the rows of tags
-- cannot bring back: the rows of "Blog Posts"
-- cannot bring back: the rows of "My-Shop"."User"

-- step 1/9: drop foreign key "Post-Tags"."Post-Tags_tagId_fkey"
alter table "Post-Tags" drop constraint "Post-Tags_tagId_fkey";

-- step 2/9: drop foreign key "Post-Tags"."Post-Tags_postId_fkey"
alter table "Post-Tags" drop constraint "Post-Tags_postId_fkey";

-- step 3/9: drop foreign key "Blog Posts"."FK author"
alter table "Blog Posts" drop constraint "FK author";

-- step 4/9: drop table "Post-Tags"
drop table "Post-Tags";

-- step 5/9: drop table tags
drop table tags;

-- step 6/9: drop table "Blog Posts"
drop table "Blog Posts";

-- step 7/9: drop table "My-Shop"."User"
drop table "My-Shop"."User";

-- step 8/9: drop enum "My-Shop"."Mood Type"
drop type "My-Shop"."Mood Type";

-- step 9/9: drop schema "My-Shop"
drop schema "My-Shop";
