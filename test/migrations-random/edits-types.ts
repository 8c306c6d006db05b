import { isNamedIn, omit, plainColumns, withColumn, withModel } from './change-spec.js'
import type { Edit } from './edits.js'
import type { Pick } from './pick.js'
import type { RandomColumn, RandomModel, RandomSpec } from './spec.js'
import { typeNamed } from './types.js'

/** A type to another: `x` is the column. Without `sql` the migration finds the way itself. */
interface Conversion {
  readonly from: string
  readonly to: string
  readonly sql?: string
  readonly back?: string
}

const conversions: readonly Conversion[] = [
  { from: 'smallint', to: 'integer' },
  { from: 'integer', to: 'bigint' },
  { from: 'bigint', to: 'integer', sql: 'x::integer' },
  { from: 'bigint', to: 'integer', sql: 'x % 1000', back: 'x::bigint' },
  { from: 'integer', to: 'numeric' },
  { from: 'integer', to: 'text' },
  { from: 'integer', to: 'boolean', sql: 'x <> 0', back: 'case when x then 1 else 0 end' },
  { from: 'integer', to: 'integer[]', sql: 'array[x]', back: 'x[1]' },
  { from: 'numeric', to: 'numeric(8, 2)', sql: 'x % 1000' },
  { from: 'numeric(8, 2)', to: 'text' },
  { from: 'real', to: 'double precision' },
  { from: 'boolean', to: 'integer', sql: 'x::integer', back: 'x <> 0' },
  { from: 'text', to: 'varchar(20)', sql: 'left(x, 20)' },
  { from: 'text', to: 'integer', sql: 'length(x)', back: 'x::text' },
  { from: 'text', to: 'citext' },
  { from: 'text', to: 'text[]', sql: "string_to_array(x, ',')", back: "array_to_string(x, ',')" },
  { from: 'varchar(20)', to: 'text' },
  { from: 'varchar(20)', to: 'varchar(10)', sql: 'left(x, 10)' },
  { from: 'varchar', to: 'text' },
  { from: 'char(3)', to: 'text' },
  { from: 'uuid', to: 'text' },
  { from: 'date', to: 'timestamp' },
  { from: 'timestamptz', to: 'date', sql: "(x at time zone 'UTC')::date", back: "x::timestamp at time zone 'UTC'" },
  { from: 'timestamp(3)', to: 'timestamptz', sql: "x at time zone 'UTC'", back: "x at time zone 'UTC'" },
  { from: 'json', to: 'jsonb', sql: 'x::jsonb', back: 'x::json' },
  { from: 'jsonb', to: 'text', sql: 'x::text', back: 'x::jsonb' },
  { from: 'inet', to: 'text' },
  { from: 'bytea', to: 'text', sql: "encode(x, 'hex')", back: "decode(x, 'hex')" },
  { from: 'text[]', to: 'text', sql: "array_to_string(x, ',')" },
  { from: 'interval', to: 'text', sql: 'x::text', back: 'x::interval' },
]

export const typeEdits: readonly Edit[] = [
  { name: 'change a type', apply: (spec, pick) => changeType(spec, pick, 'said') },
  { name: 'change a type', apply: (spec, pick) => changeType(spec, pick, 'said') },
  { name: 'change a type without a word', apply: (spec, pick) => changeType(spec, pick, 'silent') },
  { name: 'change an enum to text', apply: enumToText },
  { name: 'change the collation', apply: changeCollation },
]

function changeType(spec: RandomSpec, pick: Pick, how: 'said' | 'silent'): RandomSpec | undefined {
  const model = pick.one(spec.models)
  const fitting = conversions.flatMap((conversion) =>
    freeColumns(spec, model)
      .filter(({ type }) => type === conversion.from)
      .map((column) => ({ column, conversion })),
  )
  const chosen = pick.one(fitting)
  if (model === undefined || chosen === undefined) return undefined
  const { column, conversion } = chosen
  if (how === 'silent' && pick.coin()) return undefined
  const isBack = pick.coin()
  return withModel(spec, model.name, (one) => retyped(one, column, usingOf(column, conversion, how, isBack)))
}

function usingOf({ name }: RandomColumn, { to, sql, back }: Conversion, how: 'said' | 'silent', isBack: boolean) {
  const written = (text: string): string => text.replaceAll(/\bx\b/g, name)
  if (sql === undefined || how === 'silent') return { type: to }
  return {
    type: to,
    using: back !== undefined && isBack ? { sql: written(sql), back: written(back) } : written(sql),
  }
}

/**
 * Columns of which no view and no generated column speaks; `using` names a column as it was called before, and what rows
 * are filled with is of the type as it was.
 */
function freeColumns(spec: RandomSpec, model: RandomModel | undefined): RandomColumn[] {
  return (model === undefined ? [] : plainColumns(model)).filter(
    ({ name, renamed_from, backfill }) =>
      renamed_from === undefined &&
      backfill === undefined &&
      !isNamedIn(spec.blocks, name) &&
      !model?.columns.some(({ generated }) => isNamedIn(generated ?? '', name)),
  )
}

/** Checks and defaults are those of the old type, and keys may not be for the new one. */
function retyped(model: RandomModel, { name }: RandomColumn, change: Partial<RandomColumn>): RandomModel {
  const isFree = (part: unknown): boolean => !isNamedIn(part, name)
  const isOrdered = typeNamed(change.type ?? '').isOrdered
  return {
    ...withColumn(model, name, (column) => ({ ...omit(omit(column, 'default'), 'collation'), ...change })),
    checks: model.checks.filter(isFree),
    indexes: model.indexes.filter(({ where, ...index }) => (isOrdered ? isFree(where ?? '') : isFree(index))),
    unique: isOrdered ? model.unique : model.unique.filter(isFree),
    exclude: (model.exclude ?? []).filter(isFree),
  }
}

function enumToText(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models)
  const names = spec.enums.map(({ name }) => name)
  const column = pick.one(freeColumns(spec, model).filter(({ type }) => names.includes(type)))
  if (model === undefined || column === undefined) return undefined
  return withModel(spec, model.name, (one) => retyped(one, column, { type: 'text' }))
}

function changeCollation(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models)
  const column = pick.one(freeColumns(spec, model).filter(({ type }) => /^(?:text|varchar)/.test(type)))
  if (model === undefined || column === undefined) return undefined
  return withModel(spec, model.name, (one) =>
    withColumn(one, column.name, (old) =>
      old.collation === 'C' ? omit(old, 'collation') : { ...old, collation: 'C' },
    ),
  )
}
