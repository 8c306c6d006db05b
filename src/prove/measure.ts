import type { Queryable } from '../database/queryable.js'
import { optionalText, text } from '../database/row.js'
import type { Step } from '../migrate/plan.js'
import { LOCK_MODES, type StepMeasure } from '../migrate/step-measure.js'

/** Tables that were there before the migration, with the file of each: it changes when the table is written anew. */
export interface Measuring {
  readonly tables: Map<string, { readonly name: string; readonly file: string }>
}

/** Looks at the tables that are there now. */
export async function startMeasuring(db: Queryable): Promise<Measuring> {
  const rows = await db.query(`
    select c.oid::int8::text as oid, c.oid::regclass::text as name, pg_relation_filenode(c.oid)::int8::text as file
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`)
  const tables = rows.map(
    (row) => [text(row, 'oid'), { name: text(row, 'name'), file: optionalText(row, 'file') ?? '' }] as const,
  )
  return { tables: new Map(tables) }
}

/** Runs a step for good. */
export async function runStep(db: Queryable, step: Step): Promise<void> {
  if (step.transactional) return runTransaction(db, step.statements.join('\n'))
  for (const statement of step.statements) await db.run(statement)
}

/** Runs SQL in a transaction of its own. */
export async function runTransaction(db: Queryable, sql: string): Promise<void> {
  await inTransaction(db, async () => db.run(`begin;\n${sql}\ncommit;`))
}

/** Runs a step for good and measures it: the locks on tables that were there before, which were read, which written anew. */
export async function runMeasured(db: Queryable, step: Step, measuring: Measuring): Promise<StepMeasure> {
  if (measuring.tables.size === 0) {
    await runStep(db, step)
    return { isMeasured: true, locks: [], scans: [], rewrites: [] }
  }
  if (step.transactional) return measureTransaction(db, step, measuring, 'commit')
  const rehearsed = await rehearse(db, step, measuring)
  await runStep(db, step)
  return rehearsed ?? { isMeasured: false, locks: [], scans: [], rewrites: await readRewrites(db, measuring) }
}

/**
 * A step that must be outside a transaction because of what follows it, as a new enum value that cannot be used at once,
 * runs inside one that is rolled back and is measured there; a block that commits in between, without doing so. Undefined
 * where PostgreSQL refuses, as it does for an index built concurrently: the statement without the word would be another
 * one, with other locks.
 */
async function rehearse(db: Queryable, step: Step, measuring: Measuring): Promise<StepMeasure | undefined> {
  const inOneTransaction = { ...step, statements: step.statements.map(withoutCommits) }
  try {
    return await measureTransaction(db, inOneTransaction, measuring, 'rollback')
  } catch {
    return undefined
  }
}

/** A DO block without its lines that are nothing but a COMMIT. */
function withoutCommits(statement: string): string {
  return /^\s*do\b/i.test(statement)
    ? statement.replace(/^[ \t]*commit(?: and (?:no )?chain)?;[ \t]*$/gim, '')
    : statement
}

async function measureTransaction(
  db: Queryable,
  { statements }: Step,
  { tables }: Measuring,
  ending: 'commit' | 'rollback',
): Promise<StepMeasure> {
  const sql = `${rememberScans}\n${statements.join('\n')}`
  return inTransaction(db, async () => {
    await db.run(`begin;\n${sql}`)
    const found = (await db.query(touchedTables)).flatMap((row) => {
      const known = tables.get(text(row, 'oid'))
      return known === undefined
        ? []
        : [
            {
              ...readTouched(row),
              oid: text(row, 'oid'),
              name: known.name,
              known: known.file,
              now: optionalText(row, 'name'),
            },
          ]
    })
    const rewritten = found.filter(({ file, known }) => file !== undefined && file !== known)
    if (ending === 'commit') {
      // The steps behind know a renamed table by its new name.
      for (const { oid, name, now = name, file, known } of found) tables.set(oid, { name: now, file: file ?? known })
    }
    const isRead = ({ mode, scans }: Touched): boolean =>
      scans > 0 && LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf('share update exclusive')
    await db.run(ending)
    return {
      isMeasured: true,
      locks: found.map(({ name, mode }) => ({ table: name, mode })),
      scans: found.filter((table) => isRead(table) && !rewritten.includes(table)).map(({ name }) => name),
      rewrites: rewritten.map(({ name }) => name),
    }
  })
}

/** Work that begins and ends a transaction; one that fails is rolled back. */
export async function inTransaction<Result>(db: Queryable, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    await db.run('rollback')
    throw error
  }
}

interface Touched {
  readonly mode: string
  /** How often the step read the table from its first row to its last. */
  readonly scans: number
  /** Undefined where the step dropped the table. */
  readonly file: string | undefined
}

/** PostgreSQL counts scans until it reports them, not by transaction: those of the step are the difference. */
const rememberScans = `select set_config('dbgen.scans', coalesce(json_object_agg(oid::int8, pg_stat_get_xact_numscans(oid)), '{}')::text, true)
  from pg_class where relkind = 'r' and oid >= 16384;`

const touchedTables = `
  select l.relation::int8::text as oid, string_agg(distinct l.mode, ',') as modes,
    max(pg_relation_filenode(c.oid))::int8::text as file, max(c.oid::regclass::text) as name,
    (pg_stat_get_xact_numscans(l.relation) - coalesce((current_setting('dbgen.scans')::json ->> l.relation::int8::text)::int8, 0))::int4 as scans
  from pg_locks l left join pg_class c on c.oid = l.relation
  where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.relation >= 16384
  group by l.relation order by min(l.relation::regclass::text)`

function readTouched(row: Record<string, unknown>): Touched {
  const held = text(row, 'modes')
    .split(',')
    .map((mode) => LOCK_MODES.indexOf(lockName(mode)))
  return {
    mode: LOCK_MODES[Math.max(...held)] ?? '',
    scans: Number(row['scans'] ?? 0),
    file: optionalText(row, 'file'),
  }
}

/** `AccessExclusiveLock` as the documentation writes it: `access exclusive`. */
function lockName(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
}

/** What was written anew since the tables were last looked at. */
async function readRewrites(db: Queryable, { tables }: Measuring): Promise<string[]> {
  const now = await startMeasuring(db)
  return [...tables].flatMap(([oid, { name, file }]) => {
    const after = now.tables.get(oid)
    if (after === undefined || after.file === file) return []
    tables.set(oid, { name, file: after.file })
    return [name]
  })
}
