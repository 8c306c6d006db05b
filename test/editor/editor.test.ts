import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printSpecSchema } from '../../src/spec/json-schema.js'
import { LanguageServer, type Position } from './language-server.js'

const server = new LanguageServer()
let folder = ''
let example = ''
let opened = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dbgen-editor-'))
  example = await readFile(join(import.meta.dirname, '../../schema.example.yaml'), 'utf8')
  await writeFile(join(folder, 'spec.schema.json'), printSpecSchema())
  await server.start(folder)
})

afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

/** Opens the example with one edit; `^` in it is the cursor. */
async function edited(before: string, after: string): Promise<{ file: string; position: Position; mistakes: unknown }> {
  expect(example.split(before)).toHaveLength(2)
  const marked = example.replace(before, () => after)
  const lines = marked.split('\n')
  const line = lines.findIndex((text, index) => text.includes('^') && text !== example.split('\n')[index])
  const character = lines[line]?.indexOf('^') ?? 0
  opened += 1
  const file = join(folder, `schema-${opened}.yaml`)
  const text = lines.map((one, index) => (index === line ? one.replace('^', '') : one)).join('\n')
  return { file, position: { line, character }, mistakes: await server.open(file, text) }
}

test('the example has no mistakes', async () => {
  expect(await server.open(join(folder, 'schema.yaml'), example)).toEqual([])
})

describe('completion', () => {
  test.each([
    [
      'at the top',
      '\nmodels:\n',
      '\n^\nmodels:\n',
      ['include', 'drop'],
      'More files of this spec, relative to this one: files or globs. They hold enums, domains, sequences, mixins, models and sql.',
    ],
    [
      'keys of a column',
      'email: { type: varchar(255), unique: true }',
      'email: { type: varchar(255), unique: true, n^ }',
      ['nullable', 'default', 'check', 'private'],
      'Whether the column may be null. Default: false.',
    ],
    [
      'the values of a choice',
      'on_delete: restrict',
      'on_delete: ^',
      ['cascade', 'restrict', 'set null'],
      'What happens to this row when the row it refers to is deleted. Default: `no action` (refuse).',
    ],
    [
      'a relation',
      'comments: { has_many: Comment }',
      'comments:\n        ^',
      ['has_many', 'belongs_to', 'has_one'],
      'The other model holds the foreign key: any number of rows on the other side.',
    ],
    [
      'a filter',
      'keyword: { contains: [title, content] }',
      'keyword:\n            c^',
      ['contains', 'equals', 'any_of'],
      'The text contains the parameter, whatever the case of its letters.',
    ],
  ])('%s', async (_, before, after, labels, documentation) => {
    const { file, position } = await edited(before, after)
    const found = await server.complete(file, position)
    expect(found.map(({ label }) => label)).toEqual(expect.arrayContaining(labels))
    expect(found.find(({ label }) => label === labels[0])?.documentation).toBe(documentation)
  })
})

describe('hover', () => {
  test.each([
    [
      'at the top',
      'sequences:',
      's^equences:',
      'Sequences that are not those of an identity column, by their name in the database.\n\nExample:\n\n```yaml\ninvoice_number_seq:\n  start: 1000\n```',
    ],
    [
      'a key of a column',
      'hashed_password: { type: varchar(255), private',
      'hashed_password: { type: varchar(255), p^rivate',
      'Never selected unless asked for: password hashes and the like.',
    ],
    [
      'a choice',
      'on_delete: restrict',
      'on_d^elete: restrict',
      'What happens to this row when the row it refers to is deleted. Default: \\`no action\\` (refuse).\n\nAllowed Values:\n\n* `restrict`\n* `cascade`\n* `no action`\n* `set null`\n* `set default`',
    ],
    [
      'a relation',
      'comments: { has_many: Comment }',
      'comments: { has^_many: Comment }',
      'The other model holds the foreign key: any number of rows on the other side.\n\nExample:\n\n```yaml\nUser\n```',
    ],
    [
      'a filter',
      'any_of: tags.name',
      'any^_of: tags.name',
      'The column is one of the values of the parameter, a list. A column, or a path of relations to one.\n\nExample:\n\n```yaml\ntitle\n```\n\nExample:\n\n```yaml\ntags.name\n```',
    ],
    [
      'text that is free',
      '    table: users',
      '    ta^ble: users',
      'Name of the table. Default: the plural of the model, in snake case.\n\nExample:\n\n```yaml\nusers\n```',
    ],
  ])('%s', async (_, before, after, said) => {
    const { file, position } = await edited(before, after)
    expect(withoutSource(await server.hover(file, position))).toBe(said)
  })
})

describe('mistakes', () => {
  test.each([
    [
      'a key',
      'full_name: { type: varchar(100), nullable',
      'full_name: { type: varchar(100), nulable',
      'Property nulable is not allowed.',
    ],
    [
      'a choice',
      'on_delete: restrict',
      'on_delete: restricted',
      'Value is not accepted. Valid values: "cascade", "restrict", "no action", "set null", "set default".',
    ],
    [
      'a form',
      'has_many: CommentLike',
      'has_many: comment_like',
      'must be a name like BlogPost: letters and digits, beginning with a capital',
    ],
  ])('%s', async (_, before, after, message) => {
    const { mistakes } = await edited(before, after)
    const line = example.slice(0, example.indexOf(before)).split('\n').length - 1
    expect(mistakes).toEqual([{ line, message }])
  })
})

/** What is said, without the name of the schema and where it is. */
function withoutSource(text: string): string {
  return text.replace(/^#### dbgen spec\n\n/, '').replace(/\n*Source: .*$/s, '')
}
