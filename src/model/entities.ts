import type { MixinsSpec, ModelsSpec } from '../spec/definition/model.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import { addColumns } from './fields.js'
import type { Entity } from './model.js'
import { checkSchema, checkTable, checkTypeName } from './name-rules.js'
import { nameEntity, tableName } from './naming.js'
import { placeOf } from './places.js'
import { tableProperty } from './property-names.js'
import { tableOptions } from './table-options.js'

type MixinEntry = MixinsSpec['entries'][number]
type ModelEntry = ModelsSpec['entries'][number]
type ModelSpec = ModelEntry['value']

interface UsedMixins {
  readonly mixins: readonly MixinEntry[]
  /** False where one is missing. */
  readonly isWhole: boolean
}

/** Adds an entity with its columns for each model: its own columns, then those of its mixins. */
export function addEntities(building: Building, models: readonly ModelEntry[], mixins: readonly MixinEntry[]): void {
  const byName = new Map(mixins.map((mixin) => [mixin.key.text, mixin]))
  const files = new Map<string, EntityDraft>()
  for (const { key, value } of models) {
    checkTypeName(building, key, 'model')
    const used = usedMixins(building, value?.mixins?.items ?? [], byName)
    const owner = draftOf(building, key, value, used)
    building.entities.set(key.text, owner)
    if (!building.tables.has(owner.entity.table)) building.tables.set(owner.entity.table, owner)
    if (hasOwnFile(building, owner, files)) takeTable(building, owner)
    addColumns(building, owner, value?.columns?.entries ?? [], undefined)
    for (const mixin of used.mixins) addColumns(building, owner, mixin.value?.columns?.entries ?? [], mixin.key)
    checkColumns(building, owner)
  }
}

function draftOf(building: Building, key: ScalarNode, value: ModelSpec, { mixins, isWhole }: UsedMixins): EntityDraft {
  const parts = [value, ...mixins.map((mixin) => mixin.value)]
  const isRead = isWhole && parts.every((part) => part !== undefined && !isUnread(part)) && !isListUnread(value)
  const present = parts.filter((part) => part !== undefined)
  const table = value?.table?.text ?? tableName(key.text)
  const entity = emptyEntity(building, key.text, { schema: value?.schema?.text ?? 'public', table }, key.span)
  return {
    name: key.text,
    span: key.span,
    spec: value,
    checks: present.flatMap((part) => part.checks?.items ?? []),
    indexes: present.flatMap((part) => part.indexes?.items ?? []),
    entity: { ...entity, comment: value?.comment?.text, ...tableOptions(building, value, entity) },
    columns: new Map(),
    relations: new Map(),
    unresolved: new Set(),
    isBroken: !isRead,
    isPartial: !isRead,
  }
}

/** True where `columns` is there, but could not be read. */
function isUnread({ keys, columns }: NonNullable<MixinEntry['value'] | ModelSpec>): boolean {
  return keys.has('columns') && columns === undefined
}

function isListUnread(value: ModelSpec): boolean {
  return (
    value !== undefined &&
    ['mixins', 'relations'].some((key) => value.keys.has(key) && Reflect.get(value, key) === undefined)
  )
}

/** An entity of that name with nothing in it yet. */
export function emptyEntity(
  { properties }: Building,
  name: string,
  { schema, table }: Pick<Entity, 'schema' | 'table'>,
  span: Span,
): EntityDraft['entity'] {
  const entity: Entity = {
    name,
    at: span.at,
    schema,
    table,
    property: tableProperty(schema, table, properties),
    comment: undefined,
    isImplied: false,
    names: nameEntity(name, table),
    fields: [],
    primaryKey: undefined,
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    isUnlogged: false,
    storage: [],
    rowSecurity: undefined,
    partitioning: undefined,
    partitions: [],
    renamedFrom: undefined,
    drops: [],
    isOffline: false,
    relations: [],
    queries: [],
  }
  const lists = { fields: [], uniques: [], foreignKeys: [], checks: [], exclusions: [], indexes: [] }
  return { ...entity, ...lists, storage: [], partitions: [], drops: [], relations: [], queries: [] }
}

/** `HTMLPage` and `HtmlPage` have one file and one table; that is one mistake. */
function hasOwnFile({ problems }: Building, owner: EntityDraft, files: Map<string, EntityDraft>): boolean {
  const { file } = owner.entity.names
  const other = files.get(file)
  files.set(file, other ?? owner)
  if (other === undefined) return true
  const both = `models ${quoted(other.name)} (${placeOf(other.span)}) and ${quoted(owner.name)}`
  const message = `${both} would both be in the file ${file}.ts`
  problems.add('DB303', owner.span, message, 'give one of them another name')
  return false
}

function takeTable(building: Building, { entity, name, spec, span }: EntityDraft): void {
  const { schema, table } = entity
  const given = spec?.table
  if (spec?.schema !== undefined) checkSchema(building, spec.schema)
  if (given !== undefined) checkTable(building, given)
  const hint = given === undefined ? 'give it another name with "table"' : 'give one of them another name'
  const what = `the table of ${quoted(name)}`
  building.names.take({ kind: 'table', schema, table, name: table, what, span: given?.span ?? span, hint })
}

function usedMixins(
  { problems, mayHold, missing }: Building,
  names: readonly ScalarNode[],
  mixins: ReadonlyMap<string, MixinEntry>,
): UsedMixins {
  const used: MixinEntry[] = []
  for (const { text, span } of names) {
    const mixin = mixins.get(text)
    if (mixin === undefined) {
      const hint = suggest(text, [...mixins.keys()], 'mixins here')
      if (!mayHold(text))
        missing.note('DB407', 'mixin', text, { span, message: `there is no mixin ${quoted(text)}`, hint })
    } else if (used.includes(mixin)) problems.add('DB510', span, `mixin ${quoted(text)} is listed twice`, 'remove one')
    else used.push(mixin)
  }
  return { mixins: used, isWhole: names.every(({ text }) => mixins.has(text)) }
}

/** A row must have something to show. */
function checkColumns({ problems, mayHold }: Building, owner: EntityDraft): void {
  const { fields } = owner.entity
  if (owner.isBroken) return
  if (fields.length === 0) {
    if (mayHold('columns')) return
    problems.add(
      'DB208',
      owner.span,
      `model ${quoted(owner.name)} has no columns`,
      'add "columns", or a mixin that has some',
    )
  } else if (fields.every((field) => field.private)) {
    const hint = 'take "private" from one: a row must have something to show'
    problems.add('DB405', owner.span, `every column of ${quoted(owner.name)} is private`, hint)
  }
}
