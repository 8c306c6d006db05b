import type { Queryable } from '../database/queryable.js'
import { optionalText, text, textList } from '../database/row.js'
import { literal } from '../schema/quote.js'
import type { Embedded } from './embedded.js'
import { messageOf } from './insert-sql.js'
import { type EnumLabels, readValueType, sampleValue } from './values.js'

/** A fixed statement of the generated code. */
export interface FixedStatement {
  /** Where it stands: `queries/post.queries.ts findPostWithAuthor`. */
  readonly name: string
  readonly sql: string
}

/** A statement that does not run, and what the server says. */
export interface StatementMistake extends FixedStatement {
  readonly message: string
}

const AT_ONCE = 250

/**
 * Parses, plans and runs every statement on a migrated database, and undoes what it does. Parameters are values of their
 * types, the same that insertRows begins with, so that rows are found; NULL where the statement does not take those. A
 * row that a constraint refuses is no mistake of the statement.
 */
export async function proveStatements(
  db: Embedded,
  statements: readonly FixedStatement[],
): Promise<StatementMistake[]> {
  const found = await describeAll(db, statements)
  const samples = await sampleTypes(db, found)
  const mistakes: StatementMistake[] = []
  for (let start = 0; start < found.length; start += AT_ONCE) {
    mistakes.push(...(await runAll(db, found.slice(start, start + AT_ONCE), samples)))
  }
  return mistakes
}

/**
 * Runs a prepared statement inside a subtransaction that always fails, first with samples, then with NULL; returns what
 * the server says where both fail. What cannot be prepared, as it is no query, runs as it stands.
 */
const tryFunctions = `
create function pg_temp.dbgen_run(call text) returns text language plpgsql as $function$
begin
  execute call;
  raise sqlstate 'DBGEN';
exception
  when sqlstate 'DBGEN' or integrity_constraint_violation then return null;
  when others then return sqlerrm;
end
$function$;
create function pg_temp.dbgen_try(statement text, samples text, nulls text) returns text language plpgsql as $function$
declare message text;
begin
  begin
    execute 'prepare dbgen_statement as ' || statement;
  exception
    when syntax_error then return pg_temp.dbgen_run(statement);
  end;
  message := pg_temp.dbgen_run('execute dbgen_statement' || samples);
  if message is not null then message := pg_temp.dbgen_run('execute dbgen_statement' || nulls); end if;
  deallocate dbgen_statement;
  return message;
end
$function$;`

interface Described {
  readonly statement: FixedStatement
  /** OID of the type of each parameter. */
  readonly parameters: readonly number[]
  /** What the server says where it does not understand the statement. */
  readonly message: string | undefined
}

async function describeAll(db: Embedded, statements: readonly FixedStatement[]): Promise<Described[]> {
  const found: Described[] = []
  for (const statement of statements) {
    try {
      found.push({ statement, parameters: await db.parameterTypes(statement.sql), message: undefined })
    } catch (error) {
      found.push({ statement, parameters: [], message: messageOf(error) })
    }
  }
  return found
}

/** In a transaction of their own, as PostgreSQL has room for the locks of a few thousand tables. */
async function runAll(db: Queryable, found: readonly Described[], samples: Samples): Promise<StatementMistake[]> {
  const calls = found.map(({ statement, parameters, message }) => [
    message === undefined ? statement.sql.trim().replace(/;$/, '') : 'select 1',
    listOf(parameters.map((oid) => samples.get(oid) ?? 'null')),
    listOf(parameters.map(() => 'null')),
  ])
  await db.run(`begin;\n${tryFunctions}`)
  try {
    const rows = await db.query(trySql, [JSON.stringify(calls)])
    return found.flatMap(({ statement, message: own }, index) => {
      const message = own ?? optionalText(rows[index] ?? {}, 'message')
      return message === undefined ? [] : [{ name: statement.name, sql: statement.sql, message }]
    })
  } finally {
    await db.run('rollback')
  }
}

const trySql = `select pg_temp.dbgen_try(call ->> 0, call ->> 1, call ->> 2) as message
  from json_array_elements($1::json) with ordinality as c (call, place) order by place`

function listOf(values: readonly string[]): string {
  return values.length === 0 ? '' : `(${values.join(', ')})`
}

/** A literal for each type of parameter that has a known one, by OID. */
type Samples = ReadonlyMap<number, string>

async function sampleTypes(db: Queryable, found: readonly Described[]): Promise<Samples> {
  const oids = [...new Set(found.flatMap(({ parameters }) => parameters))]
  const rows = await db.query(
    `select t.oid::int8::text as oid, t.oid::regtype::text as type,
      (select json_agg(e.enumlabel order by e.enumsortorder)::text from pg_enum e where e.enumtypid in (t.oid, t.typelem)) as labels
    from pg_type t where t.oid::int8::text in (select json_array_elements_text($1::json))`,
    [JSON.stringify(oids.map(String))],
  )
  const samples = rows.flatMap((row): [number, string][] => {
    const type = text(row, 'type')
    const labels = textList(row, 'labels')
    const enums: EnumLabels = new Map(labels.length === 0 ? [] : [[type.replace(/\[\]$/, ''), labels]])
    const sample = sampleValue(readValueType(type, enums), 0)
    return sample === undefined ? [] : [[Number(text(row, 'oid')), literal(sample)]]
  })
  return new Map(samples)
}
