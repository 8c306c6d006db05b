import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

const EMBEDDED = ['--embedded', '.dbgen/db']

async function project(): Promise<string> {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  await dbgen(folder, ['generate', '--no-proof', '--name', 'init'])
  return folder
}

const plain = (text: string): string => text.replace(/\d{14}/g, '…').replace(/ +\d+(?:\.\d+)? k?B/g, ' … B')

test('baseline, then squash, on the same database', { timeout: 300_000 }, async () => {
  const folder = await project()
  await dbgen(folder, ['migrate', 'up', ...EMBEDDED])
  const again = await dbgen(folder, ['migrate', 'baseline', ...EMBEDDED])
  expect({ ...again, stderr: plain(again.stderr) }).toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      'error: the database has 1 migration already, the last is …_init: dbgen migrate status shows them, ' +
      'dbgen migrate up applies the rest\n',
  })
  const empty = await dbgen(folder, ['migrate', 'baseline', '--embedded', '.dbgen/other', '--json'])
  expect(empty).toMatchObject({ exitCode: 1, stderr: '' })
  expect(JSON.parse(empty.stdout)).toMatchObject({
    ok: false,
    kind: 'drift',
    drift: [
      { kind: 'table', name: 'posts', state: 'missing' },
      { kind: 'table', name: 'users', state: 'missing' },
    ],
  })

  const spec = join(folder, 'schema.yaml')
  await writeFile(
    spec,
    (await readFile(spec, 'utf8')).replace(
      'content: text',
      'content: text\n      extra: { type: text, nullable: true }',
    ),
  )
  await dbgen(folder, ['generate', '--no-proof', '--name', 'extra'])
  await dbgen(folder, ['migrate', 'up', ...EMBEDDED])
  const dry = await dbgen(folder, ['migrate', 'squash', '--dry-run', '--json'])
  expect(JSON.parse(dry.stdout)).toMatchObject({
    ok: true,
    dryRun: true,
    later: [],
    replaced: [{}, {}].map(() => expect.any(String)),
  })
  const squashed = await dbgen(folder, ['migrate', 'squash'])
  expect({ ...squashed, stdout: plain(squashed.stdout) }).toMatchSnapshot()
  expect((await readdir(join(folder, 'migrations'))).map(plain)).toEqual([
    '…_squashed.down.sql',
    '…_squashed.up.sql',
    'snapshot.json',
  ])
  const up = await dbgen(folder, ['migrate', 'up', ...EMBEDDED])
  expect(up).toMatchObject({ exitCode: 0, stderr: '' })
  expect(up.stdout).toContain('up to date, 1 migration applied before')
  const verified = await dbgen(folder, ['migrate', 'verify', ...EMBEDDED])
  expect(verified).toMatchObject({ exitCode: 0, stderr: '' })
  await appendFile(join(folder, 'migrations', (await readdir(join(folder, 'migrations')))[1] ?? ''), '-- mine\n')
  expect((await dbgen(folder, ['migrate', 'verify'])).stderr).toContain('was edited after it was generated')
})

test('baseline of a database that has the tables', { timeout: 240_000 }, async () => {
  const folder = await project()
  await dbgen(folder, ['migrate', 'up', ...EMBEDDED])
  const { openEmbedded } = await import('../../src/prove/embedded.js')
  const db = await openEmbedded({ extensions: [], folder: join(folder, '.dbgen/db') })
  await db.run('drop schema dbgen cascade')
  await db.close()
  const { exitCode, stdout, stderr } = await dbgen(folder, ['migrate', 'baseline', ...EMBEDDED])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(plain(stdout).split('\n').slice(1)).toEqual(['', '  noted  …_init', '', '1 migration noted as applied', ''])
})
