import { columnEdits, startColumnEdits } from './edits-columns.js'
import { dropEdits } from './edits-drops.js'
import { keyEdits } from './edits-keys.js'
import { modelEdits, startModelEdits } from './edits-models.js'
import { objectEdits } from './edits-objects.js'
import { renameEdits } from './edits-renames.js'
import { tableEdits } from './edits-tables.js'
import { typeEdits } from './edits-types.js'
import type { Pick } from './pick.js'
import type { RandomSpec } from './spec.js'

/** One thing that somebody does to a spec. */
export interface Edit {
  readonly name: string
  /** The spec after it; undefined where the spec has nothing to do it to. */
  readonly apply: (spec: RandomSpec, pick: Pick) => RandomSpec | undefined
}

/**
 * Edits that a migration can follow. To add one, write it beside its like: what the spec has to say along with it (that a
 * column may be dropped, how its values are converted) is part of the edit.
 */
export const edits: readonly Edit[] = [
  ...modelEdits,
  ...columnEdits,
  ...keyEdits,
  ...tableEdits,
  ...typeEdits,
  ...renameEdits,
  ...dropEdits,
  ...objectEdits,
]

/** Edits that make the spec from which the migration starts: more of those that add something, and those that ask
 * for a word. */
export const startEdits: readonly Edit[] = [
  ...modelEdits,
  ...modelEdits,
  ...startModelEdits,
  ...columnEdits,
  ...columnEdits,
  ...startColumnEdits,
  ...startColumnEdits,
  ...keyEdits,
  ...keyEdits,
  ...tableEdits,
  ...objectEdits,
]
