import { expect, test } from 'vitest'
import { openJudge, steps } from './judged.js'

const judge = await openJudge()

/** Statements that no rule is about, or that take a moment only: the judge reads them and has nothing to say. */
const quiet = [
  'grant select on users to public',
  'revoke all on users from public',
  "comment on table users is 'people'",
  "comment on column users.name is 'given'",
  'alter table users owner to current_user',
  'alter table users set (fillfactor = 70)',
  'alter table users alter column name set statistics 500',
  'alter table users alter column name set storage external',
  'alter table users replica identity full',
  'alter table users rename constraint users_checked_check to users_is_checked',
  'alter index users_email_idx rename to users_mail_idx',
  'alter table users disable trigger user',
  'alter table users drop column if exists shout',
  'alter table closed no force row level security',
  'alter policy closed_all on closed using (id > 0)',
  'alter function now() volatile',
  'alter domain word set default $$x$$',
  'alter domain word drop not null',
  'alter default privileges grant select on tables to public',
  'alter extension plpgsql update',
  'alter view names set (security_barrier)',
  'alter materialized view totals set (fillfactor = 70)',
  'alter sequence ticket_seq cache 10',
  'alter type mood owner to current_user',
  'analyze users',
  'create schema other',
  'create extension if not exists btree_gist',
  'create sequence other_seq',
  'create type pair as (a integer, b text)',
  'create type span as range (subtype = integer)',
  'create view recent as select id from posts',
  'create or replace view names as select name from users',
  'create materialized view counts as select count(*) from posts',
  'create function one() returns integer language sql return 1',
  'create procedure nothing() language sql begin atomic; select 1; end',
  'create aggregate total (integer) (sfunc = int4pl, stype = integer)',
  'create operator === (leftarg = text, rightarg = text, function = texteq)',
  'create collation german (provider = icu, locale = $$de$$)',
  'create statistics s on name, nick from users',
  'create rule r as on insert to names do instead nothing',
  'create event trigger e on ddl_command_start execute function f()',
  'create publication p for table users',
  'create trigger t before insert on users for each row execute function f()',
  'create policy other on users using (true)',
  'create temporary table t as select 1 as a',
  'create cast (text as mood) with inout as implicit',
  'create text search configuration german (copy = german)',
  'create foreign table f (a integer) server s',
  'create role reader',
  'drop trigger t on users',
  'drop rule r on names',
  'drop statistics s',
  'drop aggregate total (integer)',
  'drop role reader',
  'drop type mood',
  'drop domain word',
  'drop schema empty',
  'explain select 1',
  'select count(*) from users',
  'select * from users for update',
  'values (1), (2)',
  "insert into users (email) values ('a@b')",
  "update users set name = 'x' where id = 1",
  'delete from posts where id = 1',
  'with gone as (select 1) select * from gone',
  'merge into users using posts on users.id = posts.user_id when matched then do nothing',
  'show work_mem',
  'reset all',
  'notify changes',
  "set local search_path = 'public'",
  'set constraints all deferred',
  "security label for dummy on table users is 'x'",
  'declare c cursor for select 1',
  'import foreign schema s from server f into public',
  'reassign owned by a to b',
]

test.each(quiet)('%s', (statement) => {
  const found = judge({ up: `${statement};`, down: 'select 1;' }).filter(({ severity }) => severity === 'error')
  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([])
})

test('all of them in one step have a place each', () => {
  const found = judge({ up: steps(quiet.map((statement) => `${statement};`).join('\n')), down: 'select 1;' })
  expect(found.filter(({ code }) => code === 'HZ901')).toEqual([])
  expect(found.every(({ line, column }) => line >= 2 && column >= 1)).toBe(true)
})
