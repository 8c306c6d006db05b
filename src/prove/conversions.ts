import type { Queryable } from '../database/queryable.js'
import { optionalText } from '../database/row.js'
import { plainCast } from '../migrate/casts.js'
import { isFreeCast } from '../migrate/free-cast.js'
import type { ColumnHints } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import type { CheckConstraint, Column, Schema, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { candidates, hintsOf } from './candidates.js'
import { withDomainRules } from './domain-rules.js'
import type { GivenValues } from './filling.js'
import { inTransaction } from './measure.js'
import { columnKey, type Moves, own, pairsOf, type TablePair, type Way } from './moves.js'
import { makeFunction, makeSql, typeStatements } from './scratch-types.js'
import { distinctKeys } from './slots.js'
import { typeText } from './translate.js'
import { type EnumLabels, readValueType } from './values.js'

/** A column whose values a migration turns into values of another type. */
export interface Conversion {
  /** Of the column that has values now. */
  readonly key: string
  readonly from: Column
  readonly to: Column
  /** Gives the new value, over the columns that are there now. */
  readonly expression: string
  /** What the values that are there have to fulfil. */
  readonly ownChecks: readonly CheckConstraint[]
  /** What the new values have to fulfil. */
  readonly checks: readonly CheckConstraint[]
  /** Whether there is a word for rows without a value. */
  readonly isFilled: boolean
  /** Whether a key on either side keeps rows apart by the column: values that become the same would not do. */
  readonly isKey: boolean
}

/** What up does to the values that are there before it. */
export function conversionsUp(before: Schema, target: Schema, way: Way): Conversion[] {
  const pairs = pairsOf(withDomainRules(before), withDomainRules(target), way.moves)
  return conversionsOf(pairs, way, otherDomains(before, target, way)).map(({ pair, from: old, to: now, hint }) => ({
    key: columnKey(pair.before, old.name),
    from: old,
    to: now,
    expression: hint?.using ?? ident(old.name),
    ownChecks: pair.before.checks.filter(isOnlyOf(old, pair.before.columns)),
    checks: pair.target.checks.filter(isOnlyOf(now, pair.target.columns)),
    isFilled: hint?.backfill !== undefined,
    isKey: isInKey(pair.before, old) || isInKey(pair.target, now),
  }))
}

/** What down does to the values that are there after up. */
export function conversionsDown(before: Schema, target: Schema, way: Way): Conversion[] {
  const pairs = pairsOf(withDomainRules(before), withDomainRules(target), way.moves)
  return conversionsOf(pairs, way, otherDomains(before, target, way)).map(({ pair, from: old, to: now, hint }) => ({
    key: columnKey(pair.target, now.name),
    from: now,
    to: old,
    // As down does it: PostgreSQL has casts that take more, such as any number for a boolean.
    expression: hint?.usingBack ?? plainCast(ident(now.name), now.type, old.type),
    ownChecks: pair.target.checks.filter(isOnlyOf(now, pair.target.columns)),
    checks: pair.before.checks.filter(isOnlyOf(old, pair.before.columns)),
    isFilled: false,
    isKey: isInKey(pair.before, old) || isInKey(pair.target, now),
  }))
}

function conversionsOf(pairs: readonly TablePair[], { moves, hints }: Way, domains: ReadonlySet<string>) {
  return pairs.flatMap((pair) =>
    pair.columns.flatMap(({ before: from, target: to }) => {
      const key = columnKey(pair.target, to.name)
      const hint = own(hints.columns, key)
      // A word frees the rows from the rules of the other type, which back again is wide enough but may want a value.
      const isSaid = hint?.using !== undefined && from.type !== typeText(to.type, moves)
      const isOther = isConverted(from, to, moves) || isSaid || domains.has(key)
      return isOther && isOwn(hint, pair, from, to) ? [{ pair, from, to, hint }] : []
    }),
  )
}

/** Columns that come to a domain, leave one or change it, by the names of the target: the type below may be the same. */
function otherDomains(before: Schema, target: Schema, { moves }: Way): Set<string> {
  const domains = new Set([...before.domains, ...target.domains].map((domain) => qualified(domain)))
  const isOne = (type: string): boolean => domains.has(type.replace(/\[\]$/, ''))
  const others = pairsOf(before, target, moves).flatMap((pair) =>
    pair.columns
      .filter(({ before: from, target: to }) => from.type !== typeText(to.type, moves))
      .filter(({ before: from, target: to }) => isOne(from.type) || isOne(to.type))
      .map(({ target: to }) => columnKey(pair.target, to.name)),
  )
  return new Set(others)
}

/** What other columns are needed for cannot be tried value by value. */
function isOwn(hint: ColumnHints | undefined, { before, target }: TablePair, from: Column, to: Column): boolean {
  const isOnly = (sql: string | undefined, columns: readonly Column[], name: string): boolean =>
    sql === undefined ||
    namesIn(
      sql,
      columns.map((column) => column.name),
    ).every((used) => used === name)
  return isOnly(hint?.using, before.columns, from.name) && isOnly(hint?.usingBack, target.columns, to.name)
}

/** A type that is as wide takes every value. */
function isConverted(from: Column, to: Column, moves: Moves): boolean {
  if (from.generated !== undefined || to.generated !== undefined || from.identity !== undefined) return false
  const type = typeText(to.type, moves)
  return !isFreeCast(from.type, type) && !isFreeCast(type, from.type)
}

function isOnlyOf({ name }: Column, columns: readonly Column[]): (check: CheckConstraint) => boolean {
  const names = columns.map((column) => column.name)
  return ({ sql }) => namesIn(sql, names).every((used) => used === name)
}

function isInKey(table: Table, { name }: Column): boolean {
  return distinctKeys(table).some(({ columns }) => columns.includes(name))
}

/** The values to try a conversion with, and the columns that must have one. */
export interface Convertible {
  readonly values: GivenValues
  readonly notNull: ReadonlySet<string>
}

/** Runs a query over a value that may fail. */
const acceptsFunction = `create function pg_temp.dbgen_accepts(test text, value text) returns text language plpgsql as $function$
declare
  accepted boolean;
  result text;
begin
  execute test into accepted, result using value;
  return case when accepted then coalesce(result, '') end;
exception when others then return null;
end
$function$;`

const acceptsSql = `select pg_temp.dbgen_accepts(test ->> 'sql', test ->> 'value') as result
  from json_array_elements($1::json) with ordinality as t (test, place) order by place`

/**
 * Which values PostgreSQL can convert, by trying: rows that have others would stop the migration. Types of the other schema
 * that are not there are made for it. `from` is the number of the first value.
 */
export async function convertibleValues(
  db: Queryable,
  conversions: readonly Conversion[],
  other: Schema,
  from: number,
): Promise<Convertible> {
  const labels: EnumLabels = new Map(other.enums.map((type) => [qualified(type), type.values]))
  const tests = conversions.flatMap((conversion) =>
    [null, ...valuesToTry(conversion, labels, from)].map((value) => ({
      key: conversion.key,
      sql: acceptSql(conversion),
      value,
    })),
  )
  const accepted = await accepts(db, tests, other)
  const isKey = new Set(conversions.filter((conversion) => conversion.isKey).map(({ key }) => key))
  const values = new Map(conversions.map(({ key }): [string, string[]] => [key, []]))
  const results = new Set<string>()
  for (const { key, value, result } of accepted) {
    const mark = JSON.stringify([key, result])
    if (value !== null && !(isKey.has(key) && results.has(mark))) values.get(key)?.push(value)
    results.add(mark)
  }
  const takesNull = new Set(accepted.filter(({ value }) => value === null).map(({ key }) => key))
  const strict = conversions.filter(({ key, to, isFilled }) => !to.nullable && !isFilled && !takesNull.has(key))
  return { values, notNull: new Set(strict.map(({ key }) => key)) }
}

interface Test {
  readonly key: string
  readonly sql: string
  readonly value: string | null
}

/** A test that was passed, and what the value became. */
interface Accepted extends Test {
  readonly result: string
}

async function accepts(db: Queryable, tests: readonly Test[], other: Schema): Promise<Accepted[]> {
  if (tests.length === 0) return []
  return inTransaction(db, async () => {
    await db.run(`begin;\n${makeFunction}${makeSql(typeStatements(other))}\n${acceptsFunction}`)
    const rows = await db.query(acceptsSql, [JSON.stringify(tests)])
    await db.run('rollback')
    return tests.flatMap((test, index) => {
      const result = optionalText(rows[index] ?? {}, 'result')
      return result === undefined ? [] : [{ ...test, result }]
    })
  })
}

/** Values that are usual for the type, and texts of values that are usual for the other one. */
function valuesToTry(conversion: Conversion, labels: EnumLabels, from: number): string[] {
  const { from: column, to, expression, ownChecks, checks } = conversion
  const hints = hintsOf([expression, ...[...ownChecks, ...checks].map(({ sql }) => sql)])
  const [type, other] = [readValueType(column.type, labels), readValueType(to.type, labels)]
  return [...new Set([...candidates(other, hints, from), ...candidates(type, hints, from)])]
}

function acceptSql({ from, to, expression, ownChecks, checks }: Conversion): string {
  const name = ident(to.name)
  const conditions = [`n.${name} is not null`, ...checks.map(fulfilled)].join(' and ')
  const own = ownChecks.length === 0 ? '' : ` where ${ownChecks.map(fulfilled).join(' and ')}`
  const old = `select $1::${from.type} as ${ident(from.name)}`
  return `select ${conditions}, n.${name}::text from (select (${expression})::${to.type} as ${name} from (${old}) as o${own} offset 0) as n`
}

function fulfilled({ sql }: CheckConstraint): string {
  return `(${sql}) is not false`
}
