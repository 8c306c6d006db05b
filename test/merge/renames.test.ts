import { expect, test } from 'vitest'
import { blog, type EditedProject, editedProject } from './edited-project.js'

const REPOSITORY = 'src/db/repositories/post.repository.ts'
const added = `
  /** By title. */
  async titleOf(title: string): Promise<string | undefined> {
    const found: Post | undefined = await this.findByTitle(title); // the "title"
    return found?.title;
  }
}
`

async function edited(): Promise<EditedProject> {
  const project = await editedProject(blog())
  project.write(
    REPOSITORY,
    project.read(REPOSITORY).replace(/\}\n$/, () => added.slice(0)),
  )
  project.edit(REPOSITORY, 'findByTitle, [title]', 'findByTitle, [title.trim()]')
  return project
}

const column = blog().replace(
  'title: { type: text, unique: true }',
  'name: { type: text, unique: true, renamed_from: title }',
)
const model = blog().replace('  Post:\n', '  Article:\n    renamed_from: posts\n')

test('a renamed column: edits of what is renamed stay, and members by hand use the new names', async () => {
  const project = await edited()
  const { files } = await project.generate(column)
  expect(files.find(({ path }) => path === REPOSITORY)).toMatchObject({
    kind: 'merged',
    edits: { kept: ['PostRepository.findByTitle', 'PostRepository.titleOf'], deleted: [] },
  })
  const text = project.read(REPOSITORY)
  expect(text).toContain('async findByName(name: string)')
  expect(text).toContain('await findRow(this.db, findByName, [name.trim()])')
  expect(text).toContain(`
  /** By title. */
  async titleOf(name: string): Promise<string | undefined> {
    const found: Post | undefined = await this.findByName(name); // the "title"
    return found?.name;
  }
`)
  expect(text).not.toMatch(/ByTitle/)
  // Said again in the spec, it is not done again.
  project.edit(REPOSITORY, 'return found?.name;', 'const title = 1;\n    return found?.name;')
  await project.generate(`${column}# later\n`)
  expect(project.read(REPOSITORY)).toContain('const title = 1;')
})

test('a renamed model: its files move, and take the edits along', async () => {
  const project = await edited()
  const { files } = await project.generate(model)
  const moved = 'src/db/repositories/article.repository.ts'
  expect(files.find(({ path }) => path === moved)).toMatchObject({ kind: 'merged', reason: `was ${REPOSITORY}` })
  expect(project.exists(REPOSITORY)).toBe(false)
  const text = project.read(moved)
  expect(text).toContain('export class ArticleRepository extends Repository<')
  expect(text).toContain('const found: Article | undefined = await this.findByTitle(title); // the "title"')
  expect(text).toContain('findByTitle, [title.trim()]')
  expect(text).not.toMatch(/Post/)
  const fresh = await editedProject(model)
  const handmade = fresh.read(moved).replace(/\}\n$/, () => added.replace('Post |', 'Article |'))
  expect(text).toBe(handmade.replace('findByTitle, [title]', 'findByTitle, [title.trim()]'))
})

test('a model with another name for the same table', async () => {
  const project = await edited()
  await project.generate(blog().replace('  Post:\n', '  Article:\n    table: posts\n'))
  expect(project.exists(REPOSITORY)).toBe(false)
  const text = project.read('src/db/repositories/article.repository.ts')
  expect(text).toContain('from posts as article')
  expect(text).toContain('findByTitle, [title.trim()]')
})

test('a member by hand in the file of another model, which imports what is renamed', async () => {
  const project = await editedProject(blog())
  const path = 'src/db/repositories/user.repository.ts'
  project.edit(
    path,
    'import { Repository }',
    'import { type Post, postTable } from "../models/post.js";\nimport { Repository }',
  )
  project.write(
    path,
    project.read(path).replace(/\}\n$/, '\n  async posts(): Promise<Post[]> {\n    return load(postTable);\n  }\n}\n'),
  )
  await project.generate(model)
  const text = project.read(path)
  expect(text).toContain('import { type Article, articleTable } from "../models/article.js";')
  expect(text).toContain('async posts(): Promise<Article[]> {\n    return load(articleTable);')
})

test('renamed and changed at once: what was edited is a conflict, and nothing is written', async () => {
  const project = await edited()
  project.edit(REPOSITORY, 'where post.title = $1', 'where lower(post.title) = $1')
  const before = project.all()
  const spec = column.replace(
    '{ type: text, unique: true, renamed_from',
    '{ type: integer, using: "1", unique: true, renamed_from',
  )
  await expect(project.generate(spec)).rejects.toThrow(
    `was changed by hand, and dbgen would change it too (--ours keeps what is in the files (put both together there first where both are needed), --theirs takes what dbgen would write, --merge puts both into the files, between marks):
  ${REPOSITORY}:21 findByTitle
  ${REPOSITORY}:44 PostRepository.findByTitle`,
  )
  expect(project.all()).toEqual({ ...before, 'schema.yaml': spec })
})
