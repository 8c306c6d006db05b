import { expect, test } from 'vitest'
import { judgeMigration } from '../../src/judge/judge-migration.js'
import { locateMigration } from '../../src/judge/locate.js'
import { emptyChronicle } from '../../src/judge/world.js'
import type { Plan } from '../../src/migrate/plan.js'
import { printKysely } from '../../src/migrate/print-kysely.js'
import { emptySchema } from '../../src/schema/schema.js'
import { openStatements } from '../../src/spec/sql.js'
import { openJudge, steps } from './judged.js'

const judge = await openJudge()

test('a hazard says where it is, what it does, and what to write instead', () => {
  const up = steps(
    "alter table users add constraint k check (email <> '') not valid;\n\n  -- é\n  create index i on users (email);",
    'alter table posts\n  add constraint l foreign key (user_id) references users (id);\ndrop table posts;',
  )
  const down = steps('drop index i;\nalter table users drop constraint k;')
  const found = judge({ up, down })
  expect(found.map(({ file, line, column, code, subject }) => `${file}:${line}:${column} ${code} ${subject}`)).toEqual([
    'm.down.sql:2:1 HZ102 i',
    'm.up.sql:5:3 HZ101 users',
    'm.up.sql:8:1 HZ203 posts',
    'm.up.sql:10:1 HZ401 posts',
  ])
  expect(found[1]).toEqual({
    code: 'HZ101',
    severity: 'error',
    migration: 'm',
    direction: 'up',
    file: 'm.up.sql',
    line: 5,
    column: 3,
    subject: 'users',
    message: 'building i lets no row of users be written until it is done',
    fix: 'write "create index concurrently", in a step of its own with the line "-- outside a transaction"',
  })
})

test('a file with the line ends of Windows has the same places', () => {
  const up = steps('select 1;\ncreate index i on users (email);').replaceAll('\n', '\r\n')
  expect(judge({ up, down: 'drop index concurrently i;' }).map(({ line, code }) => [line, code])).toEqual([
    [2, 'HZ603'],
    [3, 'HZ101'],
  ])
})

test('SQL that PostgreSQL does not understand is shown where it stops', () => {
  const [found] = judge({ up: 'select 1;\nalter tabel users;', down: 'select 1;' })
  expect(found).toMatchObject({
    code: 'HZ901',
    line: 3,
    column: 7,
    message: 'not valid SQL: syntax error at or near "tabel"',
  })
})

test('what the spec allows is said in the head of a generated migration, and only there', () => {
  const up = (head: string) => `-- migration m, up\n-- the spec allows: ${head}\n\n${steps('drop table posts;')}`
  const down = 'create table posts (id bigint);'
  const codes = (head: string, isGenerated: boolean) =>
    judge({ up: up(head), down, isGenerated }).map(({ code }) => code)
  expect(codes('drop table posts', true)).toEqual([])
  expect(codes('drop table posts_old', true)).toEqual(['HZ401'])
  expect(codes('lock every table', true)).toEqual(['HZ401'])
  expect(codes('drop table posts', false)).toEqual(['HZ401'])
})

test('a lock that the spec allows', () => {
  const up = (head: string) => `-- the spec allows: ${head}\n\n${steps('create index i on users (email);')}`
  const codes = (head: string) => judge({ up: up(head), down: '', isGenerated: true }).map(({ code }) => code)
  expect(codes('lock every table')).toEqual([])
  expect(codes('lock users')).toEqual([])
  expect(codes('lock posts')).toEqual(['HZ101'])
})

test('a module for Kysely has places too', async () => {
  const statement = "create index i on users (email)\n  where name <> '`${x}\\\\';"
  const plan: Plan = {
    up: [
      { title: 'first', transactional: true, statements: ['select 1;', statement] },
      { title: 'second', transactional: true, statements: ['drop table users;'] },
    ],
    down: [{ title: 'back', transactional: true, statements: ['drop table posts;'] }],
    upChecks: [],
    downChecks: [],
    allowed: [],
    irreversible: [],
    restored: emptySchema,
    moves: { tables: {}, columns: {}, types: {}, values: {} },
  }
  const text = printKysely(plan, { id: 'm', parent: 'none', proof: [] }, [])
  const located = locateMigration({ id: 'm', files: { 'm.ts': text } }, false)
  const surroundings = { before: undefined, after: undefined, chronicle: emptyChronicle(), postgres: 15 }
  const found = judgeMigration(located, { ...surroundings, read: await openStatements() })
  const lines = text.split('\n')
  expect(found.map(({ code, line }) => [code, lines[line - 1]?.trim()])).toEqual([
    ['HZ101', 'create index i on users (email)'],
    ['HZ401', 'await sql`drop table users`.execute(db);'],
    ['HZ409', 'await sql`drop table posts`.execute(db);'],
  ])
})
