import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { diffLines } from '../../src/cli/line-diff.js'
import { editedProject } from '../merge/edited-project.js'

const here = dirname(fileURLToPath(import.meta.url))

const base = `version: 1
models:
  User:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: varchar(255), unique: true }
    relations:
      posts: { has_many: Post }
  Post:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      title: varchar(200)
      content: text
      rating: { type: integer, nullable: true }
      author_id: { type: bigint, references: User, index: true }
    relations:
      author: { belongs_to: User }
    queries:
      search:
        filter:
          keyword: { contains: [title, content] }
        load: [author]
        page: keyset
  Tag:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      name: { type: varchar(50), unique: true }
`

/** What is edited, and the models that the code of may change, by the stem of their files. */
const edits: Record<string, { readonly edit: (spec: string) => string; readonly models: readonly string[] }> = {
  'added-column': {
    edit: (spec) =>
      spec.replace('      content: text\n', '      content: text\n      subtitle: { type: text, nullable: true }\n'),
    models: ['post'],
  },
  'renamed-column': {
    edit: (spec) =>
      spec.replace(
        'rating: { type: integer, nullable: true }',
        'score: { type: integer, nullable: true, renamed_from: rating }',
      ),
    models: ['post'],
  },
  'changed-type': {
    edit: (spec) =>
      spec.replace('rating: { type: integer, nullable: true }', 'rating: { type: numeric, nullable: true }'),
    models: ['post'],
  },
  'added-model': {
    edit: (spec) =>
      spec.replace(
        '  Tag:\n',
        '  Note:\n    columns:\n      id: { type: bigint, primary_key: true, identity: always }\n      text: text\n  Tag:\n',
      ),
    models: ['note'],
  },
  'added-relation': {
    edit: (spec) =>
      `${spec.replace('      author: { belongs_to: User }\n', '      author: { belongs_to: User }\n      tags: { many_to_many: Tag, through: post_tags }\n')}    relations:\n      posts: { many_to_many: Post, through: post_tags }\n`,
    models: ['post', 'tag', 'post-tag'],
  },
}

/** Names of files without a model's own. */
const shared = ['src/db/database.ts', 'src/db/.dbgen.json', 'migrations/snapshot.json']

describe.each(Object.entries(edits))('%s', (name, { edit, models }) => {
  test('is the diff that a reviewer wants to see, and its size', async () => {
    const project = await editedProject(base)
    const before = project.all()
    await project.generate(edit(base))
    const after = project.all()
    const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    const diffs = paths
      .filter((path) => path !== 'schema.yaml' && before[path] !== after[path])
      .map((path) => fileDiff(path, before[path] ?? '', after[path] ?? ''))
    const stray = diffs.map(({ path }) => path).filter((path) => !isExpected(path, models))
    expect(stray).toEqual([])
    const total = diffs.reduce((sum, { size }) => sum + size, 0)
    const summary = [
      ...diffs.map(({ path, plus, minus }) => `${path} +${plus} -${minus}`),
      `${total} lines in ${diffs.length} files`,
    ]
    const text = [
      summary.join('\n'),
      ...diffs.flatMap(({ path, lines }) => (path.endsWith('.json') ? [] : [`${path}\n${lines.join('\n')}`])),
    ]
    // The chain of checksums says nothing that a reviewer reads.
    const shown = text.join('\n\n').replace(/(?<=-- parent: )[0-9a-f]{64}/g, '...')
    await expect(`${shown}\n`).toMatchFileSnapshot(join(here, `${name}.diff`))
  })
})

function isExpected(path: string, models: readonly string[]): boolean {
  const isOwn = models.some((model) => new RegExp(`/${model}(?:\\.(?:errors|queries|repository))?\\.ts$`).test(path))
  return shared.includes(path) || path.startsWith('migrations/') || isOwn
}

function fileDiff(path: string, before: string, after: string) {
  const all = diffLines(before, after)
  const lines = all.flatMap(({ kind, text }) => (kind === 'same' ? [] : [`${kind === 'new' ? '+' : '-'} ${text}`]))
  const plus = all.filter(({ kind }) => kind === 'new').length
  const minus = all.filter(({ kind }) => kind === 'gone').length
  return { path, lines, plus, minus, size: plus + minus }
}
