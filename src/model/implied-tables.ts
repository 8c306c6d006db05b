import type { ScalarNode } from '../spec/node.js'
import type { Building, ColumnDraft, Draft, EntityDraft } from './drafts.js'
import { addForeignKey } from './foreign-keys.js'
import { camel, pascal } from './inflect.js'
import { makeKey } from './keys.js'
import type { Field, Index } from './model.js'
import { checkLength } from './name-rules.js'
import { columnsPart } from './object-names.js'
import { propertyOf } from './property-names.js'

/** What an implied join table holds of one side. */
export interface JoinSide {
  readonly entity: EntityDraft
  /** `post_id` for the `id` of `Post`; a name of its own where `via` says so. */
  readonly columns: readonly { readonly name: string; readonly to: Field }[]
}

/** Both keys as the primary key, the reverse as an index, and rows that go with either side. */
export function fillJoinTable(
  building: Building,
  through: EntityDraft,
  sides: readonly [JoinSide, JoinSide],
  node: ScalarNode,
): void {
  for (const side of sides) addSide(building, through, side, node)
  const { fields } = through.entity
  through.entity.primaryKey = makeKey(building, through, fields, 'pkey', undefined)
  const nearCount = sides[0].columns.length
  addReverseIndex(building, through, [...fields.slice(nearCount), ...fields.slice(0, nearCount)])
}

function addSide(building: Building, through: EntityDraft, { entity, columns }: JoinSide, node: ScalarNode): void {
  const fields = columns.map(({ name, to }) => addColumn(building, through, name, to, node))
  addForeignKey(building, through, {
    fields,
    target: entity,
    targetFields: columns.map(({ to }) => to),
    onDelete: 'cascade',
    onUpdate: 'no action',
    options: undefined,
    span: node.span,
    deleteSpan: node.span,
    updateSpan: node.span,
  })
}

function addColumn(building: Building, through: EntityDraft, name: string, to: Field, node: ScalarNode): Field {
  checkLength(building.problems, node.span, name, 'make the join table a model of its own')
  const field: Draft<Field> = {
    ...to,
    name,
    property: propertyOf(name, building.properties),
    at: node.span.at,
    camel: camel(name),
    pascal: pascal(name),
    nullable: false,
    default: undefined,
    collation: undefined,
    identity: undefined,
    identityOptions: undefined,
    generated: undefined,
    isVirtual: false,
    comment: undefined,
    private: false,
    readonly: false,
    onUpdate: undefined,
    way: { renamedFrom: undefined, using: undefined, usingBack: undefined, backfill: undefined },
  }
  const column: ColumnDraft = {
    key: { ...node, text: name },
    field,
    type: undefined,
    spec: undefined,
    mixin: undefined,
    isTyped: true,
  }
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
      collation: undefined,
      operatorClass: undefined,
    })),
    include: [],
    nullsNotDistinct: false,
    storage: [],
    where: undefined,
    errorName: '',
  }
  through.entity.indexes.push(index)
  const assign = (name: string) => {
    index.name = name
  }
  const part = columnsPart(fields.map((field) => field.name))
  building.names.infer({
    kind: 'index',
    schema,
    table,
    part,
    label: 'idx',
    what: `an index of ${through.name}`,
    assign,
  })
}
