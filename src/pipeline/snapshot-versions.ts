import { hasMarkers, readSnapshot, type Snapshot } from '../schema/snapshot.js'
import { fileAt, type Git, openGit } from './git.js'
import { SNAPSHOT_FILE } from './history.js'

/** What the snapshot is on two branches that come together. */
export interface SnapshotVersions {
  /** The branch whose migrations stay as they are. */
  readonly theirs: Snapshot
  /** The other branch; undefined where its snapshot is not known. */
  readonly ours: Snapshot | undefined
  /** How it was told which is which: `merge of feature: its migrations stay`. */
  readonly reason: string
  /** False where git merged parts of both into one text, so that the schema may be of neither. */
  readonly isExact: boolean
}

/** A branch that comes to another one. */
interface Meeting {
  /** Commits. */
  readonly head: string
  readonly other: string
  readonly kind: 'merge' | 'rebase'
}

/**
 * The snapshots of two branches that were brought together: as git has them while it merges or rebases or once the merge is
 * committed, else out of the conflict markers of the text, else what the text says is theirs. `onto` is the id of a migration
 * of the branch that stays. Undefined where no version has that one.
 */
export async function findVersions(
  folder: string,
  text: string,
  onto: string | undefined,
): Promise<SnapshotVersions | undefined> {
  const found = (await versionsInGit(folder)) ?? versionsInText(text)
  if (onto === undefined || found === undefined) return found
  const hasIt = (snapshot: Snapshot | undefined): boolean => snapshot?.migrations.some(({ id }) => id === onto) === true
  const reason = `--onto ${onto}`
  if (hasIt(found.theirs) && !hasIt(found.ours)) return { ...found, reason }
  if (found.ours !== undefined && hasIt(found.ours)) return { ...found, theirs: found.ours, ours: found.theirs, reason }
  return undefined
}

async function versionsInGit(folder: string): Promise<SnapshotVersions | undefined> {
  const git = await openGit(folder)
  const meeting = git === undefined ? undefined : await findMeeting(git)
  if (git === undefined || meeting === undefined) return undefined
  const [head, other] = await Promise.all([snapshotAt(git, meeting.head), snapshotAt(git, meeting.other)])
  if (head === undefined || other === undefined || !haveParted(head, other)) return undefined
  const name = await branchName(git, meeting.other)
  if (meeting.kind === 'rebase') {
    return { theirs: head, ours: other, reason: 'a rebase: what it is put on stays', isExact: true }
  }
  return (await headStays(git, meeting))
    ? { theirs: head, ours: other, reason: `a merge of ${name} into the main branch, which stays`, isExact: true }
    : { theirs: other, ours: head, reason: `a merge of ${name}, which stays`, isExact: true }
}

async function findMeeting(git: Git): Promise<Meeting | undefined> {
  const resolve = (name: string): Promise<string | undefined> => git.ask('rev-parse', '--verify', '--quiet', name)
  const head = await resolve('HEAD')
  if (head === undefined) return undefined
  for (const [name, kind] of [
    ['REBASE_HEAD', 'rebase'],
    ['CHERRY_PICK_HEAD', 'rebase'],
    ['MERGE_HEAD', 'merge'],
  ] as const) {
    const other = await resolve(name)
    if (other !== undefined) return { head, other, kind }
  }
  const [first, second] = [await resolve('HEAD^1'), await resolve('HEAD^2')]
  return first === undefined || second === undefined ? undefined : { head: first, other: second, kind: 'merge' }
}

async function snapshotAt(git: Git, commit: string): Promise<Snapshot | undefined> {
  const text = await fileAt(git, commit, SNAPSHOT_FILE)
  return text === undefined || hasMarkers(text) ? undefined : readSnapshot(text)
}

/** Neither has all the migrations of the other. */
function haveParted({ migrations: one }: Snapshot, { migrations: other }: Snapshot): boolean {
  const last = Math.min(one.length, other.length) - 1
  return last < 0 ? false : one[last]?.chain !== other[last]?.chain
}

/** On the main branch a branch that is merged comes behind, unless it is the main branch itself as others have it. */
async function headStays(git: Git, { other }: Meeting): Promise<boolean> {
  const branch = await git.ask('symbolic-ref', '--short', '--quiet', 'HEAD')
  const named = await git.ask('symbolic-ref', '--short', '--quiet', 'refs/remotes/origin/HEAD')
  const isMain = named === undefined ? branch === 'main' || branch === 'master' : named === `origin/${branch}`
  if (!isMain) return false
  const isPulled = await git.ask('merge-base', '--is-ancestor', other, '@{upstream}')
  return isPulled === undefined
}

async function branchName(git: Git, commit: string): Promise<string> {
  const name = await git.ask('name-rev', '--name-only', '--no-undefined', '--refs=refs/heads/*', commit)
  return name ?? commit.slice(0, 8)
}

/** In a merge, what comes stands behind the line of equals signs. */
function versionsInText(text: string): SnapshotVersions | undefined {
  if (!hasMarkers(text)) {
    return { theirs: readSnapshot(text), ours: undefined, reason: 'what snapshot.json says stays', isExact: true }
  }
  const { top, bottom } = splitMarkers(text)
  const reason = 'the conflict markers in snapshot.json: what stands second stays'
  return { theirs: readSnapshot(bottom), ours: readSnapshot(top), reason, isExact: false }
}

/** Both versions of a text in which git left conflict markers; that of the common ancestor is left out. */
export function splitMarkers(text: string): { readonly top: string; readonly bottom: string } {
  const sides: { top: string[]; bottom: string[] } = { top: [], bottom: [] }
  let side: 'both' | 'top' | 'ancestor' | 'bottom' = 'both'
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (/^<{7}(?: |$)/.test(line)) side = 'top'
    else if (side === 'top' && /^\|{7}(?: |$)/.test(line)) side = 'ancestor'
    else if (side !== 'both' && /^={7}$/.test(line)) side = 'bottom'
    else if (side === 'bottom' && /^>{7}(?: |$)/.test(line)) side = 'both'
    else {
      if (side === 'both' || side === 'top') sides.top.push(line)
      if (side === 'both' || side === 'bottom') sides.bottom.push(line)
    }
  }
  return { top: sides.top.join('\n'), bottom: sides.bottom.join('\n') }
}
