import type { FileStyle, Layout } from './file-names.js'
import type { PropertyStyle } from './property-names.js'

/** What to write, where, and how values appear in TypeScript. */
export interface OutputOptions {
  /** Folder of the generated TypeScript, relative to the spec file, `/` separated. */
  readonly typescript: string
  /** Folder of the migrations, relative to the spec file, `/` separated. */
  readonly migrations: string
  readonly migrationFormat: 'sql' | 'kysely'
  /** What ends a relative import: `.js` (default), `.ts` or nothing. */
  readonly importExtension: '.js' | '.ts' | ''
  readonly validators: 'zod' | 'none'
  readonly style: CodeStyle
  /** What is not written. */
  readonly without: readonly Optional[]
  /** Project-wide forms, which queries built with Kysely see whatever a single column asks for. */
  readonly types: ProjectTypes
}

/** What need not be written: `migrate` is what runs SQL migrations from the code. */
export type Optional = 'repositories' | 'queries' | 'errors' | 'migrate'

/** How the generated code calls things, and which folder a file is in. */
export interface CodeStyle {
  readonly properties: PropertyStyle
  readonly files: FileStyle
  /** One folder for each kind of file, or one for each model. */
  readonly layout: Layout
}

export interface ProjectTypes {
  readonly bigint: 'string' | 'number' | 'bigint'
  readonly numeric: 'string' | 'number'
  readonly timestamptz: 'Date' | 'string'
  readonly timestamp: 'Date' | 'string'
  readonly date: 'string' | 'Date'
}
