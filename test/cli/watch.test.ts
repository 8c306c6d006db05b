import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { dbgen, emptyFolder, launcher } from './run-dbgen.js'

const PATIENCE = 180_000

test('a watch generates after every save, shows mistakes, and makes one migration of all edits', {
  timeout: PATIENCE,
}, async () => {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  const child = spawn(process.execPath, [launcher, 'generate', '--no-proof', '--watch'], { cwd: folder })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const closed = once(child, 'close')
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await sleep(50)
  }
  const edit = async (from: string, to: string): Promise<void> => {
    const file = join(folder, 'schema.yaml')
    await writeFile(file, (await readFile(file, 'utf8')).replace(from, to))
  }
  const runs = () => stdout.split('schema.yaml: 2 models').length - 1
  /** Edits, and waits for the run behind the edit; a save may be seen in two parts, and make two. */
  const editAndWait = async (from: string, to: string): Promise<void> => {
    const before = runs()
    await edit(from, to)
    await until(() => runs() > before)
  }
  const model = () => readFile(join(folder, 'src/db/models/post.ts'), 'utf8')

  await until(() => stderr.includes('watching'))
  expect(runs()).toBe(1)
  await editAndWait('content: text', 'content: text\n      subtitle: { type: text, nullable: true }')
  await expect.poll(model).toContain('subtitle')
  await edit('subtitle: { type: text, nullable: true }', 'subtitle: { type: tex')
  await until(() => stderr.includes('nothing was written'))
  expect(stderr).toContain('schema.yaml:25')
  await editAndWait('subtitle: { type: tex', 'tagline: { type: text, nullable: true }')
  await expect.poll(model).toContain('tagline')
  expect((await readdir(join(folder, 'migrations'))).filter((name) => name.endsWith('.up.sql'))).toHaveLength(1)
  await edit('output:\n', 'output:\n  templates: templates\n')
  await until(() => stderr.includes('there is no template in "templates"'))
  const withoutTemplates = runs()
  await mkdir(join(folder, 'templates/once'), { recursive: true })
  await writeFile(join(folder, 'templates/once/names.ts.hbs'), '{{header}}\n{{#each models}}\n// {{name}}\n{{/each}}\n')
  await until(() => runs() > withoutTemplates)
  expect(await readFile(join(folder, 'src/db/names.ts'), 'utf8')).toMatch(/\n\/\/ User\n\/\/ Post\n$/)
  child.kill('SIGINT')
  expect((await closed)[0]).toBe(0)
  expect((await dbgen(folder, ['generate', '--no-proof'])).stdout).toContain('all up to date')
})
