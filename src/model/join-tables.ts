import type { Span } from '../spec/node.js'
import { alternatives, didYouMean, quoted, suggest } from '../spec/wording.js'
import type { Building, EntityDraft, RelationDraft } from './drafts.js'
import { emptyEntity } from './entities.js'
import { fieldNames } from './foreign-key-rules.js'
import { fillJoinTable, type JoinSide } from './implied-tables.js'
import { reportNoKey } from './missing-keys.js'
import type { Field, ForeignKey } from './model.js'
import { joinColumnName, joinModelName, joinTableName } from './naming.js'

/** What links the two sides of a many_to_many. */
export interface Join {
  readonly through: EntityDraft
  readonly nearKey: ForeignKey
  readonly farKey: ForeignKey
}

/** The join table of a many_to_many: a model of the spec, or a table that the relation implies. */
export function joinOf(building: Building, draft: RelationDraft): Join | undefined {
  const through = draft.spec.through?.text ?? implicitName(building, draft)
  if (through === undefined) return undefined
  const model = modelOf(building, through)
  if (model !== undefined) return joinThroughModel(building, draft, model)
  if (!/^[A-Z]/.test(through)) return joinThroughTable(building, draft, through)
  const span = draft.spec.through?.span ?? draft.span
  const hint = suggest(through, [...building.entities.keys()], 'models here')
  const message = `there is no model ${quoted(through)}`
  if (!building.mayHold(through)) building.missing.note('DB502', 'model', through, { span, message, hint })
  return undefined
}

/** Without `through`: the name that the other side gives, or one made of both models. */
function implicitName({ problems }: Building, draft: RelationDraft): string | undefined {
  const { owner, target, span, name } = draft
  if (owner === target) {
    problems.add(
      'DB607',
      span,
      `${quoted(name)} links ${owner.name} with itself, so its join table needs a name`,
      selfHint(draft),
    )
    return undefined
  }
  const others = [...target.relations.values()].filter(
    (other) => other.kind === 'many_to_many' && other.target === owner,
  )
  const named = others.map(({ spec }) => spec.through?.text).find((given) => given !== undefined)
  return named ?? joinTableName(owner.name, target.name)
}

/** A model by its name or that of its table. */
function modelOf({ entities, tables }: Building, through: string): EntityDraft | undefined {
  return entities.get(through) ?? tables.get(through)
}

function joinThroughModel(building: Building, draft: RelationDraft, through: EntityDraft): Join | undefined {
  const { owner, target, spec } = draft
  const near = keysTo(through, owner).filter(({ fields }) => spec.via === undefined || hasColumn(fields, spec.via.text))
  const [nearKey] = near
  const others = keysTo(through, target).filter((key) => key !== nearKey)
  const farVia = otherSide(draft)?.spec.via?.text
  const far =
    others.length > 1 && farVia !== undefined ? others.filter(({ fields }) => hasColumn(fields, farVia)) : others
  const [farKey] = far
  const isNearClear = near.length === 1 && (owner !== target || spec.via !== undefined)
  if (isNearClear && far.length === 1 && nearKey !== undefined && farKey !== undefined)
    return { through, nearKey, farKey }
  if (!through.isBroken) reportKeys(building, draft, through, near, far)
  return undefined
}

/** The relation of the target that goes through the same table. */
function otherSide(draft: RelationDraft): RelationDraft | undefined {
  const { owner, target, spec } = draft
  return [...target.relations.values()].find(
    (other) =>
      other !== draft &&
      other.kind === 'many_to_many' &&
      other.target === owner &&
      (spec.inverse === undefined ? other.spec.through?.text === spec.through?.text : other.name === spec.inverse.text),
  )
}

function reportKeys(
  building: Building,
  draft: RelationDraft,
  through: EntityDraft,
  near: readonly ForeignKey[],
  far: readonly ForeignKey[],
): void {
  const { owner, target, name, spec, span } = draft
  const own = keysTo(through, owner)
  const missing = own.length === 0 ? owner : keysTo(through, target).length === 0 ? target : undefined
  if (missing !== undefined || (owner === target && own.length === 1)) {
    reportNoKey(building, draft, through, missing ?? owner)
    return
  }
  const at = spec.via?.span ?? spec.through?.span ?? span
  const columns = own.map(({ fields }) => fieldNames(fields))
  if (spec.via !== undefined && near.length === 0) {
    const what = `${quoted(spec.via.text)} of ${through.name} is no foreign key to ${owner.name}`
    const message = `${what}, from which ${quoted(name)} could begin`
    building.problems.add('DB601', at, message, suggest(spec.via.text, columns, 'foreign keys that fit'))
  } else if (near.length > 1 || (spec.via === undefined && owner === target)) {
    const message = `${quoted(name)} could begin at ${alternatives(columns)} of ${through.name}`
    building.problems.add(
      'DB602',
      at,
      message,
      `${viaChoice(columns)}: the column of ${through.name} that refers to the model of the relation itself`,
    )
  } else if (far.length !== 1) reportFar(building, draft, through)
}

/** The far end is told by `via` of the other side, so that the mistake is there where there is another side. */
function reportFar({ problems }: Building, draft: RelationDraft, through: EntityDraft): void {
  const { target, name, spec, span } = draft
  if (otherSide(draft) !== undefined) return
  const columns = keysTo(through, target).map(({ fields }) => fieldNames(fields))
  const message = `${quoted(name)} could end at ${alternatives(columns)} of ${through.name}`
  const hint = `declare the other side in ${target.name}, with "via" naming its column`
  problems.add('DB602', spec.through?.span ?? span, message, hint)
}

/** `add "via: author_id" or "via: editor_id"` */
export function viaChoice(columns: readonly string[]): string {
  return `add ${alternatives(columns.map((column) => `"via: ${column.split(',')[0]}"`))}`
}

function keysTo(through: EntityDraft, target: EntityDraft): ForeignKey[] {
  return through.entity.foreignKeys.filter((key) => key.target === target.entity)
}

function hasColumn(fields: readonly Field[], name: string): boolean {
  return fields.some((field) => field.name === name)
}

/** The table that both sides imply: made when the first of them is met. */
function joinThroughTable(building: Building, draft: RelationDraft, table: string): Join | undefined {
  const { joinTables } = building
  if (!joinTables.has(table)) joinTables.set(table, makeJoinTable(building, draft, table))
  const through = joinTables.get(table)
  if (through === undefined) return undefined
  const { owner, target, spec } = draft
  const nearKey = keysTo(through, owner).find(
    ({ fields }) => owner !== target || hasColumn(fields, spec.via?.text ?? ''),
  )
  const farKey = keysTo(through, target).find((key) => key !== nearKey)
  if (nearKey === undefined || farKey === undefined) {
    if (!through.isBroken) reportOthers(building, draft, through, table)
    return undefined
  }
  if (owner !== target && spec.via !== undefined && !hasColumn(nearKey.fields, spec.via.text)) {
    const message = `the column of ${quoted(table)} that refers to ${owner.name} is ${fieldNames(nearKey.fields)}`
    building.problems.add('DB601', spec.via.span, message, `remove "via"`)
  }
  return { through, nearKey, farKey }
}

/** Noted for the side that is met first. */
function reportOthers({ problems }: Building, draft: RelationDraft, through: EntityDraft, table: string): void {
  const { owner, target, spec, span, name } = draft
  const other = otherSide(draft)
  if (owner === target && spec.via !== undefined) {
    const columns = through.entity.foreignKeys.map(({ fields }) => fieldNames(fields))
    const own = alternatives(columns, 'and')
    const message = `${quoted(spec.via.text)} is not a column of ${quoted(table)}, whose columns are ${own}`
    problems.add('DB601', spec.via.span, message, didYouMean(spec.via.text, columns) ?? 'name one of them')
    return
  }
  if (other?.isReported === true) return
  draft.isReported = true
  const [one, two] = through.entity.foreignKeys.map((key) => key.target.name)
  const message = `${quoted(table)} is the join table of ${one} and ${two}, so ${quoted(name)} cannot go through it`
  problems.add('DB607', spec.through?.span ?? span, message, 'give this relation a join table of its own')
}

function makeJoinTable(building: Building, draft: RelationDraft, table: string): EntityDraft | undefined {
  const sides = sidesOf(building, draft)
  if (sides === undefined) return undefined
  const { owner, spec, span } = draft
  const node = spec.through ?? { kind: 'scalar', text: table, style: 'plain', span, textColumn: undefined }
  const name = joinModelName(table)
  const other = building.entities.get(name)
  if (other !== undefined) {
    reportModelName(building, draft, table, other)
    return undefined
  }
  const { schema } = owner.entity
  const through: EntityDraft = {
    name,
    span: node.span,
    spec: undefined,
    checks: [],
    indexes: [],
    entity: { ...emptyEntity(building, name, { schema, table }, node.span), isImplied: true },
    columns: new Map(),
    relations: new Map(),
    unresolved: new Set(),
    isBroken: false,
    isPartial: false,
  }
  const hint = spec.through === undefined ? 'give the join table another name with "through"' : undefined
  const what = `the join table of ${quoted(draft.name)}`
  building.names.take({
    kind: 'table',
    schema,
    table,
    name: table,
    what,
    span: node.span,
    ...(hint === undefined ? {} : { hint }),
  })
  building.entities.set(name, through)
  fillJoinTable(building, through, sides, node)
  return through
}

function reportModelName(
  { problems }: Building,
  { owner, target, spec, span }: RelationDraft,
  table: string,
  other: EntityDraft,
): void {
  const at = spec.through?.span ?? span
  if (other.entity.isImplied) {
    const both = `the join tables ${quoted(table)} and ${quoted(other.entity.table)}`
    const message = `${both} would both be ${quoted(other.name)} in the generated code`
    problems.add('DB303', at, message, 'give one of them another name with "through"')
    return
  }
  const isJoin = keysTo(other, owner).length > 0 && keysTo(other, target).length > 0
  const what = `${quoted(other.name)} in the generated code`
  const message = `the join table ${quoted(table)} would be ${what}, which is a model already`
  const hint = isJoin
    ? `to go through that model, write "through: ${other.name}"`
    : 'give the join table another name with "through"'
  problems.add('DB303', at, message, hint)
}

/** The side that the spec names first comes first, so that the table is the same whichever relation makes it. */
function sidesOf(building: Building, draft: RelationDraft): readonly [JoinSide, JoinSide] | undefined {
  const { owner, target, spec } = draft
  const farVia = otherSide(draft)?.spec.via?.text
  const near = sideOf(building, draft, owner, spec.via?.text)
  const far = sideOf(building, draft, target, farVia)
  if (near === undefined || far === undefined) return undefined
  if (owner === target && (spec.via === undefined || farVia === undefined)) {
    const what = `${quoted(draft.name)} links ${owner.name} with itself`
    const message = `${what}, so both columns of its join table need names`
    building.problems.add('DB607', draft.span, message, selfHint(draft))
    return undefined
  }
  const twin = near.columns.find(({ name }) => far.columns.some((other) => other.name === name))
  if (twin === undefined) return [near, far]
  const hint = '"via" names the column that refers to the model of the relation itself'
  building.problems.add(
    'DB607',
    viaSpan(draft),
    `both columns of the join table would be called ${quoted(twin.name)}`,
    hint,
  )
  return undefined
}

/** What a join table holds of one side: the primary key, in columns called after the model, or as `via` says. */
function sideOf(
  { problems }: Building,
  draft: RelationDraft,
  entity: EntityDraft,
  via: string | undefined,
): JoinSide | undefined {
  const key = entity.entity.primaryKey
  if (key === undefined) {
    const hint = 'give it one, or write "through" with a model of your own'
    const message = `${quoted(entity.name)} has no primary key that a join table could refer to`
    if (!entity.isBroken) problems.add('DB607', draft.span, message, hint)
    return undefined
  }
  if (via !== undefined && key.fields.length > 1) {
    const columns = `${key.fields.length} (${fieldNames(key.fields)})`
    const message = `"via" names one column, and the primary key of ${quoted(entity.name)} has ${columns}`
    problems.add('DB607', viaSpan(draft), message, 'make the join table a model, and name it with "through"')
    return undefined
  }
  return { entity, columns: key.fields.map((to) => ({ name: via ?? joinColumnName(entity.name, to.name), to })) }
}

function viaSpan({ spec, span }: RelationDraft): Span {
  return spec.via?.span ?? span
}

function selfHint({ owner, name }: RelationDraft): string {
  const example = `${name}: { many_to_many: ${owner.name}, through: <table>, via: <column> }`
  return `declare both sides, each with "through" and its own "via": ${example}`
}
