import { ident, qualified } from '../schema/quote.js'
import type { ForeignKeyConstraint, QualifiedName, Table } from '../schema/schema.js'
import { deferrableSql, foreignKeySql } from './constraint-sql.js'
import { validate } from './constraints.js'
import { addDelete, addFill } from './fill.js'
import { addStep, changeTable, findNamed, isOffline, isSame, isSameName, type Journey, tablePairs } from './journey.js'
import { addToPartitions } from './partitioned-key.js'
import { comparePartLists, standIn, withoutPart, withPart } from './parts.js'
import { earlierRows } from './preflight.js'
import { alter } from './table-sql.js'

/** Drops the foreign keys that the spec no longer has, and those between a table that goes and one that stays. */
export function dropForeignKeys(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    for (const key of comparePartLists(from.foreignKeys, to.foreignKeys).dropped) dropForeignKey(journey, from, key)
  }
  for (const table of journey.now.tables.filter((each) => findNamed(journey.goal.tables, each) === undefined)) {
    const leadsAway = (key: ForeignKeyConstraint): boolean => findNamed(journey.goal.tables, key.target) !== undefined
    for (const key of table.foreignKeys.filter(leadsAway)) dropForeignKey(journey, table, key)
  }
}

/** Adds the foreign keys that are new or other ones. */
export function addForeignKeys(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    const { added, replaced } = comparePartLists(from.foreignKeys, to.foreignKeys)
    for (const key of added) {
      addForeignKey(journey, to, key, key.name)
      note(journey, to, key)
    }
    for (const [before, after] of replaced) {
      replaceForeignKey(journey, to, before, after)
      note(journey, to, after)
    }
  }
}

export function dropForeignKey(journey: Journey, table: Table, key: ForeignKeyConstraint): void {
  addStep(
    journey,
    `drop foreign key ${qualified(table)}.${ident(key.name)}`,
    ...lockParent(table, key, 'access exclusive'),
    `${alter(table)} drop constraint ${ident(key.name)};`,
  )
  changeTable(journey, table, (each) => ({ ...each, foreignKeys: withoutPart(each.foreignKeys, key.name) }))
}

/** The referenced table is locked first, as statements of an application do it: the other way round is a deadlock. */
export function lockParent(table: QualifiedName, { target }: ForeignKeyConstraint, mode: string): string[] {
  return isSameName(table, target) ? [] : [`lock table ${qualified(target)} in ${mode} mode;`]
}

/** Added without looking at the rows, then validated while they can be read and written. */
function addForeignKey(journey: Journey, table: Table, key: ForeignKeyConstraint, name: string): void {
  const title = `add foreign key ${qualified(table)}.${ident(key.name)}`
  const isByPartition = !isOffline(journey, table) && table.partitionBy !== undefined && journey.hints.postgres < 18
  // Foreign keys of partitions that become one give up triggers of their target.
  const mode = isByPartition && key.notValid !== true ? 'access exclusive' : 'share row exclusive'
  const add = (notValid: true | undefined): string[] => [
    ...(isOffline(journey, table) ? [] : lockParent(table, key, mode)),
    `${alter(table)} add ${foreignKeySql({ ...key, name, notValid })};`,
  ]
  if (key.notValid === true) {
    addStep(journey, title, ...add(true))
    return
  }
  const cleaning = journey.hints.orphans[`${qualified(table)}.${ident(key.name)}`]
  if (cleaning === undefined || journey.direction === 'down') checkOrphans(journey, table, key)
  if (isOffline(journey, table) || isByPartition) {
    if (cleaning !== undefined && !journey.made.has(qualified(table))) cleanOrphans(journey, table, key, cleaning)
    if (isByPartition) addToPartitions(journey, table, { ...key, name }, lockParent(table, key, 'share row exclusive'))
    addStep(journey, title, ...add(undefined))
    return
  }
  addStep(journey, title, ...add(true))
  if (cleaning !== undefined && journey.direction === 'up') cleanOrphans(journey, table, key, cleaning)
  validate(journey, table, 'foreign key', name)
}

/** The new one holds before the old one goes. */
function replaceForeignKey(
  journey: Journey,
  table: Table,
  before: ForeignKeyConstraint,
  after: ForeignKeyConstraint,
): void {
  const name = ident(after.name)
  if (isSame({ ...before, deferrable: after.deferrable }, after)) {
    const words = deferrableSql(after.deferrable) || ' not deferrable'
    addStep(
      journey,
      `alter foreign key ${qualified(table)}.${name}`,
      ...lockParent(table, after, 'access exclusive'),
      `${alter(table)} alter constraint ${name}${words}${after.deferrable === 'immediate' ? ' initially immediate' : ''};`,
    )
    return
  }
  if (isSame({ ...before, notValid: undefined }, after)) {
    checkOrphans(journey, table, after)
    validate(journey, table, 'foreign key', after.name)
    return
  }
  const temporary = standIn(after.name)
  addForeignKey(journey, table, after, temporary)
  addStep(
    journey,
    `replace foreign key ${qualified(table)}.${name}`,
    ...lockParent(table, before, 'access exclusive'),
    `${alter(table)} drop constraint ${name};`,
    `${alter(table)} rename constraint ${ident(temporary)} to ${name};`,
  )
}

function note(journey: Journey, table: Table, key: ForeignKeyConstraint): void {
  changeTable(journey, table, (each) => ({ ...each, foreignKeys: withPart(each.foreignKeys, key) }))
}

/** Rows that refer to none, in a table that was there before with the columns of the key. */
function checkOrphans(journey: Journey, table: Table, key: ForeignKeyConstraint): void {
  const [rows, parents] = [earlierRows(journey, table), earlierRows(journey, key.target)]
  if (rows === undefined || !key.columns.every((column) => rows.columns.has(column))) return
  if (parents !== undefined && !key.targetColumns.every((column) => parents.columns.has(column))) return
  const name = `${qualified(table)}.${ident(key.name)}`
  journey.checks.push({
    title: `every ${key.columns.join(', ')} of ${qualified(table)} is in ${qualified(key.target)}`,
    sql: `select ${rows.keys} from ${rows.from} where ${orphanCondition(rows.alias, key, parents?.from)}`,
    advice: `repair or delete the rows, or write "orphans: delete" at the foreign key ${name}`,
  })
}

/** `author_id is not null and not exists (select from users as target where target.id = posts.author_id)` */
function orphanCondition(alias: string, key: ForeignKeyConstraint, parents: string | undefined): string {
  const own = key.columns.map((column) => `${alias}.${ident(column)}`)
  const present = own.map((column) => `${column} is not null`).join(' and ')
  if (parents === undefined) return present
  const source = /^\(.*\) as \S+$/s.test(parents)
    ? parents.replace(/ as \S+$/, ' as target')
    : `${parents.split(' as ')[0] ?? parents} as target`
  const pairs = key.targetColumns.map((column, index) => `target.${ident(column)} = ${own[index] ?? ''}`)
  const lost = `${present} and not exists (select from ${source} where ${pairs.join(' and ')})`
  if (key.match !== 'full' || own.length === 1) return lost
  return `((${lost}) or num_nulls(${own.join(', ')}) between 1 and ${own.length - 1})`
}

/** New orphans are refused already; those that were there go, as the spec says. */
function cleanOrphans(journey: Journey, table: Table, key: ForeignKeyConstraint, how: 'delete' | 'set null'): void {
  const name = qualified(table)
  const where = orphanCondition(name, key, qualified(key.target))
  const words = key.columns.map(ident).join(', ')
  const title =
    how === 'delete'
      ? `delete rows of ${name} without their ${qualified(key.target)}`
      : `set ${words} of ${name} to null where it leads nowhere`
  journey.allowed.push(title)
  if (how === 'delete') addDelete(journey, table, title, where)
  else addFill(journey, table, { title, set: key.columns.map((column) => `${ident(column)} = null`).join(', '), where })
}
