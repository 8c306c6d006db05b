import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { blog, type EditedProject, editedProject } from './edited-project.js'

const REPOSITORY = 'src/db/repositories/post.repository.ts'
const MODEL = 'src/db/models/post.ts'
const mine = '  async newest(): Promise<Post[]> {\n    return this.findMany({ orderBy: "-id" });\n  }'

/** The same with one more column, which a finder is made for. */
const next = blog({ post: '      slug: { type: text, unique: true, nullable: true }\n' })

function addMember(project: EditedProject, path = REPOSITORY): void {
  const text = project.read(path)
  project.write(
    path,
    text.replace(/(\r?\n)\}\s*$/, (_, end: string) => `${end}${end}${mine.replaceAll('\n', end)}${end}}${end}`),
  )
}

/** What dbgen writes into an empty folder, with the member added. */
async function expected(spec: string): Promise<string> {
  const fresh = await editedProject(spec)
  addMember(fresh)
  return fresh.read(REPOSITORY)
}

const bin = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules/.bin')

const formatters: Record<string, (folder: string) => void> = {
  prettier: (folder) => {
    const style = [
      '--no-semi',
      '--single-quote',
      '--print-width=120',
      '--trailing-comma=none',
      '--arrow-parens=avoid',
      '--tab-width=4',
    ]
    execFileSync(join(bin, 'prettier'), [...style, '--write', 'src/db'], { cwd: folder, stdio: 'pipe' })
  },
  biome: (folder) => {
    const formatter = {
      quoteStyle: 'single',
      semicolons: 'asNeeded',
      arrowParentheses: 'asNeeded',
      trailingCommas: 'none',
    }
    const configuration = {
      formatter: { indentStyle: 'tab', lineWidth: 120 },
      javascript: { formatter },
      linter: { enabled: false },
      assist: { actions: { source: { organizeImports: 'on' } } },
    }
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(configuration))
    execFileSync(join(bin, 'biome'), ['check', '--write', 'src/db'], { cwd: folder, stdio: 'pipe' })
  },
}

test.each(Object.keys(formatters))('a run of %s over everything is no edit', async (name) => {
  const project = await editedProject(blog())
  const generated = project.all()
  formatters[name]?.(project.folder)
  const formatted = project.all()
  expect(Object.keys(formatted).filter((path) => formatted[path] !== generated[path]).length).toBeGreaterThan(20)
  const again = await project.generate(blog())
  expect(again.files.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
  expect(project.all()).toEqual(formatted)

  const { files } = await project.generate(next)
  const merged = files.filter(({ kind }) => kind === 'merged').map(({ path, edits }) => ({ path, edits }))
  expect(merged).toEqual(
    ['errors/post.errors.ts', 'models/post.ts', 'repositories/post.repository.ts'].map((path) => ({
      path: `src/db/${path}`,
      edits: { kept: [], deleted: [], marked: 0 },
    })),
  )
  // What is new is in dbgen's own form; formatted again, nothing tells it from what was never formatted.
  formatters[name]?.(project.folder)
  const fresh = await editedProject(next)
  formatters[name]?.(fresh.folder)
  for (const { path } of merged) expect(project.read(path)).toBe(fresh.read(path))
})

test('CRLF stays in every file that is written, edited or not', async () => {
  const project = await editedProject(blog())
  for (const [path, text] of Object.entries(project.all())) {
    if (path.endsWith('.ts')) project.write(path, text.replaceAll('\n', '\r\n'))
  }
  addMember(project)
  await project.generate(next)
  for (const path of [REPOSITORY, MODEL]) expect(project.read(path)).not.toMatch(/(?<!\r)\n/)
  expect(project.read(REPOSITORY).replaceAll('\r\n', '\n')).toBe(await expected(next))
})

test('a byte order mark stays', async () => {
  const project = await editedProject(blog())
  addMember(project)
  project.write(REPOSITORY, `\uFEFF${project.read(REPOSITORY)}`)
  await project.generate(next)
  expect(project.read(REPOSITORY)).toBe(`\uFEFF${await expected(next)}`)
})

test('a syntax error is refused with its place, and nothing is written', async () => {
  const project = await editedProject(blog())
  project.edit(REPOSITORY, 'constructor(db: Connection) {', 'constructor(db: Connection {')
  const before = project.all()
  const line =
    project
      .read(REPOSITORY)
      .split('\n')
      .findIndex((text) => text.includes('constructor(')) + 1
  await expect(project.generate(next)).rejects.toThrow(`${REPOSITORY}:${line}:30: is not TypeScript: ',' expected.`)
  expect(project.all()).toEqual({ ...before, 'schema.yaml': next })
})

test('marks of a merge that nobody settled are refused with their line', async () => {
  const project = await editedProject(blog())
  project.edit(REPOSITORY, '  constructor', '<<<<<<< HEAD\n=======\n>>>>>>> theirs\n  constructor')
  const line = project.read(REPOSITORY).split('\n').indexOf('<<<<<<< HEAD') + 1
  await expect(project.generate(next)).rejects.toThrow(`${REPOSITORY}:${line}: has a mark of a conflict in it`)
})

test('a file that was moved is merged where it is now, and its imports fit', async () => {
  const project = await editedProject(blog())
  const moved = 'src/db/posts/data/repository.ts'
  addMember(project)
  project.move(REPOSITORY, moved)
  project.write(moved, project.read(moved).replaceAll('"../', '"../../'))
  const { files } = await project.generate(next)
  expect(files.filter(({ kind }) => kind === 'merged').map(({ path }) => path)).toEqual([moved])
  expect(project.exists(REPOSITORY)).toBe(false)
  expect(project.read(moved)).toBe((await expected(next)).replaceAll('"../', '"../../'))
  const again = await project.generate(next)
  expect(again.files.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
})

test('a file that was split: what went elsewhere is not written again, and is told', async () => {
  const project = await editedProject(blog())
  const text = project.read(MODEL)
  const [filter = ''] = /\/\*\* Conditions on rows of posts.*?\n\}\n\n/s.exec(text) ?? []
  project.write('src/db/models/post-filter.ts', filter)
  project.write(
    MODEL,
    text.replace(filter, '').replace('import', 'import type { PostFilter } from "./post-filter.js";\nimport'),
  )
  const { files } = await project.generate(next)
  expect(files.find(({ path }) => path === MODEL)).toMatchObject({
    kind: 'merged',
    edits: { kept: ['import PostFilter'], deleted: ['PostFilter'] },
  })
  expect(project.read(MODEL)).not.toContain('interface PostFilter')
  expect(project.read(MODEL)).toContain('  slug: string | null;')
  expect(project.read('src/db/models/post-filter.ts')).toBe(filter)
})

test('a file of a model that is gone: kept with what is by hand in it, removed where it was only laid out anew', async () => {
  const project = await editedProject(blog())
  addMember(project)
  project.write(MODEL, project.read(MODEL).replaceAll('"', "'").replaceAll(';\n', '\n'))
  const onlyUsers = `${blog().split('  Post:')[0]}drop: { tables: [posts] }\n`
  const { files } = await project.generate(onlyUsers)
  expect(files.filter(({ kind }) => kind === 'kept').map(({ path }) => path)).toEqual([REPOSITORY])
  expect(project.read(REPOSITORY)).toContain(mine)
  expect(project.exists(MODEL)).toBe(false)
})

test('a record without digests, or none at all: what differs is a conflict, what was added stays', async () => {
  for (const record of ['old', 'none']) {
    const project = await editedProject(blog())
    addMember(project)
    const path = 'src/db/.dbgen.json'
    if (record === 'old') project.write(path, project.read(path).replace(/([0-9a-f]{64}) [\w-]+/g, '$1'))
    else project.write(path, '{ "formatVersion": 1, "files": [] }\n')
    expect((await project.generate(blog())).files.filter(({ kind }) => kind === 'merged')).toEqual([])
    await project.generate(next)
    expect(project.read(REPOSITORY)).toBe(await expected(next))
  }
})
