import type { QualifiedName } from './schema.js'

/** Key words that PostgreSQL does not take as a plain name everywhere (pg_get_keywords, all but the unreserved). */
const keywords = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast ' +
    'char character check coalesce collate collation column concurrently constraint create cross current_catalog ' +
    'current_date current_role current_schema current_time current_timestamp current_user dec decimal default ' +
    'deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant ' +
    'greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join ' +
    'json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize ' +
    'json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national ' +
    'natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay ' +
    'placing position precision primary real references returning right row select session_user setof similar ' +
    'smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true ' +
    'union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement ' +
    'xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'
  ).split(' '),
)

/** An identifier as SQL takes it, quoted only where it must be; as PostgreSQL's quote_ident. Throws for U+0000. */
export function ident(name: string): string {
  if (name === '' || name.includes('\0')) throw new Error(`not an identifier: ${JSON.stringify(name)}`)
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name)
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`
}

/** `posts`, `billing.invoices`: the schema `public` is not written. */
export function qualified({ schema, name }: QualifiedName): string {
  return schema === 'public' ? ident(name) : `${ident(schema)}.${ident(name)}`
}

/** `id, "key"` */
export function identList(names: readonly string[]): string {
  return names.map(ident).join(', ')
}

/** A string literal whatever `standard_conforming_strings` is. Throws for U+0000, which PostgreSQL cannot store. */
export function literal(value: string): string {
  if (value.includes('\0')) throw new Error('U+0000 cannot be stored by PostgreSQL')
  const quoted = `'${value.replaceAll("'", "''")}'`
  if (!/[\\\u0001-\u001f\u007f]/.test(value)) return quoted
  const escaped = quoted.replace(/\\/g, '\\\\').replace(/[\u0001-\u001f\u007f]/g, escapeControl)
  return `E${escaped}`
}

function escapeControl(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\t') return '\\t'
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}
