import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import type { Model } from '../../../src/model/model.js'
import { schemaOf } from '../../../src/schema/from-model.js'
import { type Diagnostic, formatDiagnostic } from '../../../src/spec/diagnostic.js'
import { numRuns } from '../spec/fuzz-runs.js'
import { compile } from './compile.js'
import { mutate, mutations } from './mutations.js'

const example = readFileSync(join(import.meta.dirname, '../../../schema.example.yaml'), 'utf8')

/** The blog of PRODUCT.md. */
const blog = `
version: 1
mixins:
  Timestamps:
    columns:
      created_at: { type: timestamptz, default: now() }
      updated_at: { type: timestamptz, default: now(), on_update: now() }
models:
  User:
    table: users
    mixins: [Timestamps]
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: varchar(255), unique: true }
      hashed_password: { type: varchar(255), private: true }
      full_name: { type: varchar(100), nullable: true }
      is_active: { type: boolean, default: true }
    relations:
      posts: { has_many: Post }
  Post:
    mixins: [Timestamps]
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      title: varchar(200)
      content: text
      author_id: { type: bigint, references: User, on_delete: cascade, index: true }
    relations:
      author: { belongs_to: User }
      tags: { many_to_many: Tag, through: post_tags }
    queries:
      search:
        filter:
          keyword: { contains: [title, content] }
          author_id: { equals: author_id }
          tag_names: { any_of: tags.name }
        load: [author, tags]
        order: [-created_at, -id]
        page: keyset
      stats:
        aggregate: { total: count(*), avg_length: avg(length(content)) }
  Tag:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      name: { type: varchar(50), unique: true }
    relations:
      posts: { many_to_many: Post, through: post_tags }
`

/** Either mistakes that can be shown, or a model in which nothing is left open. */
async function compileAnything(files: Readonly<Record<string, string>>): Promise<void> {
  const { model, diagnostics } = await compile(files)
  for (const diagnostic of diagnostics) expectPlace(diagnostic, files)
  if (diagnostics.length === 0) expectWhole(model)
}

function expectPlace(diagnostic: Diagnostic, files: Readonly<Record<string, string>>): void {
  const { at, length, message, hint = 'none', sourceLine } = diagnostic
  const text = files[at.file]
  if (text === undefined) throw new Error(`no file ${at.file}: ${formatDiagnostic(diagnostic)}`)
  expect(sourceLine).toBe(text.split('\n')[at.line - 1])
  expect(at.column).toBeGreaterThanOrEqual(1)
  expect(length).toBeGreaterThanOrEqual(1)
  expect(at.column - 1).toBeLessThanOrEqual(sourceLine.length)
  expect(at.column - 1 + length).toBeLessThanOrEqual(Math.max(sourceLine.length, at.column))
  for (const words of [message, hint]) {
    expect(words).not.toMatch(/undefined|\[object|NaN\b(?!")|^[A-Z][a-z]+ [a-z]+ [a-z]+\.$/)
    expect(words.length).toBeLessThan(700)
  }
}

/** What the later stages rely on. */
function expectWhole(model: Model): void {
  const { tables } = schemaOf(model)
  for (const { columns, primaryKey, uniques, checks, foreignKeys, indexes } of tables) {
    const named = [
      ...columns,
      ...(primaryKey === undefined ? [] : [primaryKey]),
      ...uniques,
      ...checks,
      ...foreignKeys,
      ...indexes,
    ]
    for (const { name } of named) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_$ -]{0,62}$/)
    for (const { columns: own, targetColumns } of foreignKeys) expect(own.length).toBe(targetColumns.length)
  }
  for (const { relations, fields, checks, queries } of model.entities) {
    expect(fields.length).toBeGreaterThan(0)
    for (const { errorName } of checks) expect(errorName).not.toBe('')
    for (const { target, inverse } of relations) {
      expect(model.entities).toContain(target)
      if (inverse !== undefined) expect(target.relations).toContain(inverse)
    }
    for (const { functionName } of queries) expect(functionName).toMatch(/^[a-z]\w*$/)
  }
}

/** The models of a spec in a file of their own. */
function split(text: string): Record<string, string> {
  const [main, more] = [parseDocument(text, { uniqueKeys: false }), parseDocument('models: {}')]
  more.set('models', main.get('models'))
  main.delete('models')
  main.set('include', ['more.yaml'])
  return { 'spec.yaml': main.toString(), 'more.yaml': more.toString() }
}

describe('whatever the spec says, there are mistakes or a model', () => {
  test.each([
    ['the example', example, 150],
    ['the blog', blog, 400],
  ])('%s', async (_, text, usual) => {
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => compileAnything({ 'spec.yaml': mutate(text, changes) })),
      { numRuns: numRuns(usual) },
    )
  })

  test('in several files', async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => compileAnything(split(mutate(blog, changes)))),
      { numRuns: numRuns(100) },
    )
  })
})

test.each([
  ['the example', example],
  ['the blog', blog],
])('%s itself has no mistakes, whole or split', async (_, text) => {
  expect((await compile(text)).shown).toBe('\n')
  expect((await compile(split(text))).shown).toBe('\n')
})
