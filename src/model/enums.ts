import type { EnumsSpec } from '../spec/definition/types.js'
import type { ScalarNode } from '../spec/node.js'
import { quoted, suggest } from '../spec/wording.js'
import { typeNames } from './column-types.js'
import type { Building } from './drafts.js'
import { formerName } from './former-names.js'
import type { Enum } from './model.js'
import { checkLength, checkSchema, checkTypeName } from './name-rules.js'
import { enumTypeName } from './naming.js'
import { pseudoTypes, runtimeCodecs } from './reserved.js'

type EnumSpec = NonNullable<EnumsSpec['entries'][number]['value']>
type FullEnumSpec = Extract<EnumSpec, { kind: 'record' }>
type ValueSpec = Extract<EnumSpec, { kind: 'list' }>['items'][number]

/** Adds the enums of the spec. */
export function addEnums(building: Building, entries: readonly EnumsSpec['entries'][number][]): void {
  for (const { key, value } of entries) {
    const options = value?.kind === 'record' ? value : undefined
    const list = value?.kind === 'list' ? value : options?.values
    const schema = options?.schema?.text ?? 'public'
    const typeName = options?.name?.text ?? enumTypeName(key.text)
    const values = valuesOf(building, list?.items ?? [])
    const renamedValues = renamedOf(building, list?.items ?? [], values)
    const made: Enum = {
      name: key.text,
      schema,
      typeName,
      values,
      comment: options?.comment?.text,
      at: key.span.at,
      renamedFrom: formerName(building, options?.renamed_from, { schema, name: typeName }),
      renamedValues,
      goneValues: goneOf(building, options, values, Object.values(renamedValues)),
    }
    checkTypeName(building, key, 'enum')
    if (options?.schema !== undefined) checkSchema(building, options.schema)
    checkDatabaseName(building, options?.name ?? key, made, 'enum')
    checkCodecName(building, key)
    building.enums.set(key.text, made)
  }
}

/** Notes the name of a type that PostgreSQL or the spec has already. */
export function checkDatabaseName(
  building: Building,
  node: ScalarNode,
  { schema, typeName, name }: { readonly schema: string; readonly typeName: string; readonly name: string },
  kind: 'enum' | 'domain',
): void {
  if (typeNames.includes(typeName) || pseudoTypes.has(typeName)) {
    const type = `type ${quoted(typeName)} in the database`
    const message = `${kind} ${quoted(name)} would be ${type}, which PostgreSQL has already`
    const example = kind === 'enum' ? `name: ${typeName}_kind, values: [...]` : `name: ${typeName}_value, type: ...`
    const hint = `call it otherwise, or give the type a name of its own: { ${example} }`
    building.problems.add('DB302', node.span, message, hint)
  }
  building.names.take({
    kind: 'enum',
    schema,
    table: '',
    name: typeName,
    what: `${kind} ${quoted(name)}`,
    span: node.span,
  })
}

function checkCodecName({ problems }: Building, { text, span }: ScalarNode): void {
  if (!runtimeCodecs.has(text)) return
  problems.add('DB302', span, `enum ${quoted(text)} has a name that generated code needs`, 'call it otherwise')
}

function valuesOf(building: Building, items: readonly ValueSpec[]): string[] {
  const values: string[] = []
  for (const item of items) {
    const node = item.kind === 'record' ? item.value : item
    if (node === undefined) continue
    checkLength(building.problems, node.span, node.text)
    if (!values.includes(node.text)) values.push(node.text)
    else building.problems.add('DB409', node.span, `the value ${quoted(node.text)} is listed twice`, 'remove one')
  }
  return values
}

function renamedOf(
  { problems }: Building,
  items: readonly ValueSpec[],
  values: readonly string[],
): Record<string, string> {
  const renamed = new Map<string, string>()
  for (const item of items) {
    if (item.kind !== 'record' || item.value === undefined || item.renamed_from === undefined) continue
    const { text, span } = item.renamed_from
    const isTwice = [...renamed.values()].includes(text)
    if (values.includes(text)) {
      const hint = 'remove "renamed_from", or the value'
      problems.add('DB902', span, `${quoted(text)} is still a value of the enum`, hint)
    } else if (isTwice) {
      problems.add('DB902', span, `two values are renamed from ${quoted(text)}`, 'for one of them write "map" instead')
    } else renamed.set(item.value.text, text)
  }
  return Object.fromEntries(renamed)
}

/** What becomes of rows with values that are gone. */
function goneOf(
  { problems }: Building,
  spec: FullEnumSpec | undefined,
  values: readonly string[],
  former: readonly string[],
): Record<string, string> {
  const gone = new Map<string, string>()
  for (const { key, value } of spec?.map?.entries ?? []) {
    if (values.includes(key.text)) {
      const hint = 'in a map stand values that are gone, each with the one that its rows have from then on'
      problems.add('DB903', key.span, `${quoted(key.text)} is still a value of the enum`, hint)
    } else if (former.includes(key.text)) {
      problems.add('DB903', key.span, `the value ${quoted(key.text)} is renamed already`, 'remove it here')
    } else if (value !== undefined && !values.includes(value.text)) {
      const hint = suggest(value.text, values, 'its values are')
      problems.add('DB903', value.span, `${quoted(value.text)} is not a value of the enum`, hint)
    } else if (value !== undefined) gone.set(key.text, value.text)
  }
  return Object.fromEntries(gone)
}
