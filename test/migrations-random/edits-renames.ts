import { fresh, isNew, renameInModel, renameWord, tableOf, withModel } from './change-spec.js'
import type { Edit } from './edits.js'
import type { Pick } from './pick.js'
import type { RandomModel, RandomSpec } from './spec.js'

/** New names, with the word that says what they were before; without it the old thing is lost, and that is refused. */
export const renameEdits: readonly Edit[] = [
  { name: 'rename a column', apply: renameColumn },
  { name: 'rename two columns in a chain', apply: chainColumns },
  { name: 'swap two columns', apply: swapColumns },
  { name: 'rename a table', apply: renameTable },
  { name: 'swap two tables', apply: swapTables },
  { name: 'move a table to another schema', apply: moveTable },
  { name: 'rename an enum', apply: renameEnum },
  { name: 'rename a value of an enum', apply: renameValue },
  { name: 'swap two values of an enum', apply: swapValues },
]

/** Columns that were there before and still have their name. */
function oldColumns(spec: RandomSpec, model: RandomModel): string[] {
  return isNew(spec, model)
    ? []
    : model.columns
        .filter((column) => !isNew(spec, column) && column.renamed_from === undefined)
        .map(({ name }) => name)
}

function withOldName(model: RandomModel, name: string, old: string): RandomModel {
  const columns = model.columns.map((column) => (column.name === name ? { ...column, renamed_from: old } : column))
  return { ...model, columns }
}

/** Columns of a target that others refer to keep their names in the join tables: those are made from them. */
function isLinked({ models }: RandomSpec, { name, relations }: RandomModel): boolean {
  const reaches = (model: RandomModel) => Object.values(model.relations).some((each) => each.many_to_many === name)
  return Object.keys(relations).length > 0 || models.some(reaches)
}

function isRead({ blocks }: RandomSpec, model: RandomModel): boolean {
  return blocks.some(({ up }) => up.includes(model.table ?? model.name))
}

function pickModel(spec: RandomSpec, pick: Pick): RandomModel | undefined {
  return pick.one(spec.models.filter((model) => !isLinked(spec, model) && !isRead(spec, model)))
}

function renameColumn(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pickModel(spec, pick)
  const old = model && pick.one(oldColumns(spec, model))
  if (model === undefined || old === undefined) return undefined
  const [name, next] = fresh(spec, 'c')
  const isSilent = pick.below(12) === 11
  const renamed = withModel(next, model.name, (one) => {
    const changed = renameInModel(one, old, name)
    return isSilent ? changed : withOldName(changed, name, old)
  })
  return isSilent ? { ...renamed, silent: [...renamed.silent, 'rename a column'] } : renamed
}

function chainColumns(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pickModel(spec, pick)
  const [first, second] = model === undefined ? [] : oldColumns(spec, model).slice(-2)
  if (model === undefined || first === undefined || second === undefined) return undefined
  const [name, next] = fresh(spec, 'c')
  return withModel(next, model.name, (one) => {
    const moved = renameInModel(renameInModel(one, first, name), second, first)
    return withOldName(withOldName(moved, name, first), first, second)
  })
}

function swapColumns(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pickModel(spec, pick)
  const [first, second] = model === undefined ? [] : oldColumns(spec, model).slice(-2)
  if (model === undefined || first === undefined || second === undefined) return undefined
  return withModel(spec, model.name, (one) => {
    const swapped = renameInModel(renameInModel(renameInModel(one, first, 'aside'), second, first), 'aside', second)
    return withOldName(withOldName(swapped, first, second), second, first)
  })
}

function isOldTable(spec: RandomSpec, model: RandomModel): boolean {
  return !isNew(spec, model) && model.renamed_from === undefined
}

function renameTable(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models.filter((one) => isOldTable(spec, one) && !isRead(spec, one)))
  if (model === undefined) return undefined
  const [table, next] = fresh(spec, 'renamed')
  const isSilent = pick.below(12) === 11
  const said = isSilent ? {} : { renamed_from: tableOf(model) }
  const renamed = withModel(next, model.name, (one) => ({ ...one, table, ...said }))
  return isSilent ? { ...renamed, silent: [...renamed.silent, 'rename a table'] } : renamed
}

function swapTables(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const old = spec.models.filter((one) => isOldTable(spec, one) && !isRead(spec, one))
  const first = pick.one(old)
  const second = pick.one(old.filter((one) => one !== first && one.schema === first?.schema))
  if (first?.table === undefined || second?.table === undefined) return undefined
  const [one, other] = [first.table, second.table]
  const swapped = withModel(spec, first.name, (model) => ({ ...model, table: other, renamed_from: tableOf(first) }))
  return withModel(swapped, second.name, (model) => ({ ...model, table: one, renamed_from: tableOf(second) }))
}

function moveTable(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models.filter((one) => isOldTable(spec, one) && !isRead(spec, one)))
  if (model === undefined || isLinked(spec, model)) return undefined
  const schema = model.schema === 'public' ? 'side' : 'public'
  const old = model.schema === 'public' ? `public.${model.table}` : tableOf(model)
  return withModel(spec, model.name, (one) => ({ ...one, schema, renamed_from: old }))
}

function renameEnum(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const type = pick.one(spec.enums.filter((one) => !isNew(spec, one)))
  if (type === undefined) return undefined
  const [name, next] = fresh(spec, 'Mood')
  const old = `${type.schema}.${type.name.toLowerCase()}`
  const enums = next.enums.map((one) => (one === type ? { ...type, name, renamed_from: old } : one))
  return renameWord({ ...next, enums }, type.name, name)
}

function renameValue(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const type = pick.one(spec.enums.filter((one) => !isNew(spec, one)))
  const old = pick.one((type?.values ?? []).filter((value) => /^[a-z]+$/.test(value)))
  if (type === undefined || old === undefined) return undefined
  const [name, next] = fresh(spec, 'renamed ')
  return renameValues(next, type.name, { [name]: old })
}

function swapValues(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const type = pick.one(spec.enums.filter((one) => !isNew(spec, one) && one.renamedValues === undefined))
  const [first, second] = (type?.values ?? []).filter((value) => /^[a-z]+$/.test(value))
  if (type === undefined || first === undefined || second === undefined) return undefined
  return renameValues(spec, type.name, { [first]: second, [second]: first })
}

/** Values by their old ones, in the enum and in the defaults of its columns. */
function renameValues(spec: RandomSpec, name: string, names: Readonly<Record<string, string>>): RandomSpec {
  const now = new Map(Object.entries(names).map(([value, old]) => [old, value]))
  const next = (value: unknown): unknown => now.get(String(value)) ?? value
  const isOf = (type: string): boolean => type === name || type === `${name}[]`
  return {
    ...spec,
    enums: spec.enums.map((one) =>
      one.name === name
        ? {
            ...one,
            values: one.values.map((value) => String(next(value))),
            renamedValues: { ...one.renamedValues, ...names },
          }
        : one,
    ),
    models: spec.models.map((model) => ({
      ...model,
      columns: model.columns.map((column) =>
        isOf(column.type) && column.default !== undefined
          ? { ...column, default: Array.isArray(column.default) ? column.default.map(next) : next(column.default) }
          : column,
      ),
    })),
  }
}
