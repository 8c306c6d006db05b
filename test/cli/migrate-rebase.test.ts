import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbgen, emptyFolder, run } from './run-dbgen.js'

const settings = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }

test('rebase: as a person does it after git merge', { timeout: 300_000 }, async () => {
  const folder = await emptyFolder()
  const git = (...words: string[]) =>
    run('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words], folder, settings)
  const commit = async (message: string) => {
    await git('add', 'schema.yaml', 'migrations')
    await git('commit', '--quiet', '--message', message)
  }
  const add = async (column: string) => {
    const spec = join(folder, 'schema.yaml')
    await writeFile(spec, (await readFile(spec, 'utf8')).replace('content: text', `content: text\n      ${column}`))
    return dbgen(folder, ['generate', '--no-proof', '--name', column.slice(0, 3)])
  }
  await git('init', '--quiet', '--initial-branch=main')
  await dbgen(folder, ['init'])
  await dbgen(folder, ['generate', '--no-proof', '--name', 'init'])
  await commit('init')
  await git('checkout', '--quiet', '-b', 'feature')
  await add('one: { type: text, nullable: true }')
  await commit('one')
  await git('checkout', '--quiet', 'main')
  await add('two: { type: text, nullable: true }')
  await commit('two')
  await git('checkout', '--quiet', 'feature')
  await git('merge', 'main')
  const spec = await readFile(join(folder, 'schema.yaml'), 'utf8')
  await writeFile(join(folder, 'schema.yaml'), spec.replace(/^(?:<{7}|={7}|>{7}).*\n/gm, ''))

  const generated = await dbgen(folder, ['generate'])
  expect(generated).toMatchObject({ exitCode: 1, stdout: '' })
  expect(generated.stderr).toContain('two branches each added a migration')
  const { exitCode, stdout, stderr } = await dbgen(folder, ['migrate', 'rebase'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout.replace(/\d{14}/g, '…').replace(/ +\d+\.\d+ kB/g, ' … kB')).toMatchSnapshot()
  const verified = await dbgen(folder, ['migrate', 'verify'])
  expect(verified).toEqual({
    exitCode: 0,
    stdout: '✓ 3 migrations replayed: they lead to snapshot.json\n',
    stderr: '',
  })
  const again = await dbgen(folder, ['migrate', 'rebase', '--json'])
  expect(JSON.parse(again.stdout)).toEqual({
    ok: false,
    kind: 'migrations',
    message: 'there is nothing to rebase: snapshot.json knows all migrations of the folder',
    problems: ['there is nothing to rebase: snapshot.json knows all migrations of the folder'],
  })
})
