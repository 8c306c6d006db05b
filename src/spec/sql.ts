import { labelOf } from './sql-label.js'
import { readScript, type ScriptResult } from './sql-script.js'
import { readStatements, type StatementsResult } from './sql-statements.js'
import { at, functionName, isObject, stringOf } from './sql-tree.js'

/** What is known of an SQL expression after parsing it. */
export interface SqlExpression {
  readonly columns: readonly SqlColumn[]
  /** The outermost function with its arguments' column, where the expression is one plain call. */
  readonly call: SqlCall | undefined
  /** Name that PostgreSQL gives an index column of this expression. */
  readonly label: string
  readonly hasSubquery: boolean
  readonly hasWindow: boolean
  readonly hasAggregate: boolean
}

/** A column that an expression mentions, and where in its text. */
export interface SqlColumn {
  readonly name: string
  readonly offset: number
}

export interface SqlCall {
  readonly name: string
  readonly isStar: boolean
  /** Column of the only argument, where that is a column. */
  readonly column: string | undefined
  /** Function of the only argument, where that is a call: `length` in `avg(length(content))`. */
  readonly inner: string | undefined
}

/** An expression, or what is wrong with the text and where. */
export type SqlResult =
  | { readonly kind: 'expression'; readonly expression: SqlExpression }
  | { readonly kind: 'mistake'; readonly message: string; readonly offset: number | undefined }

export type SqlReader = (text: string) => SqlResult

type Parser = typeof import('libpg-query')

/**
 * A reader of SQL expressions. PostgreSQL's own parser takes a tenth of a second to load, so it is left out where every
 * text is a plain call of a well-known function, such as `now()` or `avg(length(content))`.
 */
export async function openSql(texts: readonly string[]): Promise<SqlReader> {
  const parser = texts.every((text) => readPlainCall(text) !== undefined) ? undefined : await loadParser()
  const known = new Map<string, SqlResult>()
  return (text) => {
    const found = known.get(text) ?? read(text, parser)
    known.set(text, found)
    return found
  }
}

/** A reader of whole statements, as SQL blocks hold them. */
export type ScriptReader = (text: string) => ScriptResult

/** A reader of statements; the parser is left out where there are none. */
export async function openScripts(isNeeded: boolean): Promise<ScriptReader> {
  const parser = isNeeded ? await loadParser() : undefined
  return (text) => {
    if (parser === undefined) throw new Error(`SQL was not announced to openScripts: ${text}`)
    try {
      return readScript(parser.parseSync(text), text, (name) => quoteName(name, parser))
    } catch (error) {
      if (!(error instanceof Error)) throw error
      return { kind: 'mistake', message: `not valid SQL: ${error.message}`, offset: offsetOf(error) }
    }
  }
}

/** The tree of statements, as PostgreSQL's own parser gives it; undefined where the text is not SQL. */
export type TreeReader = (text: string) => unknown

/** A reader of trees, for comparing texts that PostgreSQL printed. */
export async function openTrees(): Promise<TreeReader> {
  const parser = await loadParser()
  return (text) => {
    try {
      return parser.parseSync(text)
    } catch {
      return undefined
    }
  }
}

/** A reader of the statements of a migration, as trees. */
export type StatementReader = (text: string) => StatementsResult

/** A reader of any statements that PostgreSQL knows. */
export async function openStatements(): Promise<StatementReader> {
  const parser = await loadParser()
  return (text) => {
    if (text.trim() === '') return { kind: 'statements', statements: [], cutNames: [] }
    try {
      return readStatements(parser.parseSync(text), text, () => parser.scanSync(text).tokens)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      return { kind: 'mistake', message: `not valid SQL: ${error.message}`, offset: offsetOf(error) }
    }
  }
}

/** In quotes where it is no plain name or a word of SQL. */
function quoteName(name: string, parser: Parser): string {
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(name)
  const [token] = isPlain ? parser.scanSync(name).tokens : []
  const isFree = token !== undefined && /^(?:NO_KEYWORD|UNRESERVED_KEYWORD)$/.test(token.keywordName)
  return isPlain && isFree ? name : `"${name.replaceAll('"', '""')}"`
}

/** Where the parser stopped, where it says so. */
function offsetOf(error: Error): number | undefined {
  const offset = at(at(error, 'sqlDetails'), 'cursorPosition')
  return typeof offset === 'number' && offset > 0 ? offset : undefined
}

async function loadParser(): Promise<Parser> {
  const parser = await import('libpg-query')
  await parser.loadModule()
  return parser
}

function read(text: string, parser: Parser | undefined): SqlResult {
  const plain = readPlainCall(text)
  if (plain !== undefined) return { kind: 'expression', expression: plain }
  if (parser === undefined) throw new Error(`SQL was not announced to openSql: ${text}`)
  return parse(text, parser)
}

const KEYWORD =
  /^(?:current_timestamp|current_date|current_time|localtimestamp|localtime|current_user|current_role|session_user)$/i
const WELL_KNOWN =
  /^(?:now|count|sum|avg|min|max|length|lower|upper|gen_random_uuid|uuidv7|clock_timestamp|statement_timestamp)$/
const AGGREGATE =
  /^(?:count|sum|avg|min|max|string_agg|array_agg|bool_and|bool_or|every|json_agg|jsonb_agg|stddev\w*|variance|var_\w+)$/

function readPlainCall(text: string): SqlExpression | undefined {
  const base = { hasSubquery: false, hasWindow: false }
  if (KEYWORD.test(text))
    return { ...base, columns: [], call: undefined, label: text.toLowerCase(), hasAggregate: false }
  const match = /^([a-z_0-9]+)\((?:(\*)|([a-z_][a-z0-9_]*)|([a-z_0-9]+)\(([a-z_][a-z0-9_]*)\))?\)$/.exec(text)
  if (match === null) return undefined
  const [, name = '', star, column, inner, innerColumn] = match
  if (!WELL_KNOWN.test(name) || (inner !== undefined && !WELL_KNOWN.test(inner))) return undefined
  if (star !== undefined && name !== 'count') return undefined
  const mentioned = column ?? innerColumn
  if (mentioned !== undefined && SQL_WORD.test(mentioned)) return undefined
  const offset = name.length + 1 + (inner === undefined ? 0 : inner.length + 1)
  return {
    ...base,
    columns: mentioned === undefined ? [] : [{ name: mentioned, offset }],
    call: { name, isStar: star !== undefined, column, inner },
    label: name,
    hasAggregate: AGGREGATE.test(name) || (inner !== undefined && AGGREGATE.test(inner)),
  }
}

/** Words that are not columns when they stand alone; such text goes to the parser. */
const SQL_WORD =
  /^(?:all|and|any|array|as|asc|asymmetric|both|case|cast|check|collate|column|constraint|create|current_\w+|default|deferrable|desc|distinct|do|else|end|except|false|fetch|for|foreign|from|grant|group|having|in|initially|intersect|into|lateral|leading|limit|localtime|localtimestamp|not|null|offset|on|only|or|order|placing|primary|references|returning|select|session_user|some|symmetric|system_user|table|then|to|trailing|true|union|unique|user|using|variadic|when|where|window|with)$/

const PREFIX = 'SELECT '

/** Exactly one expression: alone it must be one unnamed item of a SELECT, and it must still be one in parentheses. */
function parse(text: string, parser: Parser): SqlResult {
  try {
    const comment = parser.scanSync(text).tokens.find(({ tokenName }) => /COMMENT/.test(tokenName))
    if (comment !== undefined) return mistake('a comment is not allowed in SQL', comment.start)
    const value = onlyValue(parser.parseSync(PREFIX + text))
    if (value === undefined) return mistake('this is not exactly one SQL expression', undefined)
    parser.parseSync(`${PREFIX}(${text})`)
    return { kind: 'expression', expression: describe(value, text) }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return mistake(`not valid SQL: ${error.message}`, undefined)
  }
}

function mistake(message: string, offset: number | undefined): SqlResult {
  return { kind: 'mistake', message, offset }
}

function onlyValue(result: unknown): unknown {
  const statements = at(result, 'stmts')
  if (!Array.isArray(statements) || statements.length !== 1 || at(statements[0], 'stmt_len') !== undefined)
    return undefined
  const select = at(at(statements[0], 'stmt'), 'SelectStmt')
  const extra = Object.keys(isObject(select) ? select : { none: 0 })
  if (extra.some((key) => !['targetList', 'limitOption', 'op'].includes(key))) return undefined
  const targets = at(select, 'targetList')
  if (!Array.isArray(targets) || targets.length !== 1) return undefined
  const target = at(targets[0], 'ResTarget')
  if (at(target, 'name') !== undefined || at(target, 'indirection') !== undefined) return undefined
  const value = at(target, 'val')
  return isStar(value) ? undefined : value
}

function isStar(value: unknown): boolean {
  const fields = at(at(value, 'ColumnRef'), 'fields')
  return Array.isArray(fields) && fields.some((field) => at(field, 'A_Star') !== undefined)
}

function describe(value: unknown, text: string): SqlExpression {
  const columns: SqlColumn[] = []
  const seen = { subquery: false, window: false, aggregate: false }
  const bytes = Buffer.from(text)
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    if (!isObject(node)) return
    if ('ColumnRef' in node) noteColumn(node.ColumnRef, bytes, columns)
    if ('SubLink' in node) seen.subquery = true
    if ('FuncCall' in node && at(node.FuncCall, 'over') !== undefined) seen.window = true
    if ('FuncCall' in node && AGGREGATE.test(functionName(node.FuncCall))) seen.aggregate = true
    for (const child of Object.values(node)) visit(child)
  }
  visit(value)
  return {
    columns,
    call: callOf(value),
    label: labelOf(value),
    hasSubquery: seen.subquery,
    hasWindow: seen.window,
    hasAggregate: seen.aggregate,
  }
}

function noteColumn(reference: unknown, bytes: Buffer, columns: SqlColumn[]): void {
  const fields = at(reference, 'fields')
  const name = stringOf(Array.isArray(fields) ? fields.at(-1) : undefined)
  const location = Number(at(reference, 'location') ?? PREFIX.length) - PREFIX.length
  if (name !== '') columns.push({ name, offset: bytes.subarray(0, location).toString().length })
}

function callOf(value: unknown): SqlCall | undefined {
  const call = at(value, 'FuncCall')
  if (call === undefined) return undefined
  const list = at(call, 'args')
  const first = Array.isArray(list) && list.length === 1 ? list[0] : undefined
  const fields = at(at(first, 'ColumnRef'), 'fields')
  const column = Array.isArray(fields) ? stringOf(fields.at(-1)) : undefined
  const inner = at(first, 'FuncCall')
  return {
    name: functionName(call),
    isStar: at(call, 'agg_star') === true,
    column,
    inner: inner === undefined ? undefined : functionName(inner),
  }
}
