import { expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

test.each(['new', 'verify', 'baseline', 'squash', 'rebase'])('dbgen migrate %s --help', async (name) => {
  const folder = await emptyFolder()
  const { exitCode, stdout, stderr } = await dbgen(folder, ['migrate', name, '--help'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatchSnapshot()
  expect(Math.max(...stdout.split('\n').map((shown) => shown.length))).toBeLessThanOrEqual(80)
})
