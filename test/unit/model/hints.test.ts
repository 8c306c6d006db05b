import { expect, test } from 'vitest'
import { noHints } from '../../../src/schema/hints.js'
import { hintsOf } from '../../../src/schema/hints-from-model.js'
import { modelOf } from './compile.js'

test('a spec that says nothing about the way', async () => {
  const { places, ...hints } = hintsOf(await modelOf('version: 1\nmodels: { Post: { columns: { id: bigint } } }\n'))
  const { places: _, ...expected } = noHints
  expect(hints).toEqual(expected)
  expect(places).toEqual({
    posts: { file: 'spec.yaml', line: 2, column: 11 },
    'posts.id': { file: 'spec.yaml', line: 2, column: 30 },
  })
})

test('everything that a spec can say about the way', async () => {
  const hints = hintsOf(
    await modelOf(`version: 1
postgres: 16
enums:
  Status:
    renamed_from: old.state
    values: [draft, { value: published, renamed_from: public }]
    map: { archived: draft }
domains:
  Email: { type: text, renamed_from: mail }
sequences:
  numbers: { renamed_from: numbers_seq }
models:
  User:
    columns: { id: { type: bigint, primary_key: true } }
  Post:
    schema: blog
    renamed_from: public.articles
    drop: [legacy_code, "Old Name"]
    online: false
    columns:
      id: { type: bigint, primary_key: true }
      title: { type: text, renamed_from: name, backfill: "(select 'x' from gone)" }
      price: { type: numeric, using: { sql: cents / 100.0, back: (price * 100)::integer } }
      size: { type: integer, using: size::integer }
      author_id: { type: bigint, nullable: true, references: User, orphans: set null }
      editor_id: bigint
    foreign_keys:
      - { columns: [editor_id], references: User, orphans: delete, name: fk_editor }
drop:
  tables: [old, billing.old]
  enums: [kind]
  domains: [d]
  sequences: [s]
  schemas: [billing]
  extensions: [hstore]
`),
  )
  const { places, ...others } = hints
  expect(others).toEqual({
    postgres: 16,
    renames: {
      tables: { 'blog.posts': { schema: 'public', name: 'articles' } },
      columns: { 'blog.posts.title': 'name' },
      enums: { status: { schema: 'old', name: 'state' } },
      enumValues: { status: { published: 'public' } },
      domains: { email: { schema: 'public', name: 'mail' } },
      sequences: { numbers: { schema: 'public', name: 'numbers_seq' } },
    },
    drops: {
      tables: ['old', 'billing.old'],
      columns: ['blog.posts.legacy_code', 'blog.posts."Old Name"'],
      enums: ['kind'],
      domains: ['d'],
      sequences: ['s'],
      schemas: ['billing'],
      extensions: ['hstore'],
    },
    columns: {
      'blog.posts.title': { using: undefined, usingBack: undefined, backfill: "(select 'x' from gone)" },
      'blog.posts.price': { using: 'cents / 100.0', usingBack: '(price * 100)::integer', backfill: undefined },
      'blog.posts.size': { using: 'size::integer', usingBack: undefined, backfill: undefined },
    },
    enumValues: { status: { archived: 'draft' } },
    orphans: { 'blog.posts.posts_author_id_fkey': 'set null', 'blog.posts.fk_editor': 'delete' },
    offline: ['blog.posts'],
  })
  expect(places).toMatchObject({
    status: { file: 'spec.yaml', line: 4, column: 3 },
    email: { file: 'spec.yaml', line: 9, column: 3 },
    numbers: { file: 'spec.yaml', line: 11, column: 3 },
    'blog.posts': { file: 'spec.yaml', line: 15, column: 3 },
    'blog.posts.title': { file: 'spec.yaml', line: 22, column: 7 },
  })
})

test('a spec whose tables nobody uses meanwhile', async () => {
  expect(hintsOf(await modelOf('version: 1\nonline: false\nmodels: {}\n')).offline).toBe('all')
})
