import type { Queryable } from '../database/queryable.js'
import { ident, literal, qualified } from '../schema/quote.js'
import type { Domain, Schema, Table } from '../schema/schema.js'
import { mapExpressions, type Place, placeKey, type Visit } from './expressions.js'
import { inTransaction } from './measure.js'
import { invertMoves, type Moves, noMoves } from './moves.js'
import { collateSql, makeFunction, makeSql, typeStatements } from './scratch-types.js'
import { inNamesOf } from './translate.js'

/** Whether tables or domains that both schemas have differ in the text of an expression: only then is there more to ask. */
export function haveOtherExpressions(from: Schema, to: Schema, moves: Moves = noMoves): boolean {
  return differencesIn(from, to, moves).length > 0
}

/**
 * The second schema with the expressions of the first wherever PostgreSQL takes both for the same: `rating between 1 and 5`
 * and `((rating >= 1) AND (rating <= 5))`. Both are printed, read back and printed again until nothing changes, for columns
 * of the types of the second schema, in a transaction that is rolled back; types that are not there yet are made in it. An
 * expression that cannot be made stays as it is. What was renamed has its new name in what comes from the first schema.
 */
export async function withSameExpressions(
  db: Queryable,
  from: Schema,
  to: Schema,
  moves: Moves = noMoves,
): Promise<Schema> {
  const differences = differencesIn(from, to, moves)
  if (differences.length === 0) return to
  const isSame = await askWhetherSame(db, to, differences)
  const known = new Map(
    differences.flatMap(({ key, from: text }, index) => (isSame[index] === true ? [[key, text]] : [])),
  )
  const replace = (key: string, sql: string): string => known.get(key) ?? sql
  return mapExpressions(
    to,
    (table, place, sql) => replace(keyOf('table', table, place), sql),
    (domain, place, sql) => replace(keyOf('domain', domain, place), sql),
  )
}

interface Difference {
  readonly key: string
  readonly owner:
    | { readonly kind: 'table'; readonly table: Table }
    | { readonly kind: 'domain'; readonly domain: Domain }
  readonly place: Place
  readonly from: string
  readonly to: string
}

function keyOf(kind: string, owner: Table | Domain, place: Place): string {
  return `${kind} ${qualified(owner)} ${placeKey(place)}`
}

function differencesIn(from: Schema, to: Schema, moves: Moves): Difference[] {
  const known = new Map<string, string>()
  const remember =
    (kind: string): Visit<Table | Domain> =>
    (owner, place, sql) => {
      known.set(keyOf(kind, owner, place), sql)
      return sql
    }
  mapExpressions(inNamesOf(from, to, invertMoves(moves, to)), remember('table'), remember('domain'))
  const found: Difference[] = []
  const compare = (owner: Difference['owner'], key: string, place: Place, sql: string): string => {
    const text = known.get(key)
    if (text !== undefined && text !== sql) found.push({ key, owner, place, from: text, to: sql })
    return sql
  }
  mapExpressions(
    to,
    (table, place, sql) => compare({ kind: 'table', table }, keyOf('table', table, place), place, sql),
    (domain, place, sql) => compare({ kind: 'domain', domain }, keyOf('domain', domain, place), place, sql),
  )
  return found
}

const SCRATCH = 'dbgen_scratch'

/** Prints an expression until it no longer changes; NULL where it cannot be made. */
const functions = `
create schema ${SCRATCH};
${makeFunction}
create function pg_temp.dbgen_print(probe json, expression text) returns text language plpgsql as $function$
declare
  printed text := expression;
  last text;
begin
  for round in 1..6 loop
    last := printed;
    execute (probe ->> 'head') || last || E'\\n' || (probe ->> 'tail');
    execute probe ->> 'read' into printed;
    execute probe ->> 'undo';
    exit when printed = last;
  end loop;
  return printed;
exception when others then return null;
end
$function$;`

const askSql = `select coalesce(pg_temp.dbgen_print(probe, probe ->> 'from') = pg_temp.dbgen_print(probe, probe ->> 'to'), false) as same
  from json_array_elements($1::json) with ordinality as p (probe, place) order by place`

async function askWhetherSame(db: Queryable, to: Schema, differences: readonly Difference[]): Promise<boolean[]> {
  const owners = new Map(differences.map(({ owner }) => [scratchKey(owner), owner]))
  const names = new Map([...owners.keys()].map((key, index) => [key, `${SCRATCH}.s${index}`]))
  const nameOf = (owner: Difference['owner']): string => names.get(scratchKey(owner)) ?? SCRATCH
  const making = [...typeStatements(to), ...[...owners.values()].map((owner) => ownerSql(owner, nameOf(owner)))]
  const probes = differences.map(({ owner, place, from, to: text }) => ({
    ...probeOf(place, nameOf(owner)),
    from,
    to: text,
  }))
  return inTransaction(db, async () => {
    await db.run(`begin;\n${functions}\n${makeSql(making)}`)
    const rows = await db.query(askSql, [JSON.stringify(probes)])
    await db.run('rollback')
    return rows.map((row) => row['same'] === true)
  })
}

function scratchKey(owner: Difference['owner']): string {
  return owner.kind === 'table' ? `table ${qualified(owner.table)}` : `domain ${qualified(owner.domain)}`
}

function ownerSql(owner: Difference['owner'], name: string): string {
  if (owner.kind === 'domain')
    return `create domain ${name} as ${owner.domain.type}${collateSql(owner.domain.collation)}`
  const columns = owner.table.columns.map(
    (column) => `${ident(column.name)} ${column.type}${collateSql(column.collation)}`,
  )
  return `create table ${name} (${columns.join(', ')})`
}

/** How the expression of a place is made in a table or domain, read and removed again. */
interface Probe {
  readonly head: string
  readonly tail: string
  readonly read: string
  readonly undo: string
}

function probeOf(place: Place, name: string): Probe {
  switch (place.kind) {
    case 'check':
    case 'where':
      return checkProbe(`alter table ${name}`, `conrelid = ${literal(name)}::regclass`, 'conrelid')
    case 'domain check':
      return checkProbe(`alter domain ${name}`, `contypid = ${literal(name)}::regtype`, '0')
    case 'default':
      return defaultProbe(
        `alter table ${name} alter column ${ident(place.column.name)}`,
        columnDefault(name, place.column.name),
      )
    case 'domain default':
      return defaultProbe(
        `alter domain ${name}`,
        `select pg_get_expr(typdefaultbin, 0) from pg_type where oid = ${literal(name)}::regtype`,
      )
    case 'generated':
      return {
        head: `alter table ${name} add column "dbgen generated" ${place.column.type}${collateSql(place.column.collation)} generated always as (`,
        tail: ') stored',
        read: columnDefault(name, 'dbgen generated'),
        undo: `alter table ${name} drop column "dbgen generated"`,
      }
    case 'term':
      return termProbe(place, name)
  }
}

function checkProbe(alter: string, condition: string, relation: string): Probe {
  return {
    head: `${alter} add constraint "dbgen check" check (`,
    tail: ')',
    read: `select pg_get_expr(conbin, ${relation}) from pg_constraint where conname = 'dbgen check' and ${condition}`,
    undo: `${alter} drop constraint "dbgen check"`,
  }
}

function defaultProbe(alter: string, read: string): Probe {
  return { head: `${alter} set default (`, tail: ')', read, undo: `${alter} drop default` }
}

function columnDefault(name: string, column: string): string {
  return `select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where d.adrelid = ${literal(name)}::regclass and a.attname = ${literal(column)}`
}

/** With the method and the operator class of the index, as not every type has the usual ones. */
function termProbe({ method, term }: Extract<Place, { kind: 'term' }>, name: string): Probe {
  const operatorClass = term.operatorClass === undefined ? '' : ` ${term.operatorClass.split('.').map(ident).join('.')}`
  return {
    head: `create index "dbgen index" on ${name} using ${ident(method)} ((`,
    tail: `)${collateSql(term.collation)}${operatorClass})`,
    read: `select pg_get_indexdef('${SCRATCH}."dbgen index"'::regclass, 1, true)`,
    undo: `drop index ${SCRATCH}."dbgen index"`,
  }
}
