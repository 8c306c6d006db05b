import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from '../../src/database/connect.js'
import type { MigrationFormat } from '../../src/database/migration-files.js'
import { migrateUp } from '../../src/database/runner.js'
import { isLarge, readSizes, type TableWork } from '../../src/database/runner-estimate.js'
import type { StepProgress } from '../../src/database/runner-steps.js'
import { extendChain, headOf, type MigrationFiles } from '../../src/migrate/chain.js'
import { pendingWork } from '../../src/pipeline/pending-work.js'
import { createTestDatabase, type TestDatabase } from '../support/server.js'
import { blog, migrationBetween, migrationsThrough, sluggedBlog, slugHints } from './runner-support.js'

const REWRITTEN = '20260101000005_numeric'
const POSTS = 5000
/** About 20 MB. */
const LARGE = 100_000

let database: TestDatabase
let db: Connection
beforeEach(async () => {
  database = await createTestDatabase()
  db = await connect(database.url)
})
afterEach(async () => {
  await db.close()
  await database.drop()
})

const options = { version: '1.2.3', lockTimeout: 100, attempts: 2, retryDelay: 10 }

async function withPosts(format: MigrationFormat, rows: number): Promise<MigrationFiles[]> {
  const first = migrationsThrough([blog], format)
  await migrateUp(db, first, options)
  await db.run(`insert into users (email) values ('a@b');
    insert into posts (title, author_id) select repeat('Title ', 25) || n, 1 from generate_series(1, ${rows}) as n`)
  // Counted before ANALYZE counts them, and not once more behind it.
  await db.run('select pg_stat_force_next_flush()')
  await db.run('analyze posts')
  return first
}

/** As it would be generated, with what the proof measured. */
function rewriting(format: MigrationFormat): MigrationFiles {
  const up = 'alter table posts alter column author_id type numeric'
  const down = 'alter table posts alter column author_id type bigint'
  if (format === 'sql') {
    const notes = '-- locks: users share row exclusive, posts access exclusive\n-- rewrites: posts\n'
    const files = {
      [`${REWRITTEN}.up.sql`]: `-- step 1/1: type of author_id\n${notes}alter table posts drop constraint posts_author_id_fkey;\n${up};\n`,
      [`${REWRITTEN}.down.sql`]: `-- step 1/1: type of author_id\n${down};\n`,
    }
    return { id: REWRITTEN, files }
  }
  const module = [
    "import { type Kysely, sql } from 'kysely'",
    '',
    'export async function up(db: Kysely<unknown>): Promise<void> {',
    '  // step 1/1: type of author_id',
    '  // locks: users share row exclusive, posts access exclusive',
    '  // rewrites: posts',
    '  await sql`alter table posts drop constraint posts_author_id_fkey`.execute(db)',
    `  await sql\`${up}\`.execute(db)`,
    '}',
    '',
    'export async function down(db: Kysely<unknown>): Promise<void> {',
    '  // step 1/1: type of author_id',
    `  await sql\`${down}\`.execute(db)`,
    '}',
    '',
  ]
  return { id: REWRITTEN, files: { [`${REWRITTEN}.ts`]: module.join('\n') } }
}

async function totalSize(table: string): Promise<number> {
  const [row] = await db.query(`select pg_total_relation_size('${table}')::int8::text as bytes`)
  return Number(row?.['bytes'])
}

describe.each(['sql', 'kysely'] as const)('a step that rewrites a large table, as %s', (format) => {
  test('is told before it begins, with the size of the table and the lock', async () => {
    const first = await withPosts(format, LARGE)
    const migrations = [...first, rewriting(format)]
    const bytes = await totalSize('posts')
    const expected: TableWork = { kind: 'rewrites', table: 'posts', lock: 'access exclusive', rows: LARGE, bytes }
    const status = { id: REWRITTEN, state: 'pending' as const, stepsDone: 0 }
    expect(await pendingWork(db, status, migrations)).toEqual([{ step: 1, ...expected }])
    expect(await pendingWork(db, { ...status, stepsDone: 1 }, migrations)).toEqual([])

    const seen: StepProgress[] = []
    await migrateUp(db, migrations, { ...options, onStep: (progress) => seen.push(progress) })
    expect(seen.map(({ state, work }) => [state, work])).toEqual([
      ['begun', [expected]],
      ['done', undefined],
    ])
    expect(await pendingWork(db, { ...status, state: 'applied' }, migrations)).toEqual([])
  })

  test('is not told of a small one', async () => {
    const first = await withPosts(format, 10)
    const seen: StepProgress[] = []
    const onStep = (progress: StepProgress): number => seen.push(progress)
    await migrateUp(db, [...first, rewriting(format)], { ...options, onStep })
    expect(seen.map(({ state, work }) => [state, work])).toEqual([
      ['begun', []],
      ['done', undefined],
    ])
  })
})

describe('sizes', () => {
  test('of tables that have changed since ANALYZE, that never had one, and of which nothing is known', async () => {
    await db.run(`create table changed (id integer); insert into changed select generate_series(1, 10000);
      analyze changed`)
    await db.run('update changed set id = id; insert into changed select generate_series(1, 30000)')
    await db.run('create table fresh (id integer); insert into fresh values (1); create table vacant (id integer)')
    await db.run('create table unknown (id integer); insert into unknown values (1)')
    await db.run('select pg_stat_force_next_flush()')
    await db.run(`select pg_stat_reset_single_table_counters('unknown'::regclass)`)
    const sizes = await readSizes(db, ['changed', 'fresh', 'unknown', 'vacant', 'absent'])
    expect(Object.fromEntries([...sizes].map(([name, { rows }]) => [name, rows]))).toEqual({
      changed: 40_000,
      fresh: 1,
      unknown: undefined,
      vacant: 0,
    })
    expect(sizes.get('fresh')?.bytes).toBe(8192)
  })

  test('of a partitioned table are those of its partitions; names are as SQL writes them', async () => {
    await db.run(`create schema "of sales";
      create table "of sales"."a, b" (id integer) partition by range (id);
      create table low partition of "of sales"."a, b" for values from (0) to (1000);
      create table high partition of "of sales"."a, b" for values from (1000) to (9999);
      insert into "of sales"."a, b" select generate_series(1, 5000); analyze "of sales"."a, b"`)
    const bytes = (await totalSize('low')) + (await totalSize('high'))
    const sizes = await readSizes(db, ['"of sales"."a, b"'])
    expect([...sizes]).toEqual([['"of sales"."a, b"', { rows: 5000, bytes }]])
  })

  test('of a table that others have locked are not waited for, and what is no name has none', async () => {
    await db.run('create table held (id integer)')
    const other = await connect(database.url)
    await other.run('begin; lock table held')
    const started = performance.now()
    expect((await readSizes(db, ['held'])).size).toBe(0)
    expect(performance.now() - started).toBeLessThan(2000)
    await other.close()
    expect((await readSizes(db, ['a.b.c.d.e'])).size).toBe(0)
    expect((await readSizes(db, ['held'])).size).toBe(1)
  })

  test('are large from 16 MiB on', () => {
    const work: TableWork = { kind: 'reads', table: 'posts', lock: undefined, rows: 1, bytes: 2 ** 24 }
    expect([isLarge(work), isLarge({ ...work, bytes: 2 ** 24 - 1 })]).toEqual([true, false])
  })
})

describe.each(['sql', 'kysely'] as const)('rows that are filled in batches, as %s', (format) => {
  test('are counted while they are, and about how many are left', async () => {
    const first = await withPosts(format, POSTS)
    const parent = headOf(first.reduce(extendChain, []))
    const fill = migrationBetween(blog, sluggedBlog, '20260101000002_slug', parent, format, slugHints)
    // Each batch of a thousand takes about half a second.
    await db.run(`create function wait() returns trigger language plpgsql as
        'begin perform pg_sleep(0.0005); return new; end';
      create trigger wait before update on posts for each row execute function wait()`)
    const seen: string[] = []
    const onStep = ({ title, state, detail }: StepProgress): void => {
      if (state === 'running') seen.push(`${title}: ${detail}`)
    }
    const openWatch = (): Promise<Connection> => connect(database.url)
    await migrateUp(db, [...first, fill], { ...options, onStep, openWatch })
    const told = seen.filter((line, index) => line.startsWith('fill posts.slug: ') && line !== seen[index - 1])
    const possible = [1, 2, 3, 4].map((batches) => {
      const [done, left] = [batches, 5 - batches].map((thousands) => `${thousands},000`)
      return `fill posts.slug: ${done} rows done, about ${left} left`
    })
    expect(told.filter((line) => !possible.includes(line) && line !== 'fill posts.slug: 5,000 rows done')).toEqual([])
    expect(told.length).toBeGreaterThanOrEqual(3)
    expect([...told].sort()).toEqual(told)
    expect(await db.query('select count(*)::integer as count from posts where slug = lower(title)')).toEqual([
      { count: POSTS },
    ])
  })
})
