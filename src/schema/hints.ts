import type { QualifiedName } from './schema.js'

/**
 * What the spec says about the way from one schema to the next: it is no part of what the database has. Things are named
 * as SQL names them: `posts`, `posts.title`, `billing.invoices`, with `qualified` and `ident`.
 */
export interface Hints {
  /** The oldest PostgreSQL that migrations are for: 15 and up. */
  readonly postgres: number
  /** What things were called before, by what they are called now. */
  readonly renames: Renames
  /** What may be dropped with all that is in it. */
  readonly drops: Drops
  /** How values get from one form of a column to the next, by column: `posts.title`. */
  readonly columns: Readonly<Record<string, ColumnHints>>
  /** What becomes of rows that hold a value that an enum loses, by enum: `{ draft: new }`. */
  readonly enumValues: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What becomes of rows that a new foreign key finds without their target, by constraint: `posts.posts_author_id_fkey`. */
  readonly orphans: Readonly<Record<string, 'delete' | 'set null'>>
  /** Tables that may be locked while they are changed, because nobody uses them meanwhile; `all` for every one. */
  readonly offline: readonly string[] | 'all'
  /** Where each table, column, enum and domain stands in the spec, and each block of SQL: `sql recent_posts`. */
  readonly places: Readonly<Record<string, SpecPlace>>
}

export interface Renames {
  /** Tables, with their schema: moving one to another schema is renaming it. */
  readonly tables: Readonly<Record<string, QualifiedName>>
  /** By column, `posts.title`; the old name alone. */
  readonly columns: Readonly<Record<string, string>>
  readonly enums: Readonly<Record<string, QualifiedName>>
  /** By enum, then by value. */
  readonly enumValues: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly domains: Readonly<Record<string, QualifiedName>>
  readonly sequences: Readonly<Record<string, QualifiedName>>
}

export interface Drops {
  readonly tables: readonly string[]
  /** `posts.title` */
  readonly columns: readonly string[]
  readonly enums: readonly string[]
  readonly domains: readonly string[]
  readonly sequences: readonly string[]
  readonly schemas: readonly string[]
  readonly extensions: readonly string[]
}

export interface ColumnHints {
  /** Expression over the old columns that gives the new value. */
  readonly using: string | undefined
  /** Expression over the new columns that gives the old value again. */
  readonly usingBack: string | undefined
  /** Expression for rows that have no value. */
  readonly backfill: string | undefined
}

/** A place in the spec: line and column from 1. */
export interface SpecPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A spec that says nothing about the way. */
export const noHints: Hints = {
  postgres: 15,
  renames: { tables: {}, columns: {}, enums: {}, enumValues: {}, domains: {}, sequences: {} },
  drops: { tables: [], columns: [], enums: [], domains: [], sequences: [], schemas: [], extensions: [] },
  columns: {},
  enumValues: {},
  orphans: {},
  offline: [],
  places: {},
}
