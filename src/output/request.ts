/** A file as dbgen wants it to be. */
export interface OutputFile {
  /** Relative to the root, `/` separated: `src/db/client.ts` */
  readonly path: string
  readonly text: string
}

/** The files that are written anew by each run, all below one folder that dbgen keeps a record in. */
export interface GeneratedFiles {
  /** Relative to the root: `src/db`, or `.` for the root itself. */
  readonly folder: string
  /** How each of these files begins; a file on disk that begins so is one of ours, edited or not. */
  readonly headerPrefix: string
  readonly files: readonly OutputFile[]
  /** What to do about files that were edited by hand; `overwrite` loses the edits. */
  readonly handEdits: 'refuse' | 'overwrite'
}

/** Everything that one run writes. A path stands in one of the three lists only. */
export interface OutputRequest {
  readonly generated: GeneratedFiles
  /** Written once and never again: migrations. */
  readonly appended: readonly OutputFile[]
  /** Replaced whatever they hold, because their text was made from it: the snapshot of the migrations. */
  readonly replaced: readonly OutputFile[]
}

/** All files of the request, in the order in which they are written. */
export function allFiles({ generated, appended, replaced }: OutputRequest): OutputFile[] {
  return [...generated.files, ...appended, ...replaced]
}
