import { ident, qualified } from '../schema/quote.js'
import type { QualifiedName, Schema } from '../schema/schema.js'
import { type Change, invert } from './change.js'
import { orderChanges } from './order.js'
import { statementsOf } from './sql.js'

/** What a runner does at once: statements of one transaction, or one statement that refuses to be in one. */
export interface Step {
  /** `create table posts` */
  readonly title: string
  readonly transactional: boolean
  readonly statements: readonly string[]
}

/** What must hold before the first step of a direction is run; nothing is changed where it does not. */
export interface Check {
  /** `every row of posts has a slug` */
  readonly title: string
  /** A query without a semicolon that finds the keys of rows for which it does not hold. */
  readonly sql: string
  /** What to do about such rows. */
  readonly advice: string
}

/** A migration in both directions, not yet printed. */
export interface Plan {
  readonly up: readonly Step[]
  readonly down: readonly Step[]
  readonly upChecks: readonly Check[]
  readonly downChecks: readonly Check[]
  /** What the spec allows the migration to lose or change, as it stays visible in the migration. */
  readonly allowed: readonly string[]
  /** What the down direction cannot bring back. */
  readonly irreversible: readonly string[]
  /** What the down direction leads back to: the schema before, but for what `irreversible` says. */
  readonly restored: Schema
}

/** Orders the changes and plans them, forwards and backwards. */
export function planChanges(changes: readonly Change[]): Omit<Plan, 'restored'> {
  const ordered = orderChanges(changes)
  const back = ordered.map(invert).reverse()
  return {
    up: ordered.flatMap(stepsOf),
    down: back.flatMap(stepsOf),
    upChecks: [],
    downChecks: [],
    allowed: [],
    irreversible: back.flatMap(lossOf),
  }
}

function stepsOf(change: Change): Step[] {
  return statementsOf(change).map(({ sql, transactional = true, title = titleOf(change) }) => ({
    title,
    transactional,
    statements: sql,
  }))
}

function lossOf(change: Change): string[] {
  switch (change.kind) {
    case 'dropTable':
      return [`the rows of ${qualified(change.table)}`]
    case 'dropColumn':
      return [`the values of ${qualified(change.table)}.${ident(change.column.name)}`]
    case 'removeEnumValue':
      return [`the enum ${qualified(change.type)} keeps the value "${change.value}"`]
    default:
      return []
  }
}

/** What the step does, in words. */
export function titleOf(change: Change): string {
  switch (change.kind) {
    case 'createExtension':
      return `create extension ${ident(change.name)}`
    case 'dropExtension':
      return `keep extension ${ident(change.name)}`
    case 'createSchema':
      return `create schema ${ident(change.name)}`
    case 'dropSchema':
      return `drop schema ${ident(change.name)}`
    case 'createEnum':
      return `create enum ${qualified(change.type)}`
    case 'dropEnum':
      return `drop enum ${qualified(change.type)}`
    case 'addEnumValue':
      return `add "${oneLine(change.value)}" to enum ${qualified(change.type)}`
    case 'removeEnumValue':
      return `keep "${oneLine(change.value)}" in enum ${qualified(change.type)}`
    case 'createTable':
      return `create table ${qualified(change.table)}`
    case 'dropTable':
      return `drop table ${qualified(change.table)}`
    case 'addColumn':
      return `add column ${part(change.table, change.column.name)}`
    case 'dropColumn':
      return `drop column ${part(change.table, change.column.name)}`
    case 'alterColumn':
      return `alter column ${part(change.table, change.to.name)}`
    case 'addUnique':
    case 'dropUnique':
      return `${verb(change)} unique ${part(change.table, change.key.name)}`
    case 'addCheck':
    case 'dropCheck':
      return `${verb(change)} check ${part(change.table, change.check.name)}`
    case 'addForeignKey':
    case 'dropForeignKey':
      return `${verb(change)} foreign key ${part(change.table, change.foreignKey.name)}`
    case 'createIndex':
      return `create index ${ident(change.index.name)} on ${qualified(change.table)}`
    case 'dropIndex':
      return `drop index ${ident(change.index.name)} of ${qualified(change.table)}`
    case 'setTableComment':
      return `comment on table ${qualified(change.table)}`
    case 'setEnumComment':
      return `comment on enum ${qualified(change.type)}`
  }
}

function verb({ kind }: Change): string {
  return kind.startsWith('add') ? 'add' : 'drop'
}

function part(table: QualifiedName, name: string): string {
  return `${qualified(table)}.${ident(name)}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
