import type { DropSpec } from '../spec/definition/objects.js'
import type { ScalarNode, Span } from '../spec/node.js'
import type { Spec } from '../spec/parse-spec.js'
import { quoted } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import { named } from './former-names.js'
import type { Enum } from './model.js'
import type { Domain, Drops, FormerName } from './objects.js'

const nothing: Drops = { tables: [], enums: [], domains: [], sequences: [], schemas: [], extensions: [] }

/** What may be dropped; notes what the spec still has. */
export function dropsOf(building: Building, spec: DropSpec | undefined): Drops {
  if (spec === undefined) return nothing
  const { entities, enums, domains, sequences, extensions } = building
  const tables = [...entities.values()].map(({ entity: { schema, table } }) => ({ schema, name: table }))
  const types = (list: Iterable<{ readonly schema: string; readonly typeName: string }>) =>
    [...list].map(({ schema, typeName }) => ({ schema, name: typeName }))
  const all = [...tables, ...types(enums.values()), ...types(domains.values()), ...sequences.values()]
  const plain = (list: DropSpec['schemas'], what: string, has: (name: string) => boolean) =>
    (list?.items ?? []).filter((node) => isGone(building, node, what, has(node.text))).map(({ text }) => text)
  const qualified = (list: DropSpec['tables'], what: string, present: readonly FormerName[], former: Renamed) =>
    (list?.items ?? []).flatMap((node) => {
      const name = named(node.text)
      const isSame = (one: FormerName) => one.schema === name.schema && one.name === name.name
      if (!isGone(building, node, what, present.some(isSame))) return []
      return isRenamed(
        building,
        node,
        what,
        former.some(({ renamedFrom }) => renamedFrom && isSame(renamedFrom)),
      )
        ? []
        : [name]
    })
  return {
    tables: qualified(
      spec.tables,
      'table',
      tables,
      [...entities.values()].map(({ entity }) => entity),
    ),
    enums: qualified(spec.enums, 'enum', types(enums.values()), [...enums.values()]),
    domains: qualified(spec.domains, 'domain', types(domains.values()), [...domains.values()]),
    sequences: qualified(spec.sequences, 'sequence', [...sequences.values()], [...sequences.values()]),
    schemas: plain(spec.schemas, 'schema', (name) => name === 'public' || all.some(({ schema }) => schema === name)),
    extensions: plain(spec.extensions, 'extension', (name) => extensions.has(name)),
  }
}

type Renamed = readonly { readonly renamedFrom: FormerName | undefined }[]

function isRenamed({ problems }: Building, { text, span }: ScalarNode, what: string, isIt: boolean): boolean {
  if (isIt)
    problems.add('DB901', span, `the ${what} ${quoted(text)} is renamed, so it cannot be dropped`, 'remove it here')
  return isIt
}

function isGone({ problems }: Building, { text, span }: ScalarNode, what: string, isThere: boolean): boolean {
  if (!isThere) return true
  const message = `the spec still has the ${what} ${quoted(text)}, which is to be dropped`
  problems.add('DB901', span, message, 'remove it here, or there')
  return false
}

/** Notes columns that are to be dropped and are still there, and two that are renamed from one. */
export function checkFormerColumns({ problems }: Building, owner: EntityDraft): void {
  for (const node of owner.spec?.drop?.items ?? []) {
    const column = owner.columns.get(node.text)
    const renamed = [...owner.columns.values()].find(({ spec }) => spec?.renamed_from?.text === node.text)
    if (column !== undefined) {
      const message = `${owner.name} still has the column ${quoted(node.text)}, which is to be dropped`
      problems.add('DB901', node.span, message, 'remove it here, or there')
    } else if (renamed !== undefined) {
      const message = `the column ${quoted(node.text)} is renamed to ${quoted(renamed.key.text)}, so it cannot be dropped`
      problems.add('DB901', node.span, message, 'remove it here')
    }
  }
  reportTwice(
    problems,
    [...owner.columns.values()].flatMap(({ key, spec }) => {
      const former = spec?.renamed_from
      return former === undefined ? [] : [{ name: former.text, span: former.span, now: key.text }]
    }),
  )
}

interface Renaming {
  readonly name: string
  readonly span: Span
  readonly now: string
}

function reportTwice(problems: Building['problems'], renamings: readonly Renaming[]): void {
  const taken = new Map<string, string>()
  for (const { name, span, now } of renamings) {
    const other = taken.get(name)
    taken.set(name, other ?? now)
    if (other === undefined) continue
    const message = `${quoted(name)} cannot have become both ${quoted(other)} and ${quoted(now)}`
    problems.add('DB902', span, message, 'remove one "renamed_from"')
  }
}

/** Something with a name in the database, and what it was called before. */
interface Former {
  readonly name: FormerName
  readonly was: FormerName | undefined
  readonly label: string
  readonly span: Span | undefined
}

/** Notes what is renamed from something that is still there, and two things that are renamed from one. */
export function checkFormerNames(building: Building, spec: Spec): void {
  const { enums, domains } = building
  checkGroup(building, 'table', tablesOf(building))
  checkGroup(building, 'enum', typesOf(enums, spec.enums))
  checkGroup(building, 'domain', typesOf(domains, spec.domains))
  checkGroup(building, 'sequence', sequencesOf(building, spec))
}

function tablesOf({ entities }: Building): Former[] {
  return [...entities.values()].map(({ name, entity, spec }) => ({
    name: { schema: entity.schema, name: entity.table },
    was: entity.renamedFrom,
    label: name,
    span: spec?.renamed_from?.span,
  }))
}

interface NamedSpec {
  readonly key: ScalarNode
  readonly value: object | undefined
}

function typesOf(types: ReadonlyMap<string, Enum | Domain>, entries: readonly NamedSpec[]): Former[] {
  return entries.flatMap(({ key, value }) => {
    const type = types.get(key.text)
    if (type === undefined) return []
    const name = { schema: type.schema, name: type.typeName }
    return [{ name, was: type.renamedFrom, label: key.text, span: spanOf(value) }]
  })
}

function sequencesOf({ sequences }: Building, spec: Spec): Former[] {
  return [...sequences.values()].map((sequence) => {
    const entry = spec.sequences.find(({ key }) => key.text === sequence.name)
    return { name: sequence, was: sequence.renamedFrom, label: sequence.name, span: spanOf(entry?.value) }
  })
}

function spanOf(value: object | undefined): Span | undefined {
  return value !== undefined && 'keys' in value && value.keys instanceof Map
    ? value.keys.get('renamed_from')
    : undefined
}

function checkGroup({ problems }: Building, what: string, things: readonly Former[]): void {
  const nameOf = ({ schema, name }: FormerName) => (schema === 'public' ? name : `${schema}.${name}`)
  const present = new Map(things.map((thing) => [nameOf(thing.name), thing]))
  const renamings = things.flatMap(({ was, label, span }): Renaming[] => {
    if (was === undefined || span === undefined) return []
    const other = present.get(nameOf(was))
    if (other === undefined || other.was !== undefined) return [{ name: nameOf(was), span, now: label }]
    const message = `${quoted(nameOf(was))} is still the ${what} of ${quoted(other.label)}`
    problems.add('DB902', span, message, 'remove "renamed_from"')
    return []
  })
  reportTwice(problems, renamings)
}
