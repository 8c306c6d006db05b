import type { Entity, Field } from '../model/model.js'
import { ident } from '../schema/quote.js'

/** The fields that a row shows unless private ones are asked for. */
export function publicFields(entity: Entity): readonly Field[] {
  return entity.fields.filter((field) => !field.private)
}

/** `post.id` */
export function columnOf(alias: string, field: Field): string {
  return `${alias}.${ident(field.name)}`
}

/** The columns of a row as a select list returns them; as `selectList` of the generated `table.ts`. */
export function selectItems(alias: string, entity: Entity): string[] {
  return publicFields(entity).map((field) => columnOf(alias, field))
}

/**
 * The columns of a row for json_build_array, with the same values: what JSON has no exact form for goes as text. As
 * `jsonItems` of the generated `table.ts`.
 */
export function jsonItems(entity: Entity, alias: string): string[] {
  return publicFields(entity).map((field) => `${columnOf(alias, field)}${jsonCast(field)}`)
}

function jsonCast({ type }: Field): string {
  if (type.dimensions === 0 && type.name === 'oid') return '::bigint'
  return type.dimensions > 0 || castToText.has(type.name) ? '::text' : ''
}

/**
 * Types that json_build_array would print as something other than their text: as numbers that lose digits, as ISO 8601
 * with a T, as arrays and objects. Others must not be cast: `inet::text` adds a netmask, `char(n)::text` drops spaces. An
 * oid would be a string, although it is a number elsewhere.
 */
const castToText = new Set([
  'bigint',
  'numeric',
  'date',
  'timestamp without time zone',
  'timestamp with time zone',
  'hstore',
])
