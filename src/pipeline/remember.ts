import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FileAction, FileChange } from '../output/file-change.js'
import type { OutputPlan } from '../output/plan-output.js'
import { readLastWritten } from '../output/plan-record.js'
import { RECORD_FILE } from '../output/record.js'
import type { OutputFile } from '../output/request.js'
import { listingOf, type Stamp, stampOf } from '../output/stamps.js'
import { type KnownRun, readStamps, rememberClean } from './clean-run.js'
import type { CompiledSpec } from './compile.js'

/** Stamps of files from before a run read them, by absolute path. */
export type Stamps = Map<string, Stamp>

/** The stamps of all files in a folder. */
export function stampFolder(folder: string): Stamps {
  try {
    return new Map(readdirSync(folder).map((name) => [join(folder, name), stampOf(join(folder, name))]))
  } catch {
    return new Map()
  }
}

/** The stamps of files below a folder. */
export function stampFiles(root: string, paths: readonly string[]): Stamps {
  return new Map(paths.map((path) => [join(root, path), stampOf(join(root, path))]))
}

/**
 * Paths of the code that needs not be read, because it is on disk to the byte: nobody has touched the file or the record since
 * a run that left both so, and the record has the text of now.
 */
export async function findSettled(
  run: KnownRun,
  before: Stamps,
  folder: string,
  code: readonly OutputFile[],
): Promise<Set<string>> {
  const { all, exact } = readStamps(run)
  const record = join(run.root, folder, RECORD_FILE)
  if (!all.has(record) || all.get(record) !== before.get(record)) return new Set()
  const isLastWritten = await readLastWritten(run.root, folder)
  const settled = code.filter((file) => {
    const stamp = exact.get(join(run.root, file.path))
    return stamp !== undefined && stamp === before.get(join(run.root, file.path)) && isLastWritten(file)
  })
  return new Set(settled.map(({ path }) => path))
}

/** A run that is over. */
export interface FinishedRun {
  readonly run: KnownRun
  readonly spec: CompiledSpec
  readonly plan: OutputPlan
  /** Absolute path of the migrations folder. */
  readonly migrations: string
  /** Of the migrations and the output, from before they were read. */
  readonly before: Stamps
  /** What the same run would report now. */
  readonly report: object
}

/**
 * Remembers a run that left everything as the spec has it, so that the next one knows at once that there is nothing to do.
 * A file that was written, and one of the spec, is read again: somebody may have changed it meanwhile.
 */
export function rememberRun({ run, spec, plan, migrations, before, report }: FinishedRun): void {
  if (!plan.changes.every(isSettled)) return
  const written = textsOf(plan.steps.flat())
  const stamps: Stamps = new Map()
  const add = (path: string, text: string | undefined): boolean => {
    const stamp = text === undefined ? before.get(path) : stampOf(path)
    if (stamp === undefined || stamp === '-' || (text !== undefined && readText(path) !== text)) return false
    stamps.set(path, stamp)
    return true
  }
  const specFolder = dirname(run.specFile)
  const isSure =
    [...spec.texts].every(([path, text]) => add(join(specFolder, path), text)) &&
    plan.changes.every(({ path }) => add(join(plan.root, path), written.get(path))) &&
    filesIn(migrations).every((path) => add(path, written.get(path.slice(plan.root.length + 1))))
  if (!isSure) return
  const exact = new Set([...plan.exact].map((path) => join(plan.root, path)))
  rememberClean(run, {
    stamps,
    exact,
    listings: new Map([[migrations, listingOf(migrations)]]),
    globs: spec.globs,
    report,
  })
}

/** The report of the next run, where this one left nothing to do. */
export function asUnchanged(changes: readonly FileChange[]): FileChange[] {
  return changes.map(({ path, bytes, edits }) => ({ path, bytes, kind: 'unchanged', ...(edits && { edits }) }))
}

function isSettled({ kind, edits }: FileChange): boolean {
  return (kind === 'unchanged' || kind === 'created' || kind === 'changed') && (edits?.marked ?? 0) === 0
}

/** The last text that was written to each file, by its path from the root. */
function textsOf(actions: readonly FileAction[]): Map<string, string> {
  return new Map(actions.flatMap((action) => (action.kind === 'write' ? [[action.path, action.text] as const] : [])))
}

function filesIn(folder: string): string[] {
  const listing = listingOf(folder)
  return listing === '-' || listing === '' ? [] : listing.split('/').map((name) => join(folder, basename(name)))
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
