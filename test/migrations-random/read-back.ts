import { isDeepStrictEqual } from 'node:util'
import type { Plan, Step } from '../../src/migrate/plan.js'
import { printKysely } from '../../src/migrate/print-kysely.js'
import { type MigrationHead, printSql } from '../../src/migrate/print-sql.js'
import { readKysely } from '../../src/migrate/read-kysely.js'
import { commentLine, readChecks, readSteps, type StoredStep } from '../../src/migrate/step-text.js'

const head: MigrationHead = { id: '20260101000000_pair', parent: 'none', proof: [] }

/** Throws where what is printed, as SQL or for Kysely, does not read back as the steps and checks of the plan. */
export function expectReadBack(plan: Plan): void {
  const sql = printSql(plan, head, [])
  const kysely = readKysely(printKysely(plan, head, []))
  const [upChecks, downChecks] = [plan.upChecks.map(asStored), plan.downChecks.map(asStored)]
  expectEqual('SQL', [readSteps(sql.up), readChecks(sql.up)], [plan.up.map(storedStep), upChecks])
  expectEqual('SQL', [readSteps(sql.down), readChecks(sql.down)], [plan.down.map(storedStep), downChecks])
  const wanted = [plan.up.map(storedStep), plan.down.map(storedStep), upChecks, downChecks]
  expectEqual('a Kysely module', [kysely.up, kysely.down, kysely.upChecks, kysely.downChecks], wanted)
}

function storedStep({ title, transactional, statements }: Step): StoredStep {
  return { title: commentLine(title), transactional, sql: statements.join('\n') }
}

function asStored({ title, sql, advice }: Plan['upChecks'][number]): Plan['upChecks'][number] {
  return { title: commentLine(title), sql, advice: commentLine(advice) }
}

function expectEqual(what: string, found: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(normal(found), normal(wanted))) return
  throw new Error(`${what} does not read back:\n${JSON.stringify(found)}\ninstead of\n${JSON.stringify(wanted)}`)
}

/** Without the order of keys. */
function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
