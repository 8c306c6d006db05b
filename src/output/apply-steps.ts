import { constants, copyFile, link, mkdir, open, rename, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileAction, Step } from './file-change.js'
import { inParallel } from './in-parallel.js'
import { codeOf, onDisk, reasonOf } from './on-disk.js'
import { type Conflict, OutputConflict } from './output-conflict.js'
import { folderOf, foldersAbove } from './paths.js'
import { nameTemporaries, type TemporaryNames } from './temporary.js'

/** An action on its way to the disk. All paths are absolute. */
interface Move {
  readonly action: FileAction
  readonly target: string
  /** The new text, until it is renamed to the target. */
  readonly fresh: string
  /** What the target was, until all is done. */
  readonly backup: string
}

/**
 * Does all the steps, or none. Of each step
 *   1. every new text is written out beside its target, where it can still fail for want of room or permission
 *   2. `lastCheck` may refuse
 *   3. the new files are renamed to their targets, one after the other
 * Where something fails, all that was done before is taken back.
 */
export async function applySteps(
  root: string,
  steps: readonly Step[],
  lastCheck: (step: Step) => Promise<void>,
): Promise<void> {
  const nextNames = nameTemporaries()
  const progress: Progress = { folders: [], moves: [], done: [] }
  try {
    for (const step of steps) {
      const moves = step.map((action) => planMove(root, action, nextNames()))
      progress.moves.push(...moves)
      await makeFolders(root, step, progress)
      await inParallel(moves, prepare)
      await lastCheck(step)
      await commitAll(moves, progress)
    }
  } catch (error) {
    throw explainFailure(error, await takeBack(progress))
  }
  const replaced = progress.moves.filter(({ action }) => action.before !== undefined)
  await discard(replaced.map(({ backup }) => backup))
}

/** What there is to take back. */
interface Progress {
  readonly folders: string[]
  readonly moves: Move[]
  readonly done: Move[]
}

function planMove(root: string, action: FileAction, names: TemporaryNames): Move {
  const folder = join(root, folderOf(action.path))
  return {
    action,
    target: join(root, action.path),
    fresh: join(folder, names.fresh),
    backup: join(folder, names.backup),
  }
}

async function makeFolders(root: string, step: Step, { folders: made }: Progress): Promise<void> {
  const writes = step.filter(({ kind }) => kind === 'write')
  const folders = new Set(writes.flatMap(({ path }) => foldersAbove(path)))
  for (const folder of [...folders].sort()) {
    const absolute = join(root, folder)
    if (await onDisk(folder, 'written', () => makeFolder(absolute))) made.push(absolute)
  }
}

/** False where it exists. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function prepare({ action, target, fresh, backup }: Move): Promise<void> {
  if (action.kind === 'remove') return
  await onDisk(action.path, 'written', async () => {
    const mode = action.before === undefined ? undefined : (await stat(target)).mode
    await writeDurably(fresh, action.text, mode)
    if (action.before !== undefined) await keepCopy(target, backup)
  })
}

/** Once this returns the text is on the disk, so a rename cannot leave an empty file after a power cut. */
async function writeDurably(file: string, text: string, mode: number | undefined): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(text)
    if (mode !== undefined) await handle.chmod(mode)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A second name for the file costs no room; a file system that has none gets a copy. */
async function keepCopy(file: string, copy: string): Promise<void> {
  try {
    await link(file, copy)
  } catch {
    await copyFile(file, copy, constants.COPYFILE_EXCL)
  }
}

async function commitAll(moves: readonly Move[], { done }: Progress): Promise<void> {
  for (const move of moves) {
    await commit(move)
    done.push(move)
  }
}

async function commit({ action, target, fresh, backup }: Move): Promise<void> {
  switch (action.kind) {
    case 'write':
      return onDisk(action.path, 'written', () => rename(fresh, target))
    case 'remove':
      return onDisk(action.path, 'removed', () => rename(target, backup))
  }
}

/** Undoes it all, the last first. Returns what cannot be undone, with what to do about it. */
async function takeBack({ folders, moves, done }: Progress): Promise<Conflict[]> {
  const stuck = new Map<Move, Conflict>()
  for (const move of done.toReversed()) {
    try {
      await putBack(move)
    } catch (error) {
      stuck.set(move, stuckConflict(move, error))
    }
  }
  await discard(moves.flatMap((move) => (stuck.has(move) ? [move.fresh] : [move.fresh, move.backup])))
  for (const folder of folders.toReversed()) await rmdir(folder).catch(() => undefined)
  return [...stuck.values()]
}

async function putBack({ action, target, backup }: Move): Promise<void> {
  return action.before === undefined ? rm(target, { force: true }) : rename(backup, target)
}

function stuckConflict({ action, backup }: Move, error: unknown): Conflict {
  const hint =
    action.before === undefined ? 'delete it' : `what it was is in ${backup}: put it back before you run dbgen again`
  return { path: action.path, problem: `could not be put back: ${reasonOf(error)}`, hint }
}

/** A temporary file that cannot be removed goes with the next run. */
async function discard(files: readonly string[]): Promise<void> {
  await inParallel(files, (file) => unlink(file).catch(() => undefined))
}

/** The user wants to know first whether anything was changed. Anything but a conflict is a mistake of ours. */
function explainFailure(error: unknown, stuck: readonly Conflict[]): unknown {
  const conflicts = error instanceof OutputConflict ? error.conflicts : []
  if (stuck.length > 0) return new OutputConflict([...conflicts, ...stuck], { cause: error })
  if (conflicts.length === 0) return error
  const unchanged = conflicts.map((conflict) => ({ ...conflict, hint: `nothing was changed: ${conflict.hint}` }))
  return new OutputConflict(unchanged, { cause: error })
}
