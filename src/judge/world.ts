import { qualified } from '../schema/quote.js'
import type { QualifiedName, Schema, Table } from '../schema/schema.js'
import { sqlWords } from '../schema/sql-words.js'
import type { StatementReader } from '../spec/sql.js'
import { requiredColumns, treeOfExpression } from './required.js'

/** What is known of a column. */
export interface KnownColumn {
  /** As `format_type` prints it; undefined where nobody knows. */
  type: string | undefined
  nullable: boolean
  /** The sequence that its default takes from, as the default names it; empty for one that nobody named. */
  sequence: string | undefined
  isIdentity: boolean
  /** Computed from others, so that dropping it loses nothing. */
  isGenerated: boolean
  /** Made by this migration: nobody uses it yet. */
  isNew: boolean
}

/** What is known of a constraint or an index. */
export interface KnownPart {
  kind: 'primary key' | 'unique' | 'check' | 'foreign key' | 'exclude' | 'not null' | 'index'
  columns: readonly string[]
  /** Columns of which it says that they are not null. */
  notNull: readonly string[]
  /** SQL of a check, or of the predicate and the expressions of an index. */
  sql: string
  isValid: boolean
  /** The step of this migration that made it or validated it. */
  step: number | undefined
  target: QualifiedName | undefined
}

/** What is known of a table. */
export interface KnownTable {
  name: QualifiedName
  columns: Map<string, KnownColumn>
  parts: Map<string, KnownPart>
  /** Made by this migration: nobody uses it yet, and it is empty. */
  isNew: boolean
  isPartitioned: boolean
  defaultPartition: QualifiedName | undefined
}

/** What lasts from migration to migration and no schema says. */
export interface Chronicle {
  /** Policies of row-level security, by table. */
  readonly policies: Map<string, Set<string>>
  /** How many columns each table has lost: PostgreSQL counts them forever. */
  readonly droppedColumns: Map<string, number>
}

/** What a database has at a moment of a migration, as far as anyone knows. */
export interface World {
  /** By `billing.invoices`; where `isKnown` is false, tables that were there before are missing. */
  readonly tables: Map<string, KnownTable>
  /** False where nobody could say what the database had before the migration. */
  readonly isKnown: boolean
  readonly chronicle: Chronicle
  /** Types, domains, views, functions, sequences that this migration made. */
  readonly made: Set<string>
  /** Values that this migration added to enums, by enum, with the step. */
  readonly newValues: Map<string, Map<string, number>>
  /** Indexes by name, with their tables. */
  readonly indexTables: Map<string, string>
  readonly domains: ReadonlySet<string>
  /** Domains with checks: a column of one is checked when it is added. */
  readonly checkedDomains: ReadonlySet<string>
  /** Types of sequences by name. */
  readonly sequences: ReadonlyMap<string, string>
}

/** Nothing happened yet. */
export function emptyChronicle(): Chronicle {
  return { policies: new Map(), droppedColumns: new Map() }
}

/** The moment before a migration. */
export function worldBefore(schema: Schema | undefined, chronicle: Chronicle, read: StatementReader): World {
  const own = (schema?.tables ?? []).map((table) => ({ known: knownTable(table, read), partitions: table.partitions }))
  const tables = own.flatMap(({ known, partitions }) => [
    known,
    ...partitions.map((partition) => ({ ...known, name: nameOf(partition), isPartitioned: false })),
  ])
  const domains = schema?.domains ?? []
  return {
    tables: new Map(tables.map((table) => [qualified(table.name), table])),
    isKnown: schema !== undefined,
    chronicle,
    made: new Set(),
    newValues: new Map(),
    indexTables: new Map(own.flatMap(({ known }) => indexesOf(known))),
    domains: new Set(domains.map(qualified)),
    checkedDomains: new Set(domains.filter(({ checks }) => checks.length > 0).map(qualified)),
    sequences: new Map((schema?.sequences ?? []).map((sequence) => [qualified(sequence), sequence.type])),
  }
}

/** Whether nobody uses the table yet, because this migration made it. */
export function isNewTable({ tables }: World, table: QualifiedName): boolean {
  return tables.get(qualified(table))?.isNew === true
}

/** What is known of a column; undefined where nobody knows. */
export function findColumn({ tables }: World, table: QualifiedName, column: string): KnownColumn | undefined {
  return tables.get(qualified(table))?.columns.get(column)
}

function indexesOf({ name, parts }: KnownTable): [string, string][] {
  return [...parts]
    .filter(([, { kind }]) => kind === 'index' || kind === 'unique' || kind === 'primary key' || kind === 'exclude')
    .map(([part]) => [qualified({ schema: name.schema, name: part }), qualified(name)])
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name }
}

function knownTable(table: Table, read: StatementReader): KnownTable {
  return {
    name: nameOf(table),
    columns: new Map(
      table.columns.map((column) => [
        column.name,
        {
          type: column.type,
          nullable: column.nullable,
          sequence: sequenceOf(column.default),
          isIdentity: column.identity !== undefined,
          isGenerated: column.generated !== undefined,
          isNew: false,
        },
      ]),
    ),
    parts: new Map(partsOf(table, read)),
    isNew: false,
    isPartitioned: table.partitionBy !== undefined,
    defaultPartition: table.partitions.find(({ bounds }) => bounds === 'default'),
  }
}

/** `nextval('notes_id_seq'::regclass)` */
function sequenceOf(expression: string | undefined): string | undefined {
  if (expression?.startsWith('nextval(') !== true) return undefined
  return sqlWords(expression).find(({ kind }) => kind === 'text')?.value ?? ''
}

/** Only what can say so is parsed. */
function requiredBy(sql: string, read: StatementReader): string[] {
  return /is\s+not\s+null/i.test(sql) ? requiredColumns(treeOfExpression(sql, read)) : []
}

/** A constraint or an index of which only this much is known. */
export function part(kind: KnownPart['kind'], more: Partial<KnownPart>): KnownPart {
  return { columns: [], notNull: [], sql: '', isValid: true, step: undefined, target: undefined, ...more, kind }
}

function partsOf(table: Table, read: StatementReader): [string, KnownPart][] {
  const { primaryKey, uniques, foreignKeys, checks, exclusions, indexes } = table
  return [
    ...(primaryKey === undefined ? [] : [primaryKey]).map(({ name, columns }): [string, KnownPart] => [
      name,
      part('primary key', { columns }),
    ]),
    ...uniques.map(({ name, columns }): [string, KnownPart] => [name, part('unique', { columns })]),
    ...foreignKeys.map(({ name, columns, target, notValid }): [string, KnownPart] => [
      name,
      part('foreign key', { columns, target: nameOf(target), isValid: notValid !== true }),
    ]),
    ...checks.map(({ name, sql, notValid }): [string, KnownPart] => [
      name,
      part('check', { sql, isValid: notValid !== true, notNull: requiredBy(sql, read) }),
    ]),
    ...exclusions.map(({ name, terms, where }): [string, KnownPart] => [
      name,
      part('exclude', { columns: columnTerms(terms), sql: sqlOf(terms, where) }),
    ]),
    ...indexes.map(({ name, terms, include, where }): [string, KnownPart] => [
      name,
      part('index', { columns: [...columnTerms(terms), ...include], sql: sqlOf(terms, where) }),
    ]),
  ]
}

type Terms = Table['indexes'][number]['terms']

function columnTerms(terms: Terms): string[] {
  return terms.filter(({ kind }) => kind === 'column').map(({ value }) => value)
}

/** What an index says of columns besides their names: expressions and its predicate. */
function sqlOf(terms: Terms, where: string | undefined): string {
  const expressions = terms.filter(({ kind }) => kind === 'expression').map(({ value }) => value)
  return [...expressions, where ?? ''].join(' ')
}
