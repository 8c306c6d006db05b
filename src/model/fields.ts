import type { ColumnsSpec, ColumnSpec } from '../spec/definition/column.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { alternatives, quoted, suggest } from '../spec/wording.js'
import { readType, representationsOf, typeNames } from './column-types.js'
import { isPlainSql, readDefault } from './defaults.js'
import type { Building, ColumnDraft, Draft, EntityDraft } from './drafts.js'
import { checkSql } from './expression.js'
import { camel, pascal } from './inflect.js'
import type { DataType, Field, TypeImport } from './model.js'
import { checkColumnName } from './name-rules.js'
import { requiredError } from './naming.js'

type ColumnEntry = ColumnsSpec['entries'][number]

const unknownType: DataType = {
  name: 'text', modifiers: [], dimensions: 0, enum: undefined, representation: 'string', typescript: undefined,
}

/** Adds the columns of a model or mixin to an entity. What needs other columns comes in a later pass. */
export function addColumns(building: Building, owner: EntityDraft, entries: readonly ColumnEntry[]): void {
  for (const { key, value } of entries) {
    const earlier = owner.columns.get(key.text)
    if (earlier !== undefined) {
      const { file, line } = earlier.key.span.at
      const message = `column ${quoted(key.text)} of ${quoted(owner.name)} is already defined at ${file}:${line}`
      building.problems.add('DB408', key.span, message, 'keep one of them, or take the mixin out of the model')
    } else addColumn(building, owner, key, value)
  }
}

function addColumn(building: Building, owner: EntityDraft, key: ScalarNode, value: ColumnEntry['value']): void {
  const spec = value?.kind === 'record' ? value : undefined
  const typeNode = value?.kind === 'scalar' ? value : spec?.type
  const type = typeNode && resolveType(building, typeNode)
  checkColumnName(building, key)
  const field = fieldOf(owner.name, key, spec, type ?? unknownType)
  if (spec !== undefined && type !== undefined) field.type = represent(building, spec, type)
  const column: ColumnDraft = { key, field, type: typeNode, spec, isTyped: type !== undefined }
  owner.columns.set(key.text, column)
  owner.entity.fields.push(field)
  if (value === undefined || (spec !== undefined && typeNode === undefined)) owner.isBroken = true
}

function fieldOf(owner: string, key: ScalarNode, spec: ColumnSpec | undefined, type: DataType): Draft<Field> {
  return {
    name: key.text,
    at: key.span.at,
    camel: camel(key.text),
    pascal: pascal(key.text),
    type,
    nullable: spec?.nullable?.value ?? false,
    default: undefined,
    identity: spec?.identity?.value,
    generated: spec?.generated?.text,
    comment: spec?.comment?.text,
    private: spec?.private?.value ?? false,
    readonly: spec?.readonly?.value ?? false,
    onUpdate: undefined,
    requiredError: requiredError(owner, pascal(key.text)),
  }
}

/** The type that a text names; nothing where it names none, which is then noted. */
export function resolveType(building: Building, node: ScalarNode): DataType | undefined {
  const result = readType(node.text, building.enums, building.types)
  switch (result.kind) {
    case 'type':
      if (result.extension !== undefined) building.extensions.add(result.extension)
      return result.type
    case 'modifiers':
      building.problems.add('DB402', node.span, result.message)
      return undefined
    case 'unknown': {
      if (building.mayHold(result.name)) return undefined
      const hint = result.hint ?? suggest(result.name, [...building.enums.keys(), ...typeNames], 'enums here')
      building.problems.add('DB401', node.span, `unknown type ${quoted(result.name)}`, hint)
      return undefined
    }
  }
}

function represent({ problems }: Building, spec: ColumnSpec, type: DataType): DataType {
  const typescript = spec.typescript && typeImport(problems, spec)
  if (spec.typescript !== undefined && type.representation !== 'json') {
    const message = `"typescript" is for json and jsonb columns, and this one is ${type.name}`
    problems.add('DB405', spec.keys.get('typescript') ?? spec.span, message)
  }
  const form = spec.as?.value
  const forms = representationsOf(type)
  if (spec.as === undefined || form === undefined) return { ...type, typescript }
  if (forms.includes(form)) return { ...type, typescript, representation: form }
  const hint = forms.length > 1 ? `${type.name} can be ${alternatives(forms)}` : 'remove "as"'
  problems.add('DB406', spec.as.span, `${type.name} cannot appear as ${form}`, hint)
  return type
}

function typeImport(problems: Building['problems'], { typescript }: ColumnSpec): TypeImport | undefined {
  if (typescript === undefined) return undefined
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
    checkOptions(building, spec, field)
    if (spec.default !== undefined) {
      field.default = readDefault(building, spec.default, isTyped ? field.type : undefined, field.nullable)
    }
    if (spec.generated !== undefined) checkGenerated(building, owner, spec.generated, field)
    if (spec.on_update !== undefined && !spec.keys.has('references')) field.onUpdate = readOnUpdate(building, spec)
  }
}

/** Options that exclude each other, each with why. */
function checkOptions({ problems }: Building, spec: ColumnSpec, field: Draft<Field>): void {
  const clash = (one: string, other: string, why: string) => {
    const span = spec.keys.get(one)
    if (span !== undefined && spec.keys.has(other)) problems.add('DB405', span, `"${one}" and "${other}" exclude each other: ${why}`)
  }
  clash('identity', 'default', 'an identity column is numbered by the database')
  clash('generated', 'default', 'a generated column has no other value')
  clash('generated', 'identity', 'a generated column has no other value')
  clash('generated', 'on_update', 'a generated column cannot be updated')
  const at = (key: string): Span => spec.keys.get(key) ?? spec.span
  if (field.identity !== undefined && field.nullable) problems.add('DB405', at('nullable'), 'an identity column cannot be nullable')
  if (spec.primary_key?.value === true && field.nullable) {
    problems.add('DB405', at('nullable'), 'a primary key cannot be nullable')
  }
  if (field.identity !== undefined && !['smallint', 'integer', 'bigint'].includes(field.type.name)) {
    problems.add('DB405', at('identity'), 'an identity column must be smallint, integer or bigint')
  } else if (field.identity !== undefined && field.type.dimensions > 0) {
    problems.add('DB405', at('identity'), 'an identity column cannot be an array')
  }
  if (spec.on_delete !== undefined && !spec.keys.has('references')) {
    problems.add('DB509', at('on_delete'), '"on_delete" is for columns with "references"')
  }
}

function checkGenerated(building: Building, owner: EntityDraft, node: ScalarNode, field: Draft<Field>): void {
  const expression = checkSql(building, node, { what: 'a generated column', columnsOf: owner, isAggregate: false })
  for (const { name } of expression?.columns ?? []) {
    if (owner.columns.get(name)?.field.generated === undefined) continue
    const message = `generated column ${quoted(field.name)} uses ${quoted(name)}, which is generated too`
    building.problems.add('DB405', node.span, message)
  }
}

const ACTION = /^(?:cascade|restrict|no action|set null|set default)$/

function readOnUpdate(building: Building, { on_update: spec }: ColumnSpec): string | undefined {
  const { problems } = building
  if (spec === undefined) return undefined
  const node = spec.kind === 'record' ? spec.sql : spec
  if (node === undefined) return undefined
  if (spec.kind === 'scalar' && ACTION.test(node.text)) {
    const hint = 'on other columns it is the SQL that updates store, such as now()'
    problems.add('DB509', node.span, `"on_update: ${node.text}" is for columns with "references"`, hint)
    return undefined
  }
  if (spec.kind === 'scalar' && !isPlainSql(node)) {
    const hint = `write a function call such as now(), or { sql: ${quoted(node.text)} }`
    problems.add('DB404', node.span, `"on_update" takes SQL, and ${quoted(node.text)} could be text`, hint)
    return undefined
  }
  const found = checkSql(building, node, { what: '"on_update"', columnsOf: undefined, isAggregate: false })
  return found && node.text
}
