import type { StoredCheck, StoredStep } from '../migrate/step-text.js'
import { sessionSettings, setSql, withSettings } from './connect-settings.js'
import { checksumOfStep, readProgress, recordStepSql, type StepPlace, type StepRecord } from './ledger.js'
import type { Direction } from './migration-files.js'
import type { Queryable } from './queryable.js'
import { adviceFor, blockersOf } from './runner-advice.js'
import type { Sight } from './runner-blockers.js'
import { runChecks } from './runner-checks.js'
import { type FailedStep, isEnded, MigrationConflict, MigrationInterrupted, stepFailed } from './runner-errors.js'
import { EXPECT_LOCK } from './runner-lock.js'
import { expectNoIndex, settle } from './runner-repair.js'
import { type RetryPolicy, retrying } from './runner-retry.js'
import type { Watcher } from './runner-watch.js'

/**
 * What happens to a step: `skipped` was done by an earlier run, `running` tells how far it has come or what it waits for,
 * `waiting` pauses before it tries for a lock again.
 */
export type StepState = 'skipped' | 'begun' | 'running' | 'waiting' | 'done'

/** One line of progress. */
export interface StepProgress extends StepPlace {
  readonly total: number
  readonly title: string
  readonly state: StepState
  /** How far it has come, or what stands in the way: `building index: scanning table, 43 %`. */
  readonly detail?: string
}

/** How steps are run. */
export interface StepOptions {
  /** Milliseconds that a step waits for the lock of a table at each attempt. */
  readonly lockTimeout: number
  /** Milliseconds that `concurrently` waits for transactions of others before it is given up. */
  readonly concurrentPatience: number
  readonly retry: RetryPolicy
  readonly onStep: (progress: StepProgress) => void
  readonly watcher: Watcher
  /** Ends the run behind the statement at work, which is cancelled. */
  readonly signal: AbortSignal | undefined
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
  if (records.size === 0) await runChecks(db, run.migration, run.checks, options)
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
  readonly report: (state: StepState, detail?: string) => void
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
    report: (state, detail) => options.onStep({ ...titled, state, ...(detail === undefined ? {} : { detail }) }),
    fail: (error) => failureOf(titled, error, options),
  }
}

function failureOf(step: FailedStep, error: unknown, options: StepOptions): Error {
  if (options.signal?.aborted === true && isEnded(error)) return interruptedAt(step)
  const advice = `the steps before it are kept: ${adviceFor(error, options)}, it goes on with this step`
  const { watcher } = options
  return stepFailed(
    step,
    error,
    [...blockersOf(watcher.lastSeen(), error), advice].join('\n  '),
    isEnded(error) && watcher.gaveUp(),
  )
}

function interruptedAt({ migration, step, total, title }: FailedStep): MigrationInterrupted {
  return new MigrationInterrupted(
    `interrupted: ${migration} is at step ${step}/${total}, "${title}", and the steps before it are kept\n` +
      '  run again, it goes on with this step',
  )
}

async function runTask(db: Queryable, task: Task): Promise<void> {
  if (task.record?.isFinished === true) return task.report('skipped')
  try {
    if (task.options.signal?.aborted === true) throw new MigrationInterrupted('interrupted')
    task.report('begun')
    await (task.step.transactional ? runInTransaction(db, task) : runOutside(db, task))
  } catch (error) {
    throw task.fail(error)
  }
  task.report('done')
}

/** In one message, so that the locks of the step are not held for the way of another one. */
async function runInTransaction(db: Queryable, { step, place, finishSql, options, report }: Task): Promise<void> {
  const settings = setSql(sessionSettings(options.lockTimeout), 'local')
  const note = `${recordStepSql(place, step, 'done')}\n${finishSql}`
  const sql = `begin;\n${settings}\n${EXPECT_LOCK}\n${step.sql}\n;\n${note}\ncommit;`
  const attempt = async (): Promise<void> => {
    try {
      await options.watcher.during(() => db.run(sql), { onSight: (sight) => reportSight(sight, report) })
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
  // `index concurrently` waits for others without standing in their way, and given up it would leave half an index. The
  // detachment of a partition ends with a lock that readers of the partition wait for.
  const isConcurrent = /\bindex\s+concurrently\b/i.test(step.sql)
  const lockTimeout = isConcurrent ? 0 : options.lockTimeout
  const watch = {
    patience: isConcurrent ? options.concurrentPatience : undefined,
    onSight: (sight: Sight) => reportSight(sight, report),
  }
  const during = <Result>(work: () => Promise<Result>): Promise<Result> => options.watcher.during(work, watch)
  const run = async (): Promise<void> => {
    let wasBegun = await settleEarlier(db, step, record)
    if (!wasBegun) {
      await expectNoIndex(db, step.sql)
      await db.run(`${EXPECT_LOCK}\n${recordStepSql(place, step, 'begun')}`)
    }
    const attempt = async (): Promise<void> => {
      if (wasBegun && (await during(() => settle(db, step.sql))) === 'done') return
      wasBegun = true
      try {
        await during(() => db.run(step.sql))
      } catch (error) {
        await tidy(db, step.sql, options.lockTimeout)
        throw error
      }
    }
    await retrying(options.retry, attempt, () => report('waiting'))
  }
  await withSettings(db, sessionSettings(lockTimeout), run, EXPECT_LOCK)
  await db.run(recordStepSql(place, step, 'done'))
}

/**
 * Half a unique index would go on refusing rows, so it is not left for the next run, which tidies up after a crash and
 * where it cannot be removed now.
 */
async function tidy(db: Queryable, sql: string, lockTimeout: number): Promise<void> {
  await withSettings(db, sessionSettings(lockTimeout), () => settle(db, sql)).catch(() => {})
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

function reportSight({ blockers, progress }: Sight, report: Task['report']): void {
  const [first] = blockers
  const detail = first === undefined ? progress : `waiting for ${first.description}`
  if (detail !== undefined) report('running', detail)
}
