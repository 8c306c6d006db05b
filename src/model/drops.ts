import type { DropSpec } from '../spec/definition/objects.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import { named } from './former-names.js'
import type { Drops, FormerName } from './objects.js'

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
  const qualified = (list: DropSpec['tables'], what: string, present: readonly FormerName[]) =>
    (list?.items ?? []).flatMap((node) => {
      const name = named(node.text)
      const isThere = present.some((one) => one.schema === name.schema && one.name === name.name)
      return isGone(building, node, what, isThere) ? [name] : []
    })
  return {
    tables: qualified(spec.tables, 'table', tables),
    enums: qualified(spec.enums, 'enum', types(enums.values())),
    domains: qualified(spec.domains, 'domain', types(domains.values())),
    sequences: qualified(spec.sequences, 'sequence', [...sequences.values()]),
    schemas: plain(spec.schemas, 'schema', (name) => name === 'public' || all.some(({ schema }) => schema === name)),
    extensions: plain(spec.extensions, 'extension', (name) => extensions.has(name)),
  }
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

/** Notes tables that are renamed from one that is still there, and two that are renamed from one. */
export function checkFormerNames({ problems, entities }: Building): void {
  const owners = [...entities.values()]
  const nameOf = ({ schema, name }: FormerName) => `${schema}.${name}`
  const present = new Map(
    owners.map((owner) => [nameOf({ schema: owner.entity.schema, name: owner.entity.table }), owner]),
  )
  const renamings = owners.flatMap((owner): Renaming[] => {
    const { renamedFrom } = owner.entity
    const span = owner.spec?.renamed_from?.span
    if (renamedFrom === undefined || span === undefined) return []
    const other = present.get(nameOf(renamedFrom))
    if (other !== undefined && other.entity.renamedFrom === undefined) {
      const message = `${quoted(renamedFrom.name)} is still the table of ${other.name}`
      problems.add('DB902', span, message, 'remove "renamed_from"')
      return []
    }
    return [{ name: nameOf(renamedFrom).replace(/^public\./, ''), span, now: owner.name }]
  })
  reportTwice(problems, renamings)
}
