import { openTrees, type TreeReader } from './sql.js'
import { at, isObject, listOf, stringOf } from './sql-tree.js'

/** Whether two texts are the same SQL: a statement, or an expression. */
export type SameSql = (one: string, other: string) => boolean

/**
 * Compares what different versions of PostgreSQL print: the texts, and where they differ, what PostgreSQL's parser makes of
 * them. Some versions write the table in front of the columns of a plain view, others do not.
 */
export async function openSameSql(): Promise<SameSql> {
  const read = await openTrees()
  return (one, other) => {
    if (one === other) return true
    const [left, right] = [formOf(one, read), formOf(other, read)]
    return left !== undefined && left === right
  }
}

/** The same text for the same SQL; undefined for what cannot be parsed. */
function formOf(text: string, read: TreeReader): string | undefined {
  const tree = read(text) ?? read(`select ${text}`)
  return tree === undefined ? undefined : JSON.stringify(plain(tree))
}

/** Places in the text say nothing. */
const PLACES = ['location', 'stmt_location', 'stmt_len', 'list_start', 'list_end', 'rexpr_list_start', 'rexpr_list_end']

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!isObject(value)) return value
  const own = onlyTable(value)
  const node = own === undefined ? value : unqualified(value, own)
  const entries = Object.entries(isObject(node) ? node : {})
  return Object.fromEntries(entries.filter(([key]) => !PLACES.includes(key)).map(([key, part]) => [key, plain(part)]))
}

/** The name of the only table of the outermost SELECT; undefined where there are several, or anything but tables. */
function onlyTable(value: Record<string, unknown>): string | undefined {
  const statements = listOf(value['stmts'])
  const from = listOf(at(at(at(statements[0], 'stmt'), 'SelectStmt'), 'fromClause'))
  const table = statements.length === 1 && from.length === 1 ? at(from[0], 'RangeVar') : undefined
  const name = at(at(table, 'alias'), 'aliasname') ?? at(table, 'relname')
  return typeof name === 'string' ? name : undefined
}

/** Without the table in front of columns, but in subqueries, where it may tell two tables apart. */
function unqualified(value: unknown, table: string): unknown {
  if (Array.isArray(value)) return value.map((part) => unqualified(part, table))
  if (!isObject(value) || Object.hasOwn(value, 'SubLink')) return value
  const fields = listOf(at(at(value, 'ColumnRef'), 'fields'))
  if (fields.length === 2 && stringOf(fields[0]) === table) return { ColumnRef: { fields: fields.slice(1) } }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unqualified(part, table)]))
}
