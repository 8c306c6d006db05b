-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql joins, undo sql joined, sql joined
drop operator <+> (text, text);
drop aggregate joined(text);
drop function add_text(text, text);
create function add_text(a text, b text) returns text language sql immutable return a || ' ' || b;
create aggregate joined(text) (sfunc = add_text, stype = text, initcond = '');
