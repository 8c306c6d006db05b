import type { Entity, Field, ManyToMany } from '../model/model.js'
import { ident, qualified } from '../schema/quote.js'
import { castType } from './cast-type.js'
import { elementCodec, fieldType } from './column-type.js'
import type { Context } from './context.js'
import type { Imports } from './imports.js'
import { localName } from './local-name.js'
import {
  importCodecs,
  keyArguments,
  keyEncoders,
  keyParameter,
  keyParameters,
  memberOf,
  methodSignature,
  type NamedStatement,
  type RepositoryParts,
} from './method-text.js'
import { statementDefinition, statementName } from './statement-text.js'
import { callWithList, escapeTemplate, propertyName } from './typescript-text.js'

/** What a link consists of, beside the near row: the far key, and columns of the join table that must be given. */
interface Link {
  readonly entity: Entity
  readonly relation: ManyToMany
  /** Join table columns that hold the near key. */
  readonly near: readonly Field[]
  /** Join table columns that a caller gives. */
  readonly given: readonly Field[]
  /** Join table columns that hold the far key. */
  readonly far: readonly Field[]
  readonly parameter: string
  readonly parameterType: string
}

/** Adds `linkTags`, `unlinkTags` and `setTags` for one many-to-many relation. */
export function linkMethods(
  context: Context,
  entity: Entity,
  relation: ManyToMany,
  parts: RepositoryParts,
  imports: Imports,
): void {
  const link = describe(entity, relation, parts)
  importCodecs(context, [...nearFields(link), ...link.given], imports)
  addLink(link, parts)
  addUnlink(link, parts)
  addSet(link, parts)
}

function describe(entity: Entity, relation: ManyToMany, parts: RepositoryParts): Link {
  const near = relation.near.map(({ to }) => to)
  const far = relation.far.map(({ from }) => from)
  const given = [...far, ...relation.requiredExtras]
  const [only] = given
  if (given.length === 1 && only !== undefined) {
    const parameter = localName(`${lowerFirst(relation.singularPascal)}${relation.far[0]?.to.pascal ?? 'Key'}s`)
    return { entity, relation, near, far, given, parameter, parameterType: fieldType(only) }
  }
  const parameterType = `${entity.names.type}${relation.singularPascal}Link`
  const properties = given.map((field) => `  readonly ${propertyName(field.property)}: ${fieldType(field)};\n`)
  parts.interfaces.push({
    comment: `A link to one of ${relation.property}.`,
    text: `export interface ${parameterType} {\n${properties.join('')}}`,
  })
  return { entity, relation, near, far, given, parameter: 'links', parameterType }
}

function addLink(link: Link, { statements, methods }: RepositoryParts): void {
  const method = `link${link.relation.pascal}`
  statements.push(command(link, method, insertSql(link, 4, 'do nothing'), link.given))
  methods.push({
    comment: `The number of links that are new; links that exist stay as they are.`,
    signature: methodSignature(method, parametersOf(link), 'number'),
    body: callWithList('return fetchCount', ['this.db', method], valuesOf(link, link.given), 4),
  })
}

function addUnlink(link: Link, { statements, methods }: RepositoryParts): void {
  const method = `unlink${link.relation.pascal}`
  const sql = [
    '',
    `    delete from ${throughTable(link)} as link`,
    `    using unnest(${arrays(link.near.length, link.far)}) as given (${names(link.far)})`,
    `    where ${nearCondition(link)}`,
    `    and ${link.far.map(({ name }) => `link.${ident(name)} = given.${ident(name)}`).join(' and ')}`,
    '  ',
  ].join('\n')
  const single = link.given.length === 1
  const parameterType = single
    ? link.parameterType
    : `Pick<${link.parameterType}, ${link.far.map(({ property }) => JSON.stringify(property)).join(' | ')}>`
  statements.push(command(link, method, sql, link.far))
  methods.push({
    comment: 'The number of links that are gone.',
    signature: methodSignature(method, parametersOf({ ...link, parameterType }), 'number'),
    body: callWithList('return fetchCount', ['this.db', method], valuesOf(link, link.far), 4),
  })
}

function addSet(link: Link, { statements, methods }: RepositoryParts): void {
  const method = `set${link.relation.pascal}`
  const extras = link.relation.requiredExtras
  const updates = extras.map(({ name }) => `${ident(name)} = excluded.${ident(name)}`).join(', ')
  const conflict =
    extras.length === 0 ? 'do nothing' : `(${names([...link.near, ...link.far])}) do update set ${updates}`
  const sql = [
    '',
    '    with removed as (',
    `      delete from ${throughTable(link)} as link`,
    `      where ${nearCondition(link)}`,
    '      and not exists (',
    `        select from unnest(${arrays(link.near.length, link.far)}) as given (${names(link.far)})`,
    `        where ${link.far.map(({ name }) => `given.${ident(name)} = link.${ident(name)}`).join(' and ')}`,
    '      )',
    `    )${insertSql(link, 4, conflict)}`,
  ].join('\n')
  statements.push(command(link, method, sql, link.given))
  methods.push({
    comment: 'Makes these the only links.',
    signature: methodSignature(method, parametersOf(link), 'void'),
    body: callWithList('await fetchCount', ['this.db', method], valuesOf(link, link.given), 4),
  })
}

function insertSql(link: Link, indent: number, conflict: string): string {
  const { near, given } = link
  const selected = [...near.map((_, index) => `$${index + 1}`), ...given.map(({ name }) => `given.${ident(name)}`)]
  const typed = near.map((field, index) => `$${index + 1}::${castType(field)}`)
  const lines = [
    `insert into ${throughTable(link)} (${names([...near, ...given])})`,
    `select ${[...typed, ...selected.slice(near.length)].join(', ')}`,
    `from unnest(${arrays(near.length, given)}) as given (${names(given)})`,
    `on conflict ${conflict}`,
  ]
  const pad = `\n${' '.repeat(indent)}`
  return `${pad}${lines.join(pad)}\n  `
}

function command(link: Link, method: string, sql: string, given: readonly Field[]): NamedStatement {
  const parameters = [
    ...keyEncoders(nearFields(link)),
    ...given.map((field) => ({
      name: link.given.length === 1 ? link.parameter : localName(`${field.camel}s`),
      encoder: `listOf(${elementCodec(field.type)})`,
    })),
  ]
  const name = statementName(link.entity.names.type, method)
  return { variable: method, definition: statementDefinition(method, name, escapeTemplate(sql), parameters), sql }
}

function throughTable({ relation }: Link): string {
  return qualified({ schema: relation.through.schema, name: relation.through.table })
}

function nearCondition({ near }: Link): string {
  return near.map(({ name }, index) => `link.${ident(name)} = $${index + 1}`).join(' and ')
}

function names(fields: readonly Field[]): string {
  return fields.map(({ name }) => ident(name)).join(', ')
}

function arrays(before: number, fields: readonly Field[]): string {
  return fields.map((field, index) => `$${before + index + 1}::${castType(field)}[]`).join(', ')
}

function nearFields({ relation }: Link): Field[] {
  return relation.near.map(({ from }) => from)
}

/** Whether the near row is known by its primary key, which is one parameter. */
function isByPrimaryKey(link: Link): boolean {
  const { fields = [] } = link.entity.primaryKey ?? {}
  return (
    fields.map(({ name }) => name).join() ===
    nearFields(link)
      .map(({ name }) => name)
      .join()
  )
}

function parametersOf(link: Link): string[] {
  return [
    ...(isByPrimaryKey(link) ? [keyParameter(link.entity)] : keyParameters(nearFields(link))),
    `${link.parameter}: readonly ${link.parameterType}[]`,
  ]
}

function valuesOf(link: Link, given: readonly Field[]): string[] {
  const lists = given.map((field) =>
    link.given.length === 1 ? link.parameter : `links.map((link) => ${memberOf('link', field.property)})`,
  )
  const near = isByPrimaryKey(link) ? keyArguments(link.entity) : nearFields(link).map(({ camel }) => localName(camel))
  return [...near, ...lists]
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}
