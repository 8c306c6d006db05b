import { isNamedIn, isNew, omit, plainColumns, tableOf, withModel, withoutColumn } from './change-spec.js'
import type { Edit } from './edits.js'
import type { Pick } from './pick.js'
import type { RandomEnum, RandomModel, RandomSpec } from './spec.js'

/** What goes, with the word that it may; without it the migration is refused. */
export const dropEdits: readonly Edit[] = [
  { name: 'drop a column', apply: dropColumn },
  { name: 'drop a table', apply: dropTable },
  { name: 'drop an enum', apply: dropEnum },
  { name: 'remove a value of an enum', apply: removeValue },
  { name: 'reorder an enum', apply: reorderEnum },
  { name: 'drop the extension', apply: dropExtension },
]

function isRead({ blocks }: RandomSpec, name: string): boolean {
  return isNamedIn(blocks, name)
}

function dropColumn(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models)
  const isFree = ({ name }: { readonly name: string }): boolean =>
    !isRead(spec, name) && model?.columns.some(({ generated }) => isNamedIn(generated ?? '', name)) === false
  const bound = (model?.foreign_keys ?? []).flatMap((key) => key.columns)
  const keyed = (model?.columns ?? []).filter(({ name }) => bound.includes(name) && !model?.primary_key.includes(name))
  const column = model && pick.one([...plainColumns(model).filter(isFree), ...keyed])
  if (model === undefined || column === undefined || model.columns.length < 3) return undefined
  const isSilent = pick.below(12) === 11 && !isNew(spec, column) && !isNew(spec, model)
  const said = isSilent ? (model.drop ?? []) : [...(model.drop ?? []), column.renamed_from ?? column.name]
  const next = withModel(spec, model.name, (one) => ({
    ...withoutColumn(one, column.name),
    drop: isNew(spec, model) ? [] : [...new Set(said)],
  }))
  return isSilent ? { ...next, silent: [...next.silent, 'drop a column'] } : next
}

function dropTable(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const free = spec.models.filter(
    (model) => Object.keys(model.relations).length === 0 && !isRead(spec, model.table ?? model.name),
  )
  const model = pick.one(free)
  if (model === undefined) return undefined
  const isSilent = pick.below(12) === 11 && !isNew(spec, model)
  const left = spec.models
    .filter((one) => one !== model)
    .map((one) => ({ ...one, foreign_keys: one.foreign_keys.filter((key) => key.references !== model.name) }))
  const tables = isSilent ? [] : [model.renamed_from ?? tableOf(model)]
  const next = { ...spec, models: left, drop: dropped(spec, 'tables', tables) }
  return isSilent ? { ...next, silent: [...next.silent, 'drop a table'] } : next
}

function dropped({ drop }: RandomSpec, kind: string, names: readonly string[]): RandomSpec['drop'] {
  const all = [...new Set([...(drop[kind] ?? []), ...names])]
  return all.length === 0 ? drop : { ...drop, [kind]: all }
}

function dropEnum(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const type = pick.one(spec.enums.filter(({ name }) => !isNamedIn(spec.models, name)))
  if (type === undefined) return undefined
  const own = type.renamed_from ?? `${type.schema}.${type.name.toLowerCase()}`
  const isSilent = pick.below(12) === 11 && !isNew(spec, type)
  const enums = spec.enums.filter((one) => one !== type)
  const next = { ...spec, enums, drop: dropped(spec, 'enums', isSilent ? [] : [own.replace(/^public\./, '')]) }
  return isSilent ? { ...next, silent: [...next.silent, 'drop an enum'] } : next
}

/** With what becomes of rows that have it; a default that is it goes. */
function removeValue(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const type = pick.one(spec.enums.filter(({ values, renamedValues }) => values.length > 1 && !renamedValues))
  const gone = pick.one(type?.values ?? [])
  const kept = pick.one((type?.values ?? []).filter((value) => value !== gone))
  if (type === undefined || gone === undefined || kept === undefined) return undefined
  const isMapped = pick.below(6) !== 5
  const values = type.values.filter((value) => value !== gone)
  const earlier = Object.entries(type.map ?? {}).map(([old, value]) => [old, value === gone ? kept : value] as const)
  const map = isMapped ? { ...Object.fromEntries(earlier), [gone]: kept } : Object.fromEntries(earlier)
  const changed: RandomEnum = { ...omit(type, 'map'), values, ...(Object.keys(map).length > 0 ? { map } : {}) }
  return {
    ...spec,
    enums: spec.enums.map((one) => (one === type ? changed : one)),
    models: spec.models.map((model) => withoutDefault(model, type.name, gone, kept)),
  }
}

function withoutDefault(model: RandomModel, type: string, gone: string, kept: string): RandomModel {
  const other = (value: unknown): unknown => (value === gone ? kept : value)
  const columns = model.columns.map((column) => {
    if (column.type.replace('[]', '') !== type || column.default === undefined) return column
    return { ...column, default: Array.isArray(column.default) ? column.default.map(other) : other(column.default) }
  })
  return { ...model, columns }
}

function reorderEnum(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const type = pick.one(spec.enums.filter(({ values }) => values.length > 1))
  if (type === undefined) return undefined
  const values = [...type.values].reverse()
  return { ...spec, enums: spec.enums.map((one) => (one === type ? { ...type, values } : one)) }
}

function dropExtension(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  if (spec.extensions.length === 0) return undefined
  const said = pick.coin() ? spec.extensions : []
  return { ...spec, extensions: [], drop: dropped(spec, 'extensions', said) }
}
