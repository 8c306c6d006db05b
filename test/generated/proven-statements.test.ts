import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeLayer } from '../../src/artifacts/manifest.js'
import { readableKeys } from '../../src/artifacts/repository.js'
import type { Entity, Field, Model, Relation } from '../../src/model/model.js'
import type { Filter, Query } from '../../src/model/query.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { openDatabase, type SpecDatabase } from '../support/database.js'
import { sampleSpec } from '../support/sample.js'
import { generateLayer, type Layer, type LayerDatabase, type Row } from './generated-layer.js'

/** Rows by the name of their entity, the first ones of which the following refer to. */
type Rows = Readonly<Record<string, readonly Row[]>>

const folder = import.meta.dirname
const uuid = '123e4567-e89b-12d3-a456-426614174000'
const at = new Date(0)

const specs: [name: string, file: string, rows: Rows][] = [
  [
    'the sample',
    sampleSpec,
    {
      User: [{ email: 'ada@example.org', hashed_password: 'x', full_name: 'Ada' }],
      Profile: [{ user_id: '1', website: 'https://x', birthday: at }],
      Post: [{ title: 'x', slug: 'x', content: 'x', author_id: '1', editor_id: '1', rating: '1.0' }],
      Tag: [{ name: 'x' }],
      Comment: [{ id: uuid, post_id: '1', author_id: '1', body: 'x' }],
      CommentLike: [{ comment_id: uuid, user_id: '1' }],
      LikeReport: [{ comment_id: uuid, user_id: '1', reason: 'x' }],
      Promotion: [{ id: '100', number: '1000', post_id: '1', shown: '[2026-01-01,2026-02-01)', headline: 'x' }],
      PageView: [{ path: 'x', user_id: '1' }],
    },
  ],
  [
    'queries of every kind',
    join(folder, 'every-query.yaml'),
    {
      Shop: [{ code: 'a', name: 'Alpha', parent_code: 'a' }],
      Product: [{ shop_code: 'a', ordinality: 1, kind: 'toy', select: 'x', price: '1.00', made_on: '2026-01-01' }],
      Review: [{ id: uuid, shop_code: 'a', product_number: 1, stars: 1, body: 'x' }],
      Link: [{ url: 'x' }],
      ProductLink: [{ shop_code: 'a', ordinality: 1, link_id: 1, position: 1 }],
      Label: [{ word: 'x' }],
      Related: [{ at, count: 1 }],
      Token: [{ value: uuid }],
    },
  ],
  [
    'relations that are selected at every level',
    join(folder, 'nested-strategies.yaml'),
    {
      Owner: [{ id: 1, name: 'x' }],
      Node: [1, 2, 3, 4, 5].map((id) => ({ id, parent_id: id === 1 ? null : id - 1, owner_id: 1, keeper_id: 1 })),
    },
  ],
]

describe.each(specs)('statements of %s', (_, specFile, rows) => {
  let model: Model
  let layer: Layer
  let database: SpecDatabase
  let db: LayerDatabase
  let proven: Map<string, string>
  const sent = new Set<string>()
  let log: string[] = []

  beforeAll(async () => {
    model = await compileSpec(specFile)
    proven = new Map(describeLayer(model, 'spec.yaml').statements.map(({ name, sql }) => [squeezed(sql), name]))
    layer = await generateLayer(await readFile(specFile, 'utf8'))
    database = await openDatabase('pglite', layer.specFile)
    db = layer.createDatabase({
      connection: database.connection,
      log: ({ query }) => log.push(squeezed(query.sql)),
    })
    for (const [name, list] of Object.entries(rows))
      await call(await layer.repository<object>(name, db), 'createMany', list)
    log = []
  })
  afterAll(async () => {
    await db.destroy()
    await database.close()
    await layer.remove()
  })

  test('what strategies of a call send beside the list was proven', async () => {
    for (const entity of entities()) {
      for (const query of entity.queries) {
        if (query.kind !== 'list') continue
        for (const { relation } of query.load.filter((load) => canLoadLater(load.relation))) {
          log = []
          await layer.query(entity.names.file, query.functionName, db, {
            ...optionsOf(query),
            strategy: { [relation.name]: 'select' },
          })
          const [, ...others] = log
          for (const sql of others) sent.add(sql)
          expect(
            others.filter((sql) => !proven.has(sql)),
            `${query.functionName} ${relation.name}`,
          ).toEqual([])
        }
      }
    }
  })

  test('so was everything else that the generated code sends', async () => {
    log = []
    for (const entity of entities()) {
      await callQueries(entity)
      await callRelations(entity)
      await callRepository(entity)
    }
    for (const entity of entities().reverse()) await callRemovals(entity)
    for (const sql of log) sent.add(sql)
    expect(log.filter((sql) => !proven.has(sql))).toEqual([])
  })

  test('what was proven is sent', () => {
    const never = [...proven].flatMap(([sql, name]) => (sent.has(sql) ? [] : [`${name}: ${sql}`]))
    expect(never).toEqual([])
  })

  const entities = () => model.entities.filter(({ isImplied }) => !isImplied)

  function rowOf({ name }: Entity): Row {
    const row = rows[name]?.[0]
    if (row === undefined) throw new Error(`no row of ${name}`)
    return { id: '1', ...row }
  }

  function fieldValue(entity: Entity, field: Field): unknown {
    return field.private ? 'hidden' : rowOf(entity)[field.name]
  }

  /** As a parameter: one value, or an object of several. */
  function keyOf(entity: Entity): unknown {
    const fields = entity.primaryKey?.fields ?? []
    const [only] = fields
    if (fields.length === 1 && only !== undefined) return numbered(entity, only, fieldValue(entity, only))
    return Object.fromEntries(fields.map((field) => [field.name, fieldValue(entity, field)]))
  }

  function optionsOf({ filters }: Query): Row {
    return Object.fromEntries(filters.map((filter) => [filter.parameter, optionOf(filter)]))
  }

  function optionOf({ operator, paths }: Filter): unknown {
    if (operator === 'is_null') return true
    const field = paths[0]?.field
    const owner = entities().find(({ fields }) => field !== undefined && fields.includes(field))
    if (field === undefined || owner === undefined) throw new Error('a filter of nothing')
    const value = numbered(owner, field, fieldValue(owner, field) ?? defaults[field.name])
    return operator === 'any_of' || operator === 'none_of' ? [value] : value
  }

  async function callQueries(entity: Entity): Promise<void> {
    for (const query of entity.queries) await layer.query(entity.names.file, query.functionName, db, optionsOf(query))
  }

  async function callRelations(entity: Entity): Promise<void> {
    if (entity.relations.length === 0) return
    const { names, relations, queries } = entity
    const functions = Object.keys(await layer.module(`queries/${names.file}.queries`))
    const lists = new Set(queries.map(({ functionName }) => functionName))
    const finders = functions.filter((name) => name.startsWith(`find${names.type}With`) && !lists.has(name))
    const loaders = functions.filter((name) => name.startsWith(`load${names.type}`))
    expect(loaders).toHaveLength(relations.filter(canLoadLater).length)
    for (const name of finders) await layer.query(names.file, name, db, keyOf(entity))
    const row = Object.fromEntries(
      entity.fields.map((field) => [field.name, numbered(entity, field, rowOf(entity)[field.name] ?? null)]),
    )
    for (const name of loaders) await layer.query(names.file, name, db, [row])
  }

  async function callRepository(entity: Entity): Promise<void> {
    const repository = await layer.repository<object>(entity.name, db)
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(repository))
    for (const key of readableKeys(entity)) {
      const stem = key === entity.primaryKey ? 'findById' : `findBy${key.pascal}`
      const values = key.fields.map((field) => numbered(entity, field, fieldValue(entity, field)))
      const names = [stem, `${stem}WithPrivate`].filter((name) => methods.includes(name))
      for (const name of names) await call(repository, name, ...values)
    }
    if (entity.primaryKey === undefined) return
    await call(repository, 'findById', keyOf(entity))
    await call(repository, 'getById', keyOf(entity))
    await call(repository, 'findByIds', [keyOf(entity)])
    await call(repository, 'loadById', keyOf(entity))
  }

  async function callRemovals(entity: Entity): Promise<void> {
    const repository = await layer.repository<object>(entity.name, db)
    for (const relation of entity.relations.filter(({ kind }) => kind === 'many_to_many'))
      for (const verb of ['link', 'unlink', 'set'])
        await call(repository, `${verb}${relation.pascal}`, keyOf(entity), [])
    if (entity.primaryKey !== undefined) await call(repository, 'delete', keyOf(entity)).catch(() => {}) // others may refer to it
  }
})

const defaults: Row = { status: 'draft', created_at: at, is_new: true }

/** Keys that the database numbered: texts or numbers, as the column's type wants them. */
function numbered({ primaryKey }: Entity, field: Field, value: unknown): unknown {
  return primaryKey?.fields.includes(field) === true && value === '1' && field.type.name === 'integer' ? 1 : value
}

function canLoadLater(relation: Relation): boolean {
  const fields = relation.kind === 'many_to_many' ? relation.near : relation.pairs
  return fields.every(({ from }) => !from.private)
}

async function call(target: object, method: string, ...args: readonly unknown[]): Promise<unknown> {
  const found: unknown = Reflect.get(target, method)
  if (typeof found !== 'function') throw new Error(`no method ${method}`)
  return Reflect.apply(found, target, args)
}

function squeezed(sql: string): string {
  return sql
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=\))|(?<=\() /g, '')
    .trim()
}
