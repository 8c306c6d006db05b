import type { Base } from './base.js'
import type { Edit } from './edits.js'
import type { Unit } from './units.js'

/** How a conflict is settled: not at all, for one side, or by marks in the file, as git makes them. */
export type Settle = 'refuse' | 'ours' | 'theirs' | 'markers'

/** Something that was changed by hand and that dbgen would change too. */
export interface MergeConflict {
  /** `PostRepository.create` */
  readonly name: string
  /** Where it is in the file, from 1. */
  readonly line: number
  readonly problem: string
  /** How it is in the file; empty where it is not there. */
  readonly ours: string
  /** How dbgen would write it; empty where it is generated no longer. */
  readonly theirs: string
}

/** A unit of the new text, with what it was called and would have said before what the spec renames. */
export interface NewUnit extends Unit {
  readonly former: Pick<Unit, 'key' | 'form' | 'doc'>
  readonly newUnits: readonly NewUnit[]
}

/** A merge under way. */
export interface Merging {
  readonly ours: string
  readonly theirs: string
  readonly base: Base
  readonly settle: Settle
  readonly edits: Edit[]
  readonly conflicts: MergeConflict[]
  /** What was written or changed by hand and stays. */
  readonly kept: string[]
  /** What was deleted by hand and stays away. */
  readonly deleted: string[]
}

/** `type Post.title` as a person calls it. */
export function shownName(key: string): string {
  if (key.startsWith('comment ')) return `the comment "${(key.slice(8).split('\n')[0] ?? '').slice(0, 60)}"`
  return (
    key
      .replace(/^(?:type|statement) /, '')
      .replace(/#\d+$/, '')
      .split('\n')[0]
      ?.slice(0, 80) ?? ''
  )
}
