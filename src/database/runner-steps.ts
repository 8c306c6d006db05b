import type { StoredCheck, StoredStep } from '../migrate/step-text.js'
import { sessionSettings, setSql, withSettings } from './connect-settings.js'
import { checksumOfStep, readProgress, recordStepSql, type StepPlace, type StepRecord } from './ledger.js'
import type { Direction } from './migration-files.js'
import type { Queryable } from './queryable.js'
import { runChecks } from './runner-checks.js'
import { isLockProblem, MigrationConflict, stepFailed } from './runner-errors.js'
import { expectNoIndex, settle } from './runner-repair.js'
import { type RetryPolicy, retrying } from './runner-retry.js'

/** What happens to a step: `skipped` was done by an earlier run, `waiting` waits for a lock before it tries again. */
export type StepState = 'skipped' | 'begun' | 'waiting' | 'done'

/** One line of progress. */
export interface StepProgress extends StepPlace {
  readonly total: number
  readonly title: string
  readonly state: StepState
}

/** How steps are run. */
export interface StepOptions {
  /** Milliseconds that a step waits for the lock of a table at each attempt. */
  readonly lockTimeout: number
  readonly retry: RetryPolicy
  readonly onStep: (progress: StepProgress) => void
}

/** The steps of a migration in one direction. */
export interface StepsToRun {
  readonly migration: string
  readonly direction: Direction
  readonly steps: readonly StoredStep[]
  /** What must hold before the first of them. */
  readonly checks: readonly StoredCheck[]
  /** SQL that notes the migration as a whole; in the transaction of the last step where that has one. */
  readonly finishSql: string
}

/**
 * Runs the steps that the database does not have yet, each with the note of it, so that a run which is cut off anywhere
 * is continued by the next. Throws MigrationFailed, and MigrationConflict where steps that were done are now others.
 */
export async function runSteps(db: Queryable, run: StepsToRun, options: StepOptions): Promise<void> {
  const records = await readProgress(db, run.migration, run.direction)
  expectSameSteps(run, records)
  if (records.size === 0) await runChecks(db, run.migration, run.checks)
  const tasks = run.steps.map((step, index) => taskOf(run, step, index, records.get(index + 1), options))
  for (const task of tasks) await runTask(db, task)
  const last = tasks.at(-1)
  const isNoted = last?.step.transactional === true && last.record?.isFinished !== true
  if (!isNoted && run.finishSql !== '') await db.run(`begin;\n${run.finishSql}\ncommit;`)
}

/** A step with all that it takes to run it. */
interface Task {
  readonly step: StoredStep
  readonly place: StepPlace
  /** What an earlier run noted of it. */
  readonly record: StepRecord | undefined
  /** What is to be noted along with it. */
  readonly finishSql: string
  readonly options: StepOptions
  readonly report: (state: StepState) => void
  readonly fail: (error: unknown) => Error
}

function taskOf(
  { migration, direction, steps, finishSql }: StepsToRun,
  step: StoredStep,
  index: number,
  record: StepRecord | undefined,
  options: StepOptions,
): Task {
  const place = { migration, direction, step: index + 1 }
  const titled = { ...place, total: steps.length, title: step.title }
  return {
    step,
    place,
    record,
    finishSql: index === steps.length - 1 ? finishSql : '',
    options,
    report: (state) => options.onStep({ ...titled, state }),
    fail: (error) => {
      const advice = `the steps before it are kept: ${adviceFor(error, options)}, it goes on with this step`
      return stepFailed(titled, error, advice)
    },
  }
}

async function runTask(db: Queryable, task: Task): Promise<void> {
  if (task.record?.isFinished === true) return task.report('skipped')
  task.report('begun')
  try {
    await (task.step.transactional ? runInTransaction(db, task) : runOutside(db, task))
  } catch (error) {
    throw task.fail(error)
  }
  task.report('done')
}

/** In one message, so that the locks of the step are not held for the way of another one. */
async function runInTransaction(db: Queryable, { step, place, finishSql, options, report }: Task): Promise<void> {
  const settings = setSql(sessionSettings(options.lockTimeout), 'local')
  const sql = `begin;\n${settings}\n${step.sql}\n;\n${recordStepSql(place, step, 'done')}\n${finishSql}\ncommit;`
  const attempt = async (): Promise<void> => {
    try {
      await db.run(sql)
    } catch (error) {
      await rollBack(db)
      throw error
    }
  }
  await retrying(options.retry, attempt, () => report('waiting'))
}

/** A session that is gone has rolled back already; what matters is why. */
async function rollBack(db: Queryable): Promise<void> {
  await db.run('rollback').catch(() => {})
}

/** Begun and done are noted on their own; in between, the catalog is asked what became of it. */
async function runOutside(db: Queryable, { step, place, record, options, report }: Task): Promise<void> {
  // `concurrently` waits for others without standing in their way, and given up it would leave half an index.
  const lockTimeout = /\bconcurrently\b/i.test(step.sql) ? 0 : options.lockTimeout
  await withSettings(db, sessionSettings(lockTimeout), async () => {
    let wasBegun = await settleEarlier(db, step, record)
    if (!wasBegun) {
      await expectNoIndex(db, step.sql)
      await db.run(recordStepSql(place, step, 'begun'))
    }
    const attempt = async (): Promise<void> => {
      if (wasBegun && (await settle(db, step.sql)) === 'done') return
      wasBegun = true
      await runOrTidy(db, step.sql)
    }
    await retrying(options.retry, attempt, () => report('waiting'))
  })
  await db.run(recordStepSql(place, step, 'done'))
}

/** Half a unique index would go on refusing rows, so it is not left for the next run, which tidies up after a crash. */
async function runOrTidy(db: Queryable, sql: string): Promise<void> {
  try {
    await db.run(sql)
  } catch (error) {
    await settle(db, sql).catch(() => 'open')
    throw error
  }
}

/** Whether an earlier run has begun this very step; what it left of one that has been edited since is removed. */
async function settleEarlier(db: Queryable, step: StoredStep, record: StepRecord | undefined): Promise<boolean> {
  if (record === undefined || record.checksum === checksumOfStep(step)) return record !== undefined
  await settle(db, record.sql)
  return false
}

function expectSameSteps({ migration, steps }: StepsToRun, records: ReadonlyMap<number, StepRecord>): void {
  const changed = [...records.values()].filter(({ step, checksum, isFinished }) => {
    const now = steps[step - 1]
    return isFinished && (now === undefined || checksumOfStep(now) !== checksum)
  })
  if (changed.length === 0) return
  const numbers = changed.map(({ step }) => step).join(', ')
  throw new MigrationConflict([
    `${migration} was interrupted, and since then step ${numbers}, which the database has, was edited or removed: ` +
      'restore it; only the steps behind may be edited',
  ])
}

/** What to do about a step that failed. */
export function adviceFor(error: unknown, { retry, lockTimeout }: StepOptions): string {
  if (!isLockProblem(error)) return 'remove the cause and run again'
  const tried = `tried ${retry.attempts} times for ${lockTimeout} ms`
  return `another session holds a lock that it needs, ${tried}: run again when less is going on`
}
