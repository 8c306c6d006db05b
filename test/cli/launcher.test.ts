import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, launcher, run } from './run-dbgen.js'

test.skipIf(process.platform === 'win32')('the launcher can be executed', async () => {
  expect((await stat(launcher)).mode & 0o111).toBe(0o111)
})

test('where dbgen is not built, it says how', async () => {
  const folder = await emptyFolder()
  await mkdir(join(folder, 'bin'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await copyFile(launcher, join(folder, 'bin/dbgen.js'))
  expect(await run(process.execPath, ['bin/dbgen.js', '--help'], folder)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'dbgen is not built: run `npm run build` in its folder\n',
  })
})

test.each([
  ['18.20.4', 1],
  ['20.18.9', 1],
  ['20.19.0', 0],
  ['22.1.0', 0],
])('node %s', async (version, exitCode) => {
  const folder = await emptyFolder()
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
    Object.defineProperty(process, 'version', { value: 'v${version}' })`
  await writeFile(join(folder, 'pretend.cjs'), pretend)
  const finished = await run(process.execPath, ['--require', './pretend.cjs', launcher, '--version'], folder)
  expect(finished.exitCode).toBe(exitCode)
  expect(finished.stderr).toBe(exitCode === 0 ? '' : `dbgen needs node 20.19 or newer; this is v${version}\n`)
})
