import type { MixinsSpec, ModelsSpec } from '../spec/definition/model.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import { addColumns } from './fields.js'
import type { Entity } from './model.js'
import { checkTypeName } from './name-rules.js'
import { nameEntity, tableName } from './naming.js'

type MixinEntry = MixinsSpec['entries'][number]
type ModelEntry = ModelsSpec['entries'][number]

/** Adds an entity with its columns for each model: its own columns, then those of its mixins. */
export function addEntities(
  building: Building,
  models: readonly ModelEntry[],
  mixins: readonly MixinEntry[],
): void {
  const byName = new Map(mixins.map((mixin) => [mixin.key.text, mixin]))
  for (const { key, value } of models) {
    checkTypeName(building, key, 'model')
    const used = usedMixins(building, value?.mixins?.items ?? [], byName)
    const parts = [value, ...used.map((mixin) => mixin.value)].filter((part) => part !== undefined)
    const owner: EntityDraft = {
      name: key.text,
      span: key.span,
      spec: value,
      checks: parts.flatMap((part) => part.checks?.items ?? []),
      indexes: parts.flatMap((part) => part.indexes?.items ?? []),
      entity: emptyEntity(key.text, value?.table?.text ?? tableName(key.text), value?.schema?.text ?? 'public', key.span),
      columns: new Map(),
      relations: new Map(),
      isBroken: value === undefined || parts.length !== used.length + 1,
    }
    owner.entity.comment = value?.comment?.text
    building.entities.set(key.text, owner)
    takeTable(building, owner, value?.table ?? key)
    for (const part of parts) addColumns(building, owner, part.columns?.entries ?? [])
    checkColumns(building, owner)
  }
}

/** An entity of that name with nothing in it yet. */
export function emptyEntity(name: string, table: string, schema: string, span: Span): EntityDraft['entity'] {
  const entity: Entity = {
    name,
    at: span.at,
    schema,
    table,
    comment: undefined,
    isImplied: false,
    names: nameEntity(name, table),
    fields: [],
    primaryKey: undefined,
    uniques: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    relations: [],
    queries: [],
  }
  return { ...entity, fields: [], uniques: [], foreignKeys: [], checks: [], indexes: [], relations: [], queries: [] }
}

function takeTable(building: Building, { entity, name }: EntityDraft, node: ScalarNode): void {
  building.names.take('relation', entity.schema, entity.table, `the table of ${quoted(name)}`, node.span)
}

function usedMixins(
  { problems, mayHold }: Building,
  names: readonly ScalarNode[],
  mixins: ReadonlyMap<string, MixinEntry>,
): MixinEntry[] {
  const used: MixinEntry[] = []
  for (const { text, span } of names) {
    const mixin = mixins.get(text)
    if (mixin === undefined) {
      if (mayHold(text)) continue
      problems.add('DB407', span, `there is no mixin ${quoted(text)}`, suggest(text, [...mixins.keys()], 'mixins here'))
    } else if (used.includes(mixin)) problems.add('DB510', span, `mixin ${quoted(text)} is listed twice`, 'remove one')
    else used.push(mixin)
  }
  return used
}

/** A row must have something to show. */
function checkColumns({ problems }: Building, owner: EntityDraft): void {
  const { fields } = owner.entity
  if (owner.isBroken) return
  if (fields.length === 0) {
    problems.add('DB208', owner.span, `model ${quoted(owner.name)} has no columns`, 'add "columns", or a mixin that has some')
  } else if (fields.every((field) => field.private)) {
    problems.add('DB405', owner.span, `every column of ${quoted(owner.name)} is private`, 'a row must have a column that is not')
  }
}
