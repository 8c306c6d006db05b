import { ident, qualified } from '../schema/quote.js'
import type { Column, Table } from '../schema/schema.js'
import { renamedIn } from '../schema/sql-words.js'
import { castKind, misfit, plainCast } from './casts.js'
import { keyIndexOf } from './constraint-sql.js'
import { enumRetypes, type RebuiltEnum, rebuiltEnums } from './enum-retype.js'
import { dropGenerated, recomputeGenerated } from './generated.js'
import {
  columnName,
  columnPairs,
  findNamed,
  isOffline,
  type Journey,
  refuse,
  renamedColumns,
  tablePairs,
} from './journey.js'
import { checkDistinct, checkNoRow } from './preflight.js'
import { alterInPlace, alterType } from './retype-in-place.js'
import { swapColumns } from './retype-online.js'
import { uses } from './table-edits.js'

/** A column that gets another type. */
export interface Retype {
  readonly table: Table
  readonly before: Column
  readonly after: Column
  /** Expression over the columns as they are that gives the new value. */
  readonly using: string
}

/** Columns that change together, because foreign keys or an enum link them. */
export interface RetypeGroup {
  readonly retypes: readonly Retype[]
  readonly enums: readonly RebuiltEnum[]
}

/**
 * Gives columns other types. What costs nothing is done at once. Else the new values are built up beside the old ones,
 * kept in step by a trigger, and change places with them in one short transaction; a table that nobody uses is simply
 * written anew.
 */
export function retypeColumns(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    for (const [before, after] of columnPairs(from, to)) {
      if (castOf(before, after) !== 'free' || before.type === after.type) continue
      if (after.generated !== undefined) continue
      dropGenerated(journey, { retypes: [{ table: from, before, after, using: '' }], enums: [] })
      alterType(journey, from, before, after)
    }
  }
  recomputeGenerated(journey)
  const rebuilt = rebuiltEnums(journey)
  const retypes = [...collectRetypes(journey), ...enumRetypes(journey, rebuilt)]
  noteConversions(journey, retypes)
  for (const group of groupsOf(journey, retypes, rebuilt)) {
    dropGenerated(journey, group)
    const isQuiet = group.retypes.every(({ table }) => isOffline(journey, table) || table.partitionBy !== undefined)
    if (isQuiet) alterInPlace(journey, group)
    else swapColumns(journey, group)
  }
}

/** A conversion may make values equal that a key keeps apart; one that only casts does not. */
function noteConversions(journey: Journey, retypes: readonly Retype[]): void {
  for (const { table, before, after, using } of retypes) {
    const isCast = using === ident(before.name) || using === `${ident(before.name)}::text`
    if (!isCast) journey.conversions.set(columnName(table, after.name), using)
  }
  for (const name of new Set(retypes.map(({ table }) => qualified(table)))) {
    const table = journey.now.tables.find((each) => qualified(each) === name)
    if (table === undefined) continue
    checkStillDistinct(journey, table)
    checkStillFulfilled(journey, table)
  }
}

/** Checks that stay as they are, over values that do not. */
function checkStillFulfilled(journey: Journey, table: Table): void {
  const converted = table.columns.filter(({ name }) => journey.conversions.has(columnName(table, name)))
  const goal = findNamed(journey.goal.tables, table)
  for (const { name, sql, notValid } of table.checks) {
    const isKept = goal?.checks.some((check) => check.name === name && check.sql === sql) === true
    if (!isKept || notValid === true || !converted.some((column) => uses(sql, column.name))) continue
    const title = `every row of ${qualified(table)} still fulfils ${sql}`
    checkNoRow(journey, table, `not (${sql})`, title, 'change the rows that would not')
  }
}

/** Keys that stay as they are, over values that do not. */
function checkStillDistinct(journey: Journey, table: Table): void {
  const isConverted = (column: string): boolean => journey.conversions.has(columnName(table, column))
  const keys = [
    ...[...(table.primaryKey === undefined ? [] : [table.primaryKey]), ...table.uniques].map(keyIndexOf),
    ...table.indexes.filter(({ unique }) => unique),
  ]
  for (const { terms, where, nullsNotDistinct } of keys) {
    const isOver = terms.some(({ kind, value }) =>
      kind === 'column' ? isConverted(value) : table.columns.some(({ name }) => isConverted(name) && uses(value, name)),
    )
    if (!isOver) continue
    const values = terms.map(({ kind, value }) => (kind === 'column' ? ident(value) : `(${value})`))
    checkDistinct(
      journey,
      table,
      { values, where, nullsNotDistinct: nullsNotDistinct === true },
      `no two rows of ${qualified(table)} become the same in ${values.join(', ')}`,
    )
  }
}

function castOf(before: Column, after: Column) {
  const kind = castKind(before.type, after.type)
  return kind === 'free' && before.collation !== after.collation ? 'safe' : kind
}

function isRebuilt(journey: Journey, type: string): boolean {
  return rebuiltEnums(journey).some(({ before }) => type.replace(/\[\]$/, '') === qualified(before))
}

function collectRetypes(journey: Journey): Retype[] {
  return tablePairs(journey).flatMap(({ from, to }) =>
    columnPairs(from, to).flatMap(([before, after]): Retype[] => {
      const isOther = before.type !== after.type || before.collation !== after.collation
      if (!isOther || after.generated !== undefined || castOf(before, after) === 'free') return []
      if (isRebuilt(journey, before.type)) return []
      return [{ table: from, before, after, using: usingOf(journey, from, before, after) }]
    }),
  )
}

function usingOf(journey: Journey, table: Table, before: Column, after: Column): string {
  const name = columnName(table, after.name)
  const hints = journey.hints.columns[name]
  const plain = ident(before.name)
  const said = journey.direction === 'up' ? hints?.using : hints?.usingBack
  const given = said === undefined ? undefined : renamedIn(said, renamedColumns(journey, table))
  if (given !== undefined) {
    if (journey.direction === 'up')
      journey.allowed.push(`change ${name} from ${before.type} to ${after.type} using ${said}`)
    return given
  }
  if (castOf(before, after) === 'safe') return plain
  checkFit(journey, table, before, after)
  refuse(journey, {
    code: 'MG109',
    subject: name,
    message: `changing ${before.type} to ${after.type} may change or lose values`,
    hint: `say how with "using: <expression over the old columns>", for example ${example(before, after)}`,
  })
  return plainCast(plain, before.type, after.type)
}

/** Backwards values go into a type of less room, which not all may fit by then. */
function checkFit(journey: Journey, table: Table, before: Column, after: Column): void {
  const condition = misfit(ident(before.name), before.type, after.type)
  if (journey.direction === 'up' || condition === undefined) return
  const name = columnName(table, after.name)
  checkNoRow(journey, table, condition, `every ${name} fits ${after.type}`, `change the values that do not`)
}

function example(before: Column, after: Column): string {
  const name = ident(before.name)
  const [, length] = /^character varying\((\d+)\)$/.exec(after.type) ?? []
  if (length !== undefined) return `using: left(${name}, ${length})`
  if (/^timestamp/.test(before.type)) return `using: (${name} at time zone 'UTC')::${after.type}`
  if (after.type.endsWith('[]') && !before.type.endsWith('[]'))
    return `using: case when ${name} is not null then array[${name}] end`
  return `using: ${name}::${after.type}`
}

/** Groups of columns that have to change together. */
function groupsOf(journey: Journey, retypes: readonly Retype[], rebuilt: readonly RebuiltEnum[]): RetypeGroup[] {
  const groups: RetypeGroup[] = []
  const left = new Set(retypes)
  const enumsOf = ({ before }: Retype): readonly RebuiltEnum[] =>
    rebuilt.filter((each) => qualified(each.before) === before.type.replace(/\[\]$/, ''))
  for (const first of retypes) {
    if (!left.delete(first)) continue
    const members = [first]
    // A list that grows while it is walked is walked to its end.
    for (const member of members) {
      for (const other of left) {
        const isLinked =
          qualified(member.table) === qualified(other.table) ||
          enumsOf(member).some((each) => enumsOf(other).includes(each)) ||
          isReferenced(journey, member, other) ||
          isReferenced(journey, other, member)
        if (isLinked && left.delete(other)) members.push(other)
      }
    }
    groups.push({ retypes: members, enums: [...new Set(members.flatMap(enumsOf))] })
  }
  const used = new Set(groups.flatMap(({ enums }) => enums))
  const alone = rebuilt.filter((each) => !used.has(each))
  return alone.length === 0 ? groups : [...groups, { retypes: [], enums: alone }]
}

/** Whether a foreign key leads from one column to the other. */
function isReferenced({ now }: Journey, from: Retype, to: Retype): boolean {
  const table = findNamed(now.tables, from.table)
  return (
    table?.foreignKeys.some(
      ({ columns, target, targetColumns }) =>
        qualified(target) === qualified(to.table) &&
        columns.some((column, index) => column === from.before.name && targetColumns[index] === to.before.name),
    ) === true
  )
}
