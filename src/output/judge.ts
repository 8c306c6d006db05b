import type { FileAction, FileChange } from './file-change.js'
import type { Conflict } from './output-conflict.js'
import { isSameText, isWritten } from './record.js'
import type { GeneratedFiles, OutputFile } from './request.js'
import type { Found } from './survey.js'

/** What becomes of a file, told and done. */
export interface Decision {
  readonly kind: 'decided'
  readonly change: FileChange
  readonly action: FileAction | undefined
  /** Where it was taken from, another path: that file goes. */
  readonly moved?: FileAction | undefined
}

/** A file that was edited by hand, which is not known before it is merged. */
export interface Edited {
  readonly kind: 'edited'
  readonly file: OutputFile
  readonly before: string
}

/** What becomes of one file, or why nothing may. */
export type Verdict = Decision | Edited | Refused

/** Nothing may be written, and why. */
export interface Refused {
  readonly kind: 'refused'
  readonly conflicts: readonly Conflict[]
}

/** Decides about a file that holds another text than the wanted one. */
export type Rule = (file: OutputFile, before: string) => Verdict

/** Judges a file that is to be written; the rule is asked only where another text stands. */
export function judgeFile(file: OutputFile, found: Found, rule: Rule): Verdict {
  switch (found.kind) {
    case 'blocked':
      return { kind: 'refused', conflicts: [found.conflict] }
    case 'absent':
      return write('created', file, undefined)
    case 'file':
      return isSameText(found.text, file.text) ? leave('unchanged', file.path, found.text) : rule(file, found.text)
  }
}

/** The rule of files that are replaced whatever they hold. */
export const ruleForReplaced: Rule = (file, before) => write('changed', file, before)

/** The rule of files that are never written again. */
export const ruleForAppended: Rule = ({ path }) =>
  refusal(path, 'exists with another text', 'it is never rewritten: give the new file another name')

/**
 * The rule of generated files. The text on disk is
 *   - what we wrote last time (its hash is in the record): ours to replace
 *   - with our header, or at a path of the record: ours, and edited by hand
 *   - anything else: not ours, whoever forces us
 */
export function ruleForGenerated(
  { headerPrefix, handEdits }: Pick<GeneratedFiles, 'headerPrefix' | 'handEdits'>,
  versions: ReadonlySet<string> | undefined,
): Rule {
  return (file, before) => {
    if (isWritten(versions, before)) return write('changed', file, before)
    if (versions === undefined && !startsWith(before, headerPrefix)) {
      return refusal(file.path, 'was not written by dbgen', 'move it away, or let dbgen write to another folder')
    }
    if (handEdits === 'merge') return { kind: 'edited', file, before }
    if (handEdits === 'overwrite') return write('changed', file, before, 'edited by hand, overwritten by --force')
    return refusal(
      file.path,
      'was edited by hand',
      'move the edits into a file of their own, or run dbgen with --force to lose them',
    )
  }
}

/** Judges a file of the record that is generated no longer; undefined where it is gone already. */
export function judgeStale(path: string, found: Found, versions: ReadonlySet<string> | undefined): Verdict | undefined {
  switch (found.kind) {
    case 'absent':
      return undefined
    case 'blocked':
      return leave('kept', path, '', `generated no longer, but ${found.conflict.path} ${found.conflict.problem}`)
    case 'file':
      return isWritten(versions, found.text)
        ? remove(path, found.text)
        : leave('kept', path, found.text, 'generated no longer, but edited by hand: delete it when nothing needs it')
  }
}

/** Refuses the file for what stands on disk under a name that some systems take for the same. */
export function judgeTwin(path: string, twin: string): Verdict {
  return refusal(path, `differs only by case from ${twin}, which exists`, 'rename or remove the one that exists')
}

/** Byte order marks are what some editors put before the first line. */
function startsWith(text: string, headerPrefix: string): boolean {
  return text.replace(/^\uFEFF/, '').startsWith(headerPrefix)
}

/** The lines of a file end as they did before. */
function write(
  kind: 'created' | 'changed',
  { path, text: wanted }: OutputFile,
  before: string | undefined,
  reason?: string,
): Decision {
  const text = before !== undefined && hasWindowsLines(before) ? wanted.replaceAll('\n', '\r\n') : wanted
  return {
    kind: 'decided',
    change: describe(kind, path, text, reason),
    action: { kind: 'write', path, text, before },
  }
}

function hasWindowsLines(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text)
}

/** Takes away a file that holds nothing but what dbgen wrote. */
export function remove(path: string, before: string, reason?: string): Decision {
  return {
    kind: 'decided',
    change: describe('removed', path, before, reason),
    action: { kind: 'remove', path, before },
  }
}

/** Leaves a file as it is. */
export function leave(kind: 'unchanged' | 'kept', path: string, text: string, reason?: string): Decision {
  return { kind: 'decided', change: describe(kind, path, text, reason), action: undefined }
}

function refusal(path: string, problem: string, hint: string): Refused {
  return { kind: 'refused', conflicts: [{ path, problem, hint }] }
}

function describe(kind: FileChange['kind'], path: string, text: string, reason?: string): FileChange {
  const change = { path, kind, bytes: Buffer.byteLength(text) }
  return reason === undefined ? change : { ...change, reason }
}
