import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../support/server.js'
import { dbgen, emptyFolder } from './run-dbgen.js'

test('verify: the files alone, a database, and drift by kind', { timeout: 240_000 }, async () => {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  await dbgen(folder, ['generate', '--no-proof', '--name', 'init'])
  expect(await dbgen(folder, ['migrate', 'verify'])).toEqual({
    exitCode: 0,
    stdout: '✓ 1 migration replayed: they lead to snapshot.json\n',
    stderr: '',
  })
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  await dbgen(folder, ['migrate', 'up'], { DATABASE_URL: url })
  await runOn(url, 'alter table posts alter column title type text; create index by_hand on users (name)')
  const drifted = await dbgen(folder, ['migrate', 'verify'], { DATABASE_URL: url })
  expect({ ...drifted, stdout: drifted.stdout.replace(/postgres:\S+/, 'DATABASE').replace(/\d{14}/g, '…') }).toEqual({
    exitCode: 1,
    stdout: [
      '✓ 1 migration replayed: they lead to snapshot.json',
      '✗ DATABASE is not what the migrations up to …_init lead to',
      '',
      '  column  posts.title type is text, expected character varying(200)',
      '  index   by_hand on users is not expected',
      '',
      '2 differences',
      '',
    ].join('\n'),
    stderr: '',
  })
  const snapshot = join(folder, 'migrations/snapshot.json')
  const text = await readFile(snapshot, 'utf8')
  await writeFile(snapshot, text.replace('"type":"character varying(200)"', '"type":"text"'))
  const json = await dbgen(folder, ['migrate', 'verify', '--json'], { DATABASE_URL: url })
  expect(json).toMatchObject({ exitCode: 1, stderr: '' })
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    migrations: 1,
    replay: [
      {
        kind: 'column',
        name: 'posts.title',
        state: 'changed',
        message: 'type is character varying(200), expected text',
      },
    ],
    database: { pending: [], problems: [], drift: [{ kind: 'column' }, { kind: 'index', state: 'unexpected' }] },
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
