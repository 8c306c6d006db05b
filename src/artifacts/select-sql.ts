import type { Entity, Field } from '../model/model.js'
import { ident } from '../schema/quote.js'

const WIDTH = 92

/** The fields that a row shows unless private ones are asked for. */
export function publicFields(entity: Entity): readonly Field[] {
  return entity.fields.filter((field) => !field.private)
}

/** All fields, in the order in which a row with its private columns is selected: those first. */
export function privateFirst(entity: Entity): readonly Field[] {
  return [...entity.fields.filter((field) => field.private), ...publicFields(entity)]
}

/** `post.id` */
export function columnOf(alias: string, field: Field): string {
  return `${alias}.${ident(field.name)}`
}

/** Columns as a select list returns them. */
export function selectItems(alias: string, fields: readonly Field[]): string[] {
  return fields.map((field) => columnOf(alias, field))
}

/**
 * The arguments of json_build_array for a row of the entity under an alias, behind those of `before`. They carry columns
 * without a change: what JSON has no exact form for goes as text.
 */
export function jsonItems(entity: Entity, alias: string, before: readonly string[] = []): string[] {
  const items = [...before, ...publicFields(entity).map((field) => jsonItem(alias, field))]
  if (!isWide(entity)) return items
  const elements = items.map((item) => `to_json(${item})`)
  return [`variadic array[${elements[0]}`, ...elements.slice(1, -1), `${elements.at(-1)}]`]
}

/** Whether a row with what is loaded along would be more arguments than a function can have (FUNC_MAX_ARGS). */
export function isWide(entity: Entity): boolean {
  return publicFields(entity).length + entity.relations.length > 100
}

function jsonItem(alias: string, { name, type }: Field): string {
  const column = `${alias}.${ident(name)}`
  if (type.dimensions === 0 && type.name === 'oid') return `${column}::bigint`
  return type.dimensions > 0 || castToText.has(type.name) ? `${column}::text` : column
}

/** Items separated by commas, filled into lines behind `indent` spaces; the first line is not indented. */
export function fill(items: readonly string[], indent: number): string {
  const lines: string[] = []
  let line = ''
  for (const item of items) {
    if (line !== '' && indent + line.length + item.length + 3 > WIDTH) {
      lines.push(`${line},`)
      line = item
    } else line = line === '' ? item : `${line}, ${item}`
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`)
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
