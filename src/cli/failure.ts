import { resolve } from 'node:path'
import { type Diagnostic, SpecError } from '../spec/diagnostic.js'
import { INTERRUPTED } from './interrupts.js'
import type { Conflict, Refusal } from './pipeline-api.js'
import { count } from './quantities.js'
import { shownPath } from './spec-file.js'
import { UsageError } from './usage-error.js'

/** Why a command did not do what was asked. */
export type Failure =
  | { readonly kind: 'spec'; readonly message: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'refused'; readonly message: string; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'conflict'; readonly message: string; readonly conflicts: readonly Conflict[] }
  | { readonly kind: 'usage'; readonly message: string; readonly hints: readonly string[] }
  | PlainFailure
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string }

/** A failure whose message says everything. */
export interface PlainFailure {
  readonly kind: PlainKind
  readonly message: string
  /** What a program is told besides. */
  readonly details: Readonly<Record<string, unknown>>
  /** Whether others were in the way, so that the same may go well later. */
  readonly isBusy: boolean
}

/** Kinds of them. */
export type PlainKind =
  | 'snapshot'
  | 'revision'
  | 'proof'
  | 'connection'
  | 'migrations'
  | 'migration-conflict'
  | 'migration-locked'
  | 'migration-failed'
  | 'interrupted'
  | 'drift'
  | 'file'

/** What is known about the command that failed. */
export interface FailureContext {
  readonly cwd: string
  /** The folder that places in the spec are relative to. */
  readonly specFolder: string
  /** The folder that output files are relative to. */
  readonly root: string
  /** True where a failed command leaves everything as it was, which the user is then told. */
  readonly writesNothing: boolean
}

/** Errors are known by name, so that no command loads the code that throws them. */
const plainErrors: Readonly<Record<string, { readonly kind: PlainKind; readonly details: readonly string[] }>> = {
  RevisionUnknown: { kind: 'revision', details: [] },
  SnapshotError: { kind: 'snapshot', details: [] },
  ProofFailed: { kind: 'proof', details: ['differences'] },
  UnknownExtension: { kind: 'proof', details: [] },
  ConnectionFailed: { kind: 'connection', details: ['code'] },
  MigrationFolderError: { kind: 'migrations', details: [] },
  MigrationUnreadable: { kind: 'migrations', details: [] },
  MigrationConflict: { kind: 'migration-conflict', details: ['problems'] },
  MigrationLocked: { kind: 'migration-locked', details: [] },
  MigrationInterrupted: { kind: 'interrupted', details: [] },
  DriftFound: { kind: 'drift', details: ['drift'] },
  HistoryRefused: { kind: 'migrations', details: ['problems'] },
  MigrationFailed: { kind: 'migration-failed', details: ['migration', 'step', 'code'] },
}

/** What the system says about files, where it is the user who can help. */
const fileErrors: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is not a folder',
}

/** EX_TEMPFAIL of sysexits.h: nothing is wrong, and the same command may go well later. */
const TRY_AGAIN = 75

/** 1 where the user must act, 2 where dbgen failed, 75 where others were in the way, 130 where a signal ended the command. */
export function exitCodeOf(failure: Failure): 1 | 2 | 75 | 130 {
  if (failure.kind === 'interrupted') return INTERRUPTED
  if ('isBusy' in failure && failure.isBusy) return TRY_AGAIN
  return failure.kind === 'bug' ? 2 : 1
}

/** What an error means to the user; one that nobody foresaw is a bug. */
export function describeFailure(error: unknown, context: FailureContext): Failure {
  if (!(error instanceof Error)) return { kind: 'bug', message: String(error), stack: String(error) }
  if (error instanceof SpecError) return describeMistakes(error, context)
  if (error instanceof UsageError) return { kind: 'usage', message: error.message, hints: error.hints }
  if (error.name === 'MigrationRefused') return describeRefusals(error, context)
  if (error.name === 'OutputConflict') return describeConflicts(error, context)
  const known = Object.hasOwn(plainErrors, error.name) ? plainErrors[error.name] : undefined
  if (known !== undefined) {
    const isBusy = Reflect.get(error, 'isBusy') === true
    return { kind: known.kind, message: error.message, details: pick(error, known.details), isBusy }
  }
  return describeFileError(error, context) ?? { kind: 'bug', message: error.message, stack: stackOf(error) }
}

function describeMistakes({ diagnostics }: SpecError, context: FailureContext): Failure {
  const { cwd, specFolder } = context
  const placed = diagnostics.map((diagnostic) => {
    const file = shownPath(cwd, resolve(specFolder, diagnostic.at.file))
    return { ...diagnostic, at: { ...diagnostic.at, file } }
  })
  const files = [...new Set(placed.map(({ at }) => at.file))]
  const where = files.length === 1 ? files.join() : count(files.length, 'file')
  return {
    kind: 'spec',
    message: `${count(placed.length, 'mistake')} in ${where}${outcome(context)}`,
    diagnostics: placed,
  }
}

function describeRefusals(error: Error, context: FailureContext): Failure {
  // The name says which class it is; `refusals` is what that class carries.
  const { refusals } = error as Error & { readonly refusals: readonly Refusal[] }
  return { kind: 'refused', message: `${count(refusals.length, 'change')} refused${outcome(context)}`, refusals }
}

function describeConflicts(error: Error, context: FailureContext): Failure {
  // As above.
  const { conflicts } = error as Error & { readonly conflicts: readonly Conflict[] }
  const placed = conflicts.map((conflict) => ({
    ...conflict,
    path: shownPath(context.cwd, resolve(context.root, conflict.path)),
  }))
  return { kind: 'conflict', message: `${count(placed.length, 'conflict')}${outcome(context)}`, conflicts: placed }
}

function outcome({ writesNothing }: FailureContext): string {
  return writesNothing ? '; nothing was written' : ''
}

function describeFileError(error: Error, { cwd }: FailureContext): Failure | undefined {
  const { code, path } = pick(error, ['code', 'path'])
  const reason = typeof code === 'string' && Object.hasOwn(fileErrors, code) ? fileErrors[code] : undefined
  if (reason === undefined || typeof path !== 'string') return undefined
  const shown = shownPath(cwd, path)
  return { kind: 'file', message: `${shown}: ${reason}`, details: { path: shown, code }, isBusy: false }
}

function pick(error: Error, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, Reflect.get(error, name) ?? null]))
}

function stackOf(error: Error): string {
  const stack = error.stack ?? `${error.name}: ${error.message}`
  return error.cause instanceof Error ? `${stack}\ncaused by: ${stackOf(error.cause)}` : stack
}
