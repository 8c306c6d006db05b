import type { EnumsSpec } from '../spec/definition/column.js'
import type { ScalarNode } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import { typeNames } from './column-types.js'
import type { Building } from './drafts.js'
import type { Enum } from './model.js'
import { checkLength, checkSchema, checkTypeName } from './name-rules.js'
import { enumTypeName } from './naming.js'
import { pseudoTypes, runtimeCodecs } from './reserved.js'

/** Adds the enums of the spec. */
export function addEnums(building: Building, entries: readonly EnumsSpec['entries'][number][]): void {
  for (const { key, value } of entries) {
    const options = value?.kind === 'record' ? value : undefined
    const list = value?.kind === 'list' ? value : options?.values
    const made: Enum = {
      name: key.text,
      schema: options?.schema?.text ?? 'public',
      typeName: options?.name?.text ?? enumTypeName(key.text),
      values: valuesOf(building, list?.items ?? []),
      comment: options?.comment?.text,
    }
    checkTypeName(building, key, 'enum')
    if (options?.schema !== undefined) checkSchema(building, options.schema)
    checkDatabaseName(building, options?.name ?? key, made)
    checkCodecName(building, key)
    building.enums.set(key.text, made)
  }
}

function checkDatabaseName(building: Building, node: ScalarNode, { schema, typeName, name }: Enum): void {
  if (typeNames.includes(typeName) || pseudoTypes.has(typeName)) {
    const type = `type ${quoted(typeName)} in the database`
    const message = `enum ${quoted(name)} would be ${type}, which PostgreSQL has already`
    const hint = `call it otherwise, or give the type a name of its own: { name: ${typeName}_kind, values: [...] }`
    building.problems.add('DB302', node.span, message, hint)
  }
  building.names.take({
    kind: 'enum',
    schema,
    table: '',
    name: typeName,
    what: `enum ${quoted(name)}`,
    span: node.span,
  })
}

function checkCodecName({ problems }: Building, { text, span }: ScalarNode): void {
  if (!runtimeCodecs.has(text)) return
  problems.add('DB302', span, `enum ${quoted(text)} has a name that generated code needs`, 'call it otherwise')
}

function valuesOf(building: Building, nodes: readonly ScalarNode[]): string[] {
  const values: string[] = []
  for (const node of nodes) {
    checkLength(building.problems, node.span, node.text)
    if (!values.includes(node.text)) values.push(node.text)
    else building.problems.add('DB409', node.span, `the value ${quoted(node.text)} is listed twice`, 'remove one')
  }
  return values
}
