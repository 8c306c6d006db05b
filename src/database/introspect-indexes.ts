import type { IndexTerm, TableIndex } from '../schema/schema.js'
import { andAmong, isOurs } from './catalog-scope.js'
import type { Queryable } from './queryable.js'
import { objectList, optionalText, text, textList } from './row.js'

/**
 * The collation of a term where it is not the one that its column has by itself. That of an expression by itself stands in
 * no catalog: PostgreSQL prints the other one behind the expression.
 */
const collation = `case
            when k.number = 0 and position(k.printed || ' COLLATE ' in pg_get_indexdef(i.indexrelid)) = 0 then null
            when i.indcollation[k.place] <> coalesce(a.attcollation, 0) then nullif(i.indcollation[k.place], 0)::regcollation::text end`

/** The terms of a `pg_index` called `i`, as `termOf` reads them. */
export const indexTermsColumn = `(select json_agg(json_build_object(
          'column', a.attname,
          'expression', case when k.number = 0 then pg_get_indexdef(i.indexrelid, k.place + 1, true) end,
          'collation', ${collation},
          'option', i.indoption[k.place],
          'class', case when oc.opcdefault then null when pg_opclass_is_visible(oc.oid) then oc.opcname::text
            else ocn.nspname || '.' || oc.opcname end) order by k.place)::text
        from (select place, i.indkey[place] as number,
            case when i.indkey[place] = 0 then pg_get_indexdef(i.indexrelid, place + 1, false) end as printed
          from generate_series(0, i.indnkeyatts - 1) as p (place)) as k
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number and k.number <> 0
        left join pg_opclass oc on oc.oid = i.indclass[k.place]
        left join pg_namespace ocn on ocn.oid = oc.opcnamespace)`

/** Indexes by the OID of their table, without those that belong to a constraint. */
export async function readIndexes(db: Queryable, only?: readonly string[]): Promise<Map<string, TableIndex[]>> {
  const rows = await db.query(`
    select i.indrelid::int8::text as oid, c.relname, am.amname, i.indisunique,
      coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) as nulls_not_distinct,
      (select json_agg(o order by o)::text from unnest(c.reloptions) as o) as options,
      pg_get_expr(i.indpred, i.indrelid) as predicate, ${indexTermsColumn} as terms,
      (select json_agg(a.attname order by k.place)::text
        from generate_series(i.indnkeyatts::int, i.indnatts - 1) as k (place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.place]) as included
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am am on am.oid = c.relam
    join pg_namespace n on n.oid = c.relnamespace
    where ${isOurs('n.nspname')} and not c.relispartition${andAmong('i.indrelid', only)}
      and not exists (select from pg_constraint con where con.conindid = i.indexrelid and con.contype in ('p', 'u', 'x'))
    order by i.indrelid, c.relname`)
  const indexes = new Map<string, TableIndex[]>()
  for (const row of rows) {
    const oid = text(row, 'oid')
    indexes.set(oid, [...(indexes.get(oid) ?? []), indexOf(row)])
  }
  return indexes
}

function indexOf(row: Record<string, unknown>): TableIndex {
  const options = textList(row, 'options')
  return {
    name: text(row, 'relname'),
    unique: row['indisunique'] === true,
    method: text(row, 'amname'),
    terms: objectList(row, 'terms').map(termOf),
    include: textList(row, 'included'),
    nullsNotDistinct: row['nulls_not_distinct'] === true ? true : undefined,
    options: options.length === 0 ? undefined : options,
    where: optionalText(row, 'predicate'),
  }
}

/** Bit 1 of the option is DESC, bit 2 NULLS FIRST; only what differs from the default of the direction is kept. */
export function termOf(value: Record<string, unknown>): IndexTerm {
  const option = Number(value['option'] ?? 0)
  const isDescending = (option & 1) === 1
  const nullsFirst = (option & 2) === 2
  const column = optionalText(value, 'column')
  return {
    kind: column === undefined ? 'expression' : 'column',
    value: column ?? optionalText(value, 'expression') ?? '',
    direction: isDescending ? 'desc' : 'asc',
    nulls: nullsFirst === isDescending ? undefined : nullsFirst ? 'first' : 'last',
    collation: optionalText(value, 'collation'),
    operatorClass: optionalText(value, 'class'),
  }
}
