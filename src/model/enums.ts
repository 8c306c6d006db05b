import type { EnumsSpec } from '../spec/definition/column.js'
import type { ScalarNode } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import { typeNames } from './column-types.js'
import type { Building } from './drafts.js'
import type { Enum } from './model.js'
import { checkLength, checkTypeName } from './name-rules.js'
import { enumTypeName } from './naming.js'

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
    checkDatabaseName(building, options?.name ?? key, made)
    building.enums.set(key.text, made)
  }
}

function checkDatabaseName(building: Building, node: ScalarNode, { schema, typeName, name }: Enum): void {
  if (typeNames.includes(typeName)) {
    const message = `enum ${quoted(name)} would be type ${quoted(typeName)}, which PostgreSQL has already`
    building.problems.add('DB302', node.span, message, 'give it another name, or a "name" of its own in the database')
  }
  building.names.take('relation', schema, typeName, `enum ${quoted(name)}`, node.span)
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
