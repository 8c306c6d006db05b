import type { Hints, Renames } from '../schema/hints.js'
import { ident, literal, qualified } from '../schema/quote.js'
import type { Domain, EnumType, QualifiedName, Schema, Sequence, Table } from '../schema/schema.js'
import { checkSql, createIndexSql, exclusionSql, foreignKeySql, keySql } from './constraint-sql.js'
import { beginJourney } from './journey.js'
import { doRenames, movesOf, pendingRenames } from './renames.js'
import { columnSql, sequenceWords, typeSql } from './table-sql.js'

/** One difference between two schemas, as a person reads it. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed'
  /** `column`, `foreign key`, `enum` */
  readonly object: string
  /** `posts.title`, as SQL writes it. */
  readonly name: string
  /** As it was: SQL, or the old name of what is renamed; undefined where there was none. */
  readonly before: string | undefined
  /** As it is to be: SQL; undefined where there is none. */
  readonly after: string | undefined
}

/** A thing that a schema has, and what it is. */
interface Item {
  readonly object: string
  readonly name: string
  readonly sql: string
}

/**
 * What differs between two schemas, in the order of the second, then what is gone; empty where they say the same in the
 * same words. What `hints` call renamed is compared under its new name; `done` are renames that were done before.
 */
export function changesBetween(before: Schema, after: Schema, hints: Hints, done: Renames): Change[] {
  const renames = pendingRenames(before, after, hints, done)
  const [old, now] = [itemsOf(renamed(before, after, hints, renames)), itemsOf(after)]
  const known = new Map(old.map((item) => [keyOf(item), item]))
  const wanted = new Set(now.map(keyOf))
  return [
    ...renamesOf(renames),
    ...now.flatMap((item) => changeOf(known.get(keyOf(item)), item)),
    ...old.filter((item) => !wanted.has(keyOf(item)) && !goesAlong(item, old, wanted)).map(removal),
  ]
}

function changeOf(before: Item | undefined, { object, name, sql }: Item): Change[] {
  if (before === undefined) return [{ kind: 'added', object, name, before: undefined, after: sql }]
  return before.sql === sql ? [] : [{ kind: 'changed', object, name, before: before.sql, after: sql }]
}

function removal({ object, name, sql }: Item): Change {
  return { kind: 'removed', object, name, before: sql, after: undefined }
}

/** What belongs to a table that is gone goes without saying. */
function goesAlong({ object, name }: Item, old: readonly Item[], wanted: ReadonlySet<string>): boolean {
  if (object === 'table') return false
  return old.some((item) => item.object === 'table' && name.startsWith(`${item.name}.`) && !wanted.has(keyOf(item)))
}

function keyOf({ object, name }: Item): string {
  return `${object} ${name}`
}

/** The schema under the names that the second one has for things. */
function renamed(before: Schema, after: Schema, hints: Hints, renames: Renames): Schema {
  const journey = beginJourney(before, after, { hints, direction: 'up', moves: movesOf(renames) })
  doRenames(journey, renames)
  return journey.now
}

function renamesOf({ tables, columns, enums, enumValues, domains, sequences }: Renames): Change[] {
  const change = (object: string, name: string, before: string): Change => {
    return { kind: 'renamed', object, name, before, after: name }
  }
  const named = (object: string, names: Readonly<Record<string, QualifiedName>>): Change[] =>
    Object.entries(names).map(([name, old]) => change(object, name, qualified(old)))
  return [
    ...named('enum', enums),
    ...named('domain', domains),
    ...named('sequence', sequences),
    ...named('table', tables),
    ...Object.entries(columns).map(([name, old]) => change('column', name, ident(old))),
    ...Object.entries(enumValues).flatMap(([type, values]) =>
      Object.entries(values).map(([value, old]) => change('value', `${type}.${literal(value)}`, literal(old))),
    ),
  ]
}

function itemsOf(schema: Schema): Item[] {
  return [
    ...schema.extensions.map((name) => ({ object: 'extension', name: ident(name), sql: '' })),
    ...schema.schemas.map((name) => ({ object: 'schema', name: ident(name), sql: '' })),
    ...schema.enums.map(enumItem),
    ...schema.domains.map(domainItem),
    ...schema.sequences.map(sequenceItem),
    ...schema.tables.flatMap(tableItems),
    ...schema.sql.map(({ name, up }) => ({ object: 'sql', name, sql: up.trim() })),
  ]
}

function enumItem(type: EnumType): Item {
  return {
    object: 'enum',
    name: qualified(type),
    sql: words(`(${type.values.map(literal).join(', ')})`, comment(type)),
  }
}

function domainItem(domain: Domain): Item {
  const { nullable, checks } = domain
  const sql = words(
    typeSql(domain),
    nullable ? '' : 'not null',
    domain.default === undefined ? '' : `default ${domain.default}`,
    ...checks.map(checkSql),
    comment(domain),
  )
  return { object: 'domain', name: qualified(domain), sql }
}

function sequenceItem(sequence: Sequence): Item {
  const { type, options, ownedBy } = sequence
  const owner = ownedBy === undefined ? '' : `owned by ${qualified(ownedBy.table)}.${ident(ownedBy.column)}`
  return {
    object: 'sequence',
    name: qualified(sequence),
    sql: words(type, ...sequenceWords(options), owner, comment(sequence)),
  }
}

function tableItems(table: Table): Item[] {
  const item = (object: string, name: string, sql: string): Item => ({
    object,
    name: `${qualified(table)}.${ident(name)}`,
    sql,
  })
  const { primaryKey } = table
  return [
    { object: 'table', name: qualified(table), sql: tableWords(table) },
    ...table.columns.map((column) => {
      const sql = columnSql(column).slice(ident(column.name).length).trim()
      return item('column', column.name, words(sql, comment(column)))
    }),
    ...(primaryKey === undefined
      ? []
      : [item('primary key', primaryKey.name, withoutName(keySql(primaryKey, 'primary key')))]),
    ...table.uniques.map((key) => item('unique', key.name, withoutName(keySql(key, 'unique')))),
    ...table.foreignKeys.map((key) => item('foreign key', key.name, withoutName(foreignKeySql(key)))),
    ...table.checks.map((check) => item('check', check.name, withoutName(checkSql(check)))),
    ...table.exclusions.map((exclusion) => item('exclusion', exclusion.name, withoutName(exclusionSql(exclusion)))),
    ...table.indexes.map((index) =>
      item(
        index.unique ? 'unique index' : 'index',
        index.name,
        createIndexSql(table, index, false)
          .replace(/^.*? on \S+ /, '')
          .replace(/;$/, ''),
      ),
    ),
    ...table.partitions.map((partition) => ({
      object: 'partition',
      name: `${qualified(table)}.${qualified(partition)}`,
      sql: partition.bounds,
    })),
  ]
}

function tableWords(table: Table): string {
  const { unlogged, options, rowSecurity, partitionBy } = table
  return words(
    unlogged === true ? 'unlogged' : '',
    partitionBy === undefined ? '' : `partition by ${partitionBy}`,
    options.length === 0 ? '' : `with (${options.join(', ')})`,
    rowSecurity === undefined ? '' : `row level security ${rowSecurity}`,
    comment(table),
  )
}

/** Without `constraint name`, which stands beside it. */
function withoutName(sql: string): string {
  return sql.replace(/^constraint (?:"(?:[^"]|"")+"|\S+) /, '')
}

function comment({ comment: text }: { readonly comment: string | undefined }): string {
  return text === undefined ? '' : `comment ${literal(text)}`
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}
