import type { FileChange, Step } from './file-change.js'
import type { Decision } from './judge.js'
import { OutputConflict } from './output-conflict.js'
import { inFolder } from './paths.js'
import {
  hashFile,
  hasMarks,
  isSameText,
  joinRecords,
  type Origin,
  parseOrigin,
  parseRecord,
  printRecord,
  RECORD_FILE,
  versionOf,
  type WrittenFiles,
} from './record.js'
import type { GeneratedFiles, OutputFile } from './request.js'
import { surveyDisk } from './survey.js'

/** The record as it is on disk. */
export interface RecordOnDisk {
  /** Undefined where there is none. */
  readonly text: string | undefined
  readonly written: WrittenFiles
  readonly origin: Origin | undefined
}

/** What becomes of the record before the other files are touched, and after. */
export interface RecordPlan {
  readonly change: FileChange
  readonly before: Step
  readonly after: Step
}

/** Reads the record of a folder; without one, nothing was written. Throws OutputConflict where it cannot be trusted. */
export async function readRecord(root: string, folder: string): Promise<RecordOnDisk> {
  const path = inFolder(folder, RECORD_FILE)
  const found = (await surveyDisk(root, [path])).at(path)
  if (found.kind === 'blocked') throw new OutputConflict([found.conflict])
  if (found.kind === 'absent') return { text: undefined, written: new Map(), origin: undefined }
  return parseOnce(path, found.text, folder)
}

/** A run reads the record several times, which takes a while where there are thousands of files. */
function parseOnce(path: string, text: string, folder: string): RecordOnDisk {
  if (last?.path === path && last.record.text === text) return last.record
  const record = { text, written: parseRecord(text, folder), origin: parseOrigin(text, folder) }
  last = { path, record }
  return record
}

let last: { readonly path: string; readonly record: RecordOnDisk } | undefined

/** The files that the record knows, relative to the folder of the generated files. */
export async function recordedFiles(root: string, folder: string): Promise<Set<string>> {
  const { written } = await readRecord(root, folder)
  return new Set([...written.keys()].map((path) => (folder === '.' ? path : path.slice(folder.length + 1))))
}

/** The words for the style of the recorded files, empty for the usual one; undefined where the record does not say. */
export async function recordedStyle(root: string, folder: string): Promise<string | undefined> {
  const { origin } = await readRecord(root, folder)
  return origin === undefined ? undefined : (origin.style ?? '')
}

/** Whether the record has the text of a file as the last one that was written. */
export async function readLastWritten(root: string, folder: string): Promise<(file: OutputFile) => boolean> {
  const { written } = await readRecord(root, folder)
  return (file) => {
    const versions = written.get(file.path)
    return versions?.size === 1 && versionOf(versions, hashFile(file)) !== undefined
  }
}

/**
 * The record is written twice: before the other files with the old hashes and the new ones, after them with the new
 * ones. So a run that is killed half-way leaves no file that the next run takes for edited or does not know of.
 */
export function planRecord(
  generated: GeneratedFiles,
  record: RecordOnDisk,
  decisions: readonly Decision[],
): RecordPlan {
  const { folder } = generated
  const origin = originOf(generated, record)
  const path = inFolder(folder, RECORD_FILE)
  const wanted = joinRecords(versionsOf(generated, record.written), keptOf(decisions, record.written))
  const either = joinRecords(record.written, wanted)
  const touched = decisions.some(({ action }) => action !== undefined && either.has(action.path))
  const interim = touched ? printRecord(either, folder, record.origin) : record.text
  const printed = printRecord(wanted, folder, origin)
  const final = !touched && saysTheSame(record, printed, folder) ? (record.text ?? printed) : printed
  return {
    change: { path, kind: kindOf(record.text, final), bytes: Buffer.byteLength(final) },
    before: interim === undefined ? [] : rewrite(path, record.text, interim),
    after: rewrite(path, interim, final),
  }
}

/** An edit of the spec that changes no generated text leaves no trace in the record either. */
function originOf({ files, origin }: GeneratedFiles, { origin: before, written }: RecordOnDisk): Origin | undefined {
  if (origin === undefined || before === undefined || origin.generator !== before.generator) return origin
  const isSame = files.every((file) => versionOf(written.get(file.path), hashFile(file)) !== undefined)
  return isSame ? before : origin
}

/** A formatter may have laid out the record anew. */
function saysTheSame({ text, written, origin }: RecordOnDisk, printed: string, folder: string): boolean {
  if (text === undefined || hasMarks(text)) return false
  return isSameText(text, printed) || printRecord(written, folder, origin) === printed
}

function rewrite(path: string, before: string | undefined, text: string): Step {
  return kindOf(before, text) === 'unchanged' ? [] : [{ kind: 'write', path, text, before }]
}

/** What the record knew of a text is not worked out again. */
function versionsOf({ files, merger }: GeneratedFiles, written: WrittenFiles): WrittenFiles {
  return new Map(
    files.map((file) => {
      const hash = hashFile(file)
      const known = versionOf(written.get(file.path), hash)
      const isComplete = merger === undefined || known?.includes(' ')
      return [file.path, new Set([known !== undefined && isComplete ? known : versionText(hash, merger?.digest(file))])]
    }),
  )
}

/** A file without anything in it has no digest. */
function versionText(hash: string, digest: string | undefined): string {
  return digest === undefined || digest === '' ? hash : `${hash} ${digest}`
}

/** What was kept stays in the record: it goes once its edits are undone, and is named by each run until then. */
function keptOf(decisions: readonly Decision[], written: WrittenFiles): WrittenFiles {
  const kept = new Set(decisions.filter(({ change }) => change.kind === 'kept').map(({ change }) => change.path))
  return new Map([...written].filter(([path]) => kept.has(path)))
}

function kindOf(from: string | undefined, to: string): FileChange['kind'] {
  if (from === undefined) return 'created'
  return isSameText(from, to) ? 'unchanged' : 'changed'
}
