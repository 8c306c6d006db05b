import type { Entity } from '../model/model.js'
import { modelFileNames } from './model-names.js'
import { selectItems } from './select-sql.js'
import { escapeTemplate } from './typescript-text.js'

/**
 * SQL that is printed into generated code refers to what is defined elsewhere in it (`${postTable.select}`), so that a new
 * column changes one file. While it is put together such parts are marks; they end as a reference or as the SQL itself.
 */
const MARK = /\u0001([^\u0002]*)\u0002([^\u0003]*)\u0003/g

/** A part of SQL that stands as the TypeScript expression `reference` in generated code. */
export function mark(reference: string, sql: string): string {
  return `\u0001${reference}\u0002${sql}\u0003`
}

/** The select list of the entity's rows, under its own alias. */
export function selectList(entity: Entity): string {
  const { table } = modelFileNames(entity)
  return mark(`${table}.select`, selectItems(entity.names.sqlAlias, entity).join(', '))
}

/** The inside of a template literal that holds the SQL; marks stand as references. */
export function sqlSource(sql: string): string {
  return sql
    .split(MARK)
    .map((part, index) => (index % 3 === 0 ? escapeTemplate(part) : index % 3 === 1 ? `\${${part}}` : ''))
    .join('')
}

/** The SQL itself. */
export function plainSql(sql: string): string {
  return sql.replace(MARK, (_, __, plain: string) => plain)
}
