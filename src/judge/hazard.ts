import type { HazardCode, Severity } from '../spec/hazards.js'

/** What a statement of a migration does to a database that is in use. */
export interface Hazard {
  /** Stable: a code never changes its meaning. */
  readonly code: HazardCode
  readonly severity: Severity
  /** `20261122104500_add_index` */
  readonly migration: string
  readonly direction: 'up' | 'down'
  /** Name of the file, line and column from 1. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** `posts.title` */
  readonly subject: string
  /** What it does, in words. */
  readonly message: string
  /** What to write instead. */
  readonly fix: string
}
