import type { Check, Plan, Step } from './plan.js'
import type { MigrationHead } from './print-sql.js'
import { notesOf, type StepMeasure } from './step-measure.js'
import { commentLine, OUTSIDE } from './step-text.js'

/** The widest line, as in Prettier's `printWidth`. */
const LINE_WIDTH = 100

/** The first statement of every module; the reader knows them by it. */
export const KYSELY_IMPORT = 'import { type Kysely, sql } from "kysely";'

/**
 * The plan as a migration module for Kysely's Migrator. Kysely keeps all steps in one transaction, so a plan with a
 * step that must be outside of one says so at the top. `measures` belong to the steps of `plan.up`, in their order.
 */
export function printKysely(plan: Plan, head: MigrationHead, measures: readonly StepMeasure[]): string {
  const notes = plan.up.map((_, index) => notesOf(measures[index]))
  const lines = [
    ...comments([
      `migration ${head.id}`,
      `parent: ${head.parent}`,
      ...head.proof,
      ...plan.allowed.map((word) => `the spec allows: ${word}`),
      ...outsideNote(plan),
    ]),
    '',
    KYSELY_IMPORT,
    '',
    ...printFunction('up', plan.upChecks, plan.up, notes),
    '',
    ...comments(plan.irreversible.map((loss) => `cannot bring back: ${loss}`)),
    ...printFunction('down', plan.downChecks, plan.down, []),
    '',
    ...(plan.upChecks.length + plan.downChecks.length > 0 ? [EXPECT_NONE, ''] : []),
  ]
  return lines.join('\n')
}

/** The last function of a module that has checks. */
export const EXPECT_NONE = `async function expectNone(what: string, found: Promise<{ rows: unknown[] }>): Promise<void> {
  const { rows } = await found;
  if (rows.length > 0) throw new Error(\`nothing was changed: for \${rows.length} rows it is not so that \${what}\`);
}`

/** The text between the backticks of a template literal that holds `sql`; what cannot be seen is spelled out. */
export function escapeTemplate(sql: string): string {
  return sql.replace(/\\|`|\$(?=\{)/g, '\\$&').replace(INVISIBLE, escapeUnit)
}

/** All control characters but tab and line feed, what reorders or separates lines, and halves of surrogate pairs. */
const INVISIBLE = /(?![\t\n])\p{Cc}|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function outsideNote(plan: Plan): string[] {
  const isOutside = [...plan.up, ...plan.down].some(({ transactional }) => !transactional)
  if (!isOutside) return []
  return ['some steps cannot run in a transaction: dbgen sees to it, Kysely needs `disableTransactions: true`']
}

function printFunction(
  name: 'up' | 'down',
  checks: readonly Check[],
  steps: readonly Step[],
  notes: readonly (readonly string[])[],
): string[] {
  if (steps.length === 0) return [`export async function ${name}(): Promise<void> {}`]
  const printed = [
    ...checks.map((check, index) => printCheck(check, `${index + 1}/${checks.length}`)),
    ...steps.map((step, index) => printStep(step, `${index + 1}/${steps.length}`, notes[index] ?? [])),
  ]
  return [`export async function ${name}(db: Kysely<unknown>): Promise<void> {`, printed.join('\n\n'), '}']
}

/** What must hold before the first step; the function at the end of the module stops everything where it does not. */
function printCheck({ title, advice, sql }: Check, place: string): string {
  const head = comments([`check ${place}: ${title}`, `otherwise: ${advice}`])
  const query = escapeTemplate(sql).replaceAll('\n', '\\n')
  return [
    ...head.map((line) => `  ${line}`),
    `  await expectNone(${JSON.stringify(title)}, sql\`${query}\`.execute(db));`,
  ].join('\n')
}

function printStep({ title, transactional, statements }: Step, place: string, notes: readonly string[]): string {
  const head = comments([`step ${place}: ${title}`, ...(transactional ? [] : [OUTSIDE]), ...notes])
  return [...head.map((line) => `  ${line}`), ...statements.map(printStatement)].join('\n')
}

/** On one line where it fits, else indented between lines of its own, as a reader of the module expects. */
function printStatement(statement: string): string {
  if (!statement.endsWith(';')) throw new Error(`a statement does not end with a semicolon: ${statement}`)
  const sql = statement.slice(0, -1)
  const line = `  await sql\`${escapeTemplate(sql).replace(/^\n/, '\\n')}\`.execute(db);`
  if (hasQuotedLineBreak(sql) || (line.length <= LINE_WIDTH && !sql.includes('\n'))) return line
  const lines = escapeTemplate(sql)
    .split('\n')
    .map((text) => (text === '' ? '' : `    ${text}`))
  return `  await sql\`\n${lines.join('\n')}\n  \`.execute(db);`
}

/**
 * Whether a line break may be part of a literal, a quoted name or a comment, where indenting the next line would change
 * what is said: true where any quote is left after those that are closed on their line are taken out.
 */
function hasQuotedLineBreak(sql: string): boolean {
  if (!sql.includes('\n')) return false
  const rest = sql.replace(/(?<![\w$])e'(?:[^'\\\n]|''|\\.)*'|'(?:[^'\n]|'')*'|"[^"\n]*"/gi, '')
  return /['"$]|\/\*/.test(rest)
}

function comments(lines: readonly string[]): string[] {
  return lines.map((line) => `// ${commentLine(line)}`)
}
