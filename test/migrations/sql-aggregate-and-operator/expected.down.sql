-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: undo joins
drop operator <+> (text, text);

-- step 2/3: undo joined
drop aggregate joined(text);
drop function add_text(text, text);

-- step 3/3: joined
create function add_text(a text, b text) returns text language sql immutable return a || ' ' || b;
create aggregate joined(text) (sfunc = add_text, stype = text, initcond = '');
