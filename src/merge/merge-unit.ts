import { docKey } from './base.js'
import { lineAt } from './edits.js'
import { type Merging, type NewUnit, shownName } from './merging.js'
import type { Span } from './outline.js'
import { type Unit, wholeEnd } from './units.js'

/** One of the two parts of a unit that are merged by themselves: its own comments, and the rest. */
interface Part {
  readonly key: string
  readonly ours: string
  readonly former: string
  readonly next: string
  readonly oursText: string
  readonly nextText: string
}

type Outcome = 'same' | 'taken' | 'kept' | 'conflict'

/** Merges a unit that both have; of a class or interface only the head. */
export function mergeUnit(merging: Merging, ours: Unit, theirs: NewUnit): void {
  const parts = partsOf(merging, ours, theirs)
  const outcomes = parts.map((part) => outcomeOf(merging, part))
  const span = { start: ours.docStart, end: ours.end }
  const textOf = (isTheirs: (outcome: Outcome) => boolean) =>
    parts.map(({ oursText, nextText }, at) => (isTheirs(outcomes[at] ?? 'same') ? nextText : oursText)).join('')
  const oursText = textOf((outcome) => outcome === 'taken')
  if (outcomes.includes('conflict')) {
    const theirsText = textOf((outcome) => outcome !== 'kept' && outcome !== 'same')
    addConflict(merging, ours.key, {
      span,
      ours: oursText,
      theirs: theirsText,
      problem: changedBoth(merging, ours.key),
    })
    return
  }
  if (outcomes.includes('kept')) merging.kept.push(shownName(ours.key))
  if (outcomes[0] === 'taken') merging.edits.push({ ...span, end: ours.start, text: parts[0]?.nextText ?? '' })
  if (outcomes[1] === 'taken') merging.edits.push({ ...span, start: ours.start, text: parts[1]?.nextText ?? '' })
}

/** Merges a unit where only one of the two is a class or interface with members, as if it had none. */
export function mergeWhole(merging: Merging, ours: Unit, theirs: NewUnit): void {
  const span = { start: ours.docStart, end: wholeEnd(ours) }
  const text = merging.theirs.slice(theirs.docStart, wholeEnd(theirs))
  if (isUntouched(merging, ours)) merging.edits.push({ ...span, text })
  else {
    const problem = changedBoth(merging, ours.key)
    addConflict(merging, ours.key, { span, ours: merging.ours.slice(span.start, span.end), theirs: text, problem })
  }
}

/** Takes away what is generated no longer, where it is as dbgen wrote it. `span` is the unit with the space around. */
export function removeUnit(merging: Merging, ours: Unit, span: Span): void {
  if (isUntouched(merging, ours)) {
    merging.edits.push({ ...span, text: '' })
    return
  }
  const whole = { start: ours.docStart, end: wholeEnd(ours) }
  addConflict(merging, ours.key, {
    span: whole,
    ours: merging.ours.slice(whole.start, whole.end),
    theirs: '',
    problem: 'was changed by hand, and is generated no longer',
  })
}

/** Whether all of a unit is as dbgen wrote it. */
export function isUntouched(merging: Pick<Merging, 'base'>, unit: Unit): boolean {
  const { base } = merging
  const isSame = base.has(unit.key) && base.isSame(unit.key, unit.form) && base.isSame(docKey(unit.key), unit.doc)
  return isSame && (unit.body?.units ?? []).every((member) => isUntouched(merging, member))
}

/** A conflict to be told, and the two texts that it is settled with. */
export interface Clash {
  readonly span: Span
  readonly ours: string
  readonly theirs: string
  readonly problem: string
}

/** Tells of a conflict, and settles it where that is asked for. */
export function addConflict(merging: Merging, key: string, { span, ours, theirs, problem }: Clash): void {
  const { ours: source, settle, edits } = merging
  const line = lineAt(source, span.start)
  merging.conflicts.push({ name: shownName(key), line, problem, ours: ours.trimEnd(), theirs: theirs.trimEnd() })
  if (settle === 'ours') {
    merging.kept.push(shownName(key))
    if (ours !== source.slice(span.start, span.end)) edits.push({ ...span, text: ours })
  }
  if (settle === 'theirs') edits.push({ ...span, text: theirs })
  if (settle === 'markers') edits.push(marked(source, { span, ours, theirs }))
}

function partsOf({ ours: source, theirs: newSource }: Merging, ours: Unit, theirs: NewUnit): Part[] {
  return [
    {
      key: docKey(ours.key),
      ours: ours.doc,
      former: theirs.former.doc,
      next: theirs.doc,
      oursText: source.slice(ours.docStart, ours.start),
      nextText: newSource.slice(theirs.docStart, theirs.start),
    },
    {
      key: ours.key,
      ours: ours.form,
      former: theirs.former.form,
      next: theirs.form,
      oursText: source.slice(ours.start, ours.end),
      nextText: newSource.slice(theirs.start, theirs.end),
    },
  ]
}

function outcomeOf({ base }: Merging, { key, ours, former, next }: Part): Outcome {
  if (ours === next) return 'same'
  if (ours === former || base.isSame(key, ours)) return 'taken'
  return base.isSame(key, former) ? 'kept' : 'conflict'
}

function changedBoth({ base }: Merging, key: string): string {
  return base.has(key)
    ? 'was changed by hand, and dbgen would change it too'
    : 'was added by hand, and dbgen would add it too'
}

/** Marks stand at the left margin, each on a line of its own. */
function marked(source: string, { span, ours, theirs }: Omit<Clash, 'problem'>): Span & { readonly text: string } {
  const indent = /(?<=^|\n)[ \t]*$/.exec(source.slice(0, span.start))?.[0]
  const lines = (text: string) => (text.trim() === '' ? '' : `${indent ?? ''}${text.trimEnd()}\n`)
  const block = `<<<<<<< yours\n${lines(ours)}=======\n${lines(theirs)}>>>>>>> dbgen`
  const isLineEnd = /^[ \t]*\r?(?:\n|$)/.test(source.slice(span.end))
  return {
    start: span.start - (indent?.length ?? 0),
    end: span.end,
    text: `${indent === undefined ? '\n' : ''}${block}${isLineEnd ? '' : '\n'}`,
  }
}
