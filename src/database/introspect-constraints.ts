import type { CheckConstraint, ForeignKeyConstraint, KeyConstraint, ReferentialAction } from '../schema/schema.js'
import type { Queryable } from './queryable.js'
import { optionalText, text, textList } from './row.js'

export interface TableConstraints {
  primaryKey: KeyConstraint | undefined
  readonly uniques: KeyConstraint[]
  readonly foreignKeys: ForeignKeyConstraint[]
  readonly checks: CheckConstraint[]
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}

/** Constraints by the OID of their table. NOT NULL is a property of the column, also where PostgreSQL 18 lists it here. */
export async function readConstraints(db: Queryable): Promise<Map<string, TableConstraints>> {
  const rows = await db.query(`
    select con.conrelid::int8::text as oid, con.conname, con.contype, con.confupdtype, con.confdeltype,
      ${columnNames('con.conkey', 'con.conrelid')} as columns,
      ${columnNames('con.confkey', 'con.confrelid')} as target_columns,
      fn.nspname as target_schema, f.relname as target_name,
      pg_get_expr(con.conbin, con.conrelid) as expression,
      coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) as nulls_not_distinct
    from pg_constraint con
    left join pg_class f on f.oid = con.confrelid left join pg_namespace fn on fn.oid = f.relnamespace
    left join pg_index i on i.indexrelid = con.conindid and con.contype in ('p', 'u')
    where con.conrelid <> 0 and con.contype in ('p', 'u', 'f', 'c')
    order by con.conrelid, con.conname`)
  const constraints = new Map<string, TableConstraints>()
  for (const row of rows) {
    const oid = text(row, 'oid')
    const own = constraints.get(oid) ?? { primaryKey: undefined, uniques: [], foreignKeys: [], checks: [] }
    constraints.set(oid, own)
    add(own, row)
  }
  return constraints
}

function add(own: TableConstraints, row: Record<string, unknown>): void {
  switch (text(row, 'contype')) {
    case 'p':
      own.primaryKey = keyOf(row)
      break
    case 'u':
      own.uniques.push(keyOf(row))
      break
    case 'f':
      own.foreignKeys.push(foreignKeyOf(row))
      break
    case 'c':
      own.checks.push({ name: text(row, 'conname'), sql: optionalText(row, 'expression') ?? '', notValid: undefined })
      break
  }
}

function keyOf(row: Record<string, unknown>): KeyConstraint {
  return {
    name: text(row, 'conname'),
    columns: textList(row, 'columns'),
    include: undefined,
    nullsNotDistinct: row['nulls_not_distinct'] === true,
    deferrable: undefined,
  }
}

function foreignKeyOf(row: Record<string, unknown>): ForeignKeyConstraint {
  return {
    name: text(row, 'conname'),
    columns: textList(row, 'columns'),
    target: { schema: text(row, 'target_schema'), name: text(row, 'target_name') },
    targetColumns: textList(row, 'target_columns'),
    onDelete: actions[text(row, 'confdeltype')] ?? 'no action',
    onDeleteColumns: undefined,
    onUpdate: actions[text(row, 'confupdtype')] ?? 'no action',
    match: undefined,
    deferrable: undefined,
    notValid: undefined,
  }
}

function columnNames(key: string, table: string): string {
  return `(select json_agg(a.attname order by k.place)::text
      from unnest(${key}) with ordinality as k (attnum, place)
      join pg_attribute a on a.attrelid = ${table} and a.attnum = k.attnum)`
}
