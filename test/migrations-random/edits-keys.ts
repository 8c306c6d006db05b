import { fresh, plainColumns, withModel, without } from './change-spec.js'
import type { Edit } from './edits.js'
import type { Pick } from './pick.js'
import type { RandomColumn, RandomModel, RandomSpec } from './spec.js'
import { typeNamed } from './types.js'

const actions = ['no action', 'cascade', 'restrict', 'set null']

export const keyEdits: readonly Edit[] = [
  editing('add a unique key', (model, pick) => {
    const columns = pick.few(ordered(model)).map(({ name }) => name)
    const isThere = model.unique.some((key) => key.columns.join() === columns.join())
    if (columns.length === 0 || isThere) return undefined
    return { ...model, unique: [...model.unique, { columns, nulls_not_distinct: pick.coin() }] }
  }),
  editing('drop a unique key', (model, pick) => {
    const key = pick.one(model.unique)
    return key && { ...model, unique: without(model.unique, key) }
  }),
  { name: 'add an index', apply: addIndex },
  editing('drop an index', (model, pick) => {
    const index = pick.one(model.indexes)
    return index && { ...model, indexes: without(model.indexes, index) }
  }),
  editing('change an index', (model, pick) => {
    const index = pick.one(model.indexes.filter(({ unique }) => unique !== true))
    const column = pick.one(ordered(model))
    if (index === undefined || column === undefined) return undefined
    const changed = { ...index, columns: [`-${column.name}`] }
    return { ...model, indexes: model.indexes.map((other) => (other === index ? changed : other)) }
  }),
  { name: 'add a check', apply: addCheck },
  editing('drop a check', (model, pick) => {
    const check = pick.one(model.checks)
    return check && { ...model, checks: without(model.checks, check) }
  }),
  editing('change a check', (model, pick) => {
    const check = pick.one(model.checks)
    const changed = check && { ...check, sql: `(${check.sql}) or 'fine' = 'so'` }
    if (changed === undefined || check?.sql.includes('fine')) return undefined
    return { ...model, checks: model.checks.map((other) => (other === check ? changed : other)) }
  }),
  { name: 'add a reference', apply: addReference },
  { name: 'refer to a model with a column that is there', apply: referExisting },
  editing('drop a foreign key', (model, pick) => {
    const key = pick.one(model.foreign_keys)
    return key && { ...model, foreign_keys: without(model.foreign_keys, key) }
  }),
  editing('change what a foreign key does', (model, pick) => {
    const key = pick.one(model.foreign_keys)
    const changed = key && { ...key, on_delete: pick.one(actions) ?? 'cascade' }
    return changed && { ...model, foreign_keys: model.foreign_keys.map((other) => (other === key ? changed : other)) }
  }),
]

function editing(name: string, change: (model: RandomModel, pick: Pick) => RandomModel | undefined): Edit {
  return {
    name,
    apply: (spec, pick) => {
      const changed = pick.one(spec.models.flatMap((model) => change(model, pick) ?? []))
      return changed && withModel(spec, changed.name, () => changed)
    },
  }
}

function ordered(model: RandomModel): RandomColumn[] {
  return plainColumns(model).filter(({ type }) => typeNamed(type).isOrdered)
}

function addIndex(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models)
  const columns = model === undefined ? [] : pick.few(ordered(model)).map(({ name }) => name)
  if (model === undefined || columns.length === 0) return undefined
  const [name, next] = fresh(spec, 'idx')
  // Columns change places: what is called "title" may be a number.
  const hasTitle = model.columns.some(
    (column) => column.name === 'title' && /^(?:text|varchar\(\d+\))$/.test(column.type),
  )
  const index = pick.one([
    { name, columns },
    { name, columns: columns.map((column) => `-${column}`) },
    { name, columns: hasTitle ? [{ sql: 'lower(title)' }] : columns },
    { name, columns, where: `${columns[0]} is not null` },
    { name, columns, ...(hasTitle ? { where: "title <> 'never'", include: ['title'] } : {}) },
    { name, columns: hasTitle ? [...columns, { sql: "title || 'x'" }] : columns, unique: true },
  ])
  return index && withModel(next, model.name, (one) => ({ ...one, indexes: [...one.indexes, index] }))
}

function addCheck(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models)
  const column = pick.one(
    (model === undefined ? [] : plainColumns(model)).filter(({ type }) => typeNamed(type).checks[0]),
  )
  const condition = pick.one(typeNamed(column?.type ?? '').checks)
  if (model === undefined || column === undefined || condition === undefined) return undefined
  const [name, next] = fresh(spec, 'check')
  const sql = condition.replaceAll(/\bx\b/g, column.name)
  return withModel(next, model.name, (one) => ({ ...one, checks: [...one.checks, { name, sql }] }))
}

/** New columns that refer to the key of a model, of the same model too. */
function addReference(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const [model, target] = [
    pick.one(spec.models),
    pick.one(spec.models.filter(({ primary_key }) => primary_key.length > 0)),
  ]
  if (model === undefined || target === undefined || model.columns.length > 9) return undefined
  const [prefix, next] = fresh(spec, 'ref')
  const columns = target.primary_key.map((key) => ({
    name: `${prefix}_${key}`,
    type: target.columns.find(({ name }) => name === key)?.type ?? 'bigint',
    nullable: true,
  }))
  const key = {
    columns: columns.map(({ name }) => name),
    references: target.name,
    on_delete: pick.one(actions) ?? 'cascade',
  }
  return withModel(next, model.name, (one) => ({
    ...one,
    columns: [...one.columns, ...columns],
    foreign_keys: [...one.foreign_keys, key],
  }))
}

/** Rows hold whatever they hold: the column has to be free to be null. */
function referExisting(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models)
  const target = pick.one(spec.models.filter(({ primary_key }) => primary_key.length === 1))
  const type = target?.columns.find(({ name }) => name === target.primary_key[0])?.type
  const column = pick.one(
    (model === undefined ? [] : plainColumns(model)).filter((one) => one.nullable && one.type === type),
  )
  if (model === undefined || target === undefined || column === undefined) return undefined
  const key = { columns: [column.name], references: target.name, on_delete: pick.one(actions) ?? 'cascade' }
  const said = pick.one([{}, { orphans: 'delete' }, { orphans: 'set null' }, { not_valid: true }])
  return withModel(spec, model.name, (one) => ({ ...one, foreign_keys: [...one.foreign_keys, { ...key, ...said }] }))
}
