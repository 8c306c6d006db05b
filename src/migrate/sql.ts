import { ident, literal, qualified } from '../schema/quote.js'
import type { EnumType, QualifiedName } from '../schema/schema.js'
import type { Change, ChangeOf } from './change.js'
import {
  checkSql,
  columnCommentSql,
  columnSql,
  commentSql,
  commentsSql,
  createIndexSql,
  createTableSql,
  defaultSql,
  foreignKeySql,
  identList,
  tableCommentSql,
} from './table-sql.js'

/** What one change takes: statements that run together. */
export interface Statements {
  readonly sql: readonly string[]
  /** False for what PostgreSQL refuses inside a transaction. */
  readonly transactional?: boolean
  readonly title?: string
}

type Planners = { readonly [Kind in Change['kind']]: (change: ChangeOf<Kind>) => Statements[] }

const planners: Planners = {
  createExtension: ({ name }) => [{ sql: [`create extension if not exists ${ident(name)};`] }],
  // Others may use it, and dropping it would drop what is made of it.
  dropExtension: () => [],
  createSchema: ({ name }) => [{ sql: [`create schema ${ident(name)};`] }],
  dropSchema: ({ name }) => [{ sql: [`drop schema ${ident(name)};`] }],
  createEnum: ({ type }) => [{ sql: [createEnumSql(type), ...enumCommentSql(type, type.comment)] }],
  dropEnum: ({ type }) => [{ sql: [`drop type ${qualified(type)};`] }],
  addEnumValue: ({ type, value, before }) => [
    {
      // A value cannot be used in the transaction that adds it.
      transactional: false,
      sql: [
        `alter type ${qualified(type)} add value if not exists ${literal(value)}${before === undefined ? '' : ` before ${literal(before)}`};`,
      ],
    },
  ],
  // PostgreSQL cannot remove a value; an unused one does no harm.
  removeEnumValue: () => [],
  createTable: ({ table }) => [{ sql: [createTableSql(table), ...commentsSql(table)] }],
  dropTable: ({ table }) => [{ sql: [`drop table ${qualified(table)};`] }],
  addColumn: ({ table, column }) => [
    {
      sql: [
        `${alter(table)} add column ${columnSql(column)};`,
        ...(column.comment === undefined ? [] : [columnCommentSql(table, column.name, column.comment)]),
      ],
    },
  ],
  dropColumn: ({ table, column }) => [{ sql: [`${alter(table)} drop column ${ident(column.name)};`] }],
  alterColumn: ({ table, from, to }) => [{ sql: alterColumnSql(table, from, to) }],
  addUnique: planUnique,
  dropUnique: ({ table, key }) => [dropConstraint(table, key.name)],
  addCheck: ({ table, check }) => addValidated(table, check.name, checkSql(check), 'check'),
  dropCheck: ({ table, check }) => [dropConstraint(table, check.name)],
  addForeignKey: ({ table, foreignKey, onNewTable }) =>
    onNewTable
      ? [{ sql: [`${alter(table)} add ${foreignKeySql(foreignKey)};`] }]
      : addValidated(table, foreignKey.name, foreignKeySql(foreignKey), 'foreign key'),
  // A table that is dropped by the same migration takes its constraints and indexes along.
  dropForeignKey: ({ table, foreignKey }) => [dropConstraint(table, foreignKey.name)],
  createIndex: ({ table, index, onNewTable }) => [
    { transactional: onNewTable, sql: [createIndexSql(table, index, !onNewTable)] },
  ],
  dropIndex: ({ table, index, onNewTable }) =>
    onNewTable ? [] : [{ transactional: false, sql: [`drop index concurrently ${indexName(table, index.name)};`] }],
  setTableComment: ({ table, to }) => [{ sql: [tableCommentSql(table, to)] }],
  setEnumComment: ({ type, to }) => [{ sql: [`comment on type ${qualified(type)} is ${commentSql(to)};`] }],
}

/** The statements of one change. */
export function statementsOf<Kind extends Change['kind']>(change: ChangeOf<Kind>): Statements[] {
  // TypeScript does not see that the planner found by `kind` takes exactly this change.
  const plan = planners[change.kind] as (change: ChangeOf<Kind>) => Statements[]
  return plan(change)
}

function alter(table: QualifiedName): string {
  return `alter table ${qualified(table)}`
}

function createEnumSql(type: EnumType): string {
  const values = type.values.map((value) => `  ${literal(value)}`).join(',\n')
  return `create type ${qualified(type)} as enum (\n${values}\n);`
}

function enumCommentSql(type: QualifiedName, comment: string | undefined): string[] {
  return comment === undefined ? [] : [`comment on type ${qualified(type)} is ${commentSql(comment)};`]
}

function alterColumnSql(
  table: QualifiedName,
  from: ChangeOf<'alterColumn'>['from'],
  to: ChangeOf<'alterColumn'>['to'],
): string[] {
  const column = `${alter(table)} alter column ${ident(to.name)}`
  const statements: string[] = []
  if (from.type !== to.type) statements.push(`${column} type ${to.type};`)
  if (from.default !== to.default) {
    statements.push(
      to.default === undefined ? `${column} drop default;` : `${column} set default ${defaultSql(to.default)};`,
    )
  }
  if (from.nullable !== to.nullable) statements.push(`${column} ${to.nullable ? 'drop' : 'set'} not null;`)
  if (from.comment !== to.comment) statements.push(columnCommentSql(table, to.name, to.comment))
  return statements
}

/** The index is built beside running writes, then becomes the constraint at once. */
function planUnique({ table, key }: ChangeOf<'addUnique'>): Statements[] {
  const nulls = key.nullsNotDistinct ? ' nulls not distinct' : ''
  const name = ident(key.name)
  return [
    {
      transactional: false,
      title: `build unique index ${name} on ${qualified(table)}`,
      sql: [`create unique index concurrently ${name} on ${qualified(table)} (${identList(key.columns)})${nulls};`],
    },
    { sql: [`${alter(table)} add constraint ${name} unique using index ${name};`] },
  ]
}

/** Added without looking at the rows, then validated while they can be read and written. */
function addValidated(table: QualifiedName, name: string, constraint: string, kind: string): Statements[] {
  return [
    { sql: [`${alter(table)} add ${constraint} not valid;`] },
    {
      title: `validate ${kind} ${qualified(table)}.${ident(name)}`,
      sql: [`${alter(table)} validate constraint ${ident(name)};`],
    },
  ]
}

function dropConstraint(table: QualifiedName, name: string): Statements {
  return { sql: [`${alter(table)} drop constraint ${ident(name)};`] }
}

function indexName(table: QualifiedName, name: string): string {
  return qualified({ schema: table.schema, name })
}
