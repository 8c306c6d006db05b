import type { SpecPlace } from '../schema/hints.js'

/** A change that would lose or alter data, or that has no safe recipe: it is named, never generated. */
export interface Refusal {
  /** Stable: a code never changes its meaning. */
  readonly code: string
  /** `posts.title` */
  readonly subject: string
  readonly message: string
  readonly hint: string
  /** Where the subject stands in the spec; undefined where it is gone from it. */
  readonly at: SpecPlace | undefined
}

/** Thrown once with everything that the migration would have had to do and does not. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused'
  readonly refusals: readonly Refusal[]

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(({ code, subject, message, hint }) => `${code} ${subject}: ${message}\n  ${hint}`).join('\n'))
    this.refusals = refusals
  }
}
