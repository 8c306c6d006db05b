import { type ScalarNode, spanWithin } from '../spec/node.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import type { Path, Relation } from './model.js'

/** Follows `author.email` from an entity; nothing where it leads nowhere, which is then noted. */
export function readPath(building: Building, owner: EntityDraft, node: ScalarNode): Path | undefined {
  const segments = node.text.split('.')
  const relations: Relation[] = []
  let [entity, offset] = [owner, 0]
  for (const name of segments.slice(0, -1)) {
    const draft = entity.relations.get(name)
    if (draft?.relation === undefined) {
      if (draft === undefined) reportStep(building, entity, name, node, offset, [...entity.relations.keys()], 'relation')
      return undefined
    }
    relations.push(draft.relation)
    entity = draft.target
    offset += name.length + 1
  }
  const last = segments.at(-1) ?? ''
  const column = entity.columns.get(last)
  if (column !== undefined) return column.isTyped ? { relations, field: column.field } : undefined
  reportStep(building, entity, last, node, offset, [...entity.columns.keys()], 'column')
  return undefined
}

function reportStep(
  { problems, mayHold }: Building,
  entity: EntityDraft,
  name: string,
  node: ScalarNode,
  offset: number,
  candidates: readonly string[],
  what: 'relation' | 'column',
): void {
  if (mayHold(name)) return
  const isOther = what === 'column' ? entity.relations.has(name) : entity.columns.has(name)
  const other = what === 'column' ? `it is a relation; name one of its columns: ${name}.<column>` : 'it is a column; nothing can follow it'
  const hint = isOther ? other : suggest(name, candidates, `its ${what}s are`)
  problems.add('DB701', spanWithin(node, offset, name.length), `model ${quoted(entity.name)} has no ${what} ${quoted(name)}`, hint)
}
