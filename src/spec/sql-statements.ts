import { beginning } from './sql-script.js'
import { at, isObject, listOf } from './sql-tree.js'

/** One statement as PostgreSQL's own parser reads it. */
export interface ParsedStatement {
  /** `AlterTableStmt` */
  readonly kind: string
  /** The fields of the statement; no type describes them, so everything in it is looked for. */
  readonly node: unknown
  /** Where it begins in the text, in characters. */
  readonly offset: number
}

/** Statements, or what is wrong with the text and where. */
export type StatementsResult =
  | {
      readonly kind: 'statements'
      readonly statements: readonly ParsedStatement[]
      /** Names that PostgreSQL cuts at 63 bytes, and where they stand. */
      readonly cutNames: readonly { readonly name: string; readonly offset: number }[]
    }
  | { readonly kind: 'mistake'; readonly message: string; readonly offset: number | undefined }

/** A token of PostgreSQL's scanner; places are bytes. */
export interface SqlToken {
  readonly text: string
  readonly start: number
  readonly tokenName: string
}

const LONGEST_NAME = 63

/** Reads the tree that the parser made of a text. */
export function readStatements(tree: unknown, text: string, scan: () => readonly SqlToken[]): StatementsResult {
  const bytes = Buffer.from(text)
  const characters = (offset: number): number => bytes.subarray(0, offset).toString().length
  const statements = listOf(at(tree, 'stmts')).map((statement): ParsedStatement => {
    const [kind = '', node] = Object.entries(recordOf(at(statement, 'stmt')))[0] ?? []
    return { kind, node, offset: beginning(text, characters(Number(at(statement, 'stmt_location') ?? 0))) }
  })
  // To scan is slow, and only a word as long as this can be too long.
  const tokens = /\S{64}/.test(text) ? scan() : []
  const cutNames = tokens
    .filter(({ tokenName, text: name }) => tokenName === 'IDENT' && bytesOf(name) > LONGEST_NAME)
    .map(({ text: name, start }) => ({ name, offset: characters(start) }))
  return { kind: 'statements', statements, cutNames }
}

function recordOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

function bytesOf(token: string): number {
  const name = token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token
  return Buffer.byteLength(name)
}
