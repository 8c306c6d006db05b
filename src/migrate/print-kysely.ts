import type { Plan, Step } from './plan.js'
import type { MigrationHead } from './print-sql.js'

/**
 * The plan as a migration module that Kysely's Migrator runs. Kysely keeps all steps in one transaction, so a plan with a
 * step that must be outside of one says so to the runner of the module.
 */
export function printKysely(plan: Plan, head: MigrationHead): string {
  const lines = [
    `// migration ${head.id}`,
    `// parent: ${head.parent}`,
    ...head.proof.map((line) => `// ${line}`),
    ...outsideNote(plan),
    '',
    'import { type Kysely, sql } from "kysely";',
    '',
    ...printFunction('up', plan.up),
    '',
    ...plan.irreversible.map((loss) => `// cannot bring back: ${loss}`),
    ...printFunction('down', plan.down),
    '',
  ]
  return lines.join('\n')
}

function outsideNote(plan: Plan): string[] {
  const isOutside = [...plan.up, ...plan.down].some(({ transactional }) => !transactional)
  return isOutside ? ['// some steps cannot run in a transaction: run it with `disableTransactions: true`'] : []
}

function printFunction(name: 'up' | 'down', steps: readonly Step[]): string[] {
  if (steps.length === 0) return [`export async function ${name}(): Promise<void> {}`]
  return [
    `export async function ${name}(db: Kysely<unknown>): Promise<void> {`,
    steps.map(printStep).join('\n\n'),
    '}',
  ]
}

function printStep({ title, statements }: Step): string {
  const calls = statements.map((statement) => {
    const text = statement.replace(/;$/, '').replace(/\\|`|\$\{/g, '\\$&').replaceAll('\n', '\n    ')
    return text.includes('\n') ? `  await sql\`\n    ${text}\n  \`.execute(db);` : `  await sql\`${text}\`.execute(db);`
  })
  return [`  // ${title}`, ...calls].join('\n')
}
