import { join, resolve } from 'node:path'
import type { Refusal } from '../migrate/refusal.js'
import type { FileChange } from '../output/file-change.js'
import type { Conflict } from '../output/output-conflict.js'
import type { Hints } from '../schema/hints.js'
import { SpecError } from '../spec/diagnostic.js'
import { type CheckFinding, findingAt, specFindings } from './check-findings.js'
import { SNAPSHOT_FILE } from './history.js'

/** What a run of `generate` that writes nothing says, as far as the check reads it. */
export interface DryRun {
  readonly files: readonly FileChange[]
  readonly migration: { readonly steps: readonly string[] } | undefined
}

/** Where things lie. */
export interface CodePlaces {
  readonly root: string
  readonly specFile: string
  /** The migrations folder, relative to the root. */
  readonly migrations: string
  readonly specPath: (file: string) => string
  /** Where tables and types stand in the spec; empty where it has mistakes. */
  readonly places: Hints['places']
}

/** What was found in the code. */
export interface CheckedCode {
  readonly findings: readonly CheckFinding[]
  /** Files that were compared; undefined where something else has to be repaired first. */
  readonly files: number | undefined
  /** How many of them hold edits by hand, which `generate` keeps. */
  readonly edited: number
}

/** The record of what was written; it changes with the files that it is about. */
const RECORD = '.dbgen.json'
const GENERATE = 'run: dbgen generate'

/** Lays what `generate` would write beside what is on disk. */
export async function checkCode(dryRun: () => Promise<DryRun>, places: CodePlaces): Promise<CheckedCode> {
  try {
    const { files, migration } = await dryRun()
    const findings = [...missingMigration(migration, files, places), ...staleFiles(files, places)]
    return { findings, files: files.length, edited: files.filter(({ edits }) => edits !== undefined).length }
  } catch (error) {
    return failed(error, places)
  }
}

function missingMigration(
  migration: DryRun['migration'],
  files: readonly FileChange[],
  { specFile, specPath, places, root, migrations }: CodePlaces,
): CheckFinding[] {
  const snapshot = `${migrations}/${SNAPSHOT_FILE}`
  if (migration === undefined) {
    const isOther = files.some(({ path, kind }) => path === snapshot && kind !== 'unchanged')
    const message = 'the spec says the same in other words than snapshot.json'
    return isOther ? [findingAt('CK202', join(root, snapshot), message, GENERATE)] : []
  }
  const { steps } = migration
  const place = steps.map((step) => placeOf(step, places)).find((found) => found !== undefined)
  const file = place === undefined ? specFile : specPath(place.file)
  const message = `no migration does yet what the spec says: ${steps.length} ${steps.length === 1 ? 'step is' : 'steps are'} missing`
  const at = place === undefined ? {} : { line: place.line, column: place.column }
  return [findingAt('CK201', file, message, GENERATE, { ...at, details: steps.slice(0, 20) })]
}

/** Where the thing stands that the title of a step is about: `add column posts.rating`. */
function placeOf(title: string, places: Hints['places']): Hints['places'][string] | undefined {
  const words = title.split(/[\s,:()]+/)
  for (const word of words.toReversed()) {
    const parts = word.split('.')
    for (let count = parts.length; count > 0; count -= 1) {
      const name = parts.slice(0, count).join('.')
      if (Object.hasOwn(places, name)) return places[name]
    }
  }
  return undefined
}

const wordings: Readonly<
  Record<Exclude<FileChange['kind'], 'unchanged'>, readonly ['CK101' | 'CK102' | 'CK103' | 'CK104', string]>
> = {
  changed: ['CK101', 'it is not what generate would write'],
  merged: ['CK101', 'generate would bring what the spec says together with the edits by hand'],
  created: ['CK102', 'it is missing: generate would write it'],
  removed: ['CK103', 'it is generated no longer'],
  kept: ['CK104', 'it is generated no longer, and was edited by hand'],
}

function staleFiles(files: readonly FileChange[], { root, migrations }: CodePlaces): CheckFinding[] {
  const stale = files.filter(({ path, kind }) => kind !== 'unchanged' && !path.startsWith(`${migrations}/`))
  const isRecord = ({ path }: FileChange): boolean => path.endsWith(RECORD)
  return stale
    .filter((file) => !isRecord(file) || stale.every(isRecord))
    .flatMap(({ path, kind, reason }) => {
      if (kind === 'unchanged') return []
      const [code, message] = wordings[kind]
      const severity = kind === 'kept' ? ('warning' as const) : ('error' as const)
      const details = reason === undefined ? [] : [reason]
      const fix = kind === 'kept' ? 'remove it, or leave it' : GENERATE
      return [findingAt(code, join(root, path), message, fix, { severity, details })]
    })
}

/** Errors about the migrations, which the check of the chain and its replay tell already. */
const TOLD = ['SnapshotError', 'MigrationFolderError', 'MigrationUnreadable', 'ProofFailed', 'UnknownExtension']

/** What keeps `generate` from writing; errors are known by name. */
function failed(error: unknown, places: CodePlaces): CheckedCode {
  if (!(error instanceof Error)) throw error
  if (TOLD.includes(error.name)) return { findings: [], files: undefined, edited: 0 }
  // A template of the user's that cannot print what the spec says.
  if (error instanceof SpecError)
    return { findings: specFindings(error.diagnostics, places.specPath), files: undefined, edited: 0 }
  // What these two classes carry; no other error has it.
  const { refusals, conflicts } = error as Error & Partial<Reasons>
  if (refusals !== undefined)
    return { findings: refusals.map((refusal) => refusalFinding(refusal, places)), files: undefined, edited: 0 }
  if (conflicts === undefined) throw error
  const findings = conflicts.map(({ path, problem, hint, line = 1, column = 1 }) =>
    findingAt('CK104', resolve(places.root, path), `it ${problem}`, hint, { line, column }),
  )
  return { findings, files: 0, edited: 0 }
}

interface Reasons {
  readonly refusals: readonly Refusal[]
  readonly conflicts: readonly Conflict[]
}

function refusalFinding(
  { code, subject, message, hint, at }: Refusal,
  { specFile, specPath }: CodePlaces,
): CheckFinding {
  const file = at === undefined ? specFile : specPath(at.file)
  const { line, column } = at ?? { line: 1, column: 1 }
  return { code, severity: 'error', file, line, column, message: `${subject}: ${message}`, fix: hint, details: [] }
}
