/** What a run does to one file, for the user to read. */
export interface FileChange {
  /** Relative to the root. */
  readonly path: string
  /**
   * `merged` is changed with the edits by hand still in it; `kept` is a file that is generated no longer and was edited by
   * hand, so it is left alone.
   */
  readonly kind: 'created' | 'changed' | 'merged' | 'unchanged' | 'removed' | 'kept'
  /** Size of the file afterwards, or of the one that was removed. */
  readonly bytes: number
  /** Why, where it is not plain. */
  readonly reason?: string
  /** Where the file holds edits by hand. */
  readonly edits?: HandEdits
}

/** Edits by hand that stay in a file; both lists are empty where nobody had to look. */
export interface HandEdits {
  /** What was written or changed by hand: `PostRepository.findByTitle`. */
  readonly kept: readonly string[]
  /** What dbgen would write and somebody deleted. */
  readonly deleted: readonly string[]
  /** Where both sides changed the same, and it was settled in the file: conflicts with marks, to be edited. */
  readonly marked: number
}

/** What a run does to one file on disk, which holds `before` until then. */
export type FileAction =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly before: string | undefined }
  | { readonly kind: 'remove'; readonly path: string; readonly before: string }

/** Actions that are prepared together. A step is on disk before the next one is begun. */
export type Step = readonly FileAction[]
