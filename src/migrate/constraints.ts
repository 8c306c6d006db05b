import { ident, qualified } from '../schema/quote.js'
import type { CheckConstraint, Table } from '../schema/schema.js'
import { checkSql, exclusionSql } from './constraint-sql.js'
import { addStep, changeTable, isOffline, isSame, type Journey, originOf, refuse, tablePairs } from './journey.js'
import { makeRoom } from './not-null-names.js'
import { comparePartLists, standIn, withoutPart, withPart } from './parts.js'
import { checkNoRow } from './preflight.js'
import { renamePairs } from './rename-order.js'
import { refuseSameValue } from './same-value.js'
import { alter } from './table-sql.js'

interface Named {
  readonly name: string
}

/** Gives constraints other names, and drops the checks and exclusions that the spec no longer has. */
export function prepareConstraints(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    const renamed = renamedConstraints(from, to)
    const names = new Set(renamed.map(([, { name }]) => name))
    // A name is not free while what goes has it.
    dropGone(journey, from, to, (name) => names.has(name))
    renameConstraints(journey, from, renamed)
    dropGone(journey, from, to, (name) => !names.has(name))
  }
}

function dropGone(journey: Journey, from: Table, to: Table, isNow: (name: string) => boolean): void {
  for (const { name } of comparePartLists(from.checks, to.checks).dropped.filter((part) => isNow(part.name))) {
    dropConstraint(journey, from, 'check', name)
    changeTable(journey, from, (table) => ({ ...table, checks: withoutPart(table.checks, name) }))
  }
  for (const { name } of comparePartLists(from.exclusions, to.exclusions).dropped.filter((part) => isNow(part.name))) {
    dropConstraint(journey, from, 'exclusion', name)
    changeTable(journey, from, (table) => ({ ...table, exclusions: withoutPart(table.exclusions, name) }))
  }
}

/** Adds checks and exclusions that are new or other ones. */
export function addConstraints(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    const { added, replaced } = comparePartLists(from.checks, to.checks)
    for (const check of added) addCheck(journey, to, check)
    for (const [before, after] of replaced) replaceCheck(journey, to, before, after)
    addExclusions(journey, from, to)
  }
}

/** `alter table posts drop constraint ...` */
export function dropConstraint(journey: Journey, table: Table, kind: string, name: string): void {
  addStep(journey, `drop ${kind} ${qualified(table)}.${ident(name)}`, `${alter(table)} drop constraint ${ident(name)};`)
}

/** Validates a constraint while rows can be read and written. */
export function validate(journey: Journey, table: Table, kind: string, name: string): void {
  addStep(
    journey,
    `validate ${kind} ${qualified(table)}.${ident(name)}`,
    `${alter(table)} validate constraint ${ident(name)};`,
  )
}

function renamedConstraints(from: Table, to: Table): (readonly [Named, Named])[] {
  const primary = ({ primaryKey }: Table) => (primaryKey === undefined ? [] : [primaryKey])
  return [
    ...comparePartLists(primary(from), primary(to)).renamed,
    ...comparePartLists(from.uniques, to.uniques).renamed,
    ...comparePartLists(from.checks, to.checks).renamed,
    ...comparePartLists(from.foreignKeys, to.foreignKeys).renamed,
    ...comparePartLists(from.exclusions, to.exclusions).renamed,
  ]
}

function renameConstraints(journey: Journey, from: Table, renamed: readonly (readonly [Named, Named])[]): void {
  if (renamed.length === 0) return
  const pairs = renamed.map(([before, after]) => ({
    from: { schema: '', name: before.name },
    to: { schema: '', name: after.name },
  }))
  const words = pairs.map((pair) => `${ident(pair.from.name)} to ${ident(pair.to.name)}`)
  addStep(
    journey,
    `rename constraint ${words.join(', ')} of ${qualified(from)}`,
    ...renamePairs(pairs).map(
      (pair) => `${alter(from)} rename constraint ${ident(pair.from.name)} to ${ident(pair.to.name)};`,
    ),
  )
  const names = new Map(renamed.map(([before, after]) => [before.name, after.name]))
  const rename = <Part extends { readonly name: string }>(part: Part): Part => ({
    ...part,
    name: names.get(part.name) ?? part.name,
  })
  changeTable(journey, from, (table) => ({
    ...table,
    primaryKey: table.primaryKey && rename(table.primaryKey),
    uniques: table.uniques.map(rename),
    checks: table.checks.map(rename),
    foreignKeys: table.foreignKeys.map(rename),
    exclusions: table.exclusions.map(rename),
  }))
}

function addCheck(journey: Journey, table: Table, check: CheckConstraint): void {
  addCheckAs(journey, table, check, check.name)
  noteCheck(journey, table, check)
}

/** Added without looking at the rows, then validated while they can be read and written. */
function addCheckAs(journey: Journey, table: Table, check: CheckConstraint, name: string): void {
  const title = `add check ${qualified(table)}.${ident(check.name)}`
  const room = makeRoom(journey, table, name)
  const add = (notValid: true | undefined): string[] => [
    ...room,
    `${alter(table)} add ${checkSql({ ...check, name, notValid })};`,
  ]
  if (check.notValid === true) {
    addStep(journey, title, ...add(true))
    return
  }
  if (!heldBefore(journey, table, check)) {
    checkNoRow(
      journey,
      table,
      `not (${check.sql})`,
      `every row of ${qualified(table)} fulfils ${check.sql}`,
      'change or delete the rows that do not',
    )
  }
  if (isOffline(journey, table)) {
    addStep(journey, title, ...add(undefined))
    return
  }
  addStep(journey, title, ...add(true))
  validate(journey, table, 'check', name)
}

/** Whether rows had to fulfil it already: a check that a column takes along is made again. */
function heldBefore(journey: Journey, table: Table, { sql }: CheckConstraint): boolean {
  return originOf(journey, table)?.checks.some((each) => each.sql === sql && each.notValid !== true) === true
}

/** The new one holds before the old one goes. */
function replaceCheck(journey: Journey, table: Table, before: CheckConstraint, after: CheckConstraint): void {
  if (before.sql === after.sql && after.notValid === undefined) validate(journey, table, 'check', after.name)
  else {
    const temporary = standIn(after.name)
    addCheckAs(journey, table, after, temporary)
    addStep(
      journey,
      `replace check ${qualified(table)}.${ident(after.name)}`,
      `${alter(table)} drop constraint ${ident(before.name)};`,
      `${alter(table)} rename constraint ${ident(temporary)} to ${ident(after.name)};`,
    )
  }
  noteCheck(journey, table, after)
}

function noteCheck(journey: Journey, table: Table, check: CheckConstraint): void {
  changeTable(journey, table, (each) => ({ ...each, checks: withPart(each.checks, check) }))
}

/** PostgreSQL has no way to add one without reading all rows under a lock that stops everything. */
function addExclusions(journey: Journey, from: Table, to: Table): void {
  const missing = to.exclusions.filter((exclusion) => !from.exclusions.some((each) => isSame(each, exclusion)))
  for (const exclusion of missing) {
    const subject = `${qualified(to)}.${ident(exclusion.name)}`
    if (!isOffline(journey, to)) {
      refuse(journey, {
        code: 'MG113',
        subject,
        message: 'PostgreSQL adds an exclusion constraint only while it locks the table and reads every row',
        hint: 'plan a quiet moment and write "online: false" in the model',
      })
    }
    const equal = exclusion.terms.filter(({ kind, operator }) => kind === 'column' && operator === '=')
    if (exclusion.where === undefined && equal.length === exclusion.terms.length) {
      refuseSameValue(
        journey,
        to,
        exclusion.name,
        equal.map(({ value }) => value),
      )
    }
    const isOther = from.exclusions.some(({ name }) => name === exclusion.name)
    addStep(
      journey,
      `add exclusion ${subject}`,
      ...(isOther ? [`${alter(to)} drop constraint ${ident(exclusion.name)};`] : []),
      `${alter(to)} add ${exclusionSql(exclusion)};`,
    )
    changeTable(journey, to, (table) => ({ ...table, exclusions: withPart(table.exclusions, exclusion) }))
  }
}
