import type { RandomColumn, RandomModel, RandomSpec } from './spec.js'

/** A name that was never used in this spec, and the spec that knows so. */
export function fresh(spec: RandomSpec, prefix: string): [string, RandomSpec] {
  const counter = spec.counter + 1
  return [`${prefix}${counter}`, { ...spec, counter }]
}

/** Whether something is made by the migration itself. */
export function isNew({ mark }: RandomSpec, { name }: { readonly name: string }): boolean {
  return Number(/\d+(?=$|_id$)/.exec(name)?.[0] ?? 0) > mark
}

/** The spec with one model changed. */
export function withModel(spec: RandomSpec, name: string, change: (model: RandomModel) => RandomModel): RandomSpec {
  return { ...spec, models: spec.models.map((model) => (model.name === name ? change(model) : model)) }
}

/** The model with one column changed. */
export function withColumn(
  model: RandomModel,
  name: string,
  change: (column: RandomColumn) => RandomColumn,
): RandomModel {
  return { ...model, columns: model.columns.map((column) => (column.name === name ? change(column) : column)) }
}

/** The spec with one column more, somewhere among the others. */
export function addColumn(spec: RandomSpec, model: string, column: RandomColumn, place: number): RandomSpec {
  return withModel(spec, model, (one) => {
    const at = one.columns.length - (place % 3 === 0 ? 0 : 1)
    return { ...one, columns: [...one.columns.slice(0, at), column, ...one.columns.slice(at)] }
  })
}

/** A list without one of its items. */
export function without<Item>(items: readonly Item[], item: Item): Item[] {
  return items.filter((other) => other !== item)
}

/** The same object without a key. */
export function omit<Value extends object, Key extends keyof Value>(value: Value, key: Key): Omit<Value, Key> {
  const { [key]: _, ...rest } = value
  return rest
}

/** The spec with `old` called `name` wherever a model or a block speaks of it: names are used once. */
export function renameWord(spec: RandomSpec, old: string, name: string): RandomSpec {
  const { models, blocks, ...rest } = spec
  // A text of the same shape reads back as the same type.
  return { ...rest, ...(JSON.parse(replaceWord(JSON.stringify({ models, blocks }), old, name)) as Renamable) }
}

type Renamable = Pick<RandomSpec, 'models' | 'blocks'>

/** The same in one model. */
export function renameInModel(model: RandomModel, old: string, name: string): RandomModel {
  const renamed = JSON.parse(replaceWord(JSON.stringify(model), old, name)) as RandomModel
  const columns = renamed.columns.map((column, index) => ({ ...column, ...usingBefore(model.columns[index], column) }))
  return { ...renamed, columns }
}

/** `using` is over the columns as they were called before, `back` over those of afterwards. */
function usingBefore(before: RandomColumn | undefined, { using: now }: RandomColumn): Partial<RandomColumn> {
  const using = before?.using
  if (using === undefined || typeof using === 'string') return using === undefined ? {} : { using }
  return { using: { ...using, back: typeof now === 'object' ? now.back : using.back } }
}

function replaceWord(text: string, old: string, name: string): string {
  return text.replaceAll(new RegExp(`\\b${old}\\b`, 'g'), name)
}

/** The name of the table of a model, as SQL writes it. */
export function tableOf({ name, schema, table }: RandomModel): string {
  const own = table ?? `${name.toLowerCase()}s`
  return schema === 'public' ? own : `${schema}.${own}`
}

/** The model without a column, and without what reads it. */
export function withoutColumn(model: RandomModel, name: string): RandomModel {
  const isFree = (part: unknown): boolean => !new RegExp(`\\b${name}\\b`).test(JSON.stringify(part))
  return {
    ...model,
    columns: model.columns.filter((column) => column.name !== name),
    unique: model.unique.filter(isFree),
    indexes: model.indexes.filter(isFree),
    checks: model.checks.filter(isFree),
    foreign_keys: model.foreign_keys.filter(isFree),
    exclude: (model.exclude ?? []).filter(isFree),
  }
}

/** Whether a part of the spec speaks of a name. */
export function isNamedIn(part: unknown, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(JSON.stringify(part))
}

/** Columns that are no part of the primary key or of a foreign key, and that an insert may give. */
export function plainColumns({ columns, primary_key, foreign_keys, partition_by }: RandomModel): RandomColumn[] {
  const bound = [
    ...primary_key,
    ...foreign_keys.flatMap((key) => key.columns),
    ...Object.values(partition_by ?? {}).flat(),
  ]
  return columns.filter(
    ({ name, identity, generated }) => !bound.includes(name) && identity === undefined && generated === undefined,
  )
}
