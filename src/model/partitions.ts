import type { PartitionBySpec, PartitionsSpec } from '../spec/definition/partition.js'
import { kindOf, type ScalarNode, type Span } from '../spec/node.js'
import { alternatives, quoted } from '../spec/wording.js'
import { familyOf } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import { checkSql, hasColumn } from './expression.js'
import { needsServer } from './features.js'
import { literalMistake } from './literals.js'
import type { Field } from './model.js'
import type { BoundValue, PartitionBounds, Partitioning, PartitionTerm } from './objects.js'

type PartitionSpec = NonNullable<PartitionsSpec['entries'][number]['value']>
type BoundsSpec = Extract<PartitionSpec, { kind: 'record' }>

/** Adds how the table of an entity is divided, once its keys are known. */
export function addPartitions(building: Building, owner: EntityDraft): void {
  const { spec, entity } = owner
  const by = spec?.partition_by && partitioningOf(building, owner, spec.partition_by)
  if (by === undefined) {
    reportLonely(building, owner)
    return
  }
  entity.partitioning = by
  checkKeys(building, owner, by)
  checkParts(building, owner)
  const taken = { hasDefault: false }
  for (const { key, value } of spec?.partitions?.entries ?? []) {
    const what = `a partition of ${quoted(owner.name)}`
    building.names.take({ kind: 'table', schema: entity.schema, table: key.text, name: key.text, what, span: key.span })
    const bounds = value && boundsOf(building, owner, by, value)
    if (bounds !== undefined) entity.partitions.push({ name: key.text, bounds })
    if (bounds?.kind !== 'default') continue
    if (taken.hasDefault) building.problems.add('DB514', key.span, 'a second default partition', 'remove one of them')
    taken.hasDefault = true
  }
}

function reportLonely({ problems }: Building, { spec }: EntityDraft): void {
  const span = spec?.keys.get('partitions')
  if (span === undefined || spec?.keys.has('partition_by') === true) return
  problems.add('DB514', span, '"partitions" without "partition_by"', 'add "partition_by: { range: [created_at] }"')
}

function partitioningOf(building: Building, owner: EntityDraft, spec: PartitionBySpec): Partitioning | undefined {
  const method = (['range', 'list', 'hash'] as const).find((name) => spec[name] !== undefined)
  const items = method && spec[method]?.items
  const terms = items?.flatMap((item): PartitionTerm[] => {
    if (item.kind === 'scalar')
      return hasColumn(building, owner, item.text, item.span) ? [{ kind: 'column', value: item.text }] : []
    const place = { what: 'a partitioning', columnsOf: owner, isAggregate: false } as const
    const isSound = item.sql !== undefined && checkSql(building, item.sql, place) !== undefined
    return isSound && item.sql !== undefined ? [{ kind: 'expression', value: item.sql.text }] : []
  })
  if (method === undefined || terms === undefined || terms.length !== items?.length) return undefined
  if (method === 'list' && terms.length > 1) {
    building.problems.add('DB514', spec.span, 'a list is of one column or expression', 'keep one, or write "range"')
    return undefined
  }
  return { method, terms }
}

/** Each partition sees its own rows only, so that what is unique must be unique within one. */
function checkKeys(building: Building, owner: EntityDraft, by: Partitioning): void {
  const { primaryKey, uniques, indexes } = owner.entity
  const spec = owner.spec
  const keySpan = (fields: readonly Field[]): Span =>
    spec?.primary_key?.span ?? owner.columns.get(fields[0]?.name ?? '')?.key.span ?? owner.span
  if (primaryKey !== undefined)
    checkKey(building, by, namesOf(primaryKey.fields), 'the primary key', keySpan(primaryKey.fields))
  for (const { fields } of uniques) {
    const list = spec?.unique?.items.find((one) => {
      const columns = one.kind === 'list' ? one : one.columns
      return columns?.items.map(({ text }) => text).join() === namesOf(fields).join()
    })
    const column = owner.columns.get(fields[0]?.name ?? '')
    const span = list?.span ?? column?.spec?.keys.get('unique') ?? owner.span
    checkKey(building, by, namesOf(fields), 'a unique constraint', span)
  }
  for (const { terms } of indexes.filter(({ unique }) => unique)) {
    const columns = terms.filter(({ kind }) => kind === 'column').map(({ value }) => value)
    checkKey(building, by, columns, 'a unique index', spec?.indexes?.span ?? owner.span)
  }
}

function namesOf(fields: readonly Field[]): string[] {
  return fields.map(({ name }) => name)
}

function checkKey(
  { problems }: Building,
  by: Partitioning,
  columns: readonly string[],
  what: string,
  span: Span,
): void {
  if (by.terms.some(({ kind }) => kind === 'expression')) {
    const hint = 'partition by a column, or leave the key out'
    problems.add('DB513', span, `${what} does not go with a table that is partitioned by an expression`, hint)
    return
  }
  const missing = by.terms.map(({ value }) => value).filter((name) => !columns.includes(name))
  if (missing.length === 0) return
  const list = alternatives(missing.map(quoted), 'and')
  const hint = `write [${[...columns, ...missing].join(', ')}]`
  problems.add('DB513', span, `${what} must hold ${list}, by which the table is partitioned`, hint)
}

/** What PostgreSQL learned late to do with tables that are divided. */
function checkParts(building: Building, owner: EntityDraft): void {
  for (const { field, spec, key } of owner.columns.values()) {
    if (field.identity === undefined) continue
    needsServer(building, 17, 'an identity column of a partitioned table', spec?.keys.get('identity') ?? key.span)
  }
  const { exclusions, foreignKeys } = owner.entity
  const span = owner.spec?.keys.get('exclude') ?? owner.span
  if (exclusions.length > 0) needsServer(building, 17, 'an exclusion of a partitioned table', span)
  const late = building.foreignKeys.find(({ key }) => foreignKeys.includes(key) && key.isNotValid)
  if (late !== undefined) needsServer(building, 18, '"not_valid" of a partitioned table', late.span)
}

function boundsOf(
  building: Building,
  owner: EntityDraft,
  by: Partitioning,
  spec: PartitionSpec,
): PartitionBounds | undefined {
  if (spec.kind === 'choice') {
    if (by.method !== 'hash') return { kind: 'default' }
    building.problems.add('DB514', spec.span, 'a hash has no default partition', 'give it a modulus and a remainder')
    return undefined
  }
  if (!hasKeys(building, by, spec)) return undefined
  switch (by.method) {
    case 'range': {
      const [from, to] = [rangeOf(building, owner, by, spec.from), rangeOf(building, owner, by, spec.to)]
      return from && to && { kind: 'range', from, to }
    }
    case 'list': {
      const values = spec.values?.items.map((node) => boundValue(building, owner, by.terms[0], node, ['null']))
      return values && { kind: 'list', values }
    }
    case 'hash': {
      const { modulus, remainder } = spec
      if (modulus === undefined || remainder === undefined) return undefined
      if (remainder.value < modulus.value) return { kind: 'hash', modulus: modulus.value, remainder: remainder.value }
      const hint = `it goes from 0 to ${modulus.value - 1}`
      building.problems.add('DB514', remainder.span, `the remainder is not less than the modulus`, hint)
      return undefined
    }
  }
}

const keysOf = { range: ['from', 'to'], list: ['values'], hash: ['modulus', 'remainder'] } as const

function hasKeys({ problems }: Building, { method }: Partitioning, { keys, span }: BoundsSpec): boolean {
  const wanted: readonly string[] = keysOf[method]
  const isMissing = wanted.some((name) => !keys.has(name))
  const other = [...keys].find(([name]) => !wanted.includes(name))
  if (!isMissing && other === undefined) return true
  const list = alternatives(wanted.map(quoted), 'and')
  problems.add('DB514', other?.[1] ?? span, `a partition of a ${method} has ${list}`, `write ${list}, and nothing else`)
  return false
}

function rangeOf(
  building: Building,
  owner: EntityDraft,
  { terms }: Partitioning,
  spec: BoundsSpec['from'],
): readonly BoundValue[] | undefined {
  if (spec === undefined) return undefined
  if (spec.items.length !== terms.length) {
    const count = terms.length === 1 ? 'one value' : `${terms.length} values`
    building.problems.add(
      'DB514',
      spec.span,
      `a bound of this table has ${count}`,
      'write one for each column or expression',
    )
    return undefined
  }
  return spec.items.map((node, index) => boundValue(building, owner, terms[index], node, ['minvalue', 'maxvalue']))
}

/** A value of the column's type; of an expression only the database knows the type. */
function boundValue(
  { problems }: Building,
  owner: EntityDraft,
  term: PartitionTerm | undefined,
  node: ScalarNode,
  words: readonly string[],
): BoundValue {
  const word = kindOf(node) === 'null' ? 'null' : node.text.toLowerCase()
  if (node.style === 'plain' && words.includes(word)) return { kind: 'word', text: word }
  const column = term?.kind === 'column' ? owner.columns.get(term.value) : undefined
  const type = column?.isTyped === true ? column.field.type : undefined
  const isBare = kindOf(node) === 'number' || kindOf(node) === 'boolean'
  if (type === undefined) return { kind: isBare ? 'word' : 'literal', text: node.text }
  const mistake = word === 'null' ? undefined : literalMistake(node.text, type)
  if (mistake !== undefined)
    problems.add('DB514', node.span, `the bound ${quoted(node.text)} ${mistake.message}`, mistake.hint)
  const family = familyOf(type)
  const isWord = family === 'integer' || family === 'number' || family === 'boolean'
  return { kind: isWord ? 'word' : 'literal', text: node.text }
}
