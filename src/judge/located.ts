import type { StoredStep } from '../migrate/step-text.js'
import type { StatementReader } from '../spec/sql.js'
import type { PlacedAction } from './action.js'
import { readStatement } from './read-statement.js'
import type { Finding } from './scene.js'

/** A step of a migration file with its place. */
export interface LocatedStep extends StoredStep {
  /** Name of the file. */
  readonly file: string
  /** Line of the first character of `sql`, from 1, where the file holds the text as it is. */
  readonly line: number
  /** Lines of statements in the file, for files that do not hold the text as it is; empty otherwise. */
  readonly lines: readonly string[]
}

/** A migration as the judge takes it. */
export interface LocatedMigration {
  readonly id: string
  readonly up: readonly LocatedStep[]
  readonly down: readonly LocatedStep[]
  /** What the head of the migration says that the spec allows: `drop column posts.title`. */
  readonly allowed: readonly string[]
  /** True for one that was generated from the spec, false for one that was written by hand. */
  readonly isGenerated: boolean
}

/** A step whose statements were read. */
export interface ReadStep extends LocatedStep {
  readonly actions: readonly PlacedAction[]
  /** What is wrong with its text itself. */
  readonly mistakes: readonly { readonly finding: Finding; readonly line: number; readonly column: number }[]
}

/** Reads the statements of a step. */
export function readStep(step: LocatedStep, read: StatementReader): ReadStep {
  const result = read(step.sql)
  const place = placesIn(step)
  if (result.kind === 'mistake') {
    const finding: Finding = {
      code: 'HZ901',
      subject: step.title,
      message: result.message,
      fix: 'correct it: nothing behind it in this step was judged',
    }
    return { ...step, actions: [], mistakes: [{ finding, ...place(result.offset ?? 0) }] }
  }
  const actions = result.statements.flatMap((statement, index): PlacedAction[] =>
    readStatement(statement).map((action) => ({
      action,
      tree: { [statement.kind]: statement.node },
      statement: index,
      ...place(statement.offset),
    })),
  )
  const mistakes = result.cutNames.map(({ name, offset }) => ({ finding: cutName(name), ...place(offset) }))
  return { ...step, actions, mistakes }
}

function cutName(name: string): Finding {
  return {
    code: 'HZ506',
    subject: name,
    message: 'PostgreSQL cuts it off without an error, and two names may become one',
    fix: 'take a name of at most 63 bytes',
  }
}

/** Gives the place in the file for an offset in the SQL of a step. */
function placesIn({ sql, line, lines }: LocatedStep): (offset: number) => { line: number; column: number } {
  let from = line - 1
  return (offset) => {
    const before = sql.slice(0, offset).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    if (lines.length === 0) return { line: line + before.length - 1, column }
    // A module holds the text indented and escaped: the statement is looked for by its first line.
    const [first = ''] = sql.slice(offset).split('\n')
    const found = lines.findIndex(
      (text, index) => index >= from && first !== '' && text.includes(first.replace(/;$/, '')),
    )
    if (found >= 0) from = found
    return { line: from + 1, column: Math.max(1, (lines[from]?.indexOf(first.replace(/;$/, '')) ?? 0) + 1) }
  }
}
