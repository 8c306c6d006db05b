import type { HandEdits } from './file-change.js'
import type { Conflict } from './output-conflict.js'
import type { Origin } from './record.js'

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
  /** Paths of files that are known to hold their text already, to the byte: they are not read. */
  readonly settled?: ReadonlySet<string>
  /** Of what they are made, for the record. */
  readonly origin?: Origin
  /** What to do about files that were edited by hand; `overwrite` loses the edits, `merge` needs a merger. */
  readonly handEdits: 'refuse' | 'overwrite' | 'merge'
  /** Knows what is in the files, which `output` does not. */
  readonly merger?: Merger
}

/** What `output` asks about the content of generated files. Paths are relative to the root. */
export interface Merger {
  /** What the record keeps of a generated text beside its hash, without white space. */
  digest(file: OutputFile): string
  /** Whether two texts say the same, in whatever layout. */
  isSameCode(a: string, b: string): boolean
  /** The share of what a digest was made of that is in a text, from 0 to 1: 1 where all is as it was. */
  likeness(path: string, text: string, digests: readonly string[]): Promise<Likeness>
  /** Where a file was before that the spec has renamed: old path by new path. */
  readonly moves: ReadonlyMap<string, string>
  /** True where the spec renames what an edited file may mention though its generated text stays the same. */
  readonly renames: boolean
  merge(work: MergeWork): Promise<Merged>
}

/** How much of what dbgen wrote is in a text. */
export interface Likeness {
  readonly share: number
  /** True where there is nothing else in the text. */
  readonly isUntouched: boolean
}

/** A file that was edited by hand, and what dbgen would write. */
export interface MergeWork {
  readonly file: OutputFile
  /** Where the edited file stands. */
  readonly at: string
  /** Where it goes. */
  readonly to: string
  readonly text: string
  readonly digests: readonly string[]
}

/** The merged text with what stays of the edits; or why there is none. */
export type Merged =
  | {
      readonly kind: 'merged'
      readonly text: string
      readonly edits: HandEdits
      /** Told also where they were settled. */
      readonly conflicts: readonly Conflict[]
    }
  | { readonly kind: 'refused'; readonly conflicts: readonly Conflict[] }

/** Everything that one run writes. A path stands in one of the three lists only. */
export interface OutputRequest {
  readonly generated: GeneratedFiles
  /** Written once and never again: migrations. */
  readonly appended: readonly OutputFile[]
  /** Replaced whatever they hold, because their text was made from it: the snapshot of the migrations. */
  readonly replaced: readonly OutputFile[]
  /** Files that go whatever they hold; a path that is appended too is replaced. Paths relative to the root. */
  readonly removed?: readonly string[]
}

/** All files of the request, in the order in which they are written. */
export function allFiles({ generated, appended, replaced }: OutputRequest): OutputFile[] {
  return [...generated.files, ...appended, ...replaced]
}
