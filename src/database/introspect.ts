import type { Column, EnumType, Schema, Table } from '../schema/schema.js'
import { readConstraints } from './introspect-constraints.js'
import { readIndexes } from './introspect-indexes.js'
import type { Queryable } from './queryable.js'
import { optionalText, text, textList } from './row.js'

/** Schemas of PostgreSQL itself and of the runner; the ledger of Kysely's Migrator is left out by its names. */
const NOT_OURS = `n.nspname not in ('information_schema', 'dbgen') and n.nspname !~ '^pg_'`
const NOT_OF_EXTENSION = (catalog: string, oid: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`

/** What a live database has, expressions as PostgreSQL prints them, sorted by name. */
export async function introspect(db: Queryable): Promise<Schema> {
  return {
    extensions: await readExtensions(db),
    schemas: await readSchemas(db),
    enums: await readEnums(db),
    domains: [],
    sequences: [],
    tables: await readTables(db),
    sql: [],
  }
}

async function readExtensions(db: Queryable): Promise<string[]> {
  const rows = await db.query(`select extname from pg_extension where extname <> 'plpgsql' order by extname`)
  return rows.map((row) => text(row, 'extname'))
}

async function readSchemas(db: Queryable): Promise<string[]> {
  const rows = await db.query(
    `select n.nspname from pg_namespace n where ${NOT_OURS} and n.nspname <> 'public' order by n.nspname`,
  )
  return rows.map((row) => text(row, 'nspname'))
}

async function readEnums(db: Queryable): Promise<EnumType[]> {
  const rows = await db.query(`
    select n.nspname, t.typname, obj_description(t.oid, 'pg_type') as comment,
      (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)::text as labels
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'e' and ${NOT_OURS} and ${NOT_OF_EXTENSION('pg_type', 't.oid')}
    order by n.nspname, t.typname`)
  return rows.map((row) => ({
    schema: text(row, 'nspname'),
    name: text(row, 'typname'),
    values: textList(row, 'labels'),
    comment: optionalText(row, 'comment'),
  }))
}

async function readTables(db: Queryable): Promise<Table[]> {
  const rows = await db.query(`
    select c.oid::int8::text as oid, n.nspname, c.relname, obj_description(c.oid, 'pg_class') as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${NOT_OURS} and ${NOT_OF_EXTENSION('pg_class', 'c.oid')}
      and c.relname not in ('kysely_migration', 'kysely_migration_lock')
    order by n.nspname, c.relname`)
  const columns = await readColumns(db)
  const constraints = await readConstraints(db)
  const indexes = await readIndexes(db)
  return rows.map((row) => {
    const oid = text(row, 'oid')
    const own = constraints.get(oid)
    return {
      schema: text(row, 'nspname'),
      name: text(row, 'relname'),
      columns: columns.get(oid) ?? [],
      primaryKey: own?.primaryKey,
      uniques: own?.uniques ?? [],
      foreignKeys: own?.foreignKeys ?? [],
      checks: own?.checks ?? [],
      exclusions: [],
      indexes: indexes.get(oid) ?? [],
      unlogged: undefined,
      options: [],
      rowSecurity: undefined,
      partitionBy: undefined,
      partitions: [],
      comment: optionalText(row, 'comment'),
    }
  })
}

async function readColumns(db: Queryable): Promise<Map<string, Column[]>> {
  const rows = await db.query(`
    select a.attrelid::int8::text as oid, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull,
      a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid) as expression,
      col_description(a.attrelid, a.attnum) as comment
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and ${NOT_OURS}
    order by a.attrelid, a.attnum`)
  const columns = new Map<string, Column[]>()
  for (const row of rows) {
    const oid = text(row, 'oid')
    columns.set(oid, [...(columns.get(oid) ?? []), columnOf(row)])
  }
  return columns
}

function columnOf(row: Record<string, unknown>): Column {
  const expression = optionalText(row, 'expression')
  const isGenerated = text(row, 'attgenerated') !== ''
  const identity = text(row, 'attidentity')
  return {
    name: text(row, 'attname'),
    type: text(row, 'type'),
    collation: undefined,
    nullable: row['attnotnull'] === false,
    default: isGenerated ? undefined : expression,
    identity: identity === 'a' ? 'always' : identity === 'd' ? 'by default' : undefined,
    identityOptions: undefined,
    generated: isGenerated ? expression : undefined,
    isVirtual: undefined,
    comment: optionalText(row, 'comment'),
  }
}
