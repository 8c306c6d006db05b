import type { List } from '../spec/definition/compound.js'
import type { CheckSpec } from '../spec/definition/constraint.js'
import type { Choice, Flag } from '../spec/definition/shape.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { alternatives, quoted } from '../spec/wording.js'
import { spokenType } from './column-types.js'
import type { Building, ColumnDraft, Draft, EntityDraft } from './drafts.js'
import { checkSql, hasColumn } from './expression.js'
import { isPrimaryKey } from './fields.js'
import { canIndex } from './index-methods.js'
import type { Check, Field, Key } from './model.js'
import { invalidError, keyPascal, takenError } from './naming.js'
import { columnsPart } from './object-names.js'
import type { Deferrable } from './objects.js'

/** Adds primary key, unique constraints and checks of an entity. */
export function addKeys(building: Building, owner: EntityDraft): void {
  addPrimaryKey(building, owner)
  for (const { spec, field, key } of owner.columns.values()) {
    const unique = spec?.unique
    if (unique === undefined || (unique.kind === 'flag' && !unique.value)) continue
    const options = unique.kind === 'record' ? unique : undefined
    addUnique(building, owner, [field], options, spec?.keys.get('unique') ?? key.span)
  }
  for (const unique of owner.spec?.unique?.items ?? []) {
    const columns = unique.kind === 'list' ? unique : unique.columns
    const fields = columns && fieldsOf(building, owner, columns.items)
    if (fields === undefined) owner.isBroken = true
    else addUnique(building, owner, fields, unique.kind === 'record' ? unique : undefined, unique.span)
  }
  addChecks(building, owner)
}

/** The fields that names stand for; nothing where one is unknown or given twice, which is then noted. */
export function fieldsOf(building: Building, owner: EntityDraft, names: readonly ScalarNode[]): Field[] | undefined {
  const fields: Field[] = []
  for (const name of names) {
    const field = hasColumn(building, owner, name.text, name.span) ? owner.columns.get(name.text)?.field : undefined
    if (field === undefined) continue
    if (!fields.includes(field)) fields.push(field)
    else building.problems.add('DB510', name.span, `column ${quoted(name.text)} is listed twice`, 'remove one')
  }
  return fields.length === names.length && fields.length > 0 ? fields : undefined
}

function addPrimaryKey(building: Building, owner: EntityDraft): void {
  const marked = [...owner.columns.values()].filter(({ spec }) => isPrimaryKey(spec))
  const spec = owner.spec?.primary_key
  if (spec !== undefined ? marked.length > 0 : marked.length > 1) {
    reportSecondKey(building, owner, marked)
    return
  }
  const columns = spec?.kind === 'record' ? spec.columns : spec
  const isGiven = owner.spec?.keys.has('primary_key') === true
  const fields = isGiven ? columns && fieldsOf(building, owner, columns.items) : marked.map(({ field }) => field)
  if (fields === undefined) owner.isBroken = true
  if (fields === undefined || fields.length === 0) return
  reportNullable(building, fields, columns?.items ?? [])
  const ofColumn = marked[0]?.spec?.primary_key
  const options = spec?.kind === 'record' ? spec : ofColumn?.kind === 'record' ? ofColumn : undefined
  owner.entity.primaryKey = makeKey(building, owner, fields, 'pkey', options)
  checkComparable(
    building,
    owner,
    fields,
    'a primary key',
    columns?.items[0]?.span ?? marked[0]?.spec?.keys.get('primary_key'),
  )
}

function reportSecondKey({ problems }: Building, owner: EntityDraft, marked: readonly ColumnDraft[]): void {
  const spec = owner.spec?.primary_key
  owner.isBroken = true
  const names = marked.map(({ key }) => key.text)
  const list = names.join(', ')
  const second = spec?.span ?? marked[1]?.spec?.keys.get('primary_key') ?? owner.span
  const hint =
    spec === undefined
      ? `for a key of several columns, write "primary_key: [${list}]" in the model and nothing in the columns`
      : `remove it, or take "primary_key" from ${alternatives(names, 'and')}`
  problems.add('DB503', second, `model ${quoted(owner.name)} has a second primary key`, hint)
}

/** Those of a single column are noted with its options. */
function reportNullable({ problems }: Building, fields: readonly Field[], nodes: readonly ScalarNode[]): void {
  for (const node of nodes) {
    if (fields.find(({ name }) => name === node.text)?.nullable !== true) continue
    problems.add(
      'DB405',
      node.span,
      `column ${quoted(node.text)} of the primary key is nullable`,
      `remove "nullable" from ${node.text}`,
    )
  }
}

/** A key is an index, which compares values. */
function checkComparable(
  { problems }: Building,
  owner: EntityDraft,
  fields: readonly Field[],
  what: string,
  span: Span | undefined,
): void {
  const virtual = fields.find(({ isVirtual }) => isVirtual)
  if (virtual !== undefined && span !== undefined) {
    const message = `${what} cannot hold ${quoted(virtual.name)}, which is not stored`
    problems.add('DB511', span, message, `remove "stored: false" from ${virtual.name}`)
    return
  }
  const field = fields.find(({ name, type }) => owner.columns.get(name)?.isTyped === true && !canIndex(type, 'btree'))
  if (field === undefined || span === undefined) return
  const message = `column ${quoted(field.name)} is ${spokenType(field.type)}, whose values ${what} cannot compare`
  problems.add('DB511', span, message, field.type.name === 'json' ? 'make it jsonb' : 'use another column')
}

/** Options of a key as the spec has them. */
interface KeyOptions {
  readonly name: ScalarNode | undefined
  readonly nulls_not_distinct?: Flag | undefined
  readonly include: List<ScalarNode> | undefined
  readonly deferrable: Choice<Deferrable> | undefined
}

function addUnique(
  building: Building,
  owner: EntityDraft,
  fields: Field[],
  options: KeyOptions | undefined,
  span: Span,
): void {
  const { primaryKey, uniques } = owner.entity
  const same = [primaryKey, ...uniques].find(
    (key) => key?.fields.length === fields.length && key.fields.every((field, at) => field === fields[at]),
  )
  if (same !== undefined) {
    const reason = same === primaryKey ? 'it is the primary key' : 'remove one'
    const message = `${fields.map((field) => field.name).join(', ')} is unique already`
    building.problems.add('DB510', span, message, same === primaryKey ? `remove it: ${reason}` : reason)
    return
  }
  checkComparable(building, owner, fields, 'a unique constraint', span)
  uniques.push(makeKey(building, owner, fields, 'key', options))
}

/** A key with its name: given, or inferred as PostgreSQL would. */
export function makeKey(
  building: Building,
  owner: EntityDraft,
  fields: readonly Field[],
  label: 'pkey' | 'key',
  options: KeyOptions | undefined,
): Draft<Key> {
  const { schema, table } = owner.entity
  const pascal = keyPascal(fields)
  const errorName = takenError(owner.name, pascal)
  const name = options?.name
  const key: Draft<Key> = {
    name: name?.text ?? '',
    fields: [...fields],
    nullsNotDistinct: options?.nulls_not_distinct?.value ?? false,
    include: includedOf(building, owner, fields, options?.include),
    deferrable: options?.deferrable?.value,
    pascal,
    errorName,
  }
  const what = `${label === 'pkey' ? 'the primary key' : 'a unique constraint'} of ${quoted(owner.name)}`
  if (name !== undefined) building.names.take({ kind: 'key', schema, table, name: name.text, what, span: name.span })
  else {
    // PostgreSQL counts the columns that are stored along.
    const named = [...fields, ...key.include].map((field) => field.name)
    const part = label === 'pkey' ? undefined : columnsPart(named)
    const assign = (made: string) => {
      key.name = made
    }
    building.names.infer({ kind: 'key', schema, table, part, label, what, assign })
  }
  return key
}

function includedOf(
  building: Building,
  owner: EntityDraft,
  fields: readonly Field[],
  spec: List<ScalarNode> | undefined,
): Field[] {
  if (spec === undefined) return []
  const twice = spec.items.find(({ text }) => fields.some(({ name }) => name === text))
  if (twice !== undefined)
    building.problems.add('DB510', twice.span, `column ${quoted(twice.text)} is part of the key already`, 'remove it')
  return fieldsOf(building, owner, spec.items) ?? []
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
  const isNotValid = spec.kind === 'record' && spec.not_valid?.value === true
  const check: Draft<Check> = { name: '', sql: node.text, isNotValid, errorName: '' }
  const assign = (name: string) => {
    check.name = name
    check.errorName = invalidError(owner.name, table, name)
  }
  const what = `a check of ${quoted(owner.name)}`
  const given = spec.kind === 'record' ? spec.name : undefined
  checks.push(check)
  if (given !== undefined) {
    building.names.take({ kind: 'constraint', schema, table, name: given.text, what, span: given.span })
    assign(given.text)
    return
  }
  const columns = [...new Set(expression.columns.map(({ name }) => name))]
  const part = columns.length === 1 ? columns[0] : undefined
  building.names.infer({ kind: 'constraint', schema, table, part, label: 'check', what, assign })
}
