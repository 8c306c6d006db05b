import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Connection, connect } from '../src/database/connect.js'
import { liveCatalogOfMigrations } from '../src/pipeline/catalogs.js'
import { readHistory } from '../src/pipeline/history.js'
import { generate, migrateUp } from '../src/pipeline.js'
import { findDrift } from '../src/prove/drift.js'
import { type LiveCatalog, readLiveCatalog } from '../src/prove/live-catalog.js'
import { openSameSql } from '../src/spec/same-sql.js'
import { ignored, mutations } from './history-mutations.js'
import { cacheFolder } from './history-support.js'
import { quiet } from './support/quiet-run.js'

/** The example with a little more of what stands under `sql`. */
const spec = `${readFileSync(new URL('../schema.example.yaml', import.meta.url), 'utf8')}
  title_lengths:
    up: create materialized view title_lengths as select length(title) as size, count(*) from posts group by 1
  posts_for_all:
    up: grant select on published_posts to public
    down: revoke select on published_posts from public
`

describe.each([['databaseUrl'], ['olderDatabaseUrl']] as const)('%s', (which) => {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-verify-'))
  const specFile = join(folder, 'schema.yaml')
  const unique = randomBytes(6).toString('hex')
  const [template, role] = [`dbgen_template_${unique}`, `dbgen_reader_${unique}`]
  let expected: LiveCatalog
  let db: Connection

  beforeAll(async () => {
    writeFileSync(specFile, spec)
    await generate({
      specFile,
      root: undefined,
      migrationName: undefined,
      proof: false,
      dryRun: false,
      force: false,
      now: new Date(0),
      cacheFolder,
      onStage: () => {},
    })
    const { migrations, schema } = await readHistory(join(folder, 'migrations'))
    expected = await liveCatalogOfMigrations(migrations, schema.extensions, cacheFolder)
    await runOn(urlOf(), `create role ${role}`)
    await runOn(urlOf(), `create database ${template} template template0 encoding 'UTF8'`)
    const database = { kind: 'url', url: urlOf(template) } as const
    await migrateUp({ specFile, root: undefined, database, to: undefined, ...quiet })
    db = await connect(urlOf(template))
  })

  afterAll(async () => {
    await db.close()
    await runOn(urlOf(), `drop database if exists ${template} with (force)`)
    await runOn(urlOf(), `drop role if exists ${role}`)
    rmSync(folder, { recursive: true, force: true })
  })

  function urlOf(database?: string): string {
    const url = new URL(inject(which))
    if (database !== undefined) url.pathname = `/${database}`
    return url.href
  }

  /** In a transaction that is rolled back, so that one database is enough. */
  async function driftAfter(sql: string): Promise<string[]> {
    const isSame = await openSameSql()
    await db.run(`begin; ${sql.replaceAll('READER', role)}`)
    try {
      const live = await readLiveCatalog({ query: db.query, run: async () => {} })
      return findDrift(expected, live, isSame).map((each) =>
        `${each.kind}: ${each.name} ${each.message}`.replaceAll(role, 'READER'),
      )
    } finally {
      await db.run('rollback')
    }
  }

  test('what was migrated has no drift, whatever the version', async () => {
    expect(await driftAfter('select 1')).toEqual([])
  })

  test.each(mutations)('%s', async (sql, ...drift) => {
    expect(await driftAfter(sql)).toEqual(drift)
  })

  test.each(ignored)('not drift: %s', async (sql) => {
    expect(await driftAfter(sql)).toEqual([])
  })
})

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
