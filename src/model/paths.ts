import { type ScalarNode, type Span, spanWithin } from '../spec/node.js'
import { didYouMean, quoted, suggest } from '../spec/wording.js'
import type { Building, ColumnDraft, EntityDraft, RelationDraft } from './drafts.js'
import type { Relation } from './model.js'
import type { Path } from './query.js'

/** Follows `author.email` from an entity; nothing where it leads nowhere, which is then noted. */
export function readPath(building: Building, owner: EntityDraft, node: ScalarNode): Path | undefined {
  const segments = node.text.split('.')
  const relations: Relation[] = []
  let [entity, offset] = [owner, 0]
  for (const name of segments.slice(0, -1)) {
    const draft = relationNamed(building, entity, name, spanWithin(node, offset, name.length), 'DB701')
    if (draft?.relation === undefined) return undefined
    relations.push(draft.relation)
    entity = draft.target
    offset += name.length + 1
  }
  const last = segments.at(-1) ?? ''
  const column = columnNamed(building, entity, last, spanWithin(node, offset, last.length))
  return column?.isTyped === true ? { relations, field: column.field } : undefined
}

/** The relation of that name, resolved or not; nothing where there is none, which is then noted. */
export function relationNamed(
  building: Building,
  entity: EntityDraft,
  name: string,
  span: Span,
  code: 'DB701' | 'DB706',
): RelationDraft | undefined {
  const draft = entity.relations.get(name)
  if (draft !== undefined || entity.unresolved.has(name) || entity.isPartial || building.mayHold(name)) return draft
  const message = `model ${quoted(entity.name)} has no relation ${quoted(name)}`
  building.missing.note(code, `relation of ${entity.name}`, name, { span, message, hint: relationHint(entity, name) })
  return undefined
}

function relationHint(entity: EntityDraft, name: string): string | undefined {
  const names = [...entity.relations.keys()]
  if (entity.columns.has(name)) return didYouMean(name, names) ?? 'it is a column; nothing can follow it'
  return names.length === 0 ? `${entity.name} has no relations` : suggest(name, names, 'its relations are')
}

function columnNamed(building: Building, entity: EntityDraft, name: string, span: Span): ColumnDraft | undefined {
  const column = entity.columns.get(name)
  const isRelation = entity.relations.has(name) || entity.unresolved.has(name)
  if (column !== undefined || entity.isPartial || building.mayHold(name)) return column
  const hint = isRelation
    ? `it is a relation; name one of its columns: ${name}.<column>`
    : suggest(name, [...entity.columns.keys()], 'its columns are')
  const message = `model ${quoted(entity.name)} has no column ${quoted(name)}`
  building.missing.note('DB701', `column of ${entity.name}`, name, { span, message, hint })
  return undefined
}
