import { isNotOfExtension, isOurs } from '../database/catalog-scope.js'
import type { Queryable } from '../database/queryable.js'
import { objectList, text, textList } from '../database/row.js'
import { objectQueries } from './object-queries.js'

/** Objects of a database by their name, `view post_titles`, with what PostgreSQL prints for each; empty for a mere name. */
export type Objects = ReadonlyMap<string, string>

/**
 * Everything that a migration could leave behind or fail to bring back. Of what a schema holds, tables, their indexes,
 * sequences, enums and domains, it only says that they are there; of the rest, views, functions, triggers, policies,
 * grants, comments and so on, also what they are like. Objects of extensions are left out.
 */
export async function readObjects(db: Queryable): Promise<Objects> {
  const lines = `select json_agg(json_build_object('name', name, 'definition', coalesce(definition, '')) order by name)::text`
  const [row = {}] = await db.query(`${lines} as objects from (${objectQueries.join('\nunion all\n')}) as found`)
  return new Map(objectList(row, 'objects').map((object) => [text(object, 'name'), text(object, 'definition')]))
}

/** Constraints that were not validated and indexes that were not finished, one line each. */
export async function readUnfinished(db: Queryable): Promise<string[]> {
  return readLines(
    db,
    `
    select format('constraint %I of %s is not validated', conname, conrelid::regclass) as line
    from pg_constraint con join pg_namespace n on n.oid = con.connamespace
    where not convalidated and conrelid <> 0 and conparentid = 0 and ${isOurs('n.nspname')}
      and ${isNotOfExtension('pg_class', 'con.conrelid')}
    union all select format('index %s is not valid', indexrelid::regclass) from pg_index where not indisvalid`,
  )
}

async function readLines(db: Queryable, sql: string): Promise<string[]> {
  const [row] = await db.query(`select json_agg(line order by line)::text as lines from (${sql}) as found`)
  return textList(row ?? {}, 'lines')
}
