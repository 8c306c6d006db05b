-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.subtitle

-- step 1/1: undo sql titles, rename column headline to title of notes, drop column notes.subtitle, sql titles
create table zz_rights (again) as
-- owners, grants and comments go with the views: they are given back below
select format('revoke all on %s from %s', c.oid::regclass, coalesce(nullif(grantee, 0)::regrole::text, 'public'))
from pg_class c join pg_default_acl on defaclobjtype = 'r' and defaclnamespace in (0, relnamespace), aclexplode(defaclacl)
where c.oid in ('titles'::regclass) and defaclrole = current_user::regrole and grantee <> relowner
union all
select format('grant %s on %s to %s%s', privilege_type, oid::regclass, coalesce(nullif(grantee, 0)::regrole::text, 'public'), case when is_grantable then ' with grant option' end)
from pg_class, aclexplode(relacl) where oid in ('titles'::regclass) and grantee <> relowner
union all
select format('do $grant$ begin if exists (select from pg_attribute where attrelid = %L::regclass and attname = %L) then grant %s (%I) on %s to %s%s; end if; end $grant$',
  attrelid::regclass, attname, privilege_type, attname, attrelid::regclass, coalesce(nullif(grantee, 0)::regrole::text, 'public'), case when is_grantable then ' with grant option' end)
from pg_attribute, aclexplode(attacl) where attrelid in ('titles'::regclass)
union all
select format('alter table %s owner to %s', oid::regclass, relowner::regrole)
from pg_class where oid in ('titles'::regclass) and relowner <> current_user::regrole
union all
select format('comment on %sview %s is %L', case relkind when 'm' then 'materialized ' else '' end, oid::regclass, description)
from pg_class join pg_description on objoid = oid and classoid = 'pg_class'::regclass and objsubid = 0
where oid in ('titles'::regclass);
alter table zz_rights enable row level security;
drop view titles;
alter table notes rename column headline to title;
alter table notes drop column subtitle;
create view titles as select id, title from notes;
do $$
declare
  statement text;
begin
  for statement in select again from zz_rights order by again collate "C" desc loop
    execute statement;
  end loop;
end
$$;
drop table zz_rights;
