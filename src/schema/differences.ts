import { ident, qualified } from './quote.js'
import type { CheckConstraint, Domain, EnumType, IndexTerm, QualifiedName, Schema, Sequence, Table } from './schema.js'

/** One thing that two schemas do not agree on. */
export interface SchemaDifference {
  /** `extension`, `schema`, `enum`, `domain`, `sequence` or `table`. */
  readonly kind: string
  /** `posts` */
  readonly name: string
  /** `column title`, `index posts_title_idx`, `comment`; undefined for the thing itself. */
  readonly part: string | undefined
  readonly state: 'missing' | 'unexpected' | 'changed'
  /** What a part is, as JSON; undefined where it is nothing. */
  readonly expected: string | undefined
  readonly actual: string | undefined
}

/**
 * Where two schemas differ, in words; empty where they are the same. Order of tables, constraints and indexes does not
 * count. Expressions are compared as they stand: give both sides as PostgreSQL prints them.
 */
export function differencesOf(expected: Schema, actual: Schema): string[] {
  return compareSchemas(expected, actual).map(describe)
}

/** The same as data. */
export function compareSchemas(expected: Schema, actual: Schema): SchemaDifference[] {
  return [
    ...compareLists('extension', expected.extensions, actual.extensions),
    ...compareLists('schema', expected.schemas, actual.schemas),
    ...compareNamed('enum', expected.enums, actual.enums, enumFacts),
    ...compareNamed('domain', expected.domains, actual.domains, domainFacts),
    ...compareNamed('sequence', expected.sequences, actual.sequences, sequenceFacts),
    ...compareNamed('table', expected.tables, actual.tables, tableFacts),
  ]
}

function describe({ kind, name, part, state, expected, actual }: SchemaDifference): string {
  const subject = part === undefined ? `${kind} ${name}` : `${kind} ${name}: ${part}`
  if (state === 'missing') return `${subject} is missing`
  if (state === 'unexpected') return `${subject} is not expected`
  return `${subject} is ${actual ?? 'nothing'}, expected ${expected ?? 'nothing'}`
}

/** The same schema without the texts of expressions: whether there is one is all that counts. */
export function withoutExpressions(schema: Schema): Schema {
  return {
    ...schema,
    domains: schema.domains.map((domain) => ({
      ...domain,
      default: markDefault(domain.default),
      checks: domain.checks.map(markCheck),
    })),
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({
        ...column,
        default: markDefault(column.default),
        generated: mark(column.generated),
      })),
      checks: table.checks.map(markCheck),
      exclusions: table.exclusions.map((exclusion) => ({
        ...exclusion,
        terms: exclusion.terms.map(markTerm),
        where: mark(exclusion.where),
      })),
      indexes: table.indexes.map((index) => ({ ...index, terms: index.terms.map(markTerm), where: mark(index.where) })),
      // The strategy counts; columns and values in it are printed in more than one way.
      partitionBy: table.partitionBy?.replace(/ .*$/s, ' (an expression)'),
      partitions: table.partitions.map((partition) => ({ ...partition, bounds: markBounds(partition.bounds) })),
    })),
  }
}

function mark(sql: string): string
function mark(sql: string | undefined): string | undefined
function mark(sql: string | undefined): string | undefined {
  return sql === undefined ? undefined : 'an expression'
}

/** The default NULL is none. */
function markDefault(sql: string | undefined): string | undefined {
  return mark(sql === 'null' ? undefined : sql)
}

function markCheck(check: CheckConstraint): CheckConstraint {
  return { ...check, sql: mark(check.sql) }
}

function markTerm<Term extends IndexTerm>(term: Term): Term {
  return term.kind === 'expression' ? { ...term, value: mark(term.value) } : term
}

function markBounds(bounds: string): string {
  return /^default$/i.test(bounds) ? bounds : mark(bounds)
}

interface Facts {
  readonly name: string
  /** What it consists of, by the name of each part. */
  readonly parts: ReadonlyMap<string, string | undefined>
}

function enumFacts(type: EnumType): Facts {
  return factsOf(qualified(type), { values: type.values, comment: type.comment })
}

function domainFacts({ checks, ...domain }: Domain): Facts {
  const { type, collation, nullable, comment } = domain
  const facts = factsOf(qualified(domain), { type, collation, nullable, default: domain.default, comment })
  return { ...facts, parts: new Map([...facts.parts, ...partsOf('check', checks)]) }
}

function sequenceFacts(sequence: Sequence): Facts {
  const { type, options, ownedBy, comment } = sequence
  const owner = ownedBy === undefined ? undefined : `${qualified(ownedBy.table)}.${ident(ownedBy.column)}`
  return factsOf(qualified(sequence), { type, options, 'owned by': owner, comment })
}

function tableFacts(table: Table): Facts {
  const { comment, primaryKey, unlogged, options, rowSecurity, partitionBy } = table
  const partitions = table.partitions.map(({ bounds, ...partition }) => ({ name: qualified(partition), bounds }))
  const own = factsOf(qualified(table), {
    comment,
    'primary key': primaryKey,
    'order of columns': undefined,
    unlogged,
    options,
    'row security': rowSecurity,
    'partition by': partitionBy,
  })
  const parts = new Map([
    ...own.parts,
    ['order of columns', table.columns.map(({ name }) => name).join(', ')] as const,
    ...partsOf('column', table.columns),
    ...partsOf('unique', table.uniques),
    ...partsOf('foreign key', table.foreignKeys),
    ...partsOf('check', table.checks),
    ...partsOf('exclusion', table.exclusions),
    ...partsOf('index', table.indexes),
    ...partsOf('partition', partitions),
  ])
  return { name: own.name, parts }
}

/** What is undefined has no text, but stands in the list all the same. */
function factsOf(name: string, values: Readonly<Record<string, unknown>>): Facts {
  return { name, parts: new Map(Object.entries(values).map(([part, value]) => [part, canonical(value)])) }
}

function partsOf(kind: string, list: readonly { readonly name: string }[]): [string, string | undefined][] {
  return list.map(({ name, ...rest }) => [`${kind} ${name}`, canonical(rest)])
}

function compareLists(kind: string, expected: readonly string[], actual: readonly string[]): SchemaDifference[] {
  const whole = { kind, part: undefined, expected: undefined, actual: undefined }
  const [wanted, found] = [new Set(expected), new Set(actual)]
  return [
    ...expected.filter((name) => !found.has(name)).map((name) => ({ ...whole, name, state: 'missing' as const })),
    ...actual.filter((name) => !wanted.has(name)).map((name) => ({ ...whole, name, state: 'unexpected' as const })),
  ]
}

/** Facts are only made of what is not plainly the same. */
function compareNamed<Named extends QualifiedName>(
  kind: string,
  expected: readonly Named[],
  actual: readonly Named[],
  factsOf: (named: Named) => Facts,
): SchemaDifference[] {
  const others = new Map(actual.map((one) => [qualified(one), one]))
  const names = compareLists(kind, expected.map(qualified), [...others.keys()])
  const changed = expected.flatMap((left) => {
    const right = others.get(qualified(left))
    if (right === undefined || left === right || JSON.stringify(left) === JSON.stringify(right)) return []
    return compareParts({ kind, name: qualified(left) }, factsOf(left).parts, factsOf(right).parts)
  })
  return [...names, ...changed]
}

function compareParts(
  owner: Pick<SchemaDifference, 'kind' | 'name'>,
  expected: ReadonlyMap<string, string | undefined>,
  actual: ReadonlyMap<string, string | undefined>,
): SchemaDifference[] {
  const names = [...new Set([...expected.keys(), ...actual.keys()])]
  return names.flatMap((part) => {
    const [left, right] = [expected.get(part), actual.get(part)]
    if (left === right) return []
    const state = !actual.has(part) ? 'missing' : !expected.has(part) ? 'unexpected' : 'changed'
    return [{ ...owner, part, state, expected: left, actual: right }]
  })
}

/** JSON with the keys of every object in their order: equal where the values are. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? sortKeys(part) : part,
  )
}

function sortKeys(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
