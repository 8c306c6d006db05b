import { at, listOf } from '../spec/sql-tree.js'
import type { Action, ActionOf } from './action.js'
import { tableOf, textOf } from './tree.js'

type Verb = ActionOf<'write rows'>['verb']

const inner: readonly (readonly [string, Verb])[] = [
  ['InsertStmt', 'insert'],
  ['UpdateStmt', 'update'],
  ['DeleteStmt', 'delete'],
  ['MergeStmt', 'merge'],
]

/** What a statement writes, and what the queries of its WITH write. */
export function readRows(verb: Verb | 'select', node: unknown): Action[] {
  const queries = listOf(at(at(node, 'withClause'), 'ctes')).map((one) => at(at(one, 'CommonTableExpr'), 'ctequery'))
  const hidden = queries.flatMap((query) =>
    inner.flatMap(([kind, what]) => (at(query, kind) === undefined ? [] : readRows(what, at(query, kind)))),
  )
  if (verb === 'select') return hidden.length > 0 ? hidden : [{ kind: 'other' }]
  const isAll = (verb === 'update' || verb === 'delete') && at(node, 'whereClause') === undefined
  return [
    { kind: 'write rows', verb, table: tableOf(at(node, 'relation')), isAll, twice: setTwice(verb, node) },
    ...hidden,
  ]
}

function setTwice(verb: Verb, node: unknown): string[] {
  if (verb !== 'update') return []
  const names = listOf(at(node, 'targetList')).flatMap((one) => {
    const target = at(one, 'ResTarget')
    // `set list[1] = ..., list[2] = ...` sets parts of one column.
    return at(target, 'indirection') === undefined ? [textOf(target, 'name')] : []
  })
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
