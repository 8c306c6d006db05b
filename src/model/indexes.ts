import type { IndexesSpec } from '../spec/definition/model.js'
import type { ScalarNode } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, Draft, EntityDraft } from './drafts.js'
import { checkSql, reportUnknownColumn } from './expression.js'
import { pascal } from './inflect.js'
import { fieldsOf } from './keys.js'
import type { Field, Index, IndexTerm } from './model.js'
import { takenError } from './naming.js'
import { columnsPart, numberedLabels } from './object-names.js'

type IndexSpec = IndexesSpec['items'][number]
type TermSpec = Extract<IndexSpec, { kind: 'list' }>['items'][number]

interface LabelledTerm {
  readonly term: IndexTerm
  readonly label: string
}

/** Adds the indexes of an entity: those of its columns, then its own. */
export function addIndexes(building: Building, owner: EntityDraft): void {
  for (const { spec, field } of owner.columns.values()) {
    const index = spec?.index
    if (index === undefined || (index.kind === 'flag' && !index.value)) continue
    const options = index.kind === 'record' ? index : undefined
    const where = options?.where && predicate(building, owner, options.where)
    const method = options?.method?.value ?? 'btree'
    addIndex(building, owner, [columnTerm(field.name)], { method, where, unique: false, include: [] }, options?.name)
  }
  for (const spec of owner.indexes) addListed(building, owner, spec)
}

function addListed(building: Building, owner: EntityDraft, spec: IndexSpec): void {
  const columns = spec.kind === 'list' ? spec : spec.columns
  const terms = columns?.items.map((term) => termOf(building, owner, term))
  const options = spec.kind === 'record' ? spec : undefined
  const include = options?.include ? fieldsOf(building, owner, options.include.items) : []
  const where = options?.where && predicate(building, owner, options.where)
  const whole = terms?.filter((term) => term !== undefined)
  if (whole === undefined || whole.length === 0 || whole.length !== terms?.length || include === undefined) return
  const method = options?.method?.value ?? 'btree'
  const unique = options?.unique?.value ?? false
  if (options !== undefined) checkMethod(building, options, method, whole)
  addIndex(building, owner, whole, { method, unique, include, where }, options?.name)
}

/** What each method cannot do. */
function checkMethod(
  { problems }: Building,
  options: Extract<IndexSpec, { kind: 'record' }>,
  method: string,
  terms: readonly LabelledTerm[],
): void {
  const at = (key: string) => options.keys.get(key) ?? options.span
  if (method === 'btree') return
  if (options.unique?.value === true) problems.add('DB511', at('unique'), `a ${method} index cannot be unique`, 'use btree')
  if (options.include !== undefined && method !== 'gist' && method !== 'spgist') {
    problems.add('DB511', at('include'), `a ${method} index cannot include further columns`)
  }
  if (terms.length > 1 && (method === 'hash' || method === 'spgist')) {
    problems.add('DB511', at('columns'), `a ${method} index has one column only`)
  }
  if (terms.some(({ term }) => term.direction === 'desc' || term.nulls !== undefined)) {
    problems.add('DB511', at('columns'), `a ${method} index has no order`)
  }
}

function columnTerm(value: string): LabelledTerm {
  const term: IndexTerm = { kind: 'column', value, direction: 'asc', nulls: undefined, operatorClass: undefined }
  return { term, label: value }
}

function termOf(building: Building, owner: EntityDraft, spec: TermSpec): LabelledTerm | undefined {
  if (spec.kind === 'scalar') return shortTerm(building, owner, spec)
  const direction = spec.order?.value ?? 'asc'
  const options = { direction, nulls: spec.nulls?.value, operatorClass: spec.operator_class?.text }
  if (spec.column !== undefined) {
    const { text, span } = spec.column
    if (!reportUnknownColumn(building, owner, text, span)) return undefined
    return { term: { kind: 'column', value: text, ...options }, label: text }
  }
  if (spec.sql === undefined) return undefined
  const place = { what: 'an index', columnsOf: owner, isAggregate: false }
  const expression = checkSql(building, spec.sql, place)
  return expression && { term: { kind: 'expression', value: spec.sql.text, ...options }, label: expression.label }
}

function shortTerm(building: Building, owner: EntityDraft, node: ScalarNode): LabelledTerm | undefined {
  const isDescending = node.text.startsWith('-')
  const name = isDescending ? node.text.slice(1) : node.text
  if (!reportUnknownColumn(building, owner, name, node.span)) return undefined
  const { term, label } = columnTerm(name)
  return { term: { ...term, direction: isDescending ? 'desc' : 'asc' }, label }
}

function predicate(building: Building, owner: EntityDraft, node: ScalarNode): string | undefined {
  const place = { what: 'the predicate of an index', columnsOf: owner, isAggregate: false }
  return checkSql(building, node, place) && node.text
}

interface IndexOptions {
  readonly method: string
  readonly unique: boolean
  readonly include: Field[]
  readonly where: string | undefined
}

function addIndex(
  building: Building,
  owner: EntityDraft,
  terms: readonly LabelledTerm[],
  options: IndexOptions,
  given: ScalarNode | undefined,
): void {
  const { schema, table, indexes } = owner.entity
  const labels = numberedLabels(terms.map(({ label }) => label))
  const errorName = takenError(owner.name, labels.map(pascal).join('And'))
  const index: Draft<Index> = { name: given?.text ?? '', ...options, terms: terms.map(({ term }) => term), errorName }
  indexes.push(index)
  const what = `an index of ${owner.name}`
  if (given !== undefined) {
    building.names.take('relation', schema, given.text, `index ${quoted(given.text)}`, given.span)
    return
  }
  const part = columnsPart([...labels, ...options.include.map((field) => field.name)])
  const assign = (name: string) => {
    index.name = name
  }
  building.names.infer({ kind: 'relation', schema, table, part, label: 'idx', what, assign })
}
