import { expect, test } from 'vitest'
import { parseOrigin } from '../../src/output/record.js'
import { blog, type EditedProject, editedProject } from './edited-project.js'

const REPOSITORY = 'src/db/repositories/post.repository.ts'
const added = `
  /** By author_id. */
  async ofAuthor(author_id: string): Promise<Post | undefined> {
    const [found] = await this.findMany({ filter: { author_id }, order: ["title"] });
    return found?.author_id === author_id ? found : undefined; // author_id
  }
}
`

const styled = (style: string) => blog().replace('version: 1\n', `version: 1\noutput:\n  ${style}\n`)
const camelCase = styled('names: { properties: camelCase }')

/** A project with a method added by hand, another one changed, one deleted, and a change in the runtime. */
async function edited(spec = blog()): Promise<EditedProject> {
  const project = await editedProject(spec)
  project.write(
    REPOSITORY,
    project.read(REPOSITORY).replace(/\}\n$/, () => added),
  )
  project.edit(REPOSITORY, 'findByTitle, [title]', 'findByTitle, [title.trim()]')
  project.edit('src/db/key-loader.ts', 'const loaders =', 'const allLoaders = 1;\nconst loaders =')
  return project
}

test('camel case: members by hand use the new names, and no migration is made', async () => {
  const project = await edited()
  const before = Object.keys(project.all())
  const { files, migration } = await project.generate(camelCase)
  expect(migration).toBeUndefined()
  expect(files.find(({ path }) => path === REPOSITORY)).toMatchObject({
    kind: 'merged',
    edits: { kept: ['PostRepository.findByTitle', 'PostRepository.ofAuthor'], deleted: [] },
  })
  const text = project.read(REPOSITORY)
  expect(text).toContain('[title.trim()]')
  expect(text).toContain(`
  /** By author_id. */
  async ofAuthor(authorId: string): Promise<Post | undefined> {
    const [found] = await this.findMany({ filter: { authorId }, order: ["title"] });
    return found?.authorId === authorId ? found : undefined; // author_id
  }
`)
  expect(project.read('src/db/models/post.ts')).toContain('  authorId: string;')
  expect(Object.keys(project.all()).filter((path) => !before.includes(path))).toEqual(['src/db/camel-case.ts'])
  const again = await project.generate(camelCase)
  expect(again.files.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
})

test('and back again', async () => {
  const project = await edited()
  const before = project.all()
  await project.generate(camelCase)
  await project.generate(blog())
  expect(project.all()).toEqual(before)
})

test.each([
  ['one folder for each model', 'layout: by_model', 'post/post.repository.ts', 'key-loader.ts'],
  ['files in Pascal case', 'names: { files: PascalCase }', 'repositories/Post.repository.ts', 'KeyLoader.ts'],
  [
    'all at once',
    'names: { properties: camelCase, files: snake_case }\n  layout: by_model',
    'post/post.repository.ts',
    'key_loader.ts',
  ],
])('%s: files move with their edits, there and back', async (_name, style, repository, loader) => {
  const project = await edited()
  const before = project.all()
  const fresh = await editedProject(styled(style))
  const { files, migration } = await project.generate(styled(style))
  expect(migration).toBeUndefined()
  expect(files.find(({ path }) => path === `src/db/${repository}`)).toMatchObject({
    kind: 'merged',
    reason: `was ${REPOSITORY}`,
    edits: { kept: ['PostRepository.findByTitle', 'PostRepository.ofAuthor'], deleted: [] },
  })
  expect(Object.keys(project.all())).toEqual(Object.keys(fresh.all()))
  expect(project.read(`src/db/${loader}`)).toBe(
    fresh.read(`src/db/${loader}`).replace('const loaders =', 'const allLoaders = 1;\nconst loaders ='),
  )
  const method = /\n {2}\/\*\* By author_id[\s\S]*/.exec(project.read(`src/db/${repository}`))?.[0] ?? ''
  const generated = fresh.read(`src/db/${repository}`).replace('findByTitle, [title]', 'findByTitle, [title.trim()]')
  expect(project.read(`src/db/${repository}`)).toBe(generated.replace(/\}\n$/, () => method))
  await project.generate(blog())
  expect(project.all()).toEqual(before)
})

test('the record says how things are called, where that is not as usual', async () => {
  const project = await editedProject(blog())
  expect(parseOrigin(project.read('src/db/.dbgen.json'), 'src/db')).not.toHaveProperty('style')
  await project.generate(camelCase)
  expect(parseOrigin(project.read('src/db/.dbgen.json'), 'src/db')).toMatchObject({ style: 'properties: camelCase' })
})

test('an edited property keeps the edit under its new name; one that dbgen changes too is a conflict', async () => {
  const project = await editedProject(blog())
  project.edit('src/db/models/post.ts', '  author_id: string;', '  author_id: "mine";')
  const before = project.all()
  const other = camelCase.replace('author_id: { type: bigint,', 'author_id: { type: bigint, nullable: true,')
  await expect(project.generate(other)).rejects.toMatchObject({
    conflicts: [{ path: 'src/db/models/post.ts', line: 13, change: { ours: 'author_id: "mine";' } }],
  })
  expect({ ...project.all(), 'schema.yaml': '' }).toEqual({ ...before, 'schema.yaml': '' })
  await project.generate(camelCase)
  expect(project.read('src/db/models/post.ts')).toContain('  authorId: "mine";')
})
