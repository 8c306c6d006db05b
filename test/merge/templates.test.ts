import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { check } from '../../src/pipeline.js'
import { SpecError } from '../../src/spec/diagnostic.js'
import { checkWithTsc, project as dbgen, removeProgram, writeProgram } from '../support/typescript.js'
import { blog, type EditedProject, emptyProject } from './edited-project.js'

const spec = blog().replace('version: 1\n', 'version: 1\noutput:\n  templates: templates\n')
const REPOSITORY = 'src/db/repositories/post.repository.ts'

/** Another layout than that of dbgen: four columns, no semicolons, braces on their own lines, two members on one. */
const repository = `{{header}}
// prettier-ignore
import { timed } from "../../timed.js"
{{#each errors}}
import "{{this}}"
{{/each}}
{{#each imports}}
{{this}}
{{/each}}
{{#each statements}}
const {{variable}} = {{definition}}
{{/each}}
{{heritage}}
    readonly table = "{{model.table}}"; readonly columns = [{{#each model.columns}}"{{property}}", {{/each}}]
    constructor(db: Connection)
    {
        super(db, {{tableConst}}, {{decode}})
    }
{{#each methods}}

    {{signature}}
    {
        return timed(async () => {
            {{body}}
        })
    }
{{/each}}
}
`

const service = `{{header}}

import type { Connection } from "../execute{{ext}}";
import { {{model.names.repository}} } from "../repositories/{{model.names.file}}.repository{{ext}}";

/** What the application does with {{model.names.plural}}. */
export class {{model.names.type}}Service {
  readonly {{model.names.pluralVariable}}: {{model.names.repository}};

  constructor(db: Connection) {
    this.{{model.names.pluralVariable}} = new {{model.names.repository}}(db);
  }
}
`

const registry = `{{header}}

{{#each models}}
import { {{names.type}}Service } from "./service/{{names.file}}.service{{../ext}}";
{{/each}}

/** Every service, by its model. */
export const services = { {{#each models}}{{names.type}}Service, {{/each}} };
`

const timed = `export async function timed<Result>(work: () => Promise<Result>): Promise<Result> {
  return work();
}
`

async function projectWith(templates: Readonly<Record<string, string>>, text = spec): Promise<EditedProject> {
  const project = emptyProject()
  for (const [name, template] of Object.entries(templates)) project.write(`templates/${name}`, template)
  project.write('src/timed.ts', timed)
  await project.generate(text)
  return project
}

/** What TypeScript says of all files of the project, under the strictest settings. */
function compile(project: EditedProject): string {
  const files = Object.entries(project.all()).flatMap(([path, text]) =>
    path.startsWith('src/') ? [{ path, text }] : [],
  )
  const program = writeProgram(files, 'kysely')
  onTestFinished(() => removeProgram(program))
  return checkWithTsc(program)
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof SpecError)) throw error ?? new Error('nothing was refused')
  return error.message
}

test('a template of your own takes the place of one of dbgen, and compiles', async () => {
  const project = await projectWith({ 'repositories/repository.ts.hbs': repository })
  const text = project.read(REPOSITORY)
  expect(text).toContain('    readonly table = "posts"; readonly columns = ["id", "title", "author_id", ]')
  expect(text).toContain('        return timed(async () => {\n            const row = await findRow')
  expect(project.read('src/db/models/post.ts')).toContain('export interface Post {')
  expect(compile(project)).toBe('')
  const again = await project.generate(spec)
  expect(again.files.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
})

test('edits by hand of what it prints stay, whatever its layout', async () => {
  const project = await projectWith({ 'repositories/repository.ts.hbs': repository })
  project.edit(REPOSITORY, 'findByTitle, [title]', 'findByTitle, [title.trim()]')
  project.write(REPOSITORY, project.read(REPOSITORY).replace(/\}\n$/, '    mine() { return 1 }\n}\n'))
  const longer = spec.replace(
    '      author_id:',
    '      rating: { type: integer, nullable: true, unique: true }\n      author_id:',
  )
  const { files } = await project.generate(longer)
  expect(files.find(({ path }) => path === REPOSITORY)).toMatchObject({
    kind: 'merged',
    edits: { kept: ['PostRepository.findByTitle', 'PostRepository.mine'], deleted: [] },
  })
  expect(project.read(REPOSITORY)).toContain('findByTitle, [title.trim()]')
  expect(project.read(REPOSITORY)).toContain('async findByRating(rating: number)')
  project.write('templates/repositories/repository.ts.hbs', repository.replace('readonly table', 'readonly tableName'))
  await project.generate(longer)
  expect(project.read(REPOSITORY)).toContain('readonly tableName = "posts"')
  expect(project.read(REPOSITORY)).toContain('mine() { return 1 }')
})

test.each([
  ['by kind', '', 'src/db/service/post.service.ts', 'src/db/registry.ts'],
  [
    'by model',
    '  layout: by_model\n  names: { files: PascalCase }\n',
    'src/db/post/Post.service.ts',
    'src/db/Registry.ts',
  ],
])('files of your own, %s', async (_name, style, ofPost, once) => {
  const templates = { 'per-model/service.ts.hbs': service, 'once/registry.ts.hbs': registry }
  const project = await projectWith(templates, spec.replace('output:\n', `output:\n${style}`))
  expect(project.read(ofPost)).toContain('readonly posts: PostRepository;')
  expect(project.read(once)).toContain('export const services = { UserService, PostService,  };')
  expect(compile(project)).toBe('')
  rmSync(join(project.folder, 'templates/once'), { recursive: true })
  const { files } = await project.generate(spec.replace('output:\n', `output:\n${style}`))
  expect(files.find(({ path }) => path === once)).toMatchObject({ kind: 'removed' })
})

test('what the view does not have is told with its place, and nothing is written', async () => {
  const project = await projectWith({ 'models/model.ts.hbs': '{{header}}\n\nexport {};\n' })
  const before = project.all()
  const tried = async (template: string) => {
    project.write('templates/models/model.ts.hbs', template)
    const text = await refusal(project.generate(spec))
    const { 'templates/models/model.ts.hbs': _, ...rest } = project.all()
    expect(rest).toEqual(Object.fromEntries(Object.entries(before).filter(([path]) => path in rest)))
    return text
  }
  expect(await tried('{{header}}\n\nexport interface {{names.typ}} {}\n')).toBe(
    'templates/models/model.ts.hbs:3:20 DB111 the view has no "typ"\n' +
      '  3 | export interface {{names.typ}} {}\n' +
      '    |                    ^\n' +
      '  did you mean "type"?',
  )
  expect(await tried('{{header}}\n{{#if hasPrivates}}{{/if}}\n')).toMatch(
    /^templates\/models\/model\.ts\.hbs:2:7 DB111 the view has no "hasPrivates"\n[\s\S]*did you mean "hasPrivate"\?$/,
  )
  expect(await tried('{{header}}\n{{#each row}}\n{{propperty}}{{/each}}\n')).toMatch(
    /:3:3 DB111 the view has no "propperty"\n[\s\S]*did you mean "property"\?$/,
  )
  expect(await tried('export {};\n')).toMatch(
    /:1:1 DB111 what it prints does not begin with \{\{header\}\}, by which dbgen knows its files\n/,
  )
  expect(await tried('{{header}}\nexport const {{names.type}} = ;\n')).toBe(
    'templates/models/model.ts.hbs:1:1 DB111 src/db/models/user.ts:2:21, which it makes, is not TypeScript: ' +
      'Expression expected (export const User = ;)\n' +
      '  1 | {{header}}\n' +
      '    | ^\n' +
      '  compare it with the template of dbgen, which templates/README.md describes',
  )
})

test('the check knows templates: one that changed, and one that does not work', async () => {
  const project = await projectWith({ 'repositories/repository.ts.hbs': repository })
  const findings = async () => {
    const request = { specFile: join(project.folder, 'schema.yaml'), root: undefined, onStage: () => {} }
    const report = await check({ ...request, cacheFolder: join(project.folder, '.cache') })
    const ours = report.findings.filter(({ code }) => code.startsWith('CK1') || code.startsWith('DB'))
    return ours.map(({ file, line, code }) => `${file.slice(project.folder.length + 1)}:${line} ${code}`)
  }
  expect(await findings()).toEqual([])
  project.write('templates/repositories/repository.ts.hbs', repository.replace('readonly table', 'readonly tableName'))
  expect(await findings()).toContain(`${REPOSITORY}:1 CK101`)
  project.write('templates/repositories/repository.ts.hbs', `${repository}{{nope}}\n`)
  expect(await findings()).toEqual(['templates/repositories/repository.ts.hbs:29 DB111'])
  project.write('templates/repositories/repository.ts.hbs', `${repository}{{#if}}\n`)
  expect(await findings()).toEqual(['templates/repositories/repository.ts.hbs:30 DB111'])
})

test("dbgen's own templates in a folder of your own make what dbgen makes", async () => {
  const plain = emptyProject()
  await plain.generate(blog({ post: '    comment: It is "posts".\n' }))
  const project = emptyProject()
  for (const kind of ['models', 'queries', 'repositories'])
    cpSync(join(dbgen, 'templates', kind), join(project.folder, 'templates', kind), { recursive: true })
  await project.generate(spec.replace('    relations:', '    comment: It is "posts".\n    relations:'))
  const code = ({ all }: EditedProject) =>
    Object.fromEntries(Object.entries(all()).filter(([path]) => path.startsWith('src/') && path.endsWith('.ts')))
  expect(code(project)).toEqual(code(plain))
})
