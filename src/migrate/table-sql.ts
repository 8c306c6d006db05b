import { ident, literal, qualified } from '../schema/quote.js'
import type {
  CheckConstraint,
  Column,
  ForeignKeyConstraint,
  KeyConstraint,
  QualifiedName,
  Table,
  TableIndex,
} from '../schema/schema.js'

/** `create table`, with its keys and checks; one column a line. */
export function createTableSql(table: Table): string {
  const lines = [
    ...table.columns.map(columnSql),
    ...(table.primaryKey === undefined ? [] : [keySql(table.primaryKey, 'primary key')]),
    ...table.uniques.map((key) => keySql(key, 'unique')),
    ...table.checks.map(checkSql),
  ]
  const body = lines.length === 0 ? '' : `\n${lines.map((line) => `  ${line}`).join(',\n')}\n`
  return `create table ${qualified(table)} (${body});`
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
  const parts = [ident(column.name), column.type]
  if (column.generated !== undefined) parts.push(`generated always as (${column.generated}) stored`)
  if (column.identity !== undefined) parts.push(`generated ${column.identity} as identity`)
  if (!column.nullable) parts.push('not null')
  if (column.default !== undefined) parts.push(`default ${defaultSql(column.default)}`)
  return parts.join(' ')
}

/** An expression with an operator at its top needs parentheses behind DEFAULT; a call or a literal reads better bare. */
export function defaultSql(expression: string): string {
  return /^(?:E?'(?:[^'\\]|''|\\.)*'|-?[\w.]+|[a-z_][\w.]*\([^()]*\)|[a-z_]+)$/i.test(expression)
    ? expression
    : `(${expression})`
}

export function keySql({ name, columns, nullsNotDistinct }: KeyConstraint, kind: 'primary key' | 'unique'): string {
  const nulls = nullsNotDistinct ? ' nulls not distinct' : ''
  return `constraint ${ident(name)} ${kind}${nulls} (${identList(columns)})`
}

export function checkSql({ name, sql }: CheckConstraint): string {
  return `constraint ${ident(name)} check (${sql})`
}

export function foreignKeySql({
  name,
  columns,
  target,
  targetColumns,
  onDelete,
  onUpdate,
}: ForeignKeyConstraint): string {
  const actions = [
    ...(onDelete === 'no action' ? [] : [` on delete ${onDelete}`]),
    ...(onUpdate === 'no action' ? [] : [` on update ${onUpdate}`]),
  ].join('')
  return `constraint ${ident(name)} foreign key (${identList(columns)}) references ${qualified(target)} (${identList(targetColumns)})${actions}`
}

/** `create index posts_author_id_idx on posts (author_id);` */
export function createIndexSql(table: QualifiedName, index: TableIndex, concurrently: boolean): string {
  const head = `create ${index.unique ? 'unique ' : ''}index ${concurrently ? 'concurrently ' : ''}${ident(index.name)}`
  const method = index.method === 'btree' ? '' : ` using ${ident(index.method)}`
  const include = index.include.length === 0 ? '' : ` include (${identList(index.include)})`
  const where = index.where === undefined ? '' : ` where ${index.where}`
  return `${head} on ${qualified(table)}${method} (${index.terms.map(termSql).join(', ')})${include}${where};`
}

export function identList(names: readonly string[]): string {
  return names.map(ident).join(', ')
}

function termSql({ kind, value, direction, nulls, operatorClass }: TableIndex['terms'][number]): string {
  return [
    kind === 'column' ? ident(value) : `(${value})`,
    ...(operatorClass === undefined ? [] : [operatorClass.split('.').map(ident).join('.')]),
    ...(direction === 'desc' ? ['desc'] : []),
    ...(nulls === undefined ? [] : [`nulls ${nulls}`]),
  ].join(' ')
}
