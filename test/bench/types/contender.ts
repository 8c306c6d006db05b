import type { SyntheticModel } from './schema.js'

/** The schema, and the models that the program uses. */
export interface Workload {
  readonly schema: readonly SyntheticModel[]
  readonly used: readonly SyntheticModel[]
}

/** A place in the program where a person waits for the editor: what is typed there, with `|` for the cursor. */
export interface CompletionProbe {
  readonly title: string
  readonly typed: string
  /** Something that must be among the answers. */
  readonly expected: string
  /** Whether the editor also offers what is not imported yet, as editors do unless told otherwise. */
  readonly autoImports?: boolean
}

/** Something that the person points at: `|` stands before it. */
export interface HoverProbe {
  readonly title: string
  readonly typed: string
}

/** One way to write the program. */
export interface Contender {
  readonly name: string
  /** Whether it needs what peers/package.json lists. */
  readonly isPeer: boolean
  /** Writes main.ts and what belongs to it. Throws where that is not possible here, and the message says why. */
  readonly write: (workload: Workload, folder: string) => Promise<void>
  /** More settings of the compiler than the project's own. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** What the compiler is told to look at. */
  readonly include?: readonly string[]
  readonly completions?: (workload: Workload) => readonly CompletionProbe[]
  readonly hovers?: (workload: Workload) => readonly HoverProbe[]
}

/** The first model that the program uses. */
export function firstUsed({ used }: Workload): SyntheticModel {
  const [model] = used
  if (model === undefined) throw new Error('the program uses no model')
  return model
}
