import { realpath, stat } from 'node:fs/promises'
import { checkPaths } from './check-paths.js'
import type { FileAction, FileChange, Step } from './file-change.js'
import {
  type Decision,
  judgeFile,
  judgeStale,
  judgeTwin,
  type Refused,
  type Rule,
  remove,
  ruleForAppended,
  ruleForGenerated,
  ruleForReplaced,
  type Verdict,
} from './judge.js'
import { mergeAll } from './merge-all.js'
import { onDisk } from './on-disk.js'
import { OutputConflict, overtaken, refuse } from './output-conflict.js'
import { inFolder } from './paths.js'
import { planRecord, type RecordOnDisk, readRecord } from './plan-record.js'
import { RECORD_FILE, type WrittenFiles } from './record.js'
import { allFiles, type GeneratedFiles, type OutputFile, type OutputRequest } from './request.js'
import { type Survey, surveyDisk } from './survey.js'

/** What a run would do to the disk. Nothing has been done yet: a dry run ends here. */
export interface OutputPlan {
  /** Absolute, links resolved. */
  readonly root: string
  /** Every file that dbgen looks after, sorted by path; among them the record. */
  readonly changes: readonly FileChange[]
  /** Nothing to do where there is none. */
  readonly steps: readonly Step[]
  /** Paths of generated files that hold what dbgen would write, to the byte, once all is done. */
  readonly exact: ReadonlySet<string>
  /** Temporary files of a run that was killed; they go with the next write. */
  readonly leftovers: readonly string[]
  /** Where folders go that a removal leaves empty. */
  readonly generatedFolder: string
}

/** Compares the request with the disk. Throws OutputConflict with all that keeps it from being written. */
export async function planOutput(root: string, request: OutputRequest): Promise<OutputPlan> {
  const { folder } = request.generated
  refuse(checkPaths(request, inFolder(folder, RECORD_FILE)))
  const base = await resolveRoot(root)
  const record = await readRecord(base, folder)
  const stale = stalePaths(request, record.written)
  const removed = removedPaths(request)
  const paths = [...allFiles(request).map(({ path }) => path), ...stale, ...removed]
  const survey = await surveyDisk(base, paths, settledTexts(request.generated))
  const forStale = [...judgeStaleFiles(stale, record.written, survey), ...judgeRemoved(removed, survey)]
  const forWanted = judgeWantedFiles(request, record.written, survey, removedBy(forStale))
  const verdicts = await mergeAll(base, request.generated, { verdicts: [...forStale, ...forWanted], record, survey })
  const decisions = await decide(verdicts, () => refuseOvertaken(base, folder, record))
  const recordPlan = planRecord(request.generated, record, decisions)
  return {
    root: base,
    changes: [...decisions, recordPlan].map(({ change }) => change).sort((a, b) => (a.path < b.path ? -1 : 1)),
    steps: [recordPlan.before, [...actionsOf(decisions), ...recordPlan.after]].filter(({ length }) => length > 0),
    exact: exactPaths(request.generated, decisions, survey),
    leftovers: survey.leftovers,
    generatedFolder: folder,
  }
}

function settledTexts({ files, settled }: GeneratedFiles): Map<string, string> {
  return new Map(settled && files.flatMap(({ path, text }) => (settled.has(path) ? [[path, text]] : [])))
}

function exactPaths({ files }: GeneratedFiles, decisions: readonly Decision[], survey: Survey): Set<string> {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const exact = decisions.filter(({ change: { path }, action }) => {
    const found = survey.at(path)
    const before = found.kind === 'file' ? found.text : undefined
    return texts.has(path) && texts.get(path) === (action?.kind === 'write' ? action.text : before)
  })
  return new Set(exact.map(({ change }) => change.path))
}

/** The root itself may be a link; below it none is followed. Throws OutputConflict where it is no folder. */
export async function resolveRoot(root: string): Promise<string> {
  const resolved = await onDisk(root, 'read', () => realpath(root))
  const stats = await onDisk(root, 'read', () => stat(resolved))
  if (stats.isDirectory()) return resolved
  throw new OutputConflict([{ path: root, problem: 'is not a folder', hint: 'run dbgen in the folder of the project' }])
}

function stalePaths(request: OutputRequest, written: WrittenFiles): string[] {
  const wanted = new Set(allFiles(request).map(({ path }) => path))
  return [...written.keys()].filter((path) => !wanted.has(path))
}

function removedPaths(request: OutputRequest): string[] {
  const wanted = new Set(allFiles(request).map(({ path }) => path))
  return (request.removed ?? []).filter((path) => !wanted.has(path))
}

function judgeRemoved(removed: readonly string[], survey: Survey): Verdict[] {
  return removed.flatMap((path): Verdict[] => {
    const found = survey.at(path)
    if (found.kind === 'blocked') return [{ kind: 'refused', conflicts: [found.conflict] }]
    return found.kind === 'file' ? [remove(path, found.text)] : []
  })
}

function judgeStaleFiles(stale: readonly string[], written: WrittenFiles, survey: Survey): Verdict[] {
  return stale.flatMap((path) => judgeStale(path, survey.at(path), written.get(path)) ?? [])
}

function judgeWantedFiles(
  { generated, appended, replaced, removed: gone }: OutputRequest,
  written: WrittenFiles,
  survey: Survey,
  removed: ReadonlySet<string>,
): Verdict[] {
  const amended = new Set(gone)
  const moves = generated.handEdits === 'merge' ? generated.merger?.moves : undefined
  const judge = (file: OutputFile, rule: Rule) => {
    const twin = survey.twins.get(file.path)
    return twin === undefined || removed.has(twin) || moves?.get(file.path) === twin
      ? judgeFile(file, survey.at(file.path), rule)
      : judgeTwin(file.path, twin)
  }
  return [
    ...generated.files.map((file) => judge(file, ruleForGenerated(generated, written.get(file.path)))),
    ...appended.map((file) => judge(file, amended.has(file.path) ? ruleForReplaced : ruleForAppended)),
    ...replaced.map((file) => judge(file, ruleForReplaced)),
  ]
}

/** Removals are done first, so a file whose name changes only its case is not in its own way. */
function removedBy(verdicts: readonly Verdict[]): Set<string> {
  const actions = verdicts.flatMap((verdict) => (verdict.kind === 'decided' ? (verdict.action ?? []) : []))
  return new Set(actions.filter(({ kind }) => kind === 'remove').map(({ path }) => path))
}

async function decide(
  verdicts: readonly (Decision | Refused)[],
  beforeRefusal: () => Promise<void>,
): Promise<Decision[]> {
  const conflicts = verdicts.flatMap((verdict) => (verdict.kind === 'refused' ? verdict.conflicts : []))
  if (conflicts.length > 0) await beforeRefusal()
  refuse(conflicts)
  return verdicts.filter((verdict) => verdict.kind === 'decided')
}

/**
 * What another run writes while we look would pass for edited by hand. It writes the record first, so where the record
 * is still the one we know, the files were not of another run.
 */
async function refuseOvertaken(root: string, folder: string, known: RecordOnDisk): Promise<void> {
  const now = await readRecord(root, folder)
  if (now.text !== known.text) throw overtaken([inFolder(folder, RECORD_FILE)])
}

/** What a file is moved from goes first: the two names may be one to the file system. */
function actionsOf(decisions: readonly Decision[]): FileAction[] {
  return decisions.flatMap(({ action, moved }) => [moved ?? [], action ?? []].flat())
}
