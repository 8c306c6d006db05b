import type { Queryable } from '../database/queryable.js'
import { textList } from '../database/row.js'

const OURS = (schema: string): string => `${schema} not in ('information_schema', 'dbgen') and ${schema} !~ '^pg_'`
const NOT_OF_EXTENSION = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`

/**
 * Everything that a migration could leave behind, one line each: tables, indexes, sequences, views, types, functions,
 * triggers and policies, without those of extensions. It only says that they are there, not what they are like.
 */
export async function readObjects(db: Queryable): Promise<string[]> {
  return readLines(
    db,
    `
    select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
      when 'i' then 'index' when 'I' then 'index' when 'c' then 'type' else 'table' end || ' ' || c.oid::regclass::text as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind <> 't' and ${OURS('n.nspname')} and ${NOT_OF_EXTENSION('pg_class', 'c.oid')}
    union all select 'type ' || t.oid::regtype::text
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where t.typtype in ('d', 'e', 'r', 'm') and ${OURS('n.nspname')} and ${NOT_OF_EXTENSION('pg_type', 't.oid')}
    union all select 'function ' || p.oid::regprocedure::text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${OURS('n.nspname')} and ${NOT_OF_EXTENSION('pg_proc', 'p.oid')}
    union all select format('trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger where not tgisinternal
    union all select format('policy %I on %s', polname, polrelid::regclass) from pg_policy`,
  )
}

/** Constraints that were not validated and indexes that were not finished, one line each. */
export async function readUnfinished(db: Queryable): Promise<string[]> {
  return readLines(
    db,
    `
    select format('constraint %I of %s is not validated', conname, conrelid::regclass) as line
    from pg_constraint where not convalidated and conrelid <> 0
    union all select format('index %s is not valid', indexrelid::regclass) from pg_index where not indisvalid`,
  )
}

async function readLines(db: Queryable, sql: string): Promise<string[]> {
  const [row] = await db.query(`select json_agg(line order by line)::text as lines from (${sql}) as found`)
  return textList(row ?? {}, 'lines')
}
