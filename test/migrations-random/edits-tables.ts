import { fresh, omit, plainColumns, withColumn, withModel } from './change-spec.js'
import type { Edit } from './edits.js'
import type { Pick } from './pick.js'
import type { RandomColumn, RandomModel, RandomSpec } from './spec.js'
import { typeNamed } from './types.js'

/** What a table is like, its primary key, its exclusions, and how it may be changed. */
export const tableEdits: readonly Edit[] = [
  changing('lock the table', (model) => (model.online === false ? omit(model, 'online') : { ...model, online: false })),
  changing('change the storage', (model, pick) => ({ ...model, storage: pick.coin() ? { fillfactor: 70 } : {} })),
  changing('log it or not', (model) => (model.unlogged ? omit(model, 'unlogged') : { ...model, unlogged: true })),
  changing('row level security', (model, pick) => ({
    ...omit(model, 'row_level_security'),
    ...pick.one([{}, { row_level_security: 'enabled' }, { row_level_security: 'forced' }]),
  })),
  keying('drop the primary key', (model) => ({ ...model, primary_key: [] })),
  keying('add a primary key', (model, pick) => {
    const column = pick.one(solid(model))
    return model.primary_key.length > 0 || column === undefined ? undefined : { ...model, primary_key: [column.name] }
  }),
  keying('more columns in the primary key', (model, pick) => {
    const column = pick.one(solid(model))
    const isFull = model.primary_key.length === 0 || model.primary_key.length > 2
    return isFull || column === undefined ? undefined : { ...model, primary_key: [...model.primary_key, column.name] }
  }),
  keying('another order of the primary key', (model) =>
    model.primary_key.length < 2 ? undefined : { ...model, primary_key: [...model.primary_key].reverse() },
  ),
  keying('another type of the primary key', (model) => {
    const [name] = model.primary_key
    const column = model.columns.find((one) => one.name === name)
    if (name === undefined || column?.type !== 'integer' || column.renamed_from !== undefined) return undefined
    return withColumn(model, name, (one) => ({ ...one, type: 'bigint' }))
  }),
  changing('change the identity', (model, pick) => {
    const column = pick.one(model.columns.filter(({ identity }) => identity !== undefined))
    if (column === undefined) return undefined
    return withColumn(model, column.name, (one) => ({
      ...one,
      identity: pick.one(['always', 'by default', { mode: 'always', increment: 3 }]) ?? 'always',
    }))
  }),
  changing('drop the identity', (model, pick) => {
    const column = pick.one(model.columns.filter(({ identity }) => identity !== undefined))
    return column && withColumn(model, column.name, (one) => omit(one, 'identity'))
  }),
  changing('change a unique key', (model, pick) => {
    const key = pick.one(model.unique)
    const change = pick.one([{ deferrable: 'deferred' }, { nulls_not_distinct: true }, { include: ['title'] }])
    if (key === undefined || model.foreign_keys.length > 9) return undefined
    return {
      ...model,
      unique: model.unique.map((one) => (one === key ? { ...omit(key, 'deferrable'), ...change } : one)),
    }
  }),
  changing('change when a foreign key is checked', (model, pick) => {
    const key = pick.one(model.foreign_keys)
    const change = pick.one([{ deferrable: 'deferred' }, { deferrable: 'immediate' }, { on_update: 'cascade' }, {}])
    const changed = key && { ...omit(key, 'deferrable'), ...change }
    return changed && { ...model, foreign_keys: model.foreign_keys.map((one) => (one === key ? changed : one)) }
  }),
  { name: 'add an exclusion', apply: addExclusion },
  changing('drop an exclusion', (model, pick) => {
    const gone = pick.one(model.exclude ?? [])
    return gone && { ...model, exclude: model.exclude?.filter((one) => one !== gone) ?? [] }
  }),
  {
    name: 'another oldest server',
    apply: (spec, pick) => ({ ...spec, postgres: pick.coin() ? 18 : 15 }),
  },
]

type Change = (model: RandomModel, pick: Pick) => RandomModel | undefined

function changing(name: string, change: Change): Edit {
  return {
    name,
    apply: (spec, pick) => {
      const model = pick.one(spec.models)
      const changed = model && change(model, pick)
      return changed && withModel(spec, changed.name, () => changed)
    },
  }
}

/** Of a model to which nothing refers. */
function keying(name: string, change: Change): Edit {
  return {
    name,
    apply: (spec, pick) => {
      const model = pick.one(spec.models.filter((one) => isFree(spec, one)))
      const changed = model && change(model, pick)
      return changed && withModel(spec, changed.name, () => changed)
    },
  }
}

function isFree({ models }: RandomSpec, { name, partition_by, relations }: RandomModel): boolean {
  const refers = (model: RandomModel): boolean =>
    model.foreign_keys.some((key) => key.references === name) ||
    Object.values(model.relations).some((each) => each.many_to_many === name)
  return partition_by === undefined && Object.keys(relations).length === 0 && !models.some(refers)
}

/** Columns that a primary key may have: many values, never none. A function of a block gives all rows the same. */
function solid(model: RandomModel): RandomColumn[] {
  const isFit = ({ nullable, type, backfill, default: value }: RandomColumn): boolean =>
    nullable !== true &&
    backfill === undefined &&
    !/\bblock\d/.test(JSON.stringify(value ?? '')) &&
    /^(?:integer|bigint|text|uuid|numeric)$/.test(type)
  return plainColumns(model).filter(isFit)
}

function addExclusion(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models)
  const column = pick.one(
    (model === undefined ? [] : plainColumns(model)).filter(
      ({ type }) =>
        type === 'int4range' || (type !== 'citext' && typeNamed(type).checks.length > 0 && type !== 'boolean'),
    ),
  )
  if (model === undefined || column === undefined || model.partition_by !== undefined) return undefined
  const [name, next] = fresh(spec, 'exclusion')
  const isRange = column.type === 'int4range'
  const made = isRange
    ? { name, columns: [{ column: column.name, with: '&&' }], method: 'gist' }
    : { name, columns: [{ column: column.name, with: '=' }], method: 'btree' }
  return withModel(next, model.name, (one) => ({ ...one, exclude: [...(one.exclude ?? []), made] }))
}
