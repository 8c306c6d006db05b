import type { Schema, Table } from '../schema/schema.js'
import { isOurs, isOurTable } from './catalog-scope.js'
import { introspect } from './introspect.js'
import { readSequences } from './introspect-sequences.js'
import { readTables } from './introspect-tables.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'

/** What a database had when it was last looked at, with the marks by which it is seen what changed since. */
export interface Introspected {
  readonly schema: Schema
  readonly marks: Marks
}

/** Which versions the rows of the catalogs have: PostgreSQL changes none in place but for statistics. */
interface Marks {
  /** What tables and their parts are printed with: types, functions, operators, sequences. */
  readonly rest: string
  /** By OID, sorted as a schema has them. */
  readonly tables: ReadonlyMap<string, { readonly schema: string; readonly name: string; readonly mark: string }>
}

/**
 * The same as `introspect`, and as fast as little has changed since the last time: every row of the catalogs is asked
 * whether it is still the same, but only tables of which one is not, and those that refer to them, are read again. All are
 * where a table was renamed, or where something changed that belongs to none.
 */
export async function introspectAgain(db: Queryable, last?: Introspected): Promise<Introspected> {
  const marks = await readMarks(db)
  const changed = last === undefined ? undefined : changedTables(last, marks)
  if (last === undefined || changed === undefined) return { schema: await introspect(db), marks }
  const known = new Map(last.schema.tables.map((table) => [keyOf(table), table]))
  for (const table of await readTables(db, [...changed])) known.set(keyOf(table), table)
  const tables = [...marks.tables.values()].flatMap((table) => known.get(keyOf(table)) ?? [])
  // Those that there are may belong to a column that has another name.
  const sequences = last.schema.sequences.length === 0 ? [] : await readSequences(db)
  return { schema: { ...last.schema, sequences, tables }, marks }
}

/** OIDs of the tables to read again; undefined where all are. */
function changedTables({ schema, marks: before }: Introspected, now: Marks): Set<string> | undefined {
  if (before.rest !== now.rest) return undefined
  const changed = new Set<string>()
  const names = new Set<string>()
  for (const [oid, table] of now.tables) {
    const old = before.tables.get(oid)
    if (old !== undefined && keyOf(old) !== keyOf(table)) return undefined
    if (old?.mark !== table.mark) changed.add(oid)
    if (old?.mark !== table.mark) names.add(keyOf(table))
  }
  const referring = schema.tables.filter(({ foreignKeys }) =>
    foreignKeys.some(({ target }) => names.has(keyOf(target))),
  )
  const near = new Set(referring.map(keyOf))
  for (const [oid, table] of now.tables) if (near.has(keyOf(table))) changed.add(oid)
  return changed.size * 2 > now.tables.size ? undefined : changed
}

function keyOf({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${schema}\0${name}`
}

/** The transaction that made this version of a row: a later one has a higher number. */
const version = (row: string): string => `${row}.xmin::text::int8 as version`

const FIRST_OID = 16384

const rowsOfTables = `
  select attrelid as oid, ${version('a')} from pg_attribute a where attrelid >= ${FIRST_OID}
  union all select adrelid, ${version('d')} from pg_attrdef d
  union all select conrelid, ${version('c')} from pg_constraint c where conrelid >= ${FIRST_OID}
  union all select indrelid, ${version('i')} from pg_index i where indrelid >= ${FIRST_OID}
  union all select i.indrelid, ${version('c')} from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid >= ${FIRST_OID}
  union all select objoid, ${version('d')} from pg_description d where objoid >= ${FIRST_OID} and classoid = 'pg_class'::regclass
  union all select t.oid, ${version('c')} from pg_class t join pg_class c on c.oid = t.reltoastrelid where t.oid >= ${FIRST_OID}
  union all select i.inhparent, ${version('c')} from pg_inherits i join pg_class c on c.oid = i.inhrelid
  union all select d.refobjid, ${version('s')} from pg_sequence s join pg_depend d on d.objid = s.seqrelid
    where d.refclassid = 'pg_class'::regclass and d.classid = 'pg_class'::regclass and d.deptype = 'i'`

/** Of the types of tables only the tables count, of sequences those that are no part of a column. */
const rest = `
  select ${version('y')} from pg_type y join pg_namespace n on n.oid = y.typnamespace
    left join pg_type e on e.oid = y.typelem left join pg_class c on c.oid = coalesce(nullif(y.typrelid, 0), e.typrelid)
    where ${isOurs('n.nspname')} and (c.oid is null or c.relkind = 'c')
  union all select ${version('e')} from pg_enum e
  union all select ${version('x')} from pg_extension x
  union all select ${version('c')} from pg_constraint c where contypid <> 0
  union all select ${version('d')} from pg_description d where objoid >= ${FIRST_OID} and classoid <> 'pg_class'::regclass
  union all select ${version('n')} from pg_namespace n where ${isOurs('n.nspname')}
  union all select ${version('p')} from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${isOurs('n.nspname')}
  union all select ${version('o')} from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where ${isOurs('n.nspname')}
  union all select ${version('o')} from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace where ${isOurs('n.nspname')}
  union all select ${version('o')} from pg_collation o join pg_namespace n on n.oid = o.collnamespace where ${isOurs('n.nspname')}
  union all select v.version from pg_class s join pg_namespace n on n.oid = s.relnamespace
    join pg_sequence q on q.seqrelid = s.oid
    cross join lateral (select ${version('s')} union all select ${version('q')} union all
      select ${version('d')} from pg_depend d where d.objid = s.oid and d.classid = 'pg_class'::regclass union all
      select ${version('d')} from pg_description d where d.objoid = s.oid and d.classoid = 'pg_class'::regclass) as v
    where ${isOurs('n.nspname')} and not exists
      (select from pg_depend d where d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype = 'i')`

/** What is new has a higher number than all that was there, and what is gone is missing. */
const markOf = `count(*) || ' ' || coalesce(max(version), 0)`

async function readMarks(db: Queryable): Promise<Marks> {
  const rows = await db.query(`
    select c.oid::int8::text as oid, n.nspname, c.relname, c.xmin || ' ' || coalesce(r.mark, '') as mark
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join (select oid, ${markOf} as mark from (${rowsOfTables}) as r group by oid) as r on r.oid = c.oid
    where ${isOurTable} order by n.nspname, c.relname`)
  const [other = {}] = await db.query(`select ${markOf} as mark from (${rest}) as r`)
  const tables = rows.map(
    (row) =>
      [
        text(row, 'oid'),
        { schema: text(row, 'nspname'), name: text(row, 'relname'), mark: text(row, 'mark') },
      ] as const,
  )
  return { rest: text(other, 'mark'), tables: new Map(tables) }
}
