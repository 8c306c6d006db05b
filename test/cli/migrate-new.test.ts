import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

test('new: files to fill in, and what comes next', async () => {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  const { exitCode, stdout, stderr } = await dbgen(folder, ['migrate', 'new', 'fill names'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout.replace(/\d{14}/g, '…')).toBe(
    'Wrote migrations/…_fill_names.up.sql and migrations/…_fill_names.down.sql\n\n' +
      'Next:\n  1. fill in both files\n  2. dbgen generate\n',
  )
  expect((await readdir(join(folder, 'migrations'))).map((name) => name.slice(14))).toEqual([
    '_fill_names.down.sql',
    '_fill_names.up.sql',
  ])
  const json = await dbgen(folder, ['migrate', 'new', 'x', '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: true,
    id: expect.stringMatching(/^\d{14}_x$/),
    files: [{ kind: 'created' }, { kind: 'created' }],
  })
})

test('new: a name that no file can have is refused', async () => {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  const { exitCode, stderr } = await dbgen(folder, ['migrate', 'new', '…'])
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr:
      'error: "…" has no letter and no digit to name a file by\n  say what it does: dbgen migrate new "fill slugs"\n',
  })
})
