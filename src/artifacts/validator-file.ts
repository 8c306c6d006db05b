import type { DataType, Entity, Field } from '../model/model.js'
import { enumCodec } from './column-type.js'
import type { Artifact, Context } from './context.js'
import { Imports } from './imports.js'
import { isInsertable, isOptional, isUpdatable } from './model-file.js'
import { propertyName } from './typescript-text.js'

/** `validators/post.validator.ts`: zod schemas (Standard Schema) for new rows and patches. */
export function validatorFile(context: Context, entity: Entity): Artifact {
  const { names } = entity
  const imports = new Imports()
  imports.value('zod', 'z')
  const fields = entity.fields.filter(isInsertable)
  for (const schema of fields.map(({ type }) => element(type))) {
    const [name = ''] = schema.split('(')
    if (!name.startsWith('z.')) imports.value(`./types${context.ext}`, name)
  }
  for (const { type } of fields) {
    if (type.enum !== undefined) imports.value(`../enums${context.ext}`, valuesName(type.enum.name))
  }
  return {
    path: `validators/${names.file}.validator.ts`,
    template: 'models/validator.ts',
    view: {
      header: context.header,
      imports: imports.print(),
      newType: names.newType,
      newName: `${lowerFirst(names.newType)}Schema`,
      patchType: names.patchType,
      patchName: `${lowerFirst(names.patchType)}Schema`,
      newProperties: fields.map((field) => property(field, isOptional(field))),
      patchProperties: entity.fields.filter(isUpdatable).map((field) => property(field, true)),
    },
  }
}

function property(field: Field, optional: boolean): object {
  const schema = `${arrays(field.type)}${field.nullable ? '.nullable()' : ''}${optional ? '.exactOptional()' : ''}`
  return { property: propertyName(field.property), schema }
}

function arrays(type: DataType): string {
  let schema = element(type)
  for (let depth = 0; depth < type.dimensions; depth += 1) schema = `z.array(${schema})`
  return schema
}

function element(type: DataType): string {
  if (type.enum !== undefined) return `z.enum(${valuesName(type.enum.name)})`
  switch (type.representation) {
    case 'boolean':
      return 'z.boolean()'
    case 'number':
      return numberSchema(type)
    case 'bigint':
      return 'bigint'
    case 'Date':
      return 'z.date()'
    case 'Uint8Array':
      return 'bytea'
    case 'json':
      return 'z.json()'
    case 'enum':
    case 'string':
      return stringSchema(type)
  }
}

const integers: Readonly<Record<string, string>> = {
  smallint: 'smallint',
  integer: 'integer',
  oid: 'oid',
  bigint: 'z.int()',
}

function numberSchema({ name }: DataType): string {
  return integers[name] ?? 'float'
}

/** What PostgreSQL's input functions accept; a pattern is never stricter than they are. */
function stringSchema({ name, modifiers }: DataType): string {
  const [length] = modifiers
  switch (name) {
    case 'character varying':
    case 'character':
      return length === undefined ? 'text' : `varchar(${length})`
    case 'text':
    case 'citext':
      return 'text'
    case 'uuid':
      return 'z.guid()'
    case 'bigint':
      return 'bigintText'
    case 'numeric':
      return 'numericText'
    default:
      return 'z.string()'
  }
}

function valuesName(name: string): string {
  return enumCodec(name).replace(/Codec$/, 'Values')
}

function lowerFirst(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}
