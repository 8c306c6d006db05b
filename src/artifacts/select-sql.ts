import type { Entity, Field } from '../model/model.js'
import { ident } from '../schema/quote.js'

const WIDTH = 96

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

/** Columns as JSON carries them without a change: what JSON has no exact form for goes as text. */
export function jsonItems(alias: string, fields: readonly Field[]): string[] {
  return fields.map((field) => {
    const column = columnOf(alias, field)
    return needsText(field) ? `${column}::text` : column
  })
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
 * with a T, as arrays and objects. Others must not be cast: `inet::text` adds a netmask, `char(n)::text` drops spaces.
 */
function needsText({ type }: Field): boolean {
  return type.dimensions > 0 || castToText.has(type.name)
}

const castToText = new Set([
  'bigint',
  'numeric',
  'date',
  'timestamp without time zone',
  'timestamp with time zone',
  'hstore',
])
