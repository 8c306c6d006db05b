import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { describeLayer } from '../../src/artifacts/manifest.js'
import type { Model } from '../../src/model/model.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { type FormerEntity, formerModel } from '../../src/pipeline/former-model.js'
import { renderTemplate } from '../../src/render/handlebars.js'
import { schemaOf } from '../../src/schema/from-model.js'

const folder = mkdtempSync(join(tmpdir(), 'dbgen-former-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const spec = `version: 1
models:
  User:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: varchar(255), unique: true }
      secret: { type: text, private: true }
    relations:
      posts: { has_many: Post }
  Post:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      title: { type: varchar(200), comment: what it is about }
      author_id: { type: bigint, references: User, index: true }
      status: { type: text, default: "'new'", check: "status <> ''" }
      kind: text
    unique: [[author_id, title]]
    indexes: [{ columns: [kind], unique: true, where: "status = 'new'" }]
    relations:
      author: { belongs_to: User }
      tags: { many_to_many: Tag, through: post_tags }
    queries:
      search:
        filter:
          keyword: { contains: [title] }
          tag_names: { any_of: tags.name }
        load: [author, tags]
        order: [title]
        page: keyset
      stats:
        group_by: [kind]
        aggregate: { total: count(*) }
  Tag:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      name: { type: varchar(50), unique: true }
    relations:
      posts: { many_to_many: Post, through: post_tags }
`

const column = (entity: string, table: string, columns: Readonly<Record<string, string>>): [string, FormerEntity] => [
  entity,
  { name: entity, schema: 'public', table, columns },
]

const renames: Record<
  string,
  { readonly edit: (text: string) => string; readonly former: readonly [string, FormerEntity][] }
> = {
  'a unique column': {
    edit: (text) => text.replace('      email:', '      mail:'),
    former: [column('User', 'users', { mail: 'email' })],
  },
  'a private column': {
    edit: (text) => text.replace('      secret:', '      hidden:'),
    former: [column('User', 'users', { hidden: 'secret' })],
  },
  'a column of a key, an order and a filter': {
    edit: (text) =>
      text
        .replace('      title:', '      headline:')
        .replace('[author_id, title]', '[author_id, headline]')
        .replace('contains: [title]', 'contains: [headline]')
        .replace('order: [title]', 'order: [headline]'),
    former: [column('Post', 'posts', { headline: 'title' })],
  },
  'a column with a foreign key': {
    edit: (text) =>
      text.replace('      author_id:', '      writer_id:').replace('[author_id, title]', '[writer_id, title]'),
    former: [column('Post', 'posts', { writer_id: 'author_id' })],
  },
  'a column of another model, in a filter': {
    edit: (text) => text.replace('      name:', '      label:').replace('any_of: tags.name', 'any_of: tags.label'),
    former: [column('Tag', 'tags', { label: 'name' })],
  },
  'a grouped column with a unique index': {
    edit: (text) =>
      text
        .replace('      kind:', '      sort:')
        .replace('[kind], unique', '[sort], unique')
        .replace('group_by: [kind]', 'group_by: [sort]'),
    former: [column('Post', 'posts', { sort: 'kind' })],
  },
  'a model': {
    edit: (text) => text.replace('  Post:\n', '  Article:\n').replaceAll(': Post', ': Article'),
    former: [
      ['Article', { name: 'Post', schema: 'public', table: 'posts', columns: {} }],
      column('PostTag', 'post_tags', { article_id: 'post_id' }),
    ],
  },
  'a model that others refer to': {
    edit: (text) => text.replace('  User:\n', '  Account:\n').replaceAll(': User', ': Account'),
    former: [['Account', { name: 'User', schema: 'public', table: 'users', columns: {} }]],
  },
}

describe.each(Object.entries(renames))('%s is renamed', (_name, { edit, former }) => {
  test('without the new name the model generates what it did before', async () => {
    const before = await compile(spec)
    const after = await compile(edit(spec))
    expect(textsOf(after)).not.toEqual(textsOf(before))
    expect(textsOf(formerModel(after, new Map(former), schemaOf(before)))).toEqual(textsOf(before))
  })
})

let files = 0

function compile(text: string): Promise<Model> {
  files += 1
  const file = join(folder, `${files}.yaml`)
  writeFileSync(file, text)
  return compileSpec(file)
}

function textsOf(model: Model): Record<string, string> {
  const { artifacts } = describeLayer(model, 'schema.yaml')
  const own = artifacts.filter(({ template }) => !template.startsWith('runtime/'))
  return Object.fromEntries(own.map(({ path, template, view }) => [path, withoutOrder(renderTemplate(template, view))]))
}

/** Imports are sorted by names, and merged name by name. */
function withoutOrder(text: string): string {
  return text
    .replace(/^import (?:type )?\{[^}]*\} from .*;$|^import ".*;$/gm, (line) =>
      line.replace(/\s+/g, ' ').split(/[ ,]+/).sort().join(' '),
    )
    .replace(/(?:^.*from import.*\n|^"\.\..*\n)+/gm, (lines) => lines.split('\n').sort().join('\n'))
}
