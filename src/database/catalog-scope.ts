/** A condition on the name of a schema: schemas of PostgreSQL itself and of the runner are left out. */
export function isOurs(schema: string): string {
  return `${schema} not in ('information_schema', 'dbgen') and ${schema} !~ '^pg_'`
}

/** A condition on an object of a catalog: what belongs to an extension is left out. */
export function isNotOfExtension(catalog: string, oid: string): string {
  return `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`
}

/** A condition on a `pg_class` called `c` in a `pg_namespace` called `n`: a table that is not a partition, and ours. */
export const isOurTable = `c.relkind in ('r', 'p') and not c.relispartition and ${isOurs('n.nspname')}
      and ${isNotOfExtension('pg_class', 'c.oid')} and c.relname not in ('kysely_migration', 'kysely_migration_lock')`

/** ` and c.oid in (16384, 16390)`; nothing where all are meant. */
export function andAmong(oid: string, only: readonly string[] | undefined): string {
  return only === undefined ? '' : ` and ${oid} in (${['0', ...only].join(', ')})`
}
