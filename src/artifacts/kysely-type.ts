import { hasDefault } from '../model/column-types.js'
import type { DataType, Field, Representation } from '../model/model.js'
import type { ProjectTypes } from '../model/output.js'
import { fieldType } from './column-type.js'
import { LINE_WIDTH, propertyName } from './typescript-text.js'

/** `title: string;` in Kysely's table interface, one type argument a line where it does not fit. */
export function kyselyProperty(field: Field, types: ProjectTypes): string {
  const type = kyselyColumnType(field, types)
  const line = `${propertyName(field.property)}: ${type};`
  const [, name = '', list = ''] = /^(\w+)<(.*)>$/.exec(type) ?? []
  if (line.length + 2 <= LINE_WIDTH || name !== 'ColumnType') return line
  const lines = list.split(/, /).map((argument) => `    ${argument}`)
  return `${propertyName(field.property)}: ${name}<\n${lines.join(',\n')}\n  >;`
}

/** The type of a column in Kysely's table interface, where insert, select and update may differ. */
function kyselyColumnType(column: Field, types: ProjectTypes): string {
  const field = { ...column, type: projectType(column.type, types) }
  const select = fieldType(field)
  if (field.generated !== undefined || field.identity === 'always') {
    return `GeneratedAlways<${select}>`
  }
  const write = writeType(field)
  const isFilled = hasDefault(field) || field.identity !== undefined
  if (write === select) return isFilled ? `Generated<${select}>` : select
  const optional = isFilled || field.nullable
  return `ColumnType<${select}, ${write}${optional ? ' | undefined' : ''}, ${write}>`
}

/** Names from kysely that the type of the column uses. */
export function kyselyImports(field: Field, types: ProjectTypes): string[] {
  const type = kyselyColumnType(field, types)
  return ['ColumnType', 'GeneratedAlways', 'Generated'].filter((name) => type.startsWith(`${name}<`))
}

/** Kysely's queries decode by type alone: a form that one column asks for does not reach them. */
function projectType(type: DataType, types: ProjectTypes): DataType {
  const representation = projectForm(type.name, types)
  return representation === undefined ? type : { ...type, representation }
}

function projectForm(name: string, types: ProjectTypes): Representation | undefined {
  const forms: Readonly<Record<string, Representation>> = {
    bigint: types.bigint,
    numeric: types.numeric,
    date: types.date,
    'timestamp with time zone': types.timestamptz,
    'timestamp without time zone': types.timestamp,
  }
  return forms[name]
}

/** What Kysely's own queries accept: PostgreSQL reads the text of any of these. */
function writeType(field: Field): string {
  const select = fieldType(field)
  const { name, dimensions, representation } = field.type
  if (dimensions > 0) return select
  if (representation === 'json') return field.nullable ? 'string | null' : 'string'
  if (name === 'bigint' || name === 'numeric') return withNull(field, 'string | number | bigint')
  return representation === 'Date' ? withNull(field, 'Date | string') : select
}

function withNull(field: Field, type: string): string {
  return field.nullable ? `${type} | null` : type
}
