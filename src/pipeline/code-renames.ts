import { noRenaming, type Renaming } from '../merge/renaming.js'

/** What the spec renames, as far as generated code shows it. Paths are relative to the generated files. */
export interface CodeRenames {
  readonly renaming: Renaming
  /** Text of files as it would be if nothing had been renamed, by the path that they have now. */
  readonly former: ReadonlyMap<string, string>
  /** Old paths of files by new ones. */
  readonly moves: ReadonlyMap<string, string>
}

export const noRenames: CodeRenames = { renaming: noRenaming, former: new Map(), moves: new Map() }
