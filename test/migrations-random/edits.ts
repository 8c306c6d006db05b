import { columnEdits, startColumnEdits } from './edits-columns.js'
import { keyEdits } from './edits-keys.js'
import { modelEdits, startModelEdits } from './edits-models.js'
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
export const edits: readonly Edit[] = [...modelEdits, ...columnEdits, ...keyEdits]

/** Edits that make the spec from which the migration starts: with those that no migration can follow yet. */
export const startEdits: readonly Edit[] = [...edits, ...startModelEdits, ...startColumnEdits]
