import { ident, qualified } from '../schema/quote.js'
import type { Action, PlacedAction } from './action.js'

/** Names of tables and columns, as `posts.title`, that actions make, under every name that they give them. */
export function namesMadeBy(actions: readonly PlacedAction[]): Set<string> {
  const names = new Set<string>()
  for (const { action } of actions) for (const name of madeBy(action)) names.add(name)
  return names
}

function madeBy(action: Action): string[] {
  switch (action.kind) {
    case 'create table':
      return [qualified(action.table), ...action.columns.map(({ name }) => `${qualified(action.table)}.${ident(name)}`)]
    case 'rename table':
      return [qualified(action.to)]
    case 'add column':
      return [`${qualified(action.table)}.${ident(action.column.name)}`]
    case 'rename column':
      return [`${qualified(action.table)}.${ident(action.to)}`]
    default:
      return []
  }
}
