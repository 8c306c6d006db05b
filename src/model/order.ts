import type { List } from '../spec/definition/compound.js'
import type { ScalarNode } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import { isOrdered } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import { reportUnknownColumn } from './expression.js'
import type { OrderTerm } from './model.js'

/** Reads `[-created_at, id]` and makes it total with the primary key, in the direction of what is there. */
export function readOrder(building: Building, entity: EntityDraft, spec: List<ScalarNode> | undefined): OrderTerm[] {
  const terms: OrderTerm[] = []
  for (const node of spec?.items ?? []) {
    const term = termOf(building, entity, node)
    if (term === undefined) continue
    if (!terms.some(({ field }) => field === term.field)) terms.push(term)
    else building.problems.add('DB510', node.span, `column ${quoted(term.field.name)} is listed twice`, 'remove one')
  }
  const direction = terms.length > 0 && terms.every((term) => term.direction === 'desc') ? 'desc' : 'asc'
  const rest = entity.entity.primaryKey?.fields.filter((key) => !terms.some(({ field }) => field === key)) ?? []
  return [...terms, ...rest.map((field) => ({ field, direction }) as const)]
}

function termOf(building: Building, entity: EntityDraft, node: ScalarNode): OrderTerm | undefined {
  const isDescending = node.text.startsWith('-')
  const name = isDescending ? node.text.slice(1) : node.text
  const column = entity.columns.get(name)
  if (column === undefined) {
    reportUnknownColumn(building, entity, name, node.span)
    return undefined
  }
  if (column.isTyped && !isOrdered(column.field.type)) {
    building.problems.add('DB702', node.span, `column ${quoted(name)} is ${column.field.type.name}, which has no order`)
  }
  return { field: column.field, direction: isDescending ? 'desc' : 'asc' }
}
