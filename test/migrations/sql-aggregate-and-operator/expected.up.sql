-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: undo sql joined, sql joined
drop aggregate joined(text);
drop function add_text(text, text);
create function add_text(a text, b text) returns text language sql immutable return a || '+' || b;
create aggregate joined(text) (sfunc = add_text, stype = text, initcond = '');

-- step 2/2: sql joins
create operator <+> (leftarg = text, rightarg = text, function = add_text);
