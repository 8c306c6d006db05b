import type { SequencesSpec } from '../spec/definition/types.js'
import { spanWithin } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, Draft } from './drafts.js'
import { hasColumn } from './expression.js'
import { entityNamed } from './foreign-keys.js'
import { formerName } from './former-names.js'
import { checkSchema } from './name-rules.js'
import type { Sequence } from './objects.js'
import { noOptions, sequenceOptions } from './sequence-options.js'

type SequenceEntry = SequencesSpec['entries'][number]

/** Adds the sequences of the spec. The columns with which they go come in a later pass. */
export function addSequences(building: Building, entries: readonly SequenceEntry[]): void {
  for (const { key, value } of entries) {
    const schema = value?.schema?.text ?? 'public'
    const type = value?.type?.value ?? 'bigint'
    if (value?.schema !== undefined) checkSchema(building, value.schema)
    const what = `sequence ${quoted(key.text)}`
    building.names.take({ kind: 'index', schema, table: '', name: key.text, what, span: key.span })
    const sequence: Draft<Sequence> = {
      name: key.text,
      at: key.span.at,
      schema,
      type,
      options: (value && sequenceOptions(building, value, type)) ?? noOptions,
      ownedBy: undefined,
      comment: value?.comment?.text,
      renamedFrom: formerName(building, value?.renamed_from, { schema, name: key.text }),
    }
    building.sequences.set(fullName(sequence), sequence)
  }
}

/** Finds the columns with which sequences go. */
export function ownSequences(building: Building, entries: readonly SequenceEntry[]): void {
  for (const { key, value } of entries) {
    const schema = value?.schema?.text ?? 'public'
    const sequence = building.sequences.get(fullName({ schema, name: key.text }))
    const node = value?.owned_by
    if (sequence === undefined || node === undefined) continue
    const [name = '', columnName = ''] = node.text.split('.')
    const owner = entityNamed(building, name, spanWithin(node, 0, name.length))
    if (owner === undefined) continue
    const span = spanWithin(node, name.length + 1, columnName.length)
    const field = hasColumn(building, owner, columnName, span) ? owner.columns.get(columnName)?.field : undefined
    if (field === undefined) continue
    if (owner.entity.schema === schema) sequence.ownedBy = { entity: owner.entity, field }
    else {
      const message = `sequence ${quoted(key.text)} is in the schema ${schema}, and ${owner.name} in ${owner.entity.schema}`
      building.problems.add('DB411', node.span, message, `write "schema: ${owner.entity.schema}", or remove "owned_by"`)
    }
  }
}

function fullName({ schema, name }: Pick<Sequence, 'schema' | 'name'>): string {
  return schema === 'public' ? name : `${schema}.${name}`
}
