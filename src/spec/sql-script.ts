import { dropOf, type Quote, targetsOf } from './sql-drop.js'
import { at, isObject, listOf } from './sql-tree.js'

/** Statements, or what is wrong with the text and where. */
export type ScriptResult =
  | { readonly kind: 'script'; readonly statements: readonly SqlStatement[]; readonly text: string }
  | { readonly kind: 'mistake'; readonly message: string; readonly offset: number | undefined }

/** One statement of an SQL block. */
export interface SqlStatement {
  /** The words that it begins with, for messages: `create view`. */
  readonly words: string
  readonly offset: number
  /** Why it may not stand in an SQL block, and what to do instead. */
  readonly refusal: Refused | undefined
  /** What removes again what it creates: nothing where that goes with something else, undefined where nobody knows. */
  readonly drop: string | undefined
}

interface Refused {
  readonly message: string
  readonly hint: string
}

/** Reads the tree that the parser made of a text. */
export function readScript(tree: unknown, text: string, quote: Quote): ScriptResult {
  const parsed = listOf(at(tree, 'stmts'))
  if (parsed.length === 0) return { kind: 'mistake', message: 'there is no statement in it', offset: undefined }
  const bytes = Buffer.from(text)
  const nodes = parsed.map((statement) => nodeOf(at(statement, 'stmt')))
  const created = new Set(nodes.flatMap(({ kind, node }) => targetsOf(kind, node, quote).created))
  const statements = parsed.map((statement, index): SqlStatement => {
    const { kind, node } = nodes[index] ?? nothing
    const offset = beginning(text, bytes.subarray(0, Number(at(statement, 'stmt_location') ?? 0)).toString().length)
    return {
      words: wordsAt(text, offset),
      offset,
      refusal: refusalOf(kind, node),
      drop: goesWith(kind, node, created, quote) ? '' : dropOf(kind, node, quote),
    }
  })
  const isClosed = at(parsed.at(-1), 'stmt_len') !== undefined
  return { kind: 'script', statements, text: tidy(text, isClosed) }
}

interface Node {
  readonly kind: string
  readonly node: unknown
}

const nothing: Node = { kind: '', node: undefined }

function nodeOf(statement: unknown): Node {
  const [kind, node] = Object.entries(isObject(statement) ? statement : {})[0] ?? []
  return { kind: kind ?? '', node }
}

/** Comments on and grants of what the same block creates are gone with it. */
function goesWith(kind: string, node: unknown, created: ReadonlySet<string>, quote: Quote): boolean {
  const { others } = targetsOf(kind, node, quote)
  return others.length > 0 && others.every((name) => created.has(name))
}

/** Where a statement begins behind the spaces and comments in front of it. */
export function beginning(text: string, from: number): number {
  const skipped = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text.slice(from))?.[0] ?? ''
  return from + skipped.length
}

function wordsAt(text: string, offset: number): string {
  const [words = ''] = /^\w+(?:\s+(?:or\s+replace\s+)?\w+)?/i.exec(text.slice(offset)) ?? []
  return words.toLowerCase().replaceAll(/\s+/g, ' ')
}

/** Without spaces at its end, and where that cannot change a string, none at those of its lines; closed. */
function tidy(text: string, isClosed: boolean): string {
  const isSafe = !/'[^']*[ \t]\n/.test(text)
  const body = (isSafe ? text.replaceAll(/[ \t]+(?=\n)/g, '') : text).trim()
  if (isClosed) return body
  return body.slice(body.lastIndexOf('\n') + 1).includes('--') ? `${body}\n;` : `${body};`
}

const rows: Refused = {
  message: 'writes rows',
  hint: 'an SQL block creates things; rows are written by the program, or by a migration of your own',
}
const session: Refused = {
  message: 'changes the session or the server, not the database',
  hint: 'remove it',
}
const alone: Refused = { message: 'cannot run in a transaction, as migrations do', hint: 'remove it' }
const transaction: Refused = { message: 'controls the transaction', hint: 'remove it: dbgen begins and ends them' }

const refusals: ReadonlyMap<string, Refused> = new Map([
  ['InsertStmt', rows],
  ['UpdateStmt', rows],
  ['DeleteStmt', rows],
  ['MergeStmt', rows],
  ['TruncateStmt', rows],
  ['CopyStmt', { message: 'copies rows', hint: rows.hint }],
  ['TransactionStmt', transaction],
  ['VariableSetStmt', session],
  ['AlterSystemStmt', session],
  ['DiscardStmt', session],
  ['ListenStmt', session],
  ['PrepareStmt', session],
  ['ExecuteStmt', session],
  ['VacuumStmt', alone],
  [
    'RefreshMatViewStmt',
    {
      message: 'fills a materialized view anew',
      hint: 'remove it: the view is filled when it is made; later the program refreshes it, or a migration of your own',
    },
  ],
  ['CreatedbStmt', alone],
  ['DropdbStmt', alone],
  ['CreateTableSpaceStmt', alone],
  ['CreateStmt', { message: 'creates a table', hint: 'tables are models: write it under "models"' }],
  ['CreateEnumStmt', { message: 'creates an enum', hint: 'write it under "enums"' }],
  ['CreateDomainStmt', { message: 'creates a domain', hint: 'write it under "domains"' }],
  ['CreateSeqStmt', { message: 'creates a sequence', hint: 'write it under "sequences"' }],
  ['CreateExtensionStmt', { message: 'creates an extension', hint: 'write its name under "extensions"' }],
])

function refusalOf(kind: string, node: unknown): Refused | undefined {
  const isTable = at(node, 'objtype') === 'OBJECT_TABLE' || at(node, 'intoClause') !== undefined
  if (isTable && (kind === 'CreateTableAsStmt' || kind === 'SelectStmt')) return refusals.get('CreateStmt')
  if (kind === 'SelectStmt' && changesRows(at(node, 'withClause'))) return rows
  if (at(node, 'concurrent') === true || at(node, 'concurrently') === true)
    return { ...alone, hint: 'remove "concurrently"' }
  return refusals.get(kind)
}

/** `with gone as (delete from ...) select ...` */
function changesRows(clause: unknown): boolean {
  return listOf(at(clause, 'ctes')).some((one) => {
    const query = at(at(one, 'CommonTableExpr'), 'ctequery')
    return ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].some((kind) => at(query, kind) !== undefined)
  })
}
