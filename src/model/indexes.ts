import type { IndexesSpec } from '../spec/definition/indexes.js'
import { type ScalarNode, type Span, spanWithin } from '../spec/node.js'
import type { Problems } from '../spec/problems.js'
import { alternatives, quoted } from '../spec/wording.js'
import { checkCollation } from './collations.js'
import { familyOf, spokenType } from './column-types.js'
import type { Building, Draft, EntityDraft } from './drafts.js'
import { checkSql, hasColumn } from './expression.js'
import { canIndex, methodsOf } from './index-methods.js'
import { pascal } from './inflect.js'
import { fieldsOf } from './keys.js'
import type { DataType, Field, Index } from './model.js'
import { takenError } from './naming.js'
import { columnsPart, numberedLabels } from './object-names.js'
import type { IndexTerm } from './objects.js'
import { storageOf } from './storage.js'

type IndexSpec = IndexesSpec['items'][number]
type TermSpec = Extract<IndexSpec, { kind: 'list' }>['items'][number]

/** A part of an index with the name that PostgreSQL gives its column. */
export interface LabelledTerm {
  readonly term: IndexTerm
  readonly label: string
  readonly span: Span
}

/** Adds the indexes of an entity: those of its columns, then its own. */
export function addIndexes(building: Building, owner: EntityDraft): void {
  for (const { spec, field, key } of owner.columns.values()) {
    const index = spec?.index
    if (index === undefined || (index.kind === 'flag' && !index.value)) continue
    const options = index.kind === 'record' ? index : undefined
    const where = options?.where && predicate(building, owner, options.where)
    const method = options?.method?.value ?? 'btree'
    const term = columnTerm(field.name, options?.method?.span ?? spec?.keys.get('index') ?? key.span)
    checkTypes(building, owner, method, [term])
    addIndex(
      building,
      owner,
      [term],
      {
        method,
        where,
        unique: false,
        nullsNotDistinct: false,
        include: [],
        storage: storageOf(building, options?.storage, method),
      },
      options?.name,
    )
  }
  for (const spec of owner.indexes) addListed(building, owner, spec)
}

function addListed(building: Building, owner: EntityDraft, spec: IndexSpec): void {
  const columns = spec.kind === 'list' ? spec : spec.columns
  const terms = columns?.items.flatMap((term) => termOf(building, owner, term) ?? [])
  const options = spec.kind === 'record' ? spec : undefined
  const include = options?.include ? fieldsOf(building, owner, options.include.items) : []
  const where = options?.where && predicate(building, owner, options.where)
  if (terms === undefined || terms.length === 0 || terms.length !== columns?.items.length || include === undefined) {
    // A foreign key may need it.
    if (options?.unique?.value === true) owner.isBroken = true
    return
  }
  const method = options?.method?.value ?? 'btree'
  const unique = options?.unique?.value ?? false
  checkTwice(building, terms)
  if (options !== undefined) checkMethod(building, options, method, terms)
  checkTypes(building, owner, method, terms)
  const nullsNotDistinct = options?.nulls_not_distinct?.value ?? false
  if (nullsNotDistinct && !unique) {
    const message = '"nulls_not_distinct" is for unique indexes'
    building.problems.add('DB511', options?.nulls_not_distinct?.span ?? spec.span, message, 'add "unique: true"')
  }
  const kept = { nullsNotDistinct, storage: storageOf(building, options?.storage, method) }
  addIndex(building, owner, terms, { method, unique, include, where, ...kept }, options?.name)
}

/** A column may be there again with another operator class, but not the same way. */
function checkTwice({ problems }: Building, terms: readonly LabelledTerm[]): void {
  terms.forEach(({ term, span }, index) => {
    const isSame = (other: IndexTerm) =>
      other.kind === 'column' && other.value === term.value && other.operatorClass === term.operatorClass
    if (!terms.slice(0, index).some((earlier) => isSame(earlier.term))) return
    problems.add('DB510', span, `column ${quoted(term.value)} is listed twice`, 'remove one')
  })
}

/** What each method cannot do. */
function checkMethod(
  { problems }: Building,
  options: Extract<IndexSpec, { kind: 'record' }>,
  method: string,
  terms: readonly LabelledTerm[],
): void {
  if (method === 'btree') return
  const at = (key: string) => options.keys.get(key) ?? options.span
  const refuse = (span: Span, what: string, hint: string) =>
    problems.add('DB511', span, `a ${method} index ${what}`, hint)
  if (options.unique?.value === true) refuse(at('unique'), 'cannot be unique', 'use btree, by leaving out "method"')
  if (options.include !== undefined && method !== 'gist' && method !== 'spgist') {
    refuse(at('include'), 'cannot store further columns', 'remove "include"')
  }
  const [, second] = terms
  if (second !== undefined && (method === 'hash' || method === 'spgist')) {
    refuse(second.span, 'has one column only', 'make one index for each column')
  }
  const ordered = terms.find(({ term }) => term.direction === 'desc' || term.nulls !== undefined)
  if (ordered !== undefined) refuse(ordered.span, 'has no order', 'remove "-", "order" and "nulls"')
}

/** Notes a column of which the method has no operator class; of an expression only the database knows the type. */
export function checkTypes(
  { problems, extensions }: Building,
  owner: EntityDraft,
  method: string,
  terms: readonly LabelledTerm[],
  what = `a ${method} index`,
): void {
  for (const { term, span } of terms) {
    reportExtension(problems, extensions, term, span)
    const column = term.kind === 'column' ? owner.columns.get(term.value) : undefined
    if (column?.field.isVirtual === true) {
      const message = `${what} cannot hold ${quoted(term.value)}, which is not stored`
      problems.add('DB511', span, message, `remove "stored: false" from ${term.value}`)
      continue
    }
    if (column === undefined || !column.isTyped || term.operatorClass !== undefined) continue
    const { type } = column.field
    if (canIndex(type, method) || extensions.has(`btree_${method}`)) continue
    const message = `${what} cannot hold ${quoted(term.value)}, which is ${spokenType(type)}`
    problems.add('DB511', span, message, methodHint(type, method, what))
  }
}

/** Operator classes of extensions that must be named in the spec. */
const classExtensions: ReadonlyMap<string, string> = new Map([
  ['gin_trgm_ops', 'pg_trgm'],
  ['gist_trgm_ops', 'pg_trgm'],
])

function reportExtension(problems: Problems, extensions: ReadonlySet<string>, term: IndexTerm, span: Span): void {
  const extension = classExtensions.get(term.operatorClass ?? '')
  if (extension === undefined || extensions.has(extension)) return
  const message = `operator class ${quoted(term.operatorClass ?? '')} is part of the extension ${extension}`
  problems.add('DB511', span, message, `add ${extension} to "extensions"`)
}

function methodHint(type: DataType, method: string, what: string): string {
  if (what.startsWith('an exclusion') && method === 'gist' && canIndex(type, 'btree'))
    return 'add btree_gist to "extensions"'
  if (method === 'gin' && familyOf(type) === 'text') {
    return 'for contains, add pg_trgm to "extensions" and write { column: ..., operator_class: gin_trgm_ops }'
  }
  if (type.name === 'json') return 'make it jsonb'
  const methods = methodsOf(type)
  return methods.length === 0
    ? 'name an operator class, or index an expression'
    : `use ${alternatives(methods)}, or name an operator class`
}

function columnTerm(value: string, span: Span): LabelledTerm {
  const options = { direction: 'asc', nulls: undefined, collation: undefined, operatorClass: undefined } as const
  return { term: { kind: 'column', value, ...options }, label: value, span }
}

function termOf(building: Building, owner: EntityDraft, spec: TermSpec): LabelledTerm | undefined {
  if (spec.kind === 'scalar') return shortTerm(building, owner, spec)
  return fullTerm(building, owner, spec, spec.order?.value ?? 'asc', spec.nulls?.value, 'an index')
}

type FullTermSpec = Pick<Extract<TermSpec, { kind: 'record' }>, 'column' | 'sql' | 'collation' | 'operator_class'>

/** A column or an expression with its label; nothing where it is wrong, which is then noted. */
export function fullTerm(
  building: Building,
  owner: EntityDraft,
  spec: FullTermSpec,
  direction: IndexTerm['direction'],
  nulls: IndexTerm['nulls'],
  what: string,
): LabelledTerm | undefined {
  const options = { direction, nulls, collation: spec.collation?.text, operatorClass: spec.operator_class?.text }
  if (spec.column !== undefined) {
    const { text, span } = spec.column
    if (!hasColumn(building, owner, text, span)) return undefined
    const column = owner.columns.get(text)
    if (column?.isTyped === true) checkCollation(building, spec.collation, column.field.type)
    return { term: { kind: 'column', value: text, ...options }, label: text, span }
  }
  if (spec.sql === undefined) return undefined
  const { text, span } = spec.sql
  const expression = checkSql(building, spec.sql, { what, columnsOf: owner, isAggregate: false })
  return expression && { term: { kind: 'expression', value: text, ...options }, label: expression.label, span }
}

function shortTerm(building: Building, owner: EntityDraft, node: ScalarNode): LabelledTerm | undefined {
  const isDescending = node.text.startsWith('-')
  const name = isDescending ? node.text.slice(1) : node.text
  if (!hasColumn(building, owner, name, spanWithin(node, node.text.length - name.length, name.length))) return undefined
  const { term, label, span } = columnTerm(name, node.span)
  return { term: { ...term, direction: isDescending ? 'desc' : 'asc' }, label, span }
}

function predicate(building: Building, owner: EntityDraft, node: ScalarNode): string | undefined {
  const place = { what: 'the predicate of an index', columnsOf: owner, isAggregate: false }
  return checkSql(building, node, place) && node.text
}

interface IndexOptions {
  readonly method: string
  readonly unique: boolean
  readonly include: Field[]
  readonly nullsNotDistinct: boolean
  readonly storage: string[]
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
  const labels = numberedLabels([...terms.map(({ label }) => label), ...options.include.map((field) => field.name)])
  const errorName = takenError(owner.name, labels.slice(0, terms.length).map(pascal).join('And'))
  const index: Draft<Index> = { name: given?.text ?? '', ...options, terms: terms.map(({ term }) => term), errorName }
  indexes.push(index)
  const what = `an index of ${quoted(owner.name)}`
  if (given !== undefined) {
    building.names.take({ kind: 'index', schema, table, name: given.text, what, span: given.span })
    return
  }
  const assign = (name: string) => {
    index.name = name
  }
  building.names.infer({ kind: 'index', schema, table, part: columnsPart(labels), label: 'idx', what, assign })
}
