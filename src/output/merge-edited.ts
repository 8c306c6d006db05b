import type { FileChange, HandEdits } from './file-change.js'
import { type Decision, leave, type Refused, remove } from './judge.js'
import type { Conflict } from './output-conflict.js'
import { digestsOf, hashText, versionOf } from './record.js'
import type { Merger, OutputFile } from './request.js'

/** A file that was edited by hand. */
export interface EditedFile {
  /** As dbgen would write it. */
  readonly file: OutputFile
  /** Where it stands: another path than that of `file` where somebody moved it, or the spec renames it. */
  readonly at: string
  /** Where it goes: to `at`, or to the path of `file`. */
  readonly to: string
  readonly before: string
  /** What the record knows of it. */
  readonly versions: ReadonlySet<string> | undefined
}

/**
 * Merges a file that was edited by hand with what dbgen would write. Where neither the generated text has changed nor a name
 * that the file may use, nobody looks into it.
 */
export async function mergeEdited(merger: Merger, edited: EditedFile): Promise<Decision | Refused> {
  const { file, at, to, before, versions } = edited
  const line = firstMark(before)
  if (line !== undefined) return { kind: 'refused', conflicts: [unsettled(at, line)] }
  if (at === file.path) {
    if (merger.isSameCode(before, file.text)) return leave('unchanged', at, before)
    const isOldText = versions?.size === 1 && versionOf(versions, hashText(file.text)) !== undefined
    if (isOldText && !merger.renames) return withEdits(leave('unchanged', at, before), unseen)
  }
  const merged = await merger.merge({ file, at, to, text: before, digests: digestsOf(versions) })
  if (merged.kind === 'refused') return merged
  if (merged.text === before && at === to) return withEdits(leave('unchanged', at, before), merged.edits)
  return written(edited, merged.text, merged.edits)
}

/** What is generated no longer goes where nothing in it is by hand, however it was laid out. */
export async function judgeEditedStale(
  merger: Merger,
  path: string,
  text: string,
  versions: ReadonlySet<string> | undefined,
): Promise<Decision | undefined> {
  if (firstMark(text) !== undefined) return undefined
  const { isUntouched } = await merger.likeness(path, text, digestsOf(versions))
  return isUntouched ? remove(path, text) : undefined
}

const unseen: HandEdits = { kept: [], deleted: [], marked: 0 }

function withEdits(decision: Decision, edits: HandEdits): Decision {
  return { ...decision, change: { ...decision.change, edits } }
}

function written({ at, to, before }: EditedFile, text: string, edits: HandEdits): Decision {
  const change: FileChange = { path: to, kind: 'merged', bytes: Buffer.byteLength(text), edits }
  if (at === to) return { kind: 'decided', change, action: { kind: 'write', path: to, text, before } }
  return {
    kind: 'decided',
    change: { ...change, reason: `was ${at}` },
    action: { kind: 'write', path: to, text, before: undefined },
    moved: { kind: 'remove', path: at, before },
  }
}

/** The line of the first mark that a merge left. */
function firstMark(text: string): number | undefined {
  const match = /^(?:<{7} |>{7} |={7}\r?$)/m.exec(text)
  return match === null ? undefined : text.slice(0, match.index).split('\n').length
}

function unsettled(path: string, line: number): Conflict {
  return {
    path,
    line,
    problem: 'has a mark of a conflict in it',
    hint: 'choose between the two sides, take the marks out, then run dbgen again',
  }
}
