import { formatOf, stepsOf } from '../database/migration-files.js'
import type { MigrationFiles } from '../migrate/chain.js'
import { linesOf, type StoredStep } from '../migrate/step-text.js'
import type { LocatedMigration, LocatedStep } from './located.js'

const ALLOWS = 'the spec allows: '

/** The lines at the head of a migration, without their comment marks: its name, its parent, its proof, what the spec allows. */
export function remarksOf({ id, files }: MigrationFiles): string[] {
  const lines = linesOf(files[`${id}.up.sql`] ?? files[`${id}.ts`] ?? '')
  const end = lines.findIndex(
    (line) => !/^(?:--|\/\/) /.test(line) || /^(?:--|\/\/) (?:step|check) \d+\/\d+: /.test(line),
  )
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.slice(3))
}

/** The steps of a migration with their places in its files. Throws MigrationUnreadable as `stepsOf` does. */
export function locateMigration(migration: MigrationFiles, isGenerated: boolean): LocatedMigration {
  const { id, files } = migration
  const allowed = remarksOf(migration)
    .filter((remark) => remark.startsWith(ALLOWS))
    .map((remark) => remark.slice(ALLOWS.length))
  const [up, down] = [stepsOf(migration, 'up'), stepsOf(migration, 'down')]
  if (formatOf(migration) === 'sql') {
    const locate = (steps: readonly StoredStep[], file: string): LocatedStep[] =>
      locateInSql(steps, file, files[file] ?? '')
    return { id, up: locate(up, `${id}.up.sql`), down: locate(down, `${id}.down.sql`), allowed, isGenerated }
  }
  const located = locateInModule([up, down], `${id}.ts`, files[`${id}.ts`] ?? '')
  return { id, up: located.slice(0, up.length), down: located.slice(up.length), allowed, isGenerated }
}

/** The file holds the text of each step as it is, one behind the other. */
function locateInSql(steps: readonly StoredStep[], file: string, text: string): LocatedStep[] {
  const whole = linesOf(text).join('\n')
  let from = 0
  return steps.map((step) => {
    const behindBreak = whole.indexOf(`\n${step.sql}`, from)
    const at = Math.max(from, behindBreak >= 0 && step.sql !== '' ? behindBreak + 1 : whole.indexOf(step.sql, from))
    from = at + step.sql.length
    return { ...step, file, line: whole.slice(0, at).split('\n').length, lines: [] }
  })
}

/** A module marks each step of both directions by a comment. */
function locateInModule(directions: readonly (readonly StoredStep[])[], file: string, text: string): LocatedStep[] {
  const lines = linesOf(text)
  let from = 0
  return directions.flatMap((steps) =>
    steps.map((step, index) => {
      const mark = `// step ${index + 1}/${steps.length}: `
      const found = lines.findIndex((line, number) => number >= from && line.trimStart().startsWith(mark))
      from = Math.max(from, found + 1)
      return { ...step, file, line: from + 1, lines }
    }),
  )
}
