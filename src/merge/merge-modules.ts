import { nameForm, nameKey, resolveModule } from './base.js'
import type { Edit } from './edits.js'
import { type Insertion, insertUnit } from './merge-sequence.js'
import { type Merging, type NewUnit, shownName } from './merging.js'
import type { ModuleList, ModuleName } from './module-names.js'
import { moduleEdit, nameEdits, nameText } from './name-edits.js'
import type { Renaming } from './renaming.js'
import type { Unit } from './units.js'

/** What the merge of imports and exports has to know beside the two files. */
export interface ModuleScene {
  /** Where the file stands, relative to the folder of the generated files. */
  readonly path: string
  readonly renaming: Renaming
  /** Every word of the merged file outside its imports. */
  readonly used: ReadonlySet<string>
  /** What is declared by hand in the file. */
  readonly declared: ReadonlySet<string>
}

/** An import or export of the file with what becomes of its names. */
export interface OurList {
  readonly unit: Unit
  readonly list: ModuleList
  readonly names: readonly OurName[]
  readonly added: ModuleName[]
}

/** A name of it. */
export interface OurName {
  readonly name: ModuleName
  readonly isGenerated: boolean
  /** The same in the new text. */
  readonly wanted: ModuleName | undefined
  readonly isDropped: boolean
}

/**
 * Merges imports and re-exports name by name: what is new comes, what was added by hand stays, what is generated no longer
 * goes unless something uses it.
 */
export function mergeModules(merging: Merging, insertion: Insertion, scene: ModuleScene): void {
  const theirs = insertion.theirs.units.filter((unit) => unit.list !== undefined)
  const ours = insertion.ours.units.flatMap((unit) =>
    unit.list === undefined ? [] : [ourList(merging, scene, unit, unit.list, theirs)],
  )
  insertion.theirs.units.forEach((unit, index) => {
    if (unit.list === undefined) return
    const missing = missingNames(merging, scene, unit, unit.list, ours)
    const placed = missing.filter((name) => !place(name, unit.list, ours, scene))
    if (placed.length > 0) insertUnit(merging, insertion, index, importText(merging, unit, unit.list, placed))
  })
  for (const each of ours) editList(merging, each, theirs, scene)
}

function ourList(
  merging: Merging,
  scene: ModuleScene,
  unit: Unit,
  list: ModuleList,
  theirs: readonly NewUnit[],
): OurList {
  const { base } = merging
  const module = resolveModule(list.module, scene.path)
  const next = scene.renaming.modules.get(module) ?? module
  const wantedNames = theirs.flatMap((each) => namesOfModule(each, list.kind, next, scene.path))
  const provided = new Set(
    theirs.flatMap((each) => (each.list?.kind === 'import' ? each.list.names.map(({ local }) => local) : [])),
  )
  const names = list.names.map((name): OurName => {
    const isGenerated = base.has(nameKey(list.kind, module, name))
    const wanted = wantedNames.find((each) => each.name === renamed(scene, name.name))
    const local = renamed(scene, name.local)
    const isNeeded = list.kind === 'import' && name.name !== '' && scene.used.has(local) && !provided.has(local)
    const isWider = wanted !== undefined && name.isType && !wanted.isType && list.isTypeOnly
    return {
      name,
      isGenerated,
      wanted: isWider ? undefined : wanted,
      isDropped: isWider || (isGenerated && wanted === undefined && !isNeeded),
    }
  })
  return { unit, list, names, added: [] }
}

function namesOfModule({ list }: Unit, kind: ModuleList['kind'], module: string, path: string): readonly ModuleName[] {
  return list !== undefined && list.kind === kind && resolveModule(list.module, path) === module ? list.names : []
}

/** What a word of the file is called in the new text. */
function renamed({ renaming }: ModuleScene, word: string): string {
  return renaming.identifiers.get(word) ?? word
}

/** The names of a new import that the file is to get. */
function missingNames(
  merging: Merging,
  scene: ModuleScene,
  unit: NewUnit,
  list: ModuleList,
  ours: readonly OurList[],
): ModuleName[] {
  const present = ours.flatMap(({ names }) =>
    names.filter(({ isDropped }) => !isDropped).flatMap(({ wanted }) => wanted ?? []),
  )
  const oldModule = resolveModule(unit.former.key.replace(/^(?:import|export) |#\d+$/g, ''), scene.path)
  const back = new Map([...scene.renaming.identifiers].map(([old, next]) => [next, old]))
  return list.names.filter((name) => {
    if (present.includes(name)) return false
    const wasGenerated = merging.base.has(nameKey(list.kind, oldModule, { name: back.get(name.name) ?? name.name }))
    if (list.kind === 'export') {
      if (wasGenerated) merging.deleted.push(`export ${name.name}`)
      return !wasGenerated
    }
    if (name.name === '') return !wasGenerated
    return !scene.declared.has(name.local) && (!wasGenerated || scene.used.has(name.local))
  })
}

/** Adds the name to an import of the same module, where one can take it. */
function place(
  name: ModuleName,
  list: ModuleList | undefined,
  ours: readonly OurList[],
  { path, renaming }: ModuleScene,
): boolean {
  if (list === undefined || !name.isBraced) return false
  const module = resolveModule(list.module, path)
  const target = ours.find((each) => {
    const own = resolveModule(each.list.module, path)
    const isSame = each.list.kind === list.kind && (renaming.modules.get(own) ?? own) === module
    const hasPlace = each.names.some((one) => one.name.isBraced)
    return isSame && hasPlace && (name.isType || !each.list.isTypeOnly)
  })
  target?.added.push(name)
  return target !== undefined
}

/** The import as it is in the new text, or with some of its names. */
function importText({ theirs }: Merging, unit: Unit, list: ModuleList, names: readonly ModuleName[]): string {
  if (names.length === list.names.length) return theirs.slice(unit.docStart, unit.end)
  const isTypeOnly = names.every(({ isType }) => isType)
  const texts = names.map((name) => nameText(name, isTypeOnly))
  return `${list.kind} ${isTypeOnly ? 'type ' : ''}{ ${texts.join(', ')} } from ${JSON.stringify(list.module)};`
}

function editList(merging: Merging, ours: OurList, theirs: readonly NewUnit[], scene: ModuleScene): void {
  const { unit, list, names, added } = ours
  const staying = names.filter(({ isDropped }) => !isDropped)
  merging.kept.push(
    ...staying
      .filter(({ isGenerated }) => !isGenerated)
      .map(({ name }) => `${list.kind} ${name.local || shownModule(list)}`),
  )
  const own = resolveModule(list.module, scene.path)
  const module = scene.renaming.modules.get(own) ?? own
  if (isAsGenerated(merging, ours, own)) {
    const next = theirs.find((each) => namesOfModule(each, list.kind, module, scene.path).length > 0)
    const isWhole = next?.list?.names.length === staying.length + added.length
    const isSame =
      staying.length === names.length &&
      added.length === 0 &&
      staying.every(({ name, wanted }) => isSameName(name, wanted))
    if (next !== undefined && isWhole) {
      if (!isSame || module !== own)
        merging.edits.push({ start: unit.start, end: unit.end, text: merging.theirs.slice(next.start, next.end) })
      return
    }
  }
  if (staying.length === 0 && added.length === 0) merging.edits.push(removal(merging.ours, unit))
  else
    merging.edits.push(
      ...nameEdits(merging.ours, ours, (word) => renamed(scene, word)),
      ...moduleEdit(merging.ours, ours, module === own ? undefined : module, scene.path),
    )
}

function shownModule({ module }: ModuleList): string {
  return shownName(module)
}

function isSameName(a: ModuleName, b: ModuleName | undefined): boolean {
  return b !== undefined && a.name === b.name && nameForm(a) === nameForm(b)
}

/** Whether nobody has touched it: then it may look as in the new text. */
function isAsGenerated({ base, ours }: Merging, { unit, list, names }: OurList, module: string): boolean {
  const hasComment = /\/[/*]/.test(ours.slice(unit.start, unit.end).replace(/(["'])[^"'\n]*\1/g, ''))
  return !hasComment && names.every(({ name }) => base.isSame(nameKey(list.kind, module, name), nameForm(name)))
}

/** Comments in front of an import stay; so do those behind it. */
function removal(source: string, { start, docStart }: Unit): Edit & { end: number } {
  const end = endOfStatement(source, start)
  const isAlone = docStart === start && /^[ \t]*\r?\n/.test(source.slice(end))
  const line = isAlone ? (/^[ \t]*\r?\n/.exec(source.slice(end))?.[0].length ?? 0) : 0
  return { start, end: end + line, text: '' }
}

/** An import ends with its module, and a semicolon where it has one. */
function endOfStatement(source: string, start: number): number {
  const match = /^[^"']*(["'])[^"'\n]*\1(?:[ \t]*;)?|^[^;}]*\}(?:[ \t]*;)?/.exec(source.slice(start))
  return start + (match?.[0].length ?? 0)
}
