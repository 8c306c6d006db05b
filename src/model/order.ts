import type { List } from '../spec/definition/compound.js'
import { type ScalarNode, spanWithin } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import { isOrdered, spokenType } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import { hasColumn } from './expression.js'
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
  const span = spanWithin(node, node.text.length - name.length, name.length)
  const column = hasColumn(building, entity, name, span) ? entity.columns.get(name) : undefined
  if (column === undefined) return undefined
  if (column.isTyped && !isOrdered(column.field.type)) {
    const message = `column ${quoted(name)} is ${spokenType(column.field.type)}, which has no order`
    building.problems.add('DB702', span, message, 'order by another column')
  }
  return { field: column.field, direction: isDescending ? 'desc' : 'asc' }
}
