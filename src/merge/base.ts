import { posix } from 'node:path'
import type { ModuleList, ModuleName } from './module-names.js'
import { type Mixing, short, shortOf } from './short-hash.js'
import type { Unit } from './units.js'

const KEY_LENGTH = 5
const FORM_LENGTH = 7
const ENTRY_LENGTH = KEY_LENGTH + FORM_LENGTH

/** What dbgen wrote last time, as far as hashes tell. */
export interface Base {
  /** Whether there was a unit of that key. */
  has(key: string): boolean
  /** Whether the unit of that key said that. A unit that was not there said nothing: the empty form. */
  isSame(key: string, form: string): boolean
}

/**
 * What the record keeps of a text: for each unit twelve characters, five that stand for its key and seven for its form,
 * sorted. `path` is where the file stands, for relative imports are known by what they lead to.
 */
export function digestOf(units: readonly Unit[], path: string): string {
  const entries = units.flatMap((unit) => entriesOf(unit, path))
  return entries
    .map(([key, form]) => entryText(key, short(form, FORM_LENGTH)))
    .sort()
    .join('')
}

/** What a digest keeps of an import or an export of names. */
export function nameEntries(list: ModuleList, path: string): string[] {
  return namesOf(list, path).map(([key, form]) => entryText(key, short(form, FORM_LENGTH)))
}

function namesOf(list: ModuleList, path: string): (readonly [string, string])[] {
  const module = resolveModule(list.module, path)
  return list.names.map((name) => [nameKey(list.kind, module, name), nameForm(name)] as const)
}

/** What a digest keeps of a unit whose form was mixed piece by piece. */
export function mixedEntry(key: string, form: Mixing): string {
  return entryText(key, shortOf(form, FORM_LENGTH))
}

function entryText(key: string, form: string): string {
  return short(key, KEY_LENGTH) + form
}

/** Reads digests: several where a merge of version control kept those of both sides, and each is as good as the others. */
export function readDigests(digests: readonly string[]): Base {
  const versions = digests.map((digest) => {
    const forms = new Map<string, Set<string>>()
    for (let at = 0; at < digest.length; at += ENTRY_LENGTH) {
      const key = digest.slice(at, at + KEY_LENGTH)
      forms.set(key, (forms.get(key) ?? new Set()).add(digest.slice(at + KEY_LENGTH, at + ENTRY_LENGTH)))
    }
    return forms
  })
  return {
    has: (key) => versions.some((forms) => forms.has(short(key, KEY_LENGTH))),
    isSame: (key, form) =>
      versions.some((forms) => {
        const known = forms.get(short(key, KEY_LENGTH))
        return known === undefined ? form === '' : known.has(short(form, FORM_LENGTH))
      }),
  }
}

/** The key of the comments of a unit. */
export function docKey(key: string): string {
  return `doc ${key}`
}

/** The key of a name that an import brings or an export gives. `module` is resolved. */
export function nameKey(kind: 'import' | 'export', module: string, { name }: Pick<ModuleName, 'name'>): string {
  return `${kind} ${module} ${name}`
}

/** What such a name says beside its key. */
export function nameForm({ isType, local }: Pick<ModuleName, 'isType' | 'local'>): string {
  return `${isType ? 'type' : 'value'} ${local}`
}

/** What a module is called by every file: relative ones begin with a slash, for the folder of the generated files. */
export function resolveModule(module: string, path: string): string {
  return module.startsWith('.') ? posix.join('/', posix.dirname(path), module) : module
}

/** Keys and forms of a unit, its comments, its members, its names. */
export function entriesOf(unit: Unit, path: string): (readonly [string, string])[] {
  const { key, form, doc, body, list } = unit
  if (list !== undefined) return namesOf(list, path)
  return [
    [key, form],
    ...(doc === '' ? [] : [[docKey(key), doc] as const]),
    ...(body?.units ?? []).flatMap((member) => entriesOf(member, path)),
  ]
}
