import type { BoundValue, PartitionBounds, Partitioning } from '../model/objects.js'
import { ident, literal } from './quote.js'

/** `range (created_at)`, `list (lower(country))` */
export function partitionKey({ method, terms }: Partitioning): string {
  const list = terms.map(({ kind, value }) => (kind === 'column' ? ident(value) : expression(value)))
  return `${method} (${list.join(', ')})`
}

/** A plain call stands without parentheses of its own, as PostgreSQL prints it. */
function expression(sql: string): string {
  return /^[a-z_][a-z0-9_.]*\([^()]*\)$/.test(sql) ? sql : `(${sql})`
}

/** `for values from ('2024-01-01') to ('2025-01-01')` */
export function partitionBounds(bounds: PartitionBounds): string {
  switch (bounds.kind) {
    case 'default':
      return 'default'
    case 'range':
      return `for values from (${values(bounds.from)}) to (${values(bounds.to)})`
    case 'list':
      return `for values in (${values(bounds.values)})`
    case 'hash':
      return `for values with (modulus ${bounds.modulus}, remainder ${bounds.remainder})`
  }
}

function values(list: readonly BoundValue[]): string {
  return list.map(({ kind, text }) => (kind === 'word' ? text : literal(text))).join(', ')
}
