import { addColumn, fresh, isNamedIn, isNew, omit, plainColumns, withColumn, withModel } from './change-spec.js'
import type { Edit } from './edits.js'
import type { Pick } from './pick.js'
import type { RandomColumn, RandomSpec } from './spec.js'
import { typeNamed, types } from './types.js'

type ColumnChange = (column: RandomColumn, pick: Pick, spec: RandomSpec) => RandomColumn | undefined

export const columnEdits: readonly Edit[] = [
  adding('add a column that may be null', (spec, pick) => ({ ...anyType(spec, pick), nullable: true })),
  adding('add a column with a default', (spec, pick) => withDefault(anyType(spec, pick), spec, pick)),
  adding('add a column with a default that may be null', (spec, pick) => ({
    ...withDefault(anyType(spec, pick), spec, pick),
    nullable: true,
  })),
  adding('add a column with a default of its own for each row', () => ({
    type: 'uuid',
    default: { sql: 'gen_random_uuid()' },
  })),
  adding('add a numbered column', (_, pick) => ({
    type: pick.one(['bigint', 'integer']) ?? 'integer',
    identity: pick.one(['always', 'by default', { mode: 'always', start: 100, increment: 5 }]) ?? 'always',
  })),
  adding('add a column with a backfill', (_, pick) => ({
    type: pick.one(['text', 'varchar(20)']) ?? 'text',
    // Whatever "title" is called and is by then.
    backfill: pick.one(["'none'", 'lower(title::text)']) ?? "'none'",
  })),
  changing('let it be numbered', (column) =>
    /^(?:integer|bigint)$/.test(column.type) && column.nullable !== true && column.default === undefined
      ? { ...column, identity: 'by default' }
      : undefined,
  ),
  changing('widen a type', ({ type, ...column }, pick) => {
    const wider = pick.one(typeNamed(type).wider)
    return wider === undefined ? undefined : { ...column, type: wider }
  }),
  changing('set a default', (column, pick) => {
    const value = pick.one(typeNamed(column.type).defaults)
    return value === undefined ? undefined : { ...column, default: value }
  }),
  changing('drop a default', (column, _, spec) => {
    // Without one, a new column has no value for the rows that are there.
    const mustStay = column.nullable !== true && isNew(spec, column)
    return column.default === undefined || mustStay ? undefined : omit(column, 'default')
  }),
  changing('let it be not null', (column, _, { domains }) =>
    column.nullable === true && !domains.some(({ name }) => name === column.type)
      ? omit(column, 'nullable')
      : undefined,
  ),
  changing('let it be not null, with a backfill', (column, pick) => {
    const value = pick.one(typeNamed(column.type).defaults.filter((each) => typeof each === 'string'))
    if (column.nullable !== true || value === undefined || column.type.endsWith('[]')) return undefined
    return { ...omit(column, 'nullable'), backfill: `'${String(value).replaceAll("'", "''")}'` }
  }),
  changing('let it be null', (column) => (column.nullable === true ? undefined : { ...column, nullable: true })),
]

export const startColumnEdits: readonly Edit[] = [
  adding('add a column that must have a value', (spec, pick) => anyType(spec, pick)),
  adding('add a generated column', (_, pick) => ({
    type: 'integer',
    generated: pick.one(['length(title)', "length(title || 'x') * 2"]) ?? '1',
  })),
]

function anyType({ enums, domains }: RandomSpec, pick: Pick): Omit<RandomColumn, 'name'> {
  const own = [...enums.flatMap(({ name }) => [name, `${name}[]`]), ...domains.map(({ name }) => name)]
  const known = [...types.map(({ type }) => type), ...own, ...own]
  return { type: pick.one(known) ?? 'text' }
}

function withDefault(
  column: Omit<RandomColumn, 'name'>,
  { enums }: RandomSpec,
  pick: Pick,
): Omit<RandomColumn, 'name'> {
  const type = enums.find(({ name }) => name === column.type.replace('[]', ''))
  if (type === undefined) return { ...column, default: pick.one(typeNamed(column.type).defaults) }
  return { ...column, default: column.type.endsWith('[]') ? type.values : pick.one(type.values) }
}

function adding(name: string, make: (spec: RandomSpec, pick: Pick) => Omit<RandomColumn, 'name'>): Edit {
  return {
    name,
    apply: (spec, pick) => {
      const model = pick.one(spec.models)
      if (model === undefined || model.columns.length > 9) return undefined
      const [column, next] = fresh(spec, 'c')
      return addColumn(next, model.name, { name: column, ...make(spec, pick) }, pick.below(6))
    },
  }
}

/** An edit of one column that is no part of a key. */
function changing(name: string, change: ColumnChange): Edit {
  return {
    name,
    apply: (spec, pick) => {
      const model = pick.one(spec.models)
      if (model === undefined) return undefined
      const isRead = ({ name: column }: RandomColumn) =>
        model.columns.some(({ generated }) => isNamedIn(generated ?? '', column))
      const fitting = plainColumns(model).flatMap((column) => {
        // PostgreSQL refuses another type under a generated column.
        const isLeft = name === 'widen a type' && (isRead(column) || isNamedIn(spec.blocks, column.name))
        const changed = isLeft ? undefined : change(column, pick, spec)
        return changed === undefined ? [] : [changed]
      })
      const changed = pick.one(fitting)
      return changed && withModel(spec, model.name, (one) => withColumn(one, changed.name, () => changed))
    },
  }
}
