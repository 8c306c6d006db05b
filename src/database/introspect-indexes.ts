import type { IndexTerm, TableIndex } from '../schema/schema.js'
import type { Queryable } from './queryable.js'
import { optionalText, text, textList } from './row.js'

/** Indexes by the OID of their table, without those that belong to a constraint. */
export async function readIndexes(db: Queryable): Promise<Map<string, TableIndex[]>> {
  const rows = await db.query(`
    select i.indrelid::int8::text as oid, c.relname, am.amname, i.indisunique,
      pg_get_expr(i.indpred, i.indrelid) as predicate,
      (select json_agg(json_build_object(
          'column', (select a.attname from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[k.place]),
          'expression', case when i.indkey[k.place] = 0 then pg_get_indexdef(i.indexrelid, k.place + 1, true) end,
          'option', i.indoption[k.place],
          'class', case when not oc.opcdefault then oc.opcname end) order by k.place)::text
        from generate_series(0, i.indnkeyatts - 1) as k (place)
        left join pg_opclass oc on oc.oid = i.indclass[k.place]) as terms,
      (select json_agg(a.attname order by k.place)::text
        from generate_series(i.indnkeyatts::int, i.indnatts - 1) as k (place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.place]) as included
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am am on am.oid = c.relam
    where not exists (select from pg_constraint con where con.conindid = i.indexrelid and con.contype in ('p', 'u', 'x'))
    order by i.indrelid, c.relname`)
  const indexes = new Map<string, TableIndex[]>()
  for (const row of rows) {
    const oid = text(row, 'oid')
    indexes.set(oid, [...(indexes.get(oid) ?? []), indexOf(row)])
  }
  return indexes
}

function indexOf(row: Record<string, unknown>): TableIndex {
  const terms: unknown = JSON.parse(text(row, 'terms'))
  return {
    name: text(row, 'relname'),
    unique: row['indisunique'] === true,
    method: text(row, 'amname'),
    terms: Array.isArray(terms) ? terms.map(termOf) : [],
    include: textList(row, 'included'),
    nullsNotDistinct: undefined,
    options: undefined,
    where: optionalText(row, 'predicate'),
  }
}

/** Bit 1 of the option is DESC, bit 2 NULLS FIRST; only what differs from the default of the direction is kept. */
function termOf(value: Record<string, unknown>): IndexTerm {
  const option = Number(value['option'] ?? 0)
  const isDescending = (option & 1) === 1
  const nullsFirst = (option & 2) === 2
  const column = optionalText(value, 'column')
  return {
    kind: column === undefined ? 'expression' : 'column',
    value: column ?? optionalText(value, 'expression') ?? '',
    direction: isDescending ? 'desc' : 'asc',
    nulls: nullsFirst === isDescending ? undefined : nullsFirst ? 'first' : 'last',
    collation: undefined,
    operatorClass: optionalText(value, 'class'),
  }
}
