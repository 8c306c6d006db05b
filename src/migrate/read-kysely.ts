import { EXPECT_NONE, KYSELY_IMPORT } from './print-kysely.js'
import {
  expectWritten,
  linesOf,
  MigrationUnreadable,
  measured,
  OUTSIDE,
  readParent,
  type StoredCheck,
  type StoredStep,
} from './step-text.js'

/** The steps of a migration module, in both directions. */
export interface KyselySteps {
  readonly up: readonly StoredStep[]
  readonly down: readonly StoredStep[]
  readonly upChecks: readonly StoredCheck[]
  readonly downChecks: readonly StoredCheck[]
}

/** A place in a text, moved forward by what is read. */
interface Cursor {
  readonly text: string
  /** True where no migration is named that this one was made to follow. */
  readonly isByHand: boolean
  at: number
}

const BLANK_OR_COMMENT = /(?:\/\/.*\n|\n)*/y
const EMPTY_FUNCTION = /export async function (?:up|down)\(\): Promise<void> \{\}\n/y
const IMPORT = /import \{ type Kysely, sql \} from (?:"kysely"|'kysely');?\n/y
const STEP = /\n* {2}\/\/ step(?: \d+\/\d+)?: (.*)\n/y
const UNMARKED = /\n*(?= {2}(?:await sql`|\/\/ outside a transaction\n))/y
const NOTE = / {2}\/\/ (.*)\n/y
const CHECK =
  /\n* {2}\/\/ check(?: \d+\/\d+)?: (.*)\n {2}\/\/ otherwise: (.*)\n {2}await expectNone\((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'), sql`/y
const CHECK_END = /`\.execute\(db\)\);?\n/y
const STATEMENT_START = / {2}await sql`/y
const STATEMENT_END = /`\.execute\(db\);?\n/y
const FUNCTION_END = /\}\n/y

/**
 * Reads the steps of a module in the form in which `printKysely` writes it, by its marks and without running it. One
 * written by hand may do without semicolons and numbers of steps, and without marks a function is one step. Throws
 * MigrationUnreadable where it is in any other form.
 */
export function readKysely(text: string): KyselySteps {
  const lines = linesOf(text)
  expectWritten(lines, '//')
  const cursor = { text: lines.join('\n'), isByHand: readParent(text) === undefined, at: 0 }
  take(cursor, BLANK_OR_COMMENT)
  if (take(cursor, IMPORT) === undefined) fail(cursor, KYSELY_IMPORT)
  const up = readFunction(cursor, 'up')
  const down = readFunction(cursor, 'down')
  take(cursor, BLANK_OR_COMMENT)
  if (cursor.at < cursor.text.length) expectFunction(cursor, EXPECT_NONE)
  if (cursor.at < cursor.text.length) fail(cursor, 'the end of the file')
  return { up: up.steps, down: down.steps, upChecks: up.checks, downChecks: down.checks }
}

interface ReadFunction {
  readonly checks: readonly StoredCheck[]
  readonly steps: readonly StoredStep[]
}

function readFunction(cursor: Cursor, name: 'up' | 'down'): ReadFunction {
  take(cursor, BLANK_OR_COMMENT)
  if (take(cursor, EMPTY_FUNCTION) !== undefined) return { checks: [], steps: [] }
  expectText(cursor, `export async function ${name}(db: Kysely<unknown>): Promise<void> {\n`)
  const checks: StoredCheck[] = []
  for (let check = take(cursor, CHECK); check !== undefined; check = take(cursor, CHECK)) {
    checks.push({ title: check[1] ?? '', advice: check[2] ?? '', sql: readTemplate(cursor) })
    if (take(cursor, CHECK_END) === undefined) fail(cursor, '`.execute(db));')
  }
  const steps: StoredStep[] = []
  while (take(cursor, FUNCTION_END) === undefined) steps.push(readStep(cursor, steps.length === 0))
  return { checks, steps }
}

function readStep(cursor: Cursor, isFirst: boolean): StoredStep {
  const unmarked = isFirst && cursor.isByHand ? takeUnmarked(cursor) : undefined
  const [, title = ''] = unmarked ?? take(cursor, STEP) ?? fail(cursor, 'a step, "// step 1/2: create table posts"')
  const notes = readNotes(cursor)
  const statements: string[] = []
  while (take(cursor, STATEMENT_START) !== undefined) {
    statements.push(`${readTemplate(cursor)};`)
    if (take(cursor, STATEMENT_END) === undefined) fail(cursor, '`.execute(db);')
  }
  return { title, transactional: !notes.includes(OUTSIDE), sql: statements.join('\n'), ...measured(notes) }
}

/** A function that begins with SQL, or with the note that it is run outside of a transaction, is one step. */
function takeUnmarked(cursor: Cursor): readonly string[] | undefined {
  return take(cursor, UNMARKED) === undefined ? undefined : ['', 'the whole function']
}

function readNotes(cursor: Cursor): string[] {
  const notes: string[] = []
  for (let note = take(cursor, NOTE); note !== undefined; note = take(cursor, NOTE)) notes.push(note[1] ?? '')
  return notes
}

/** Reads up to the closing backtick: the text in one line as it is, or lines of its own without their indentation. */
function readTemplate(cursor: Cursor): string {
  const start = cursor.at
  const end = endOfTemplate(cursor)
  const raw = cursor.text.slice(start, end)
  cursor.at = end
  if (!raw.startsWith('\n')) return unescapeTemplate(raw)
  const lines = raw.split('\n').slice(1)
  if (lines.pop() !== '  ' || lines.some((line) => line !== '' && !line.startsWith('    '))) {
    cursor.at = start
    fail(cursor, 'SQL indented by four spaces')
  }
  return unescapeTemplate(lines.map((line) => line.slice(4)).join('\n'))
}

function endOfTemplate(cursor: Cursor): number {
  const special = /\\[\s\S]|`|\$\{/g
  special.lastIndex = cursor.at
  for (let match = special.exec(cursor.text); match !== null; match = special.exec(cursor.text)) {
    if (match[0] === '`') return match.index
    if (match[0] === '${') {
      cursor.at = match.index
      fail(cursor, 'SQL without an interpolation')
    }
  }
  return fail(cursor, 'a closing backtick')
}

/** What a template literal with this text holds. */
function unescapeTemplate(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-f]{4})|([\s\S]))/g, (_, unit: string | undefined, character: string | undefined) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16))
    return character === 'n' ? '\n' : (character ?? '')
  })
}

/** With or without semicolons at the ends of lines. */
function expectFunction(cursor: Cursor, expected: string): void {
  const plain = (text: string): string => text.replaceAll(/;(?=\n|$)/g, '')
  const rest = cursor.text.slice(cursor.at)
  if (plain(rest) !== plain(`${expected}\n`)) fail(cursor, expected)
  cursor.at = cursor.text.length
}

function expectText(cursor: Cursor, expected: string): void {
  if (!cursor.text.startsWith(expected, cursor.at)) fail(cursor, expected.trim())
  cursor.at += expected.length
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at
  const match = pattern.exec(cursor.text)
  if (match === null) return undefined
  cursor.at = pattern.lastIndex
  return match
}

function fail(cursor: Cursor, expected: string): never {
  const line = cursor.text.slice(0, cursor.at).split('\n').length
  throw new MigrationUnreadable(
    `line ${line} is not as dbgen writes a Kysely migration, expected ${expected}: restore the file, ` +
      'or run migrations written by hand with kysely-ctl',
  )
}
