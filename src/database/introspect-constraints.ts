import type {
  CheckConstraint,
  Deferrable,
  ExclusionConstraint,
  ForeignKeyConstraint,
  KeyConstraint,
  ReferentialAction,
} from '../schema/schema.js'
import { andAmong, isOurs } from './catalog-scope.js'
import { indexTermsColumn, termOf } from './introspect-indexes.js'
import type { Queryable } from './queryable.js'
import { objectList, optionalText, text, textList } from './row.js'

/** The constraints of one table, sorted by name. */
export interface TableConstraints {
  primaryKey: KeyConstraint | undefined
  readonly uniques: KeyConstraint[]
  readonly foreignKeys: ForeignKeyConstraint[]
  readonly checks: CheckConstraint[]
  readonly exclusions: ExclusionConstraint[]
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}

/**
 * Constraints by the OID of their table. NOT NULL is a property of the column, also where PostgreSQL 18 lists it here; what
 * a partitioned table has more than once, as a foreign key to it has, counts once.
 */
export async function readConstraints(db: Queryable, only?: readonly string[]): Promise<Map<string, TableConstraints>> {
  const rows = await db.query(`
    select con.conrelid::int8::text as oid, con.conname, con.contype, con.confupdtype, con.confdeltype, con.confmatchtype,
      con.condeferrable, con.condeferred, con.convalidated,
      ${columnNames('con.conkey', 'con.conrelid')} as columns,
      ${columnNames('con.confkey', 'con.confrelid')} as target_columns,
      ${columnNames('con.confdelsetcols', 'con.conrelid')} as delete_columns,
      fn.nspname as target_schema, f.relname as target_name,
      pg_get_expr(con.conbin, con.conrelid) as expression,
      coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) as nulls_not_distinct,
      (select json_agg(a.attname order by k.place)::text
        from generate_series(i.indnkeyatts::int, i.indnatts - 1) as k (place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.place]) as included,
      am.amname, pg_get_expr(i.indpred, i.indrelid) as predicate,
      case con.contype when 'x' then ${indexTermsColumn} end as terms,
      (select json_agg(case when pg_operator_is_visible(o.oid) then o.oprname::text
          else format('operator(%I.%s)', op.nspname, o.oprname) end order by k.place)::text
        from unnest(con.conexclop) with ordinality as k (oid, place)
        join pg_operator o on o.oid = k.oid join pg_namespace op on op.oid = o.oprnamespace) as operators
    from pg_constraint con join pg_namespace n on n.oid = con.connamespace
    left join pg_class f on f.oid = con.confrelid left join pg_namespace fn on fn.oid = f.relnamespace
    left join pg_index i on i.indexrelid = con.conindid and con.contype in ('p', 'u', 'x')
    left join pg_class ic on ic.oid = i.indexrelid left join pg_am am on am.oid = ic.relam
    where con.conrelid <> 0 and con.conparentid = 0 and con.contype in ('p', 'u', 'f', 'c', 'x') and ${isOurs('n.nspname')}${andAmong('con.conrelid', only)}
    order by con.conrelid, con.conname`)
  const constraints = new Map<string, TableConstraints>()
  for (const row of rows) {
    const oid = text(row, 'oid')
    const own = constraints.get(oid) ?? noConstraints()
    constraints.set(oid, own)
    add(own, row)
  }
  return constraints
}

function noConstraints(): TableConstraints {
  return { primaryKey: undefined, uniques: [], foreignKeys: [], checks: [], exclusions: [] }
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
    case 'x':
      own.exclusions.push(exclusionOf(row))
      break
    case 'c':
      own.checks.push({
        name: text(row, 'conname'),
        sql: optionalText(row, 'expression') ?? '',
        notValid: notValidOf(row),
      })
      break
  }
}

function keyOf(row: Record<string, unknown>): KeyConstraint {
  return {
    name: text(row, 'conname'),
    columns: textList(row, 'columns'),
    include: someOf(textList(row, 'included')),
    nullsNotDistinct: row['nulls_not_distinct'] === true,
    deferrable: deferrableOf(row),
  }
}

function foreignKeyOf(row: Record<string, unknown>): ForeignKeyConstraint {
  return {
    name: text(row, 'conname'),
    columns: textList(row, 'columns'),
    target: { schema: text(row, 'target_schema'), name: text(row, 'target_name') },
    targetColumns: textList(row, 'target_columns'),
    onDelete: actions[text(row, 'confdeltype')] ?? 'no action',
    onDeleteColumns: someOf(textList(row, 'delete_columns')),
    onUpdate: actions[text(row, 'confupdtype')] ?? 'no action',
    match: text(row, 'confmatchtype') === 'f' ? 'full' : undefined,
    deferrable: deferrableOf(row),
    notValid: notValidOf(row),
  }
}

function exclusionOf(row: Record<string, unknown>): ExclusionConstraint {
  const operators = textList(row, 'operators')
  return {
    name: text(row, 'conname'),
    method: text(row, 'amname'),
    terms: objectList(row, 'terms').map((term, index) => ({ ...termOf(term), operator: operators[index] ?? '=' })),
    where: optionalText(row, 'predicate'),
    deferrable: deferrableOf(row),
  }
}

function deferrableOf(row: Record<string, unknown>): Deferrable | undefined {
  if (row['condeferrable'] !== true) return undefined
  return row['condeferred'] === true ? 'deferred' : 'immediate'
}

function notValidOf(row: Record<string, unknown>): true | undefined {
  return row['convalidated'] === true ? undefined : true
}

function someOf(names: readonly string[]): readonly string[] | undefined {
  return names.length === 0 ? undefined : names
}

function columnNames(key: string, table: string): string {
  return `(select json_agg(a.attname order by k.place)::text
      from unnest(${key}) with ordinality as k (attnum, place)
      join pg_attribute a on a.attrelid = ${table} and a.attnum = k.attnum)`
}
