import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CamelCasePlugin, CompiledQuery, type Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../../generated-sample/src/db/client.js'
import type { Database } from '../../generated-sample/src/db/database.js'
import { migrateToLatest } from '../../generated-sample/src/db/migrate.js'
import { connect } from '../../src/database/connect.js'
import { recordStepSql } from '../../src/database/ledger.js'
import { stepsOf } from '../../src/database/migration-files.js'
import type { Queryable } from '../../src/database/queryable.js'
import { migrateDown, migrateUp, migrationStatus } from '../../src/database/runner.js'
import { extendChain, type MigrationFiles } from '../../src/migrate/chain.js'
import { openEmbedded } from '../../src/prove/embedded.js'
import { differencesOf, withoutExpressions } from '../../src/schema/differences.js'
import type { Schema } from '../../src/schema/schema.js'
import { blog, catalogOf, grownBlog, migrationsThrough, taggedBlog } from '../roundtrip/runner-support.js'
import { databaseKinds } from '../support/database.js'
import { startPooler } from '../support/pooler.js'
import { createTestDatabase } from '../support/server.js'

const options = { version: '1.2.3', lockTimeout: 500, attempts: 2, retryDelay: 10, patience: 30_000 }
const migrations = migrationsThrough([blog, grownBlog, taggedBlog])
const [first, second, third] = migrations.map(({ id }) => id)
const twins = `insert into users (email) values ('a@b'), ('a@b')`

async function fill(folder: string, wanted: readonly MigrationFiles[]): Promise<void> {
  for (const { files } of wanted) {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  }
}

async function openPGlite() {
  const cacheFolder = join(tmpdir(), 'dbgen-test-pglite')
  return (await openEmbedded({ extensions: [], cacheFolder })).pglite
}

/** The generated database as the runner of dbgen takes one. */
function queryable(db: Kysely<Database>): Queryable {
  const query = async (sql: string, parameters: readonly unknown[] = []) =>
    (await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql, [...parameters]))).rows
  return {
    query,
    run: async (sql) => {
      await query(sql)
    },
  }
}

describe.each(databaseKinds)('migrateToLatest on %s', (kind) => {
  let folder: string
  let url: string | undefined
  let db: Kysely<Database>
  /** For the runner of dbgen, which needs a session of its own. */
  let session: Queryable
  let close: () => Promise<void>

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dbgen-latest-'))
    const server = kind === 'postgres' ? await createTestDatabase() : undefined
    url = server?.url
    db = createDatabase({ connection: url ?? (await openPGlite()), pool: { size: 1 } })
    const connection = url === undefined ? undefined : await connect(url)
    session = connection ?? queryable(db)
    close = async () => {
      await connection?.close()
      await db.destroy()
      await server?.drop()
      await rm(folder, { recursive: true })
    }
  })
  afterEach(() => close())

  const run = async (sql: string) => session.query(sql)
  const expectSchema = async (schema: Schema): Promise<void> => {
    const found = await catalogOf(session)
    expect(differencesOf(withoutExpressions(schema), withoutExpressions(found))).toEqual([])
  }

  test('applies what is pending, once, and dbgen takes it for its own', async () => {
    await fill(folder, migrations)
    const before = await run('show lock_timeout')
    const steps: string[] = []
    const applied = await migrateToLatest(db, {
      folder: pathToFileURL(`${folder}/`),
      onStep: (migration, step) => steps.push(`${migration} ${step}`),
    })
    expect(applied).toEqual([first, second, third])
    expect(steps).toHaveLength(11)
    await expectSchema(taggedBlog)
    expect(await migrateToLatest(db, { folder })).toEqual([])
    const statuses = await migrationStatus(session, migrations)
    expect(statuses.map(({ state, problem }) => [state, problem])).toEqual(Array(3).fill(['applied', undefined]))
    expect(await run('show lock_timeout')).toEqual(before)
    expect(await run(`select pid from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`)).toEqual([])

    await migrateDown(session, migrations, { kind: 'to', id: first ?? '' }, options)
    expect(await migrateToLatest(db, { folder })).toEqual([second, third])
    await expectSchema(taggedBlog)
  })

  test('plugins of the database do not get in its way', async () => {
    await fill(folder, migrations)
    expect(await migrateToLatest(db.withPlugin(new CamelCasePlugin()), { folder })).toEqual([first, second, third])
    await expectSchema(taggedBlog)
    expect(await migrateToLatest(db.withPlugin(new CamelCasePlugin()), { folder })).toEqual([])
  })

  test('goes on behind what dbgen applied, and leaves the same ledger', async () => {
    await fill(folder, migrations)
    await migrateUp(session, migrations.slice(0, 1), options)
    expect(await migrateToLatest(db, { folder })).toEqual([second, third])
    const ledger = 'select id, checksum, parent, chain, steps from dbgen.migrations order by position'
    const ours = await run(ledger)
    await migrateDown(session, migrations, { kind: 'all' }, options)
    await migrateUp(session, migrations, options)
    expect(await run(ledger)).toEqual(ours)
  })

  test('goes on with a run of dbgen that was cut off, and removes half an index', async () => {
    await fill(folder, migrations)
    await migrateUp(session, migrations.slice(0, 1), options)
    await run(twins)
    const steps = stepsOf(migrations[1] ?? { id: '', files: {} }, 'up')
    for (const [index, step] of steps.slice(0, 3).entries()) {
      const place = { migration: second ?? '', direction: 'up', step: index + 1 } as const
      if (index < 2) await run(step.sql)
      else await expect(run(step.sql)).rejects.toThrow('could not create unique index')
      await run(recordStepSql(place, step, index < 2 ? 'done' : 'begun'))
    }
    expect(await run('select from pg_index where not indisvalid')).toHaveLength(1)
    await run('delete from users where id = 2')
    const seen: string[] = []
    const applied = await migrateToLatest(db, { folder, onStep: (_, step, title) => seen.push(`${step} ${title}`) })
    expect(applied).toEqual([second, third])
    expect(seen[0]).toBe('3 build unique index users_email_key on users')
    await expectSchema(taggedBlog)
  })

  test('rows that stand in the way are told before anything is changed', async () => {
    await fill(folder, migrations)
    await migrateUp(session, migrations.slice(0, 1), options)
    await run(twins)
    await expect(migrateToLatest(db, { folder })).rejects.toThrow(
      `${second}: nothing was changed: not so for 2 rows: no two rows of users are the same in email`,
    )
    await expectSchema(blog)
  })

  test('what was written by hand is read as dbgen reads it', async () => {
    const id = '20260101000009_by_hand'
    const byHand = {
      id,
      files: {
        [`${id}.down.sql`]: 'select 1;\n',
        [`${id}.up.sql`]:
          '-- written by hand\n\n-- step: one\nselect 1;\n\n-- step: two\n-- outside a transaction\ncreate index concurrently users_by_hand on users (email);\n',
      },
    }
    const whole = {
      id: `${id}_2`,
      files: { [`${id}_2.down.sql`]: '', [`${id}_2.up.sql`]: '-- all of it\nselect 2;\n' },
    }
    await fill(folder, [...migrations, byHand, whole])
    expect(await migrateToLatest(db, { folder })).toEqual([first, second, third, byHand.id, whole.id])
    const statuses = await migrationStatus(session, [...migrations, byHand, whole])
    expect(statuses.map(({ state, problem }) => [state, problem])).toEqual(Array(5).fill(['applied', undefined]))
    expect(
      await run(`select array_length(steps, 1) as steps from dbgen.migrations order by position offset 3`),
    ).toEqual([{ steps: 2 }, { steps: 1 }])
  })

  test('a database that has all that was squashed has the squashed migration', async () => {
    await fill(folder, migrations)
    await migrateToLatest(db, { folder })
    const chain = migrations.slice(0, 2).reduce(extendChain, [])
    const [squashed] = migrationsThrough([grownBlog])
    const replaces = chain.map((entry) => `-- replaces: ${entry.id} ${entry.chain}\n`).join('')
    const id = '20260101000002_squashed'
    const head = `-- migration ${id}, up\n-- parent: none\n${replaces}`
    const up = (squashed?.files[`${squashed.id}.up.sql`] ?? '').replace(/^(?:-- .*\n)+/, head)
    const files = { [`${id}.down.sql`]: '', [`${id}.up.sql`]: up }
    const after = [{ id, files }, ...migrations.slice(2)]
    for (const migration of migrations.slice(0, 2)) {
      for (const name of Object.keys(migration.files)) await rm(join(folder, name))
    }
    await fill(folder, after)
    expect(await migrateToLatest(db, { folder })).toEqual([])
    expect(await run('select id, parent from dbgen.migrations order by position')).toEqual([
      { id, parent: 'none' },
      { id: third, parent: chain.at(-1)?.chain },
    ])
    const statuses = await migrationStatus(session, after)
    expect(statuses.map(({ state, problem }) => [state, problem])).toEqual(Array(2).fill(['applied', undefined]))
  })

  test('files that were edited or are gone, and others that come too early: refused', async () => {
    await fill(folder, migrations)
    await migrateToLatest(db, { folder })
    await writeFile(join(folder, '20260101000001_early.up.sql'), '-- step 1/1: x\nselect 1;\n')
    await writeFile(join(folder, '20260101000001_early.down.sql'), '')
    await expect(migrateToLatest(db, { folder })).rejects.toThrow('made to follow other migrations')
    await rm(join(folder, '20260101000001_early.up.sql'))
    await rm(join(folder, `${third}.up.sql`))
    await expect(migrateToLatest(db, { folder })).rejects.toThrow(`${third}: the database has it`)
    await fill(folder, migrations)
    await writeFile(join(folder, `${third}.down.sql`), '-- step 1/1: x\nselect 1;\n')
    await expect(migrateToLatest(db, { folder })).rejects.toThrow(`${third}: it was edited after it was applied`)
    await rm(join(folder, `${third}.down.sql`))
    await expect(migrateToLatest(db, { folder })).rejects.toThrow('ENOENT')
  })

  test.runIf(kind === 'postgres')('several at once: each migration is applied by one', async () => {
    await fill(folder, migrations)
    const others = Array.from({ length: 4 }, () => createDatabase({ connection: url ?? '', pool: { size: 1 } }))
    try {
      const applied = await Promise.all(others.map((other) => migrateToLatest(other, { folder })))
      expect(applied.filter((ids) => ids.length > 0)).toEqual([[first, second, third]])
      await expectSchema(taggedBlog)
    } finally {
      await Promise.all(others.map((other) => other.destroy()))
    }
  })

  test.runIf(kind === 'postgres')(
    'through a pooler in transaction mode: refused, and nothing is half done',
    async () => {
      await fill(folder, migrations)
      const pooler = await startPooler(url ?? '', 3)
      const pooled = createDatabase({ connection: pooler.url, prepare: false, pool: { size: 1 } })
      try {
        await expect(migrateToLatest(pooled, { folder })).rejects.toThrow('without a pooler')
      } finally {
        await pooled.destroy()
        await pooler.close()
      }
      expect(await migrateToLatest(db, { folder })).toEqual([first, second, third])
      await expectSchema(taggedBlog)
    },
  )
})
