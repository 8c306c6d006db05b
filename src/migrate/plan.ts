import type { Schema } from '../schema/schema.js'

/** What a runner does at once: statements of one transaction, or one statement that refuses to be in one. */
export interface Step {
  /** `create table posts` */
  readonly title: string
  readonly transactional: boolean
  readonly statements: readonly string[]
}

/** What must hold before the first step of a direction is run; nothing is changed where it does not. */
export interface Check {
  /** `every row of posts has a slug` */
  readonly title: string
  /** A query without a semicolon that finds the keys of rows for which it does not hold. */
  readonly sql: string
  /** What to do about such rows. */
  readonly advice: string
}

/** A migration in both directions, not yet printed. */
export interface Plan {
  readonly up: readonly Step[]
  readonly down: readonly Step[]
  readonly upChecks: readonly Check[]
  readonly downChecks: readonly Check[]
  /** What the spec allows the migration to lose or change, as it stays visible in the migration. */
  readonly allowed: readonly string[]
  /** What the down direction cannot bring back. */
  readonly irreversible: readonly string[]
  /** What the down direction leads back to: the schema before, but for what `irreversible` says. */
  readonly restored: Schema
  /** What tables and columns of the new schema were called before. */
  readonly moves: PlanMoves
}

/** Old names by new ones, where they differ, as SQL writes them. */
export interface PlanMoves {
  readonly tables: Readonly<Record<string, string>>
  /** By `posts.title`; the old name alone. */
  readonly columns: Readonly<Record<string, string>>
  /** Enums and domains. */
  readonly types: Readonly<Record<string, string>>
  /** By enum, then by value. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
}
