import type { CheckSpec } from '../spec/definition/column.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, Draft, EntityDraft } from './drafts.js'
import { checkSql, reportUnknownColumn } from './expression.js'
import type { Check, Field, Key } from './model.js'
import { invalidError, keyPascal, takenError } from './naming.js'
import { columnsPart } from './object-names.js'

/** Adds primary key, unique constraints and checks of an entity. */
export function addKeys(building: Building, owner: EntityDraft): void {
  addPrimaryKey(building, owner)
  for (const { spec, field, key } of owner.columns.values()) {
    const unique = spec?.unique
    if (unique === undefined || (unique.kind === 'flag' && !unique.value)) continue
    const options = unique.kind === 'record' ? unique : undefined
    addUnique(building, owner, [field], options?.name, options?.nulls_not_distinct?.value ?? false, key.span)
  }
  for (const unique of owner.spec?.unique?.items ?? []) {
    const columns = unique.kind === 'list' ? unique : unique.columns
    const fields = columns && fieldsOf(building, owner, columns.items)
    if (fields === undefined) continue
    const options = unique.kind === 'record' ? unique : undefined
    addUnique(building, owner, fields, options?.name, options?.nulls_not_distinct?.value ?? false, unique.span)
  }
  addChecks(building, owner)
}

/** The fields that names stand for; nothing where one is unknown or given twice, which is then noted. */
export function fieldsOf(building: Building, owner: EntityDraft, names: readonly ScalarNode[]): Field[] | undefined {
  const fields: Field[] = []
  const before = building.problems.count
  for (const name of names) {
    const column = owner.columns.get(name.text)
    if (column === undefined) reportUnknownColumn(building, owner, name.text, name.span)
    else if (fields.includes(column.field)) {
      building.problems.add('DB510', name.span, `column ${quoted(name.text)} is listed twice`, 'remove one')
    } else fields.push(column.field)
  }
  const isWhole = building.problems.count === before && fields.length === names.length && fields.length > 0
  return isWhole ? fields : undefined
}

function addPrimaryKey(building: Building, owner: EntityDraft): void {
  const marked = [...owner.columns.values()].filter(({ spec }) => spec?.primary_key?.value === true)
  const spec = owner.spec?.primary_key
  const second = spec?.span ?? marked[1]?.spec?.keys.get('primary_key')
  if (marked.length > 0 && second !== undefined && (spec !== undefined || marked.length > 1)) {
    const names = marked.map(({ key }) => key.text).join(', ')
    const hint = `for a key of several columns, write "primary_key: [${names}]" in the model and nothing in the columns`
    building.problems.add('DB503', second, `model ${quoted(owner.name)} has a second primary key`, hint)
    return
  }
  const columns = spec?.kind === 'record' ? spec.columns : spec
  const fields = spec === undefined ? marked.map(({ field }) => field) : columns && fieldsOf(building, owner, columns.items)
  if (fields === undefined || fields.length === 0) return
  const nullable = fields.find((field) => field.nullable)
  if (nullable !== undefined && spec !== undefined) {
    building.problems.add('DB405', spec.span, `column ${quoted(nullable.name)} of the primary key is nullable`, 'remove "nullable"')
  }
  const name = spec?.kind === 'record' ? spec.name : undefined
  owner.entity.primaryKey = makeKey(building, owner, fields, 'pkey', name, false)
}

function addUnique(
  building: Building,
  owner: EntityDraft,
  fields: Field[],
  name: ScalarNode | undefined,
  nullsNotDistinct: boolean,
  span: Span,
): void {
  const same = [owner.entity.primaryKey, ...owner.entity.uniques].find(
    (key) => key?.fields.length === fields.length && key.fields.every((field, at) => field === fields[at]),
  )
  if (same !== undefined) {
    building.problems.add('DB510', span, `${fields.map((field) => field.name).join(', ')}: already unique`, 'remove one')
    return
  }
  owner.entity.uniques.push(makeKey(building, owner, fields, 'key', name, nullsNotDistinct))
}

/** A key with its name: given, or inferred as PostgreSQL would. */
export function makeKey(
  building: Building,
  owner: EntityDraft,
  fields: readonly Field[],
  label: 'pkey' | 'key',
  name: ScalarNode | undefined,
  nullsNotDistinct: boolean,
): Draft<Key> {
  const { schema, table } = owner.entity
  const pascal = keyPascal(fields)
  const errorName = takenError(owner.name, pascal)
  const key: Draft<Key> = { name: name?.text ?? '', fields: [...fields], nullsNotDistinct, pascal, errorName }
  const what = `${label === 'pkey' ? 'the primary key' : 'a unique constraint'} of ${owner.name}`
  if (name !== undefined) building.names.take('relation', schema, name.text, what, name.span)
  else {
    const part = label === 'pkey' ? undefined : columnsPart(fields.map((field) => field.name))
    const assign = (made: string) => {
      key.name = made
    }
    building.names.infer({ kind: 'relation', schema, table, part, label, what, assign })
  }
  return key
}

function addChecks(building: Building, owner: EntityDraft): void {
  for (const { spec } of owner.columns.values()) {
    if (spec?.check !== undefined) addCheck(building, owner, spec.check)
  }
  for (const check of owner.checks) addCheck(building, owner, check)
}

function addCheck(building: Building, owner: EntityDraft, spec: CheckSpec): void {
  const node = spec.kind === 'record' ? spec.sql : spec
  if (node === undefined) return
  const expression = checkSql(building, node, { what: 'a check', columnsOf: owner, isAggregate: false })
  if (expression === undefined) return
  const { schema, table, checks } = owner.entity
  const check: Draft<Check> = { name: '', sql: node.text, errorName: '' }
  const assign = (name: string) => {
    check.name = name
    check.errorName = invalidError(owner.name, table, name)
  }
  const what = `a check of ${owner.name}`
  const given = spec.kind === 'record' ? spec.name : undefined
  checks.push(check)
  if (given !== undefined) {
    building.names.takeConstraint({ schema, table }, given.text, what, given.span)
    assign(given.text)
    return
  }
  const columns = [...new Set(expression.columns.map(({ name }) => name))]
  const part = columns.length === 1 ? columns[0] : undefined
  building.names.infer({ kind: 'constraint', schema, table, part, label: 'check', what, assign })
}
