import type { Entity, Field } from '../model/model.js'
import { ident, qualified } from '../schema/quote.js'
import { codecImports, elementCodec, encoderExpression, enumCodec, fieldType, namedType } from './column-type.js'
import type { Context } from './context.js'
import type { Imports } from './imports.js'
import { localName } from './local-name.js'
import { modelFileNames } from './model-names.js'
import type { Parameter } from './statement-text.js'
import { breakable, propertyName } from './typescript-text.js'

/** A method of a repository, and the fixed statement behind it, where it has one. */
export interface Method {
  readonly comment: string
  readonly signature: string
  readonly body: string
}

export interface NamedStatement {
  readonly variable: string
  readonly definition: string
  /** For the proof. */
  readonly sql: string
}

export interface RepositoryParts {
  readonly methods: Method[]
  readonly statements: NamedStatement[]
  readonly interfaces: { readonly comment: string; readonly text: string }[]
}

/** `id: string` for each field of a key. */
export function keyParameters(fields: readonly Field[]): string[] {
  return fields.map((field) => `${localName(field.camel)}: ${fieldType({ ...field, nullable: false })}`)
}

/** The type of the primary key: that of its column, or an object where it has several. */
export function keyType(entity: Entity): string {
  const fields = entity.primaryKey?.fields ?? []
  const [only] = fields
  return fields.length === 1 && only !== undefined ? fieldType(only) : modelFileNames(entity).keyType
}

/** The primary key as a parameter: `id: string`, `key: CommentLikeKey`. */
export function keyParameter(entity: Entity): string {
  const fields = entity.primaryKey?.fields ?? []
  const [only] = fields
  return `${fields.length === 1 && only !== undefined ? localName(only.camel) : 'key'}: ${keyType(entity)}`
}

/** The values of that parameter: `id`, or `key.comment_id` and `key.user_id`. */
export function keyArguments(entity: Entity): string[] {
  const fields = entity.primaryKey?.fields ?? []
  const [only] = fields
  if (fields.length === 1 && only !== undefined) return [localName(only.camel)]
  return fields.map(({ property }) => memberOf('key', property))
}

/** `key.comment_id`, or `key["comment id"]` for a name that cannot stand behind a dot. */
export function memberOf(object: string, property: string): string {
  const name = propertyName(property)
  return name === property ? `${object}.${property}` : `${object}[${name}]`
}

/** The parameters of a statement by a key. */
export function keyEncoders(fields: readonly Field[]): Parameter[] {
  return fields.map((field) => ({ name: localName(field.camel), encoder: encoderExpression(field.type) }))
}

/** Imports the codecs that the fields use, as seen from a folder below the output folder. */
export function importCodecs(context: Context, fields: readonly Field[], imports: Imports): void {
  for (const { type } of fields) {
    imports.value(`../codecs${context.ext}`, ...codecImports(type), 'listOf')
    if (type.enum === undefined) imports.value(`../codecs${context.ext}`, elementCodec(type))
    if (type.representation === 'json' && type.typescript === undefined)
      imports.type(`../codecs${context.ext}`, 'JsonValue')
    const named = namedType(type)
    if (named?.from !== undefined) imports.type(named.from, named.name)
    if (type.enum === undefined) continue
    imports.value(`../enums${context.ext}`, enumCodec(type.enum.name))
    imports.type(`../enums${context.ext}`, type.enum.name)
  }
}

/** `post.id = $1 and post.slug = $2` */
export function keyCondition(alias: string, fields: readonly Field[], first = 1): string {
  return fields.map((field, index) => `${alias}.${ident(field.name)} = $${first + index}`).join(' and ')
}

/** A method's head, one parameter a line where it does not fit. */
export function methodSignature(name: string, parameters: readonly string[], result: string): string {
  return breakable(`async ${name}(`, parameters, `): Promise<${result}>`, { indent: 2, used: 2 })
}

/** `posts as post` */
export function fromClause({ schema, table, names }: Entity): string {
  return `${qualified({ schema, name: table })} as ${names.sqlAlias}`
}
