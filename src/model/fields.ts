import type { ColumnSpec, ColumnsSpec } from '../spec/definition/column.js'
import { type ScalarNode, type Span, spanWithin } from '../spec/node.js'
import { alternatives, quoted } from '../spec/wording.js'
import { checkCollation } from './collations.js'
import { readType, representationsOf, spokenType } from './column-types.js'
import { columnWay } from './column-way.js'
import { isPlainSql, readDefault, yamlText } from './defaults.js'
import type { Building, ColumnDraft, Draft, EntityDraft } from './drafts.js'
import { checkSql } from './expression.js'
import { needsServer } from './features.js'
import { camel, pascal } from './inflect.js'
import type { DataType, Field, TypeImport } from './model.js'
import { checkColumnName } from './name-rules.js'
import { placeOf } from './places.js'
import { propertyOf } from './property-names.js'
import { sequenceOptions } from './sequence-options.js'
import { typeHint } from './type-hints.js'

type ColumnEntry = ColumnsSpec['entries'][number]

const unknownType: DataType = {
  name: 'text',
  modifiers: [],
  dimensions: 0,
  enum: undefined,
  domain: undefined,
  representation: 'string',
  typescript: undefined,
}

/** Adds the columns of a model or mixin to an entity. What needs other columns comes in a later pass. */
export function addColumns(
  building: Building,
  owner: EntityDraft,
  entries: readonly ColumnEntry[],
  mixin: ScalarNode | undefined,
): void {
  for (const { key, value } of entries) {
    const earlier = owner.columns.get(key.text)
    if (earlier === undefined) addColumn(building, owner, key, value, mixin?.text)
    else reportTwice(building, owner, earlier, key, mixin?.text ?? '')
  }
}

/** The mistake is the model's where it has the column itself, else that of the second mixin. */
function reportTwice(
  { problems }: Building,
  owner: EntityDraft,
  earlier: ColumnDraft,
  { text, span }: ScalarNode,
  mixin: string,
): void {
  if (earlier.mixin === undefined) {
    const message = `column ${quoted(text)} comes with mixin ${quoted(mixin)} too (${placeOf(span)})`
    problems.add('DB408', earlier.key.span, message, `remove it here, or take the mixin out of ${owner.name}`)
    return
  }
  const both = `mixins ${quoted(earlier.mixin)} and ${quoted(mixin)}`
  const message = `${owner.name} uses ${both}, and both have a column ${quoted(text)}`
  const hint = `the other is at ${placeOf(earlier.key.span)}; remove one, or take one mixin out of ${owner.name}`
  problems.add('DB408', span, message, hint)
}

function addColumn(
  building: Building,
  owner: EntityDraft,
  key: ScalarNode,
  value: ColumnEntry['value'],
  mixin: string | undefined,
): void {
  const spec = value?.kind === 'record' ? value : undefined
  const typeNode = value?.kind === 'scalar' ? value : spec?.type
  const type = typeNode && resolveType(building, typeNode)
  checkColumnName(building, key)
  const field = fieldOf(building, key, spec, type ?? unknownType)
  if (spec !== undefined && type !== undefined) field.type = represent(building, spec, type)
  const column: ColumnDraft = { key, field, type: typeNode, spec, mixin, isTyped: type !== undefined }
  owner.columns.set(key.text, column)
  owner.entity.fields.push(field)
  if (value === undefined || (spec !== undefined && typeNode === undefined)) owner.isBroken = true
}

function fieldOf(
  { properties }: Building,
  key: ScalarNode,
  spec: ColumnSpec | undefined,
  type: DataType,
): Draft<Field> {
  return {
    name: key.text,
    property: propertyOf(key.text, properties),
    at: key.span.at,
    camel: camel(key.text),
    pascal: pascal(key.text),
    type,
    nullable: spec?.nullable?.value ?? false,
    default: undefined,
    collation: spec?.collation?.text,
    identity: spec?.identity?.kind === 'record' ? spec.identity.mode?.value : spec?.identity?.value,
    identityOptions: undefined,
    generated: expressionOf(spec?.generated)?.text,
    isVirtual: spec?.generated?.kind === 'record' && spec.generated.stored?.value === false,
    comment: spec?.comment?.text,
    private: spec?.private?.value ?? false,
    readonly: spec?.readonly?.value ?? false,
    onUpdate: undefined,
    way: { renamedFrom: undefined, using: undefined, usingBack: undefined, backfill: undefined },
  }
}

function expressionOf(spec: ColumnSpec['generated']): ScalarNode | undefined {
  return spec?.kind === 'record' ? spec.sql : spec
}

/** Whether the spec says of a column that it is the primary key. */
export function isPrimaryKey(spec: ColumnSpec | undefined): boolean {
  const key = spec?.primary_key
  return key?.kind === 'record' || key?.value === true
}

/** The type that a text names; nothing where it names none, which is then noted. */
export function resolveType(building: Building, node: ScalarNode): DataType | undefined {
  const result = readType(node.text, building.enums, building.types, building.domains)
  switch (result.kind) {
    case 'type':
      if (result.extension !== undefined) building.extensions.add(result.extension)
      return result.type
    case 'modifiers':
      building.problems.add('DB402', node.span, result.message, result.hint)
      return undefined
    case 'unknown':
      reportUnknownType(building, result.name, node.span)
      return undefined
  }
}

function reportUnknownType(building: Building, name: string, span: Span): void {
  if (building.mayHold(name)) return
  const use = { span, message: `unknown type ${quoted(name)}`, hint: typeHint(building, name) }
  building.missing.note('DB401', 'type', name, use)
}

/** The type with what "typescript" says: how its values appear, or what a json document holds. */
function represent({ problems }: Building, { typescript, keys, span }: ColumnSpec, type: DataType): DataType {
  if (typescript === undefined) return type
  if (type.representation === 'json') return { ...type, typescript: typeImport(problems, typescript) }
  const shown = spokenType(type)
  if (typescript.kind === 'record') {
    const message = `only json and jsonb columns import a TypeScript type, and this one is ${shown}`
    problems.add('DB405', keys.get('typescript') ?? span, message, formHint(type))
    return type
  }
  const form = representationsOf(type).find((known) => known === typescript.text)
  if (form !== undefined) return { ...type, representation: form }
  problems.add(
    'DB406',
    typescript.span,
    `${shown} cannot appear as ${typescript.text}`,
    formHint(type, typescript.text),
  )
  return type
}

function formHint(type: DataType, text = ''): string {
  const forms = representationsOf(type)
  const element = forms.find((form) => `${form}[]` === text.replaceAll('[][]', '[]'))
  if (element !== undefined && type.dimensions > 0) return `write ${element}, the form of one element`
  return forms.length > 1 ? `it can be ${alternatives(forms)}` : 'remove "typescript"'
}

function typeImport(
  problems: Building['problems'],
  typescript: NonNullable<ColumnSpec['typescript']>,
): TypeImport | undefined {
  if (typescript.kind === 'scalar') return { name: typescript.text, from: undefined }
  if (typescript.import !== undefined && typescript.type !== undefined && !/^[\w$]+$/.test(typescript.type.text)) {
    const hint = 'export a type of that form from the module, and name it here'
    problems.add('DB205', typescript.type.span, `${quoted(typescript.type.text)} is not one name to import`, hint)
  }
  return typescript.type && { name: typescript.type.text, from: typescript.import?.text }
}

/** Reads defaults, generated expressions and on_update, once every column of the entity is known. */
export function completeColumns(building: Building, owner: EntityDraft): void {
  for (const column of owner.columns.values()) {
    const { spec, field, isTyped } = column
    if (spec === undefined) continue
    checkOptions(building, spec, column)
    if (spec.default !== undefined) {
      field.default = readDefault(building, spec.default, isTyped ? field.type : undefined, field.nullable)
    }
    const generated = expressionOf(spec.generated)
    if (generated !== undefined) checkGenerated(building, owner, generated, field)
    if (field.isVirtual)
      needsServer(building, 18, 'a generated column that is not stored', spec.keys.get('generated') ?? spec.span)
    if (spec.identity?.kind === 'record') {
      field.identityOptions = sequenceOptions(building, spec.identity, field.type.name)
    }
    if (isTyped) checkCollation(building, spec.collation, field.type)
    field.way = columnWay(building, owner, column)
    if (spec.on_update !== undefined && !spec.keys.has('references')) field.onUpdate = readOnUpdate(building, spec)
  }
}

/** Options that exclude each other: the first of a pair is kept, and why. */
const clashes: readonly (readonly [kept: string, other: string, why: string])[] = [
  ['identity', 'default', 'an identity column is numbered by the database'],
  ['generated', 'default', 'a generated column has no other value'],
  ['generated', 'identity', 'a generated column has no other value'],
  ['generated', 'on_update', 'a generated column has no other value'],
  ['identity', 'on_update', 'an identity column is numbered by the database'],
]

function checkOptions({ problems }: Building, spec: ColumnSpec, { field, isTyped }: ColumnDraft): void {
  for (const [kept, other, why] of clashes) {
    const span = spec.keys.get(other)
    // Beside "references" it is the action of the foreign key.
    const isAction = other === 'on_update' && spec.keys.has('references')
    if (span === undefined || isAction || !spec.keys.has(kept)) continue
    problems.add(
      'DB405',
      span,
      `${quoted(kept)} and ${quoted(other)} exclude each other: ${why}`,
      `remove ${quoted(other)}`,
    )
  }
  const at = (key: string): Span => spec.keys.get(key) ?? spec.span
  if (field.nullable && (field.identity !== undefined || isPrimaryKey(spec))) {
    const what = field.identity === undefined ? 'a primary key' : 'an identity column'
    problems.add('DB405', at('nullable'), `${what} cannot be nullable`, 'remove "nullable"')
  }
  if (field.identity !== undefined && isTyped && !isNumbered(field.type)) {
    const message = `an identity column is smallint, integer or bigint, and this one is ${spokenType(field.type)}`
    const hint =
      field.type.name === 'uuid' ? 'write "default: gen_random_uuid()" instead' : 'make it bigint, or remove "identity"'
    problems.add('DB405', at('identity'), message, hint)
  }
  if (
    field.nullable &&
    field.type.dimensions === (field.type.domain?.type.dimensions ?? 0) &&
    field.type.domain?.nullable === false
  ) {
    const message = `no column of the domain ${quoted(field.type.domain.name)} can be null`
    problems.add('DB405', at('nullable'), message, 'remove "nullable", here or from the domain')
  }
  checkDetached(problems, spec)
}

/** What is said of a foreign key that is not there. */
function checkDetached(problems: Building['problems'], { keys }: ColumnSpec): void {
  if (keys.has('references')) return
  for (const [key, code] of [
    ['on_delete', 'DB509'],
    ['orphans', 'DB904'],
  ] as const) {
    const span = keys.get(key)
    if (span === undefined) continue
    problems.add(code, span, `${quoted(key)} is for columns with "references"`, 'add "references", or remove it')
  }
}

function isNumbered({ name, dimensions }: DataType): boolean {
  return dimensions === 0 && ['smallint', 'integer', 'bigint'].includes(name)
}

function checkGenerated(building: Building, owner: EntityDraft, node: ScalarNode, field: Draft<Field>): void {
  const expression = checkSql(building, node, { what: 'a generated column', columnsOf: owner, isAggregate: false })
  for (const { name, offset } of expression?.columns ?? []) {
    if (owner.columns.get(name)?.field.generated === undefined) continue
    const span = spanWithin(node, offset, name.length)
    const isItself = name === field.name
    const message = isItself
      ? `generated column ${quoted(name)} uses itself`
      : `generated column ${quoted(field.name)} uses ${quoted(name)}, which is generated too`
    building.problems.add('DB405', span, message, isItself ? 'use other columns' : `write out what ${name} is made of`)
  }
}

const ACTION = /^(?:cascade|restrict|no action|set null|set default)$/

function readOnUpdate(building: Building, { on_update: spec }: ColumnSpec): string | undefined {
  const { problems } = building
  if (spec === undefined) return undefined
  const node = spec.kind === 'record' ? spec.sql : spec
  if (node === undefined) return undefined
  if (spec.kind === 'scalar' && ACTION.test(node.text)) {
    const hint = 'add "references"; on other columns it is the SQL that updates store, such as now()'
    problems.add('DB509', node.span, `"on_update: ${node.text}" is for columns with "references"`, hint)
    return undefined
  }
  if (spec.kind === 'scalar' && !isPlainSql(node)) {
    const hint = /^\w+$/.test(node.text)
      ? `write ${node.text}(), or { sql: ... }`
      : `write { sql: ${yamlText(node.text)} }`
    problems.add('DB404', node.span, `"on_update" takes SQL, and ${quoted(node.text)} could be text`, hint)
    return undefined
  }
  const found = checkSql(building, node, { what: '"on_update"', columnsOf: undefined, isAggregate: false })
  return found && node.text
}
