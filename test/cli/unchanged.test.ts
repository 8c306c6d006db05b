import { appendFile, cp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

const PATIENCE = 120_000
const spec = `version: 1
include: more/*.yaml
output: { templates: templates }
models:
  User:
    columns: { id: { type: bigint, primary_key: true, identity: always } }
`

let folder: string
const place = (name: string) => join(folder, name)
const generate = (...more: string[]) => dbgen(folder, ['generate', '--no-proof', ...more])

/** A run that was answered out of what is remembered took no time in any stage. */
async function isRemembered(): Promise<boolean> {
  const { exitCode, stdout } = await generate('--json')
  expect(exitCode).toBe(0)
  const { milliseconds } = JSON.parse(stdout) as { milliseconds: Record<string, number> }
  return Object.values(milliseconds).every((each) => each === 0)
}

beforeEach(async () => {
  folder = await emptyFolder()
  await mkdir(place('more'))
  await writeFile(place('schema.yaml'), spec)
  await writeFile(place('more/enums.yaml'), 'enums: { Color: [red, green] }\n')
  for (const kind of ['models', 'once']) await mkdir(place(`templates/${kind}`), { recursive: true })
  await writeFile(place('templates/models/errors.ts.hbs'), '{{header}}\n\nexport {};\n')
  await generate()
}, PATIENCE)

describe('a run after a clean one', { timeout: PATIENCE }, () => {
  test('is answered out of what is remembered, and says the same', async () => {
    expect(await isRemembered()).toBe(true)
    const remembered = await generate()
    await utimes(place('schema.yaml'), 1, 1)
    const whole = await generate()
    expect(whole.stdout).toMatch(/all up to date \([\d.]+ m?s\)\n$/)
    expect(remembered.stdout).toBe(whole.stdout.replace(/ \([\d.]+ m?s\)\n$/, '\n'))
    expect(await isRemembered()).toBe(true)
  })

  test.each<[string, () => Promise<void>]>([
    ['the spec', () => appendFile(place('schema.yaml'), '# more\n')],
    ['an included file', () => appendFile(place('more/enums.yaml'), '# more\n')],
    ['a file that the glob finds now', () => writeFile(place('more/others.yaml'), 'enums: { Size: [small] }\n')],
    ['a template', () => appendFile(place('templates/models/errors.ts.hbs'), '\n')],
    ['a new template', () => writeFile(place('templates/once/more.ts.hbs'), '{{header}}\n')],
    ['generated code', () => appendFile(place('src/db/bulk.ts'), '// by hand\n')],
    ['the snapshot', async () => utimes(place('migrations/snapshot.json'), 1, 1)],
  ])('where %s was touched, the whole run is done', async (_, touch) => {
    expect(await isRemembered()).toBe(true)
    await touch()
    expect(await isRemembered()).toBe(false)
  })

  test('an edit of the spec leads to the same files as without what is remembered, edits by hand among them', async () => {
    await generate()
    const copy = await emptyFolder()
    await cp(folder, copy, { recursive: true })
    const cache = await emptyFolder()
    for (const [root, env] of [
      [folder, {}],
      [copy, { XDG_CACHE_HOME: cache }],
    ] as const) {
      await appendFile(join(root, 'schema.yaml'), '  Post:\n    columns: { id: { type: bigint, primary_key: true } }\n')
      await appendFile(join(root, 'src/db/models/user.ts'), '\nexport const byHand = 1\n')
      const { stdout } = await dbgen(root, ['generate', '--no-proof', '--name', 'posts'], env)
      expect(stdout).toContain('posts.up.sql')
    }
    expect(await readFile(place('src/db/models/user.ts'), 'utf8')).toContain('byHand')
    expect(await textsBelow(join(folder, 'src'))).toEqual(await textsBelow(join(copy, 'src')))
  })

  test('a migration that was added by hand is seen', async () => {
    expect(await isRemembered()).toBe(true)
    await writeFile(place('migrations/20990101000000_x.up.sql'), 'select 1;\n')
    const { exitCode, stderr } = await generate()
    expect(exitCode).toBe(1)
    expect(stderr).toContain('20990101000000_x.down.sql is missing')
  })

  test('generated code that is gone is written again', async () => {
    const text = await readFile(place('src/db/bulk.ts'), 'utf8')
    await writeFile(place('src/db/bulk.ts'), '')
    expect(await isRemembered()).toBe(false)
    await generate('--force')
    expect(await readFile(place('src/db/bulk.ts'), 'utf8')).toBe(text)
    expect(await isRemembered()).toBe(true)
  })

  test('notes that are broken, or cannot be written, are of no consequence', async () => {
    const cache = await emptyFolder()
    const run = () => dbgen(folder, ['generate', '--no-proof'], { XDG_CACHE_HOME: cache })
    expect((await run()).stdout).toMatch(/all up to date \([\d.]+ m?s\)\n$/)
    const [notes = ''] = (await readdir(join(cache, 'dbgen'))).filter((name) => name.startsWith('clean-'))
    await writeFile(join(cache, 'dbgen', notes), '{"key":')
    expect((await run()).stdout).toMatch(/all up to date \([\d.]+ m?s\)\n$/)
    expect((await run()).stdout).toMatch(/all up to date\n$/)
    await rm(join(cache, 'dbgen'), { recursive: true })
    await writeFile(join(cache, 'dbgen'), 'no folder')
    expect((await run()).stdout).toMatch(/all up to date \([\d.]+ m?s\)\n$/)
  })
})

async function textsBelow(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(paths.map(async (path) => [path.slice(root.length), await readFile(path, 'utf8')]))
  return Object.fromEntries(texts)
}
