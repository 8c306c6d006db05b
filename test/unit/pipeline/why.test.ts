import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { buildModel } from '../../../src/model/build.js'
import type { Model } from '../../../src/model/model.js'
import { noTemplates } from '../../../src/pipeline/templates.js'
import { codeNames } from '../../../src/pipeline/why-code.js'
import { codeFiles, traceCode, traceMigrations } from '../../../src/pipeline/why-files.js'
import { usersOf } from '../../../src/pipeline/why-find.js'
import type { Thing, Trace } from '../../../src/pipeline/why-thing.js'
import { thingsOf } from '../../../src/pipeline/why-things.js'
import { diskFiles } from '../../../src/spec/files.js'
import { parseSpec } from '../../../src/spec/parse-spec.js'
import { createProblems } from '../../../src/spec/problems.js'

const project = join(import.meta.dirname, '../../..')
const specFile = 'schema.example.yaml'
const example = readFileSync(join(project, specFile), 'utf8')
const sample = join(project, 'generated-sample')

let model: Model
let things: readonly Thing[] = []
const texts = new Map<string, readonly string[]>()
const traces = new Map<string, readonly Trace[]>()

beforeAll(async () => {
  const problems = createProblems()
  const spec = await parseSpec(specFile, diskFiles(project), problems)
  model = await buildModel(spec, problems)
  things = thingsOf(spec, model)
  const files = await codeFiles({ model, templates: noTemplates }, specFile, join(sample, 'src/db'))
  for (const { file, found } of await traceCode(files, codeNames(things, model))) {
    expect(file.found).toBe(file.generated)
    texts.set(file.path, file.generated.split('\n'))
    traces.set(file.path, found)
  }
  for (const trace of await traceMigrations(join(sample, 'migrations'), things)) {
    traces.set(trace.path, [...(traces.get(trace.path) ?? []), trace])
    texts.set(trace.path, readFileSync(join(sample, 'migrations', trace.path), 'utf8').split('\n'))
  }
})

describe('places in the spec', () => {
  test('of each column, relation and query are those of its key', () => {
    const found = things
      .filter(({ kind, at }) => ['column', 'relation', 'query'].includes(kind) && at.file === specFile)
      .filter(({ entity }) => entity?.isImplied === false)
      .map(({ kind, name, at }) => `${kind} ${name} ${at.line}`)
    expect([...found].sort()).toEqual(placesByYaml().sort())
    expect(found.length).toBeGreaterThan(70)
  })

  test('of keys, checks, indexes and the rest are where they are asked for', () => {
    const others = things.filter(({ kind }) => !['column', 'relation', 'query', 'model'].includes(kind))
    const shown = others.map(({ kind, name, at }) => `${kind} ${name}: ${lineOf(at.line)}`)
    expect(shown.join('\n')).toMatchSnapshot()
  })
})

describe('each column, relation and query has what it makes', () => {
  test('columns: a line in the type of the row, in the description of the table and in the migration', () => {
    const columns = things.filter(({ kind, entity }) => kind === 'column' && entity?.isImplied === false)
    for (const column of columns) {
      const { names } = column.entity ?? model.entities[0] ?? { names: undefined }
      const found = linesOf(`models/${names?.file}.ts`, column)
      const type = column.fields[0]?.private === true ? names?.privateType : names?.type
      expect(found).toContain(`property ${column.property} of ${names?.tableType}`)
      expect(found).toContain(`property ${column.property} of ${names?.type === undefined ? '' : (type ?? '')}`)
      const [line = ''] = sqlLines(column).filter((text) => text.startsWith('  '))
      expect(line.trim().split(' ')[0]).toBe(column.property)
    }
    expect(columns.length).toBeGreaterThan(50)
  })

  test('relations: a finder and a loader', () => {
    const relations = things.filter(({ kind }) => kind === 'relation')
    for (const { entity, name, code } of relations) {
      const found = tracesOf(`queries/${entity?.names.file}.queries.ts`, ({ things: [one] }) => one?.name === name)
      expect(found.map(({ what }) => what.split(' ')[1])).toEqual(expect.arrayContaining([`find${code[0]}`]))
    }
    expect(relations.length).toBeGreaterThan(20)
  })

  test('queries: a function', () => {
    const queries = things.filter(({ kind }) => kind === 'query')
    for (const { entity, name, code } of queries) {
      const found = tracesOf(`queries/${entity?.names.file}.queries.ts`, ({ things: [one] }) => one?.name === name)
      expect(found.map(({ what }) => what)).toContain(`function ${code[0]}`)
    }
    expect(queries.map(({ name }) => name)).toEqual(['Post.search', 'Post.feed', 'Post.stats', 'Post.by_author'])
  })
})

describe('what else looks at something', () => {
  test.each([
    [
      'posts.created_at',
      ['index posts_status_created_at_idx', 'query Post.search', 'query Post.feed', 'filter Post.by_author.since'],
    ],
    ['Post.tags', ['query Post.search', 'filter Post.search.tag_names', 'query Post.feed']],
    ['Comment.author', ['query Post.feed']],
    ['users.email', ['unique constraint users_email_key']],
    [
      'CommentLike',
      [
        'relation Comment.likes',
        'relation Comment.liked_by',
        'foreign key like_reports_comment_id_user_id_fkey',
        'relation LikeReport.like',
      ],
    ],
  ])('%s', (name, expected) => {
    const chosen = things.filter((one) => one.name === name)
    const found = usersOf(things, chosen).map((one) => `${one.kind} ${one.name}`)
    expect(chosen).toHaveLength(1)
    expect(found).toEqual(expected)
  })
})

describe('a generated line', () => {
  test.each([
    ['models/post.ts', '  title: string;', 'title: varchar(200)'],
    ['models/post.ts', '  | "word_count"', 'word_count: { type: integer'],
    ['models/post.ts', '    created_at: timestampCodec.decode(row[at++]),', 'created_at: { type: timestamptz'],
    ['models/post.ts', '/** What an update of a row of posts may change. */', 'Post:'],
    ['models/tag.ts', '  name: "Tag",', 'Tag:'],
    [
      'models/tag.ts',
      '    name: { type: "character varying", codec: textCodec },',
      'name: { type: varchar(50), unique: true }',
    ],
    ['models/user.ts', 'const settingsCodec', 'settings: { type: jsonb'],
    ['models/post-tag.ts', '  tag_id: ColumnType', 'tags: { many_to_many: Tag, through: post_tags, order: [name] }'],
    ['queries/post.queries.ts', '    select ${postEditorRelation.json}', 'editor: { belongs_to: User'],
    ['queries/post.queries.ts', '  readonly tagNames?', 'tag_names: { any_of: tags.name }'],
    ['queries/post.queries.ts', 'export interface FeedPostsRowComments', 'feed:'],
    ['queries/post.queries.ts', 'const feedPostsCommentsAuthorRelation', 'feed:'],
    ['queries/post.queries.ts', '  best: ', 'aggregate: { total: count(*), best: max(rating) }'],
    ['repositories/user.repository.ts', '  async upsertManyByEmail', 'email: { type: varchar(255), unique: true }'],
    ['repositories/user.repository.ts', '  async setFollowers', 'followers: { many_to_many: User'],
    ['repositories/user.repository.ts', '  constructor', 'User:'],
    ['errors/user.errors.ts', 'export const PostEditorInUse', 'editor_id: { type: bigint'],
    ['errors/promotion.errors.ts', 'export const PromotionShownConflict', '- { columns: [{ column: shown'],
    ['validators/comment.validator.ts', '  body: text,', 'body: text'],
    ['enums.ts', 'export const roleCodec', 'Role:'],
    ['database.ts', '  "moderation.like_reports": LikeReportTable;', 'LikeReport:'],
    ['database.ts', 'export type { PostStatus, Role }', 'PostStatus:'],
    ['up.sql', 'comment on column users.full_name is', 'full_name: { type: varchar(100)'],
    ['up.sql', '  constraint posts_title_not_blank check', '- { name: posts_title_not_blank'],
    ['up.sql', 'create index posts_drafts_idx', '- columns: [author_id] # part of the rows'],
    [
      'up.sql',
      'create index comments_author_id_idx',
      'author_id: { type: bigint, references: User, on_delete: restrict',
    ],
    ['up.sql', 'create table page_views_2026', 'page_views_2026: {'],
    ['up.sql', 'for each row execute function touch', 'comments_touch:'],
    ['up.sql', 'create sequence promotion_numbers', 'promotion_numbers: {'],
    ['up.sql', "  'draft',", 'PostStatus:'],
    ['up.sql', 'create extension', 'extensions: [pg_trgm]'],
    ['up.sql', ') with (fillfactor=90);', 'Promotion:'],
    ['up.sql', 'alter table promotions enable row level security', 'Promotion:'],
    ['up.sql', 'create schema moderation', 'LikeReport:'],
    ['down.sql', 'drop table tags', 'Tag:'],
    ['down.sql', 'drop view published_posts', 'published_posts:'],
  ])('%s: %s', (end, text, expected) => {
    const path = [...texts.keys()].find((one) => one.endsWith(end)) ?? ''
    const line = (texts.get(path) ?? []).findIndex((one) => one.startsWith(text)) + 1
    expect(line).toBeGreaterThan(0)
    const [cause] = narrowest(path, line)?.things ?? []
    expect(lineOf(cause?.at.line ?? 0).slice(0, expected.length)).toBe(expected)
  })

  test('what is the same for every spec comes from none of its lines', () => {
    const runtime = ['codecs.ts', 'table.ts', 'migrate.ts', 'validators/types.ts', 'index.ts', 'errors.ts']
    for (const path of runtime) expect(traces.get(path)?.flatMap(({ things: causes }) => causes)).toEqual([])
  })

  test('every statement of the files of a model comes from something', () => {
    const without = [...traces].flatMap(([path, all]) =>
      /^(?:models|repositories|queries|errors)\//.test(path)
        ? all.filter(({ things: causes }) => causes.length === 0)
        : [],
    )
    expect(without).toEqual([])
  })

  test('every line of a step comes from something', () => {
    const without = [...traces]
      .filter(([path]) => path.endsWith('.sql'))
      .flatMap(([, all]) => all.filter(({ things: causes }) => causes.length === 0).map(({ what }) => what))
    expect(without).toEqual([])
  })
})

function lineOf(line: number): string {
  return example.split('\n')[line - 1]?.trim() ?? ''
}

function tracesOf(path: string, accepts: (trace: Trace) => boolean): readonly Trace[] {
  return (traces.get(path) ?? []).filter(accepts)
}

/** The traces of a thing whose first line holds its property. */
function linesOf(path: string, one: Thing): readonly string[] {
  const found = tracesOf(path, ({ things: causes }) => causes.includes(one))
  for (const { line, endLine } of found)
    expect(
      texts
        .get(path)
        ?.slice(line - 1, endLine)
        .join('\n'),
    ).toContain(one.fields[0]?.camel === undefined ? '' : (one.property ?? ''))
  return found.map(({ what }) => what)
}

function sqlLines(one: Thing): readonly string[] {
  const [path = ''] = [...traces.keys()].filter((name) => name.endsWith('up.sql'))
  const found = tracesOf(path, ({ things: causes }) => causes.includes(one))
  return found.map(({ line }) => texts.get(path)?.[line - 1] ?? '')
}

function narrowest(path: string, line: number): Trace | undefined {
  return tracesOf(path, (trace) => trace.line <= line && trace.endLine >= line)
    .toSorted((a, b) => a.endLine - a.line - (b.endLine - b.line))
    .at(0)
}

/** Where the YAML library finds the keys. */
function placesByYaml(): string[] {
  const lines = new LineCounter()
  const { contents } = parseDocument(example, { lineCounter: lines })
  const entries = (node: unknown, name: string): { key: string; line: number; value: unknown }[] => {
    const value = isMap(node) ? node.get(name, true) : undefined
    if (!isMap(value)) return []
    return value.items.flatMap((pair) =>
      isScalar(pair.key)
        ? [{ key: String(pair.key.value), line: lines.linePos(pair.key.range?.[0] ?? 0).line, value: pair.value }]
        : [],
    )
  }
  const mixins = new Map(entries(contents, 'mixins').map(({ key, value }) => [key, entries(value, 'columns')]))
  return entries(contents, 'models').flatMap(({ key: name, value }) => {
    const entity = model.entities.find((one) => one.name === name)
    const table = entity?.schema === 'public' ? entity.table : `${entity?.schema}.${entity?.table}`
    const used = isMap(value) ? value.toJSON()['mixins'] : []
    const mixed = (Array.isArray(used) ? used : []).flatMap((one) => mixins.get(String(one)) ?? [])
    return [
      ...[...entries(value, 'columns'), ...mixed].map(({ key, line }) => `column ${table}.${key} ${line}`),
      ...entries(value, 'relations').map(({ key, line }) => `relation ${name}.${key} ${line}`),
      ...entries(value, 'queries').map(({ key, line }) => `query ${name}.${key} ${line}`),
    ]
  })
}
