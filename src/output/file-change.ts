/** What a run does to one file, for the user to read. */
export interface FileChange {
  /** Relative to the root. */
  readonly path: string
  /** `kept` is a file that is generated no longer and was edited by hand, so it is left alone. */
  readonly kind: 'created' | 'changed' | 'unchanged' | 'removed' | 'kept'
  /** Size of the file afterwards, or of the one that was removed. */
  readonly bytes: number
  /** Why, where it is not plain. */
  readonly reason?: string
}

/** What a run does to one file on disk, which holds `before` until then. */
export type FileAction =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly before: string | undefined }
  | { readonly kind: 'remove'; readonly path: string; readonly before: string }

/** Actions that are prepared together. A step is on disk before the next one is begun. */
export type Step = readonly FileAction[]
