import type { EnumType, Schema } from '../schema/schema.js'
import { isNotOfExtension, isOurs } from './catalog-scope.js'
import { readDomains } from './introspect-domains.js'
import { readSequences } from './introspect-sequences.js'
import { readTables } from './introspect-tables.js'
import type { Queryable } from './queryable.js'
import { optionalText, text, textList } from './row.js'

/**
 * What a live database has, PostgreSQL 15 and up, expressions as PostgreSQL prints them, sorted by name. Expects a session
 * in UTC that finds names in `public` alone. Objects of extensions and those in the schema `dbgen` are left out. A column
 * that an older PostgreSQL does not have is read out of the row as JSON.
 */
export async function introspect(db: Queryable): Promise<Schema> {
  return {
    extensions: await readExtensions(db),
    schemas: await readSchemas(db),
    enums: await readEnums(db),
    domains: await readDomains(db),
    sequences: await readSequences(db),
    tables: await readTables(db),
    sql: [],
  }
}

async function readExtensions(db: Queryable): Promise<string[]> {
  const rows = await db.query(`select extname from pg_extension where extname <> 'plpgsql' order by extname`)
  return rows.map((row) => text(row, 'extname'))
}

async function readSchemas(db: Queryable): Promise<string[]> {
  const rows = await db.query(`
    select n.nspname from pg_namespace n
    where ${isOurs('n.nspname')} and n.nspname <> 'public' and ${isNotOfExtension('pg_namespace', 'n.oid')}
    order by n.nspname`)
  return rows.map((row) => text(row, 'nspname'))
}

async function readEnums(db: Queryable): Promise<EnumType[]> {
  const rows = await db.query(`
    select n.nspname, t.typname, obj_description(t.oid, 'pg_type') as comment,
      (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)::text as labels
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'e' and ${isOurs('n.nspname')} and ${isNotOfExtension('pg_type', 't.oid')}
    order by n.nspname, t.typname`)
  return rows.map((row) => ({
    schema: text(row, 'nspname'),
    name: text(row, 'typname'),
    values: textList(row, 'labels'),
    comment: optionalText(row, 'comment'),
  }))
}
