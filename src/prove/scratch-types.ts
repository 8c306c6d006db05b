import { ident, literal, qualified } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'

/** Defines `pg_temp.dbgen_make(statement)`, which runs a statement where that is possible and else does nothing. */
export const makeFunction = `
create function pg_temp.dbgen_make(statement text) returns void language plpgsql as $function$
begin
  execute statement;
exception when others then null;
end
$function$;`

/** Runs each statement for which that is possible. */
export function makeSql(statements: readonly string[]): string {
  if (statements.length === 0) return ''
  return `select ${statements.map((sql) => `pg_temp.dbgen_make(${literal(sql)})`).join(', ')};`
}

/** What makes the types of a schema, domains without their checks: one that is there fails, and stays. */
export function typeStatements({ extensions, schemas, enums, domains }: Schema): string[] {
  return [
    ...extensions.map((name) => `create extension if not exists ${ident(name)}`),
    ...schemas.map((name) => `create schema if not exists ${ident(name)}`),
    ...enums.map((type) => `create type ${qualified(type)} as enum (${type.values.map(literal).join(', ')})`),
    ...domains.map((domain) => `create domain ${qualified(domain)} as ${domain.type}${collateSql(domain.collation)}`),
  ]
}

/** ` collate "C"` */
export function collateSql(collation: string | undefined): string {
  return collation === undefined ? '' : ` collate ${collation}`
}
