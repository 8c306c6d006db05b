import { ident, identList, qualified } from '../schema/quote.js'
import type { ForeignKeyConstraint, KeyConstraint, Table } from '../schema/schema.js'
import { createIndexSql, deferrableSql, foreignKeySql, keyIndexOf, keySql } from './constraint-sql.js'
import { validate } from './constraints.js'
import {
  addOutside,
  addStep,
  changeTable,
  columnName,
  findNamed,
  isOffline,
  isSame,
  isSameName,
  type Journey,
  originOf,
  tablePairs,
} from './journey.js'
import { addPartitionedKey } from './partitioned-key.js'
import { comparePartLists, standIn, withoutPart, withPart } from './parts.js'
import { checkDistinct, checkNoRow } from './preflight.js'
import { refuseSameValue } from './same-value.js'
import { alter } from './table-sql.js'

type KeyKind = 'primary key' | 'unique'

/** Adds primary keys and unique constraints that are new or other ones. */
export function addKeys(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    for (const key of comparePartLists(from.uniques, to.uniques).added) addKey(journey, to, key, 'unique')
  }
  for (const { from, to } of tablePairs(journey)) {
    changePrimaryKey(journey, from, to)
    const { replaced } = comparePartLists(from.uniques, to.uniques)
    for (const [before, after] of replaced) replaceKey(journey, to, before, after, 'unique')
  }
}

/** Drops the primary keys and unique constraints that the spec no longer has; only those that `isMeant` names. */
export function dropKeys(journey: Journey, isMeant: (table: Table, name: string) => boolean = () => true): void {
  for (const { from, to } of tablePairs(journey)) {
    const gone = from.columns.filter(({ name }) => !to.columns.some((column) => column.name === name))
    // One goes with a column of its own.
    const goesAlong = ({ columns }: KeyConstraint): boolean => gone.some(({ name }) => columns.includes(name))
    const { primaryKey } = from
    const isGone = primaryKey !== undefined && to.primaryKey === undefined && !goesAlong(primaryKey)
    if (isGone && isMeant(from, primaryKey.name)) {
      dropKey(journey, from, primaryKey, 'primary key')
      changeTable(journey, from, (table) => ({ ...table, primaryKey: undefined }))
    }
    for (const key of comparePartLists(from.uniques, to.uniques).dropped.filter((each) => isMeant(from, each.name))) {
      if (goesAlong(key)) continue
      dropKey(journey, from, key, 'unique')
      changeTable(journey, from, (table) => ({ ...table, uniques: withoutPart(table.uniques, key.name) }))
    }
  }
}

function changePrimaryKey(journey: Journey, from: Table, { primaryKey }: Table): void {
  if (primaryKey === undefined || isSame(from.primaryKey, primaryKey)) return
  if (from.primaryKey === undefined) addKey(journey, from, primaryKey, 'primary key')
  else replaceKey(journey, from, from.primaryKey, primaryKey, 'primary key')
}

/** The index is built beside running writes, then becomes the constraint at once. */
function addKey(journey: Journey, table: Table, key: KeyConstraint, kind: KeyKind): void {
  checkKey(journey, table, key, kind)
  const title = `add ${kind} ${qualified(table)}.${ident(key.name)}`
  if (isOffline(journey, table)) addStep(journey, title, `${alter(table)} add ${keySql(key, kind)};`)
  else if (table.partitionBy !== undefined) addPartitionedKey(journey, table, key, kind)
  else {
    buildKeyIndex(journey, table, key, key.name)
    addStep(journey, title, attachSql(table, key, kind, key.name))
  }
  note(journey, table, key, kind)
}

/** The new one holds before the old one goes. */
function replaceKey(journey: Journey, table: Table, before: KeyConstraint, after: KeyConstraint, kind: KeyKind): void {
  checkKey(journey, table, after, kind)
  const isAtOnce = isBuiltAtOnce(journey, table)
  const temporary = standIn(after.name)
  if (!isAtOnce) buildKeyIndex(journey, table, after, temporary)
  exchangeKey(journey, table, before, `replace ${kind} ${qualified(table)}.${ident(after.name)}`, [
    isAtOnce ? `${alter(table)} add ${keySql(after, kind)};` : attachSql(table, after, kind, temporary),
  ])
  note(journey, table, after, kind)
}

function dropKey(journey: Journey, table: Table, key: KeyConstraint, kind: KeyKind): void {
  exchangeKey(journey, table, key, `drop ${kind} ${qualified(table)}.${ident(key.name)}`, [])
}

/** Drops a key; foreign keys that may rely on it are dropped with it and added again in the same breath. */
function exchangeKey(
  journey: Journey,
  table: Table,
  key: KeyConstraint,
  title: string,
  additions: readonly string[],
): void {
  const relying = reliantOn(journey, table, key)
  const isAlone = relying.length === 0 && additions.length === 0
  addStep(
    journey,
    title,
    ...(isAlone ? [] : [`lock table ${qualified(table)} in access exclusive mode;`]),
    ...relying.map(({ owner, key: each }) => `${alter(owner)} drop constraint ${ident(each.name)};`),
    `${alter(table)} drop constraint ${ident(key.name)};`,
    ...additions,
    ...relying
      .filter(({ key: each }) => isStillWanted(journey, each))
      .map(({ owner, key: each }) => `${alter(owner)} add ${foreignKeySql({ ...each, notValid: true })};`),
  )
  for (const { owner, key: each } of relying) {
    const isKept = isStillWanted(journey, each)
    if (isKept && each.notValid !== true) validate(journey, owner, 'foreign key', each.name)
    if (isKept) continue
    changeTable(journey, owner, (other) => ({ ...other, foreignKeys: withoutPart(other.foreignKeys, each.name) }))
  }
}

/** Whether the goal has the foreign key as it is. */
function isStillWanted({ goal }: Journey, key: ForeignKeyConstraint): boolean {
  return goal.tables.some(({ foreignKeys }) => foreignKeys.some((each) => isSame(each, key)))
}

/** Foreign keys to the columns of a key: which of several such keys each relies on only PostgreSQL knows. */
function reliantOn(
  { now }: Journey,
  table: Table,
  { columns }: KeyConstraint,
): { readonly owner: Table; readonly key: ForeignKeyConstraint }[] {
  const wanted = [...columns].sort().join('\0')
  return now.tables.flatMap((owner) =>
    owner.foreignKeys
      .filter((key) => isSameName(key.target, table) && [...key.targetColumns].sort().join('\0') === wanted)
      .map((key) => ({ owner, key })),
  )
}

function isBuiltAtOnce(journey: Journey, table: Table): boolean {
  return isOffline(journey, table) || table.partitionBy !== undefined
}

function buildKeyIndex(journey: Journey, table: Table, key: KeyConstraint, name: string): void {
  addOutside(
    journey,
    `build unique index ${ident(name)} on ${qualified(table)}`,
    createIndexSql(table, { ...keyIndexOf(key), name }, true),
  )
}

/** PostgreSQL gives the index the name of the constraint. */
function attachSql(table: Table, key: KeyConstraint, kind: KeyKind, index: string): string {
  return `${alter(table)} add constraint ${ident(key.name)} ${kind} using index ${ident(index)}${deferrableSql(key.deferrable)};`
}

function checkKey(journey: Journey, table: Table, key: KeyConstraint, kind: KeyKind): void {
  refuseSameValue(journey, table, key.name, key.columns)
  const words = identList(key.columns)
  if (!wasDistinct(journey, table, key)) {
    checkDistinct(
      journey,
      table,
      { values: key.columns.map(ident), where: undefined, nullsNotDistinct: key.nullsNotDistinct },
      `no two rows of ${qualified(table)} are the same in ${words}`,
    )
  }
  if (kind === 'unique') return
  const isNull = key.columns.map((column) => `${ident(column)} is null`).join(' or ')
  const before = journey.origin.tables.find((each) => isSameName(each, table))
  const mayBeNull = before?.columns.some(({ name, nullable }) => nullable && key.columns.includes(name)) === true
  const isFilled = key.columns.some((column) => journey.hints.columns[`${qualified(table)}.${ident(column)}`]?.backfill)
  if (!mayBeNull || isFilled) return
  checkNoRow(journey, table, isNull, `every row of ${qualified(table)} has ${words}`, 'fill them, or delete the rows')
}

/** Whether a key over the same columns, as they were, kept rows apart already. */
function wasDistinct(journey: Journey, table: Table, { columns, nullsNotDistinct }: KeyConstraint): boolean {
  const origin = originOf(journey, table)
  const goal = findNamed(journey.goal.tables, table)
  const before = columns.map((column) => journey.moves.columns[columnName(table, column)] ?? column)
  const isAsBefore = (name: string, index: number): boolean => {
    const now = goal?.columns.find((column) => column.name === columns[index])
    const old = origin?.columns.find((column) => column.name === name)
    const isConverted = journey.conversions.has(columnName(table, columns[index] ?? name))
    return old !== undefined && !isConverted && now?.type === old.type && now.collation === old.collation
  }
  if (origin === undefined || !before.every(isAsBefore)) return false
  const keys = [...(origin.primaryKey === undefined ? [] : [origin.primaryKey]), ...origin.uniques]
  return keys.some(
    (key) => isSame([...key.columns].sort(), [...before].sort()) && (key.nullsNotDistinct || !nullsNotDistinct),
  )
}

function note(journey: Journey, table: Table, key: KeyConstraint, kind: KeyKind): void {
  changeTable(journey, table, (each) =>
    kind === 'unique' ? { ...each, uniques: withPart(each.uniques, key) } : { ...each, primaryKey: key },
  )
}
