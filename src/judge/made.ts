import { ident, qualified } from '../schema/quote.js'
import type { QualifiedName } from '../schema/schema.js'
import type { Action, PlacedAction } from './action.js'

/** What actions make, under every name that they give it: tables, columns as `posts.title`, types, values of enums. */
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
    case 'rename object':
      return [action.object === 'schema' ? ident(action.to.name) : qualified(action.to)]
    case 'rename value':
      return [valueName(action.type, action.to)]
    case 'create object':
      return [qualified(action.name)]
    default:
      return []
  }
}

/** `mood 'calm'` */
export function valueName(type: QualifiedName, value: string): string {
  return `${qualified(type)} '${value}'`
}
