import { ident, literal, qualified } from '../schema/quote.js'
import type { Column, QualifiedName, SequenceOptions, Table } from '../schema/schema.js'
import { checkSql, exclusionSql, foreignKeySql, keySql } from './constraint-sql.js'

/** `alter table posts` */
export function alter(table: QualifiedName): string {
  return `alter table ${qualified(table)}`
}

/** `create table`, with its keys, checks and the foreign keys given; one column a line. */
export function createTableSql(table: Table): string {
  const lines = [
    ...table.columns.map(columnSql),
    ...(table.primaryKey === undefined ? [] : [keySql(table.primaryKey, 'primary key')]),
    ...table.uniques.map((key) => keySql(key, 'unique')),
    ...table.checks.map((check) => checkSql({ ...check, notValid: undefined })),
    ...table.exclusions.map(exclusionSql),
    ...table.foreignKeys.map((key) => foreignKeySql({ ...key, notValid: undefined })),
  ]
  const body = lines.length === 0 ? '' : `\n${lines.map((line) => `  ${line}`).join(',\n')}\n`
  const partition = table.partitionBy === undefined ? '' : ` partition by ${table.partitionBy}`
  const options = table.options.length === 0 ? '' : ` with (${table.options.join(', ')})`
  return `create ${table.unlogged === true ? 'unlogged ' : ''}table ${qualified(table)} (${body})${partition}${options};`
}

/** The comments of a new table and of its columns. */
export function commentsSql(table: Table): string[] {
  return [
    ...(table.comment === undefined ? [] : [tableCommentSql(table, table.comment)]),
    ...table.columns.flatMap(({ name, comment }) =>
      comment === undefined ? [] : [columnCommentSql(table, name, comment)],
    ),
  ]
}

export function tableCommentSql(table: QualifiedName, comment: string | undefined): string {
  return `comment on table ${qualified(table)} is ${commentSql(comment)};`
}

export function columnCommentSql(table: QualifiedName, column: string, comment: string | undefined): string {
  return `comment on column ${qualified(table)}.${ident(column)} is ${commentSql(comment)};`
}

export function commentSql(comment: string | undefined): string {
  return comment === undefined ? 'null' : literal(comment)
}

/** `id bigint generated always as identity not null` */
export function columnSql(column: Column): string {
  const parts = [ident(column.name), typeSql(column)]
  if (column.generated !== undefined)
    parts.push(`generated always as (${column.generated}) ${column.isVirtual === true ? 'virtual' : 'stored'}`)
  if (column.identity !== undefined) parts.push(identitySql(column))
  if (!column.nullable) parts.push('not null')
  if (column.default !== undefined) parts.push(`default ${defaultSql(column.default)}`)
  return parts.join(' ')
}

/** A type with its collation. */
export function typeSql({ type, collation }: Pick<Column, 'type' | 'collation'>): string {
  return collation === undefined ? type : `${type} collate ${collation}`
}

/** `generated always as identity (start with 100)` */
export function identitySql({ identity, identityOptions }: Pick<Column, 'identity' | 'identityOptions'>): string {
  const options = identityOptions === undefined ? [] : sequenceWords(identityOptions)
  return `generated ${identity ?? 'always'} as identity${options.length === 0 ? '' : ` (${options.join(' ')})`}`
}

/** `start with 100`, `increment by 10`, one each; what is left out is as PostgreSQL has it. */
export function sequenceWords(options: SequenceOptions): string[] {
  const { start, increment, minimum, maximum, cache, cycle } = options
  return [
    ...(increment === undefined ? [] : [`increment by ${increment}`]),
    ...(minimum === undefined ? [] : [`minvalue ${minimum}`]),
    ...(maximum === undefined ? [] : [`maxvalue ${maximum}`]),
    ...(start === undefined ? [] : [`start with ${start}`]),
    ...(cache === undefined ? [] : [`cache ${cache}`]),
    ...(cycle === true ? ['cycle'] : []),
  ]
}

/** An expression with an operator at its top needs parentheses behind DEFAULT; a call or a literal reads better bare. */
export function defaultSql(expression: string): string {
  return /^(?:E?'(?:[^'\\]|''|\\.)*'|-?[\w.]+|[a-z_][\w.]*\([^()]*\)|[a-z_]+)$/i.test(expression)
    ? expression
    : `(${expression})`
}
