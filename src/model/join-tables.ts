import type { ScalarNode, Span } from '../spec/node.js'
import { alternatives, quoted, suggest } from '../spec/wording.js'
import type { Building, ColumnDraft, Draft, EntityDraft, RelationDraft } from './drafts.js'
import { emptyEntity } from './entities.js'
import { addForeignKey } from './foreign-keys.js'
import { camel, pascal } from './inflect.js'
import { makeKey } from './keys.js'
import type { Field, ForeignKey, Index } from './model.js'
import { joinColumnName, joinModelName, joinTableName, requiredError } from './naming.js'
import { columnsPart } from './object-names.js'

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
  if (/^[A-Z]/.test(through)) {
    const span = draft.spec.through?.span ?? draft.span
    const hint = suggest(through, [...building.entities.keys()], 'models here')
    if (!building.mayHold(through)) building.problems.add('DB502', span, `there is no model ${quoted(through)}`, hint)
    return undefined
  }
  return joinThroughTable(building, draft, through)
}

/** Without `through`: the name that the other side gives, or one made of both models. */
function implicitName({ problems }: Building, draft: RelationDraft): string | undefined {
  const { owner, target, span } = draft
  if (owner === target) {
    problems.add('DB607', span, `${quoted(draft.name)} links ${owner.name} with itself, so its join table needs a name`, selfHint(draft))
    return undefined
  }
  const others = [...target.relations.values()].filter((other) => other.kind === 'many_to_many' && other.target === owner)
  const named = others.map(({ spec }) => spec.through?.text).find((name) => name !== undefined)
  return named ?? joinTableName(owner.name, target.name)
}

function modelOf({ entities }: Building, through: string): EntityDraft | undefined {
  return entities.get(through) ?? [...entities.values()].find(({ entity }) => entity.table === through && !entity.isImplied)
}

function joinThroughModel(building: Building, draft: RelationDraft, through: EntityDraft): Join | undefined {
  const { owner, target, spec } = draft
  const near = keysTo(through, owner).filter(({ fields }) => spec.via === undefined || hasColumn(fields, spec.via.text))
  const [nearKey] = near
  const others = keysTo(through, target).filter((key) => key !== nearKey)
  const farVia = otherSide(draft)?.spec.via?.text
  const far = others.length > 1 && farVia !== undefined ? others.filter(({ fields }) => hasColumn(fields, farVia)) : others
  const [farKey] = far
  if (near.length === 1 && far.length === 1 && nearKey !== undefined && farKey !== undefined) {
    return { through, nearKey, farKey }
  }
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
  { problems }: Building,
  { owner, target, name, spec, span }: RelationDraft,
  through: EntityDraft,
  near: readonly ForeignKey[],
  far: readonly ForeignKey[],
): void {
  const at = spec.via?.span ?? spec.through?.span ?? span
  if (near.length > 1 || (owner === target && near.length === 1)) {
    const columns = keysTo(through, owner).map(({ fields }) => fields.map((field) => field.name).join('+'))
    const hint = `add "via: ${columns[0]}", the column of ${through.name} that refers to this model`
    problems.add('DB602', at, `${quoted(name)} could begin at ${alternatives(columns)} of ${through.name}`, hint)
    return
  }
  const missing = near.length === 0 ? owner : target
  const message =
    far.length > 1
      ? `${through.name} refers to ${target.name} more than once`
      : `${through.name} has no foreign key to ${missing.name}`
  problems.add('DB607', at, `${message}, so ${quoted(name)} cannot go through it`, `give ${through.name} one foreign key to each side`)
}

function keysTo(through: EntityDraft, target: EntityDraft): ForeignKey[] {
  return through.entity.foreignKeys.filter((key) => key.target === target.entity)
}

function hasColumn(fields: readonly Field[], name: string): boolean {
  return fields.some((field) => field.name === name)
}

/** The table that both sides imply: made when the first of them is met. */
function joinThroughTable(building: Building, draft: RelationDraft, table: string): Join | undefined {
  const known = [...building.entities.values()].find(({ entity }) => entity.isImplied && entity.table === table)
  const through = known ?? makeJoinTable(building, draft, table)
  if (through === undefined) return undefined
  const { owner, target, spec, span, name } = draft
  const nearKey = keysTo(through, owner).find(({ fields }) => owner !== target || hasColumn(fields, spec.via?.text ?? ''))
  const farKey = keysTo(through, target).find((key) => key !== nearKey)
  if (nearKey !== undefined && farKey !== undefined) return { through, nearKey, farKey }
  if (through.isBroken) return undefined
  const message = `${quoted(table)} links other models, so ${quoted(name)} cannot go through it`
  building.problems.add('DB607', spec.through?.span ?? span, message, 'give this relation a join table of its own')
  return undefined
}

interface Side {
  readonly entity: EntityDraft
  /** What its columns are called after: `post` for `post_id`; a column of its own name for a self relation. */
  readonly columns: readonly { readonly name: string; readonly to: Field }[]
}

function makeJoinTable(building: Building, draft: RelationDraft, table: string): EntityDraft | undefined {
  const sides = sidesOf(building, draft)
  if (sides === undefined) return undefined
  const { owner, spec, span } = draft
  const node = spec.through ?? { kind: 'scalar', text: table, style: 'plain', span, textColumn: undefined }
  const name = joinModelName(table)
  const through: EntityDraft = {
    name,
    span: node.span,
    spec: undefined,
    checks: [],
    indexes: [],
    entity: { ...emptyEntity(name, table, owner.entity.schema, node.span), isImplied: true },
    columns: new Map(),
    relations: new Map(),
    isBroken: false,
  }
  if (building.entities.has(name)) {
    const message = `the join table ${quoted(table)} would be ${quoted(name)} in the generated code, which is a model already`
    building.problems.add('DB303', node.span, message, 'give the join table another name with "through"')
    return undefined
  }
  building.names.take('relation', owner.entity.schema, table, `the join table of ${quoted(draft.name)}`, node.span)
  building.entities.set(name, through)
  fillJoinTable(building, through, sides, node)
  return through
}

/** The side that the spec names first comes first, so that the table is the same whichever relation makes it. */
function sidesOf(building: Building, draft: RelationDraft): readonly [Side, Side] | undefined {
  const { owner, target } = draft
  const [near, far] = [sideOf(building, owner, draft.span), sideOf(building, target, draft.span)]
  if (near === undefined || far === undefined) return undefined
  if (owner !== target) return [near, far]
  const [first, second] = [draft.spec.via?.text, otherSide(draft)?.spec.via?.text]
  if (first === undefined || second === undefined || first === second) {
    building.problems.add('DB607', draft.span, `${quoted(draft.name)} links ${owner.name} with itself, so both its columns need names`, selfHint(draft))
    return undefined
  }
  const named = (side: Side, column: string): Side => ({ ...side, columns: side.columns.map(({ to }) => ({ name: column, to })) })
  return [named(near, first), named(far, second)]
}

function sideOf({ problems }: Building, entity: EntityDraft, span: Span): Side | undefined {
  const key = entity.entity.primaryKey
  if (key !== undefined) {
    return { entity, columns: key.fields.map((to) => ({ name: joinColumnName(entity.name, to.name), to })) }
  }
  if (!entity.isBroken) problems.add('DB607', span, `${quoted(entity.name)} has no primary key that a join table could refer to`, 'give it one')
  return undefined
}

function selfHint({ owner, name }: RelationDraft): string {
  return `declare both sides, each with "through" and its own "via": ${name}: { many_to_many: ${owner.name}, through: <table>, via: <column> }`
}

/** Both keys as the primary key, the reverse as an index, and rows that go with either side. */
function fillJoinTable(building: Building, through: EntityDraft, sides: readonly [Side, Side], node: ScalarNode): void {
  for (const { entity, columns } of sides) {
    const fields = columns.map(({ name, to }) => addColumn(through, name, to, node))
    addForeignKey(building, through, {
      fields,
      target: entity,
      targetFields: columns.map(({ to }) => to),
      onDelete: 'cascade',
      onUpdate: 'no action',
      name: undefined,
      span: node.span,
      deleteSpan: node.span,
      updateSpan: node.span,
    })
  }
  const { fields } = through.entity
  through.entity.primaryKey = makeKey(building, through, fields, 'pkey', undefined, false)
  const second = fields.slice(sides[0].columns.length)
  addReverseIndex(building, through, [...second, ...fields.slice(0, sides[0].columns.length)])
}

function addColumn(through: EntityDraft, name: string, to: Field, node: ScalarNode): Field {
  const field: Draft<Field> = {
    ...to,
    name,
    at: node.span.at,
    camel: camel(name),
    pascal: pascal(name),
    nullable: false,
    default: undefined,
    identity: undefined,
    generated: undefined,
    comment: undefined,
    private: false,
    readonly: false,
    onUpdate: undefined,
    requiredError: requiredError(through.name, pascal(name)),
  }
  const column: ColumnDraft = { key: { ...node, text: name }, field, type: undefined, spec: undefined, isTyped: true }
  through.columns.set(name, column)
  through.entity.fields.push(field)
  return field
}

function addReverseIndex(building: Building, through: EntityDraft, fields: readonly Field[]): void {
  const { schema, table } = through.entity
  const index: Draft<Index> = {
    name: '',
    unique: false,
    method: 'btree',
    terms: fields.map((field) => ({
      kind: 'column',
      value: field.name,
      direction: 'asc',
      nulls: undefined,
      operatorClass: undefined,
    })),
    include: [],
    where: undefined,
    errorName: '',
  }
  through.entity.indexes.push(index)
  const assign = (name: string) => {
    index.name = name
  }
  const part = columnsPart(fields.map((field) => field.name))
  building.names.infer({ kind: 'relation', schema, table, part, label: 'idx', what: `an index of ${through.name}`, assign })
}
