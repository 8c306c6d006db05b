import type { StatementReader } from '../spec/sql.js'
import { at, lastOf, listOf } from '../spec/sql-tree.js'

/** The tree of an expression that stands as text in a schema; undefined where it cannot be read. */
export function treeOfExpression(sql: string, read: StatementReader): unknown {
  const result = read(`select ${sql}`)
  if (result.kind === 'mistake') return undefined
  const [target] = listOf(at(result.statements[0]?.node, 'targetList'))
  return at(at(target, 'ResTarget'), 'val')
}

/** The columns that a check requires: `column is not null`, alone or as one of several that are joined by AND. */
export function requiredColumns(tree: unknown): string[] {
  const both = at(tree, 'BoolExpr')
  if (at(both, 'boolop') === 'AND_EXPR') return listOf(at(both, 'args')).flatMap(requiredColumns)
  const test = at(tree, 'NullTest')
  if (at(test, 'nulltesttype') !== 'IS_NOT_NULL') return []
  const name = lastOf(at(at(at(test, 'arg'), 'ColumnRef'), 'fields'))
  return name === '' ? [] : [name]
}
