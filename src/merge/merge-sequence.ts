import { mergeUnit, mergeWhole, removeUnit } from './merge-unit.js'
import { type Merging, type NewUnit, shownName } from './merging.js'
import type { Span } from './outline.js'
import { type Unit, wholeEnd } from './units.js'

/** Units one behind the other, and the part of the file that holds them. */
export interface Sequence<Each extends Unit> extends Span {
  readonly units: readonly Each[]
}

/**
 * Merges the statements of a file, or the members of a class or interface. What both have stays where it is in the file;
 * what is new goes behind what it stands behind in the new text.
 */
export function mergeSequence(merging: Merging, ours: Sequence<Unit>, theirs: Sequence<NewUnit>): Insertion {
  const news = new Map(theirs.units.map((unit) => [unit.former.key, unit]))
  const staying = new Map<string, Unit>()
  ours.units.forEach((unit, index) => {
    const next = news.get(unit.key)
    if (unit.list !== undefined) {
      // A formatter may have made two imports of one: what is new goes behind the last.
      staying.set(unit.key.replace(/#\d+$/, ''), unit)
      return
    }
    if (next !== undefined) staying.set(unit.key, unit)
    if (next !== undefined) mergeBoth(merging, unit, next)
    else if (merging.base.has(unit.key)) removeUnit(merging, unit, removedSpan(merging.ours, ours, index))
    else merging.kept.push(shownName(unit.key))
  })
  const insertion = { ours, theirs, staying }
  insertNew(merging, insertion)
  return insertion
}

function mergeBoth(merging: Merging, ours: Unit, theirs: NewUnit): void {
  if ((ours.body === undefined) !== (theirs.body === undefined)) {
    mergeWhole(merging, ours, theirs)
    return
  }
  mergeUnit(merging, ours, theirs)
  if (ours.body === undefined || theirs.body === undefined) return
  const { start, end } = theirs.body
  mergeSequence(merging, ours.body, { start, end, units: theirs.newUnits })
}

/** The unit with the white space in front of it, or where it is the first of several, behind it. */
function removedSpan(source: string, { units, start: from }: Sequence<Unit>, index: number): Span {
  const [unit, next] = [units[index], units[index + 1]]
  if (unit === undefined) return { start: from, end: from }
  if (index === 0 && next !== undefined) return { start: unit.docStart, end: next.docStart }
  const space = /\s*$/.exec(source.slice(from, unit.docStart))?.[0].length ?? 0
  return { start: unit.docStart - space, end: wholeEnd(unit) }
}

/** Where new units go. */
export interface Insertion {
  readonly ours: Sequence<Unit>
  readonly theirs: Sequence<NewUnit>
  /** Units of the file that are in the new text too, by the key that they have in the file. */
  readonly staying: ReadonlyMap<string, Unit>
}

function insertNew(merging: Merging, insertion: Insertion): void {
  const { theirs, staying } = insertion
  theirs.units.forEach((unit, index) => {
    if (unit.list !== undefined || staying.has(unit.former.key)) return
    if (merging.base.has(unit.former.key)) merging.deleted.push(shownName(unit.key))
    else insertUnit(merging, insertion, index, merging.theirs.slice(unit.docStart, wholeEnd(unit)))
  })
}

/** Puts in a text that stands in the new text at that index. */
export function insertUnit(merging: Merging, insertion: Insertion, index: number, text: string): void {
  const { theirs, staying } = insertion
  const source = merging.theirs
  const unit = theirs.units[index]
  if (unit === undefined) return
  const before = theirs.units.slice(0, index).findLast(({ former }) => staying.has(former.key))
  const anchor = before && staying.get(before.former.key)
  if (anchor !== undefined) {
    const previous = theirs.units[index - 1]
    const gap = source.slice(previous === undefined ? theirs.start : wholeEnd(previous), unit.docStart)
    const at = wholeEnd(anchor)
    merging.edits.push({ start: at, end: at, text: `${blank(gap)}${text}` })
    return
  }
  const behind = theirs.units.slice(index + 1).find(({ former }) => staying.has(former.key))
  const follower = behind && staying.get(behind.former.key)
  const next = theirs.units[index + 1]
  if (follower !== undefined && next !== undefined) {
    const gap = source.slice(wholeEnd(unit), next.docStart)
    merging.edits.push({ start: follower.docStart, end: follower.docStart, text: `${text}${blank(gap)}` })
    return
  }
  insertAtEnd(merging, insertion, index, text)
}

/** Nothing that it could stand beside is left: it goes behind all else. */
function insertAtEnd(merging: Merging, { ours, theirs }: Insertion, index: number, text: string): void {
  const inside = merging.ours.slice(ours.start, ours.end)
  const at = ours.start + inside.trimEnd().length
  const [first, second] = theirs.units
  const isFirst = index === 0 || ours.units.every(({ key }) => merging.base.has(key))
  const gap =
    isFirst || first === undefined || second === undefined
      ? merging.theirs.slice(theirs.start, first?.docStart)
      : merging.theirs.slice(wholeEnd(first), second.docStart)
  const lead = at === 0 ? '' : blank(gap)
  const isLine = /^\s*\n/.test(merging.ours.slice(at)) || merging.edits.some(({ start }) => start === at)
  merging.edits.push({ start: at, end: at, text: `${lead}${text}${isLine ? '' : '\n'}` })
}

/** The white space of a gap; where it is none, as in a body on one line, a new line. */
function blank(gap: string): string {
  return /^\s+$/.test(gap) ? gap : '\n'
}
