import { quoted } from '../spec/wording.js'
import type { Building, ColumnDraft, EntityDraft, RelationDraft } from './drafts.js'
import { fieldNames, isAtMostOne } from './foreign-key-rules.js'
import { snake } from './inflect.js'
import type { ForeignKey } from './model.js'
import { placeOf } from './places.js'

/**
 * Notes that a relation has no foreign key to follow: `holder` has none to `referred`. Where both sides of a relation
 * lack it, one of them says so: the belongs_to, or the one that is met first.
 */
export function reportNoKey(
  building: Building,
  draft: RelationDraft,
  holder: EntityDraft,
  referred: EntityDraft,
): void {
  const { name, kind, spec, span } = draft
  if (kind !== 'belongs_to' && isSaidByOther(draft, holder, referred)) return
  draft.isReported = true
  const isJoin = kind === 'many_to_many'
  const message = isJoin
    ? `${quoted(name)} cannot go through ${holder.name}, which has no foreign key to ${referred.name}`
    : `${quoted(name)} has no foreign key to follow: no column of ${holder.name} references ${referred.name}`
  const at = isJoin ? (spec.through?.span ?? span) : span
  building.problems.add(isJoin ? 'DB607' : 'DB601', at, message, hintFor(draft, holder, referred))
}

function isSaidByOther({ owner, target, kind }: RelationDraft, holder: EntityDraft, referred: EntityDraft): boolean {
  const others = [...target.relations.values()].filter((other) => other.target === owner)
  if (kind === 'many_to_many') return others.some((other) => other.kind === kind && other.isReported)
  if (holder !== target || keysOf(referred, holder).length > 0) return false
  return others.some((other) => other.kind === 'belongs_to' && keysOf(target, referred).length === 0)
}

function hintFor(draft: RelationDraft, holder: EntityDraft, referred: EntityDraft): string {
  const { owner, target, kind } = draft
  const [reverse] = kind === 'many_to_many' ? [] : keysOf(referred, holder)
  if (reverse !== undefined && owner !== target) return reverseHint(draft, referred, reverse)
  const key = referred.entity.primaryKey?.fields ?? []
  const [first] = key
  if (key.length > 1) {
    const columns = fieldNames(key)
    return `under "foreign_keys" of ${holder.name} write { columns: [${columns}], references: ${referred.name} }`
  }
  const type = (first && referred.columns.get(first.name)?.type?.text) ?? 'bigint'
  const name = columnName(draft, referred)
  const column = holder.columns.get(name)
  if (column !== undefined) return existingHint(column, holder, referred)
  return `add to the columns of ${holder.name}: ${name}: { type: ${type}, references: ${referred.name} }`
}

/** The foreign key is there, but it is the other model that has it. */
function reverseHint({ kind }: RelationDraft, referred: EntityDraft, key: ForeignKey): string {
  const columns = fieldNames(key.fields)
  if (kind !== 'belongs_to')
    return `${columns} of ${referred.name} itself refers to ${key.target.name}: write "belongs_to: ${key.target.name}"`
  const opposite = isAtMostOne(referred, key) ? 'has_one' : 'has_many'
  return `${columns} of ${referred.name} refers to this model: write "${opposite}: ${referred.name}"`
}

function existingHint({ key, spec, type }: ColumnDraft, holder: EntityDraft, referred: EntityDraft): string {
  const where = `${key.text} of ${holder.name} (${placeOf(key.span)})`
  if (spec !== undefined) return `add "references: ${referred.name}" to ${where}`
  return `write { type: ${type?.text ?? 'bigint'}, references: ${referred.name} } for ${where}`
}

function columnName({ kind, name }: RelationDraft, referred: EntityDraft): string {
  return kind === 'belongs_to' ? `${snake(name)}_id` : `${snake(referred.name)}_id`
}

function keysOf({ entity }: EntityDraft, { entity: target }: EntityDraft): ForeignKey[] {
  return entity.foreignKeys.filter((key) => key.target === target)
}
