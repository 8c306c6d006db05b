import { describe, expect, test } from 'vitest'
import { emptyChronicle } from '../../src/judge/world.js'
import { hazardCodes } from '../../src/spec/hazards.js'
import { type Judged, openJudge, steps } from './judged.js'

const judge = await openJudge()

/** Migrations that do harm, with the codes that say so. */
const harmful: readonly (readonly [string, Judged | string, readonly string[]])[] = [
  ['an index', 'create index i on users (email);', ['HZ101']],
  ['an index of a partitioned table', 'create index i on events (day);', ['HZ101']],
  ['dropping an index', 'drop index users_email_idx;', ['HZ102']],
  ['reindex', 'reindex index users_email_idx;', ['HZ103']],
  [
    'if not exists, which passes over a broken index',
    steps('outside: create index concurrently if not exists i on users (email);'),
    ['HZ104'],
  ],
  [
    'a timeout before a concurrent index',
    steps("outside: set lock_timeout = '1s';", 'outside: create index concurrently i on users (email);'),
    ['HZ605', 'HZ105'],
  ],
  ['many columns', steps('outside: create index concurrently i on users (email, name, nick, mood);'), ['HZ106']],
  ['refreshing a view', 'refresh materialized view totals;', ['HZ107']],
  ['a primary key', 'alter table loose add primary key (id);', ['HZ201']],
  ['a unique constraint', 'alter table users add constraint k unique (email);', ['HZ202']],
  ['a unique column', 'alter table users add column code text unique;', ['HZ202']],
  ['a foreign key', 'alter table posts add constraint k foreign key (user_id) references users (id);', ['HZ203']],
  [
    'a new column with a default that refers to rows',
    'alter table posts add column editor_id bigint default 1 references users (id);',
    ['HZ203'],
  ],
  ['a check', "alter table users add constraint k check (email <> '');", ['HZ204']],
  ['an exclusion constraint', 'alter table users add constraint k exclude using btree (id with =);', ['HZ205']],
  [
    'not valid and validate at once',
    "alter table users add constraint k check (email <> '') not valid; alter table users validate constraint k;",
    ['HZ206'],
  ],
  ['dropping a foreign key', 'alter table posts drop constraint posts_user_id_fkey;', ['HZ207']],
  [
    'set null on a required column',
    'alter table posts add constraint k foreign key (user_id) references users (id) on delete set null not valid;',
    ['HZ208'],
  ],
  [
    'set null in a new table',
    'create table likes (id bigint primary key, post_id bigint not null references posts on delete set null);',
    ['HZ208'],
  ],
  ['the child locked first', 'alter table posts add column a text; alter table users add column a text;', ['HZ209']],
  ['a check of a domain', "alter domain word add constraint k check (value <> '');", ['HZ210']],
  ['a required column', 'alter table users add column code text not null;', ['HZ301']],
  ['a volatile default', 'alter table users add column code uuid default gen_random_uuid();', ['HZ302']],
  ['an identity column', 'alter table users add column code bigint generated always as identity;', ['HZ302']],
  [
    'a stored generated column',
    'alter table users add column big text generated always as (upper(email)) stored;',
    ['HZ302'],
  ],
  ['a column of a checked domain', 'alter table users add column other email;', ['HZ302']],
  ['set not null', 'alter table users alter column name set not null;', ['HZ303']],
  [
    'set not null over a check that is not valid',
    steps(
      'alter table users add constraint k check (name is not null) not valid;',
      'alter table users alter column name set not null;',
    ),
    ['HZ303'],
  ],
  ['drop not null', 'alter table users alter column email drop not null;', ['HZ304']],
  ['integer to bigint', 'alter table users alter column number type bigint;', ['HZ305', 'HZ312']],
  ['shorter text', 'alter table users alter column email type varchar(10);', ['HZ305']],
  [
    'text that is cut',
    'alter table users alter column email type varchar(10) using email::varchar(10);',
    ['HZ305', 'HZ306'],
  ],
  [
    'text that is cut by left',
    'alter table users alter column email type varchar(10) using left(email, 10);',
    ['HZ305', 'HZ306'],
  ],
  ['rounded numbers', 'alter table users alter column price type numeric(10,0);', ['HZ305', 'HZ306']],
  ['floats to whole numbers', 'alter table users alter column score type integer;', ['HZ305', 'HZ306']],
  ['a moment to a day', 'alter table users alter column seen type date;', ['HZ305', 'HZ306', 'HZ307']],
  ['a time without a zone to a moment', 'alter table users alter column joined type timestamptz;', ['HZ307']],
  [
    'a zone that is said',
    "alter table users alter column joined type timestamptz using joined at time zone 'UTC';",
    ['HZ305'],
  ],
  ['json to jsonb', 'alter table users alter column settings type jsonb;', ['HZ305', 'HZ306']],
  ['a default', "alter table users alter column email set default 'x';", ['HZ308']],
  [
    'a new expression',
    { up: 'alter table users alter column shout set expression as (lower(email));', postgres: 17 },
    ['HZ309'],
  ],
  ['padded text', 'create table codes (code char(5));', ['HZ310']],
  ['a small key', 'create table codes (id integer primary key);', ['HZ310']],
  ['a sequence that begins again', 'alter sequence ticket_seq restart with 1;', ['HZ311']],
  [
    'an identity over numbers that are there',
    'alter table users alter column number drop default; alter table users alter column number add generated always as identity;',
    ['HZ311'],
  ],
  ['dropping a table', 'drop table posts;', ['HZ401']],
  ['dropping a column', 'alter table users drop column price;', ['HZ402']],
  ['dropping a column of an index', 'alter table users drop column name;', ['HZ402', 'HZ403']],
  ['dropping a column of a predicate', 'alter table users drop column nick;', ['HZ402', 'HZ403']],
  ['dropping a schema', 'drop schema billing cascade;', ['HZ404']],
  ['dropping a sequence', 'drop sequence ticket_seq;', ['HZ405']],
  ['truncate', 'truncate posts;', ['HZ406']],
  ['delete everything', 'delete from posts;', ['HZ406']],
  ['truncate cascade', 'truncate users cascade;', ['HZ406', 'HZ407']],
  ['drop cascade', 'drop table users cascade;', ['HZ401', 'HZ407']],
  ['drop a column cascade', 'alter table users drop column price cascade;', ['HZ402', 'HZ407']],
  ['drop a type cascade', 'drop type mood cascade;', ['HZ407']],
  ['a view that is not made again', 'drop view names;', ['HZ408']],
  [
    'a way down that drops what was there',
    { up: 'alter table users add column a text;', down: 'alter table users drop column a; drop table posts;' },
    ['HZ409'],
  ],
  ['no way down', { up: 'alter table users add column a text;' }, ['HZ410']],
  ['dropping a database', steps('outside: drop database shop;'), ['HZ411']],
  ['renaming a table', 'alter table users rename to people;', ['HZ501']],
  ['moving a table', 'alter table users set schema app;', ['HZ501']],
  ['renaming a column', 'alter table users rename column name to full_name;', ['HZ502']],
  ['renaming a schema', 'alter schema app rename to shop;', ['HZ503']],
  ['renaming a value', "alter type mood rename value 'calm' to 'quiet';", ['HZ504']],
  ['renaming a type', 'alter type mood rename to feeling;', ['HZ505']],
  ['a long name', `create table ${'a'.repeat(64)} (id bigint);`, ['HZ506']],
  [
    'rows and structure at once',
    "alter table users add column a text; update users set a = 'x' where id = 1;",
    ['HZ601'],
  ],
  ['every row', "update users set name = 'x';", ['HZ602']],
  ['a concurrent index in a transaction', 'create index concurrently i on users (email);', ['HZ603']],
  ['vacuum in a transaction', 'vacuum users;', ['HZ603']],
  ['begin', 'begin; alter table users add column a text; commit;', ['HZ604', 'HZ604']],
  ['a setting', "set search_path = 'app';", ['HZ605']],
  ['a setting by a function', "select pg_catalog.set_config('search_path', '', false);", ['HZ605']],
  ['a lock', 'lock table users in access exclusive mode;', ['HZ606']],
  ['a block', 'do $$ begin end $$;', ['HZ607']],
  ['twice', "update users set name = 'x', name = 'y' where id = 1;", ['HZ608']],
  [
    'a value before the commit',
    "alter type mood add value 'glad' after 'calm'; alter table users alter column mood set default 'glad';",
    ['HZ308', 'HZ609'],
  ],
  [
    'two statements outside a transaction',
    steps('outside: create index concurrently i on users (email);\ncreate index concurrently j on users (nick);'),
    ['HZ610'],
  ],
  ['a rewrite', 'alter table users set unlogged;', ['HZ701']],
  ['vacuum full', steps('outside: vacuum full users;'), ['HZ701']],
  [
    'attaching',
    "alter table events attach partition loose for values from ('2030-01-01') to ('2031-01-01');",
    ['HZ702'],
  ],
  ['detaching', 'alter table events detach partition events_2024;', ['HZ703']],
  [
    'a partition beside the default one',
    "create table visits_2026 partition of visits for values from ('2026-01-01') to ('2027-01-01');",
    ['HZ704'],
  ],
  ['row security without a policy', 'alter table users enable row level security;', ['HZ801']],
  ['the last policy', 'drop policy closed_all on closed;', ['HZ802']],
  ['a virtual column', 'alter table users add column a text generated always as (lower(email)) virtual;', ['HZ803']],
  ['uuidv7', 'alter table users alter column name set default uuidv7();', ['HZ308', 'HZ803']],
  ['a constraint for later', 'alter table users add constraint k not null name not valid;', ['HZ803']],
  [
    'a foreign key of a partitioned table for later',
    'alter table events add constraint k foreign key (id) references posts (id) not valid;',
    ['HZ803'],
  ],
  ['a value without a place', "alter type mood add value 'glad';", ['HZ804']],
  ['a domain with a check', "create domain code as text check (value <> '');", ['HZ805']],
  ['no SQL', 'alter tabel users;', ['HZ901']],
]

/** Migrations that do none: each looks like a hazard to whoever does not look at what is around it. */
const harmless: readonly (readonly [string, Judged | string])[] = [
  [
    'a way down that undoes the way up',
    {
      up: steps(
        "set local lock_timeout = '1s'; create sequence s; create table a (id bigint); alter table users add column a text;",
        'alter table users add constraint k check (a is not null) not valid;',
      ),
      down: steps(
        'alter table users drop constraint k;',
        'alter table users drop column a; drop table a; drop sequence s;',
      ),
    },
  ],
  [
    'everything in a new table',
    'create table a (id bigint); create index i on a (id); alter table a add primary key (id); alter table a add constraint k check (id > 0);',
  ],
  ['a concurrent index', steps('outside: create index concurrently i on users (email);')],
  ['an index on a partitioned table alone', 'create index i on only events (day);'],
  ['dropping an index concurrently', steps('outside: drop index concurrently users_email_idx;')],
  [
    'a unique constraint over its index',
    steps(
      'outside: create unique index concurrently k on users (email);',
      'alter table users add constraint k unique using index k;',
    ),
  ],
  [
    'not valid first, validated later',
    steps(
      "alter table users add constraint k check (email <> '') not valid;",
      'alter table users validate constraint k;',
    ),
  ],
  [
    'set not null behind a validated check',
    steps(
      'alter table users add constraint k check (name is not null) not valid;',
      'alter table users validate constraint k;',
      'alter table users alter column name set not null; alter table users drop constraint k;',
    ),
  ],
  ['set not null over a check that was there', 'alter table users alter column checked set not null;'],
  ['set not null of what is not null', 'alter table users alter column email set not null;'],
  ['a column with a constant', "alter table users add column a text not null default 'x';"],
  ['a column with a stable default', 'alter table users add column a timestamptz not null default now();'],
  ['a nullable reference', 'alter table posts add column editor_id bigint references users (id);'],
  ['longer text', 'alter table users alter column email type varchar(300);'],
  ['unlimited text', 'alter table users alter column email type text;'],
  ['wider numbers', 'alter table users alter column price type numeric(12,2);'],
  [
    'parent before child',
    'lock table users in access exclusive mode; alter table posts add column a text; alter table users add column a text;',
  ],
  ['dropping a generated column', 'alter table users drop column shout;'],
  [
    'columns that change places',
    steps(
      'alter table users add column price__new numeric(12,4);',
      'alter table users drop column price; alter table users rename column price__new to price;',
    ),
  ],
  ['a view under the old name', 'alter table users rename to people; create view users as select * from people;'],
  ['a view that is made again', 'drop view names; create view names as select name, nick from users;'],
  [
    'set null on one column of two',
    'create table a (b bigint not null, c bigint, foreign key (b, c) references events (id, day) on delete set null (c));',
  ],
  ['a setting of the transaction', "set local statement_timeout = '5s'; alter table users add column a text;"],
  ['a setting of the transaction by a function', "select set_config('search_path', '', true);"],
  ['a setting that is taken back', "set work_mem = '1GB'; reset work_mem;"],
  [
    'a value in a step of its own',
    steps("alter type mood add value 'glad' after 'calm';", "update users set mood = 'glad' where id = 1;"),
  ],
  [
    'a policy before row security',
    'create policy own on users using (true); alter table users enable row level security;',
  ],
  [
    'another policy in its place',
    'drop policy closed_all on closed; create policy closed_some on closed using (id > 0);',
  ],
  [
    'attaching what has its check',
    steps(
      "alter table loose add constraint k check (day >= '2030-01-01' and day < '2031-01-01') not valid;",
      'alter table loose validate constraint k;',
      "alter table events attach partition loose for values from ('2030-01-01') to ('2031-01-01');",
    ),
  ],
  ['a sequence that grows with its column', 'alter sequence ticket_seq as bigint;'],
  [
    'an identity that goes on',
    'alter table users alter column number drop default; alter table users alter column number add generated always as identity (start with 1000);',
  ],
  [
    'a virtual column where every server has them',
    { up: 'alter table users add column a text generated always as (lower(email)) virtual;', postgres: 18 },
  ],
  ['a name of 63 bytes', `create table ${'a'.repeat(63)} (id bigint);`],
]

const UNDONE = 'select 1;'

/** A way down that does nothing would be a hazard of its own in each case. */
function withWayDown(migration: Judged | string): Judged {
  return typeof migration === 'string' ? { up: migration, down: UNDONE } : { down: UNDONE, ...migration }
}

describe('hazards', () => {
  test.each(harmful)('%s', (_, migration, codes) => {
    const found = judge(typeof migration === 'string' ? withWayDown(migration) : migration)
    expect(
      withoutNoise(
        found.map(({ code }) => code),
        codes,
      ),
    ).toEqual([...codes].sort())
  })

  test.each(hazardCodes.filter((code) => code !== 'HZ313'))('%s is shown by a case', (code) => {
    expect(harmful.some(([, , codes]) => codes.includes(code))).toBe(true)
  })
})

test('a table that has used up its columns', () => {
  const chronicle = emptyChronicle()
  chronicle.droppedColumns.set('users', 1490)
  const [hazard] = judge({ up: 'alter table users add column a text;', down: UNDONE, chronicle })
  expect(hazard).toMatchObject({
    code: 'HZ313',
    message: 'users has used 1504 of the 1600 columns that PostgreSQL allows, 1490 of them dropped ones',
  })
})

test('columns are counted over migrations', () => {
  const chronicle = emptyChronicle()
  judge({ up: 'alter table users drop column price; alter table users drop column score;', down: UNDONE, chronicle })
  expect(chronicle.droppedColumns.get('users')).toBe(2)
})

test('names that the way down gives back are told of on the way up alone', () => {
  const found = judge({
    up: "alter table users rename to people; alter table posts rename column title to heading; alter type mood rename value 'calm' to 'quiet';",
    down: "alter type mood rename value 'quiet' to 'calm'; alter table posts rename column heading to title; alter table people rename to users;",
  })
  expect(found.map(({ code, direction }) => `${direction} ${code}`)).toEqual(['up HZ501', 'up HZ502', 'up HZ504'])
})

test('what is known of a table goes with its name', () => {
  const chronicle = emptyChronicle()
  chronicle.policies.set('users', new Set(['own']))
  const up = steps(
    'alter table users rename to people; alter table people enable row level security;',
    'drop index users_email_idx;',
    'alter table people alter column email set not null;',
  )
  const found = judge({ up, down: UNDONE, chronicle })
  expect(found.map(({ code, line }) => [code, line])).toEqual([
    ['HZ410', 2],
    ['HZ501', 2],
    ['HZ102', 5],
  ])
  expect([...(chronicle.policies.get('people') ?? [])]).toEqual(['own'])
})

describe('no hazards', () => {
  test.each(harmless)('%s', (_, migration) => {
    const found = judge(withWayDown(migration)).filter(({ severity }) => severity === 'error')
    expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([])
  })
})

/** HZ410 is told of every migration here whose way down does nothing. */
function withoutNoise(found: readonly string[], wanted: readonly string[]): string[] {
  return found.filter((code) => code !== 'HZ410' || wanted.includes(code)).sort()
}
