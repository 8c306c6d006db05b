import { isDeepStrictEqual } from 'node:util'
import { parentIn } from '../migrate/chain.js'
import { noHints } from '../schema/hints.js'
import { emptySchema } from '../schema/schema.js'
import { readSnapshot, type Snapshot, SnapshotError } from '../schema/snapshot.js'
import { fileAt, type Git, openGit } from './git.js'
import { type History, SNAPSHOT_FILE } from './history.js'

/** A migration that is to be planned anew, and what was before it. */
export interface Amended {
  readonly id: string
  /** Its files, by their names in the migrations folder. */
  readonly files: readonly string[]
  readonly history: History
}

/**
 * Takes the newest migration out of the history, so that it can be planned again. It must not be committed: others may have
 * applied it. Where git cannot tell, it has to be named.
 *
 * What was before it is what the last commit says, for its snapshot also has what no database can tell: how expressions were
 * spelled, blocks of SQL, renames that were done. Before the first migration there was nothing.
 */
export async function amendNewest(folder: string, history: History, named: string | true): Promise<Amended> {
  const newest = history.migrations.at(-1)
  if (newest === undefined) throw new SnapshotError('there is no migration to amend: generate without --amend')
  const { id } = newest
  if (named !== true && named !== id) throw new SnapshotError(`${named} is not the newest migration: that is ${id}`)
  if (parentIn(newest) === undefined) {
    throw new SnapshotError(`${id} was written by hand: edit it, and generate takes it in anew, without --amend`)
  }
  const files = Object.keys(newest.files)
  const git = await openGit(folder)
  if (git === undefined && named === true) {
    throw new SnapshotError(
      `without git nobody can tell whether ${id} is committed: to replace it all the same, write --amend ${id}`,
    )
  }
  for (const file of files) {
    if ((await committedText(git, file)) !== undefined) {
      throw new SnapshotError(
        `${id} is committed, and may be applied somewhere: generate a new migration, without --amend`,
      )
    }
  }
  return { id, files, history: { ...history, ...before(history, id, await committedText(git, SNAPSHOT_FILE)) } }
}

async function committedText(git: Git | undefined, name: string): Promise<string | undefined> {
  return git && fileAt(git, 'HEAD', name)
}

/** As `amendNewest` for a migration that a run just wrote; undefined where it is committed meanwhile or no longer the newest. */
export async function amendOwn(folder: string, history: History, id: string): Promise<Amended | undefined> {
  if (history.migrations.at(-1)?.id !== id) return undefined
  const git = await openGit(folder)
  const files = Object.keys(history.migrations.at(-1)?.files ?? {})
  const texts = await Promise.all(files.map((file) => committedText(git, file)))
  if (texts.some((text) => text !== undefined)) return undefined
  try {
    return await amendNewest(folder, history, id)
  } catch (error) {
    // What was before it is not known: it stays, and another one comes behind it.
    if (error instanceof SnapshotError) return undefined
    throw error
  }
}

function before(history: History, id: string, text: string | undefined): Omit<History, 'byHand'> {
  const chain = history.chain.slice(0, -1)
  const migrations = history.migrations.slice(0, -1)
  if (chain.length === 0) return { migrations, chain, schema: emptySchema, renames: noHints.renames }
  const snapshot = text === undefined ? undefined : readSnapshot(text)
  if (snapshot === undefined || !endsAt(snapshot, chain)) {
    throw new SnapshotError(
      `the last commit has no ${SNAPSHOT_FILE} of what was before ${id}: commit the migrations before it first, with the snapshot that they had`,
    )
  }
  return { migrations, chain, schema: snapshot.schema, renames: snapshot.renames }
}

function endsAt({ migrations }: Snapshot, chain: History['chain']): boolean {
  return isDeepStrictEqual(
    migrations.map((entry) => entry.chain),
    chain.map((entry) => entry.chain),
  )
}
