import type { Entity, Field, Key } from '../model/model.js'
import { ident } from '../schema/quote.js'
import { codecExpression, fieldType } from './column-type.js'
import type { Context, ProvenArtifact } from './context.js'
import { Imports } from './imports.js'
import { linkMethods } from './link-methods.js'
import { localName } from './local-name.js'
import {
  fromClause,
  importCodecs,
  keyCondition,
  keyParameters,
  keyValues,
  methodSignature,
  type NamedStatement,
  type RepositoryParts,
} from './method-text.js'
import { castType, isInsertable, isOptional, isUpdatable } from './model-file.js'
import { modelFileNames } from './model-names.js'
import { plainSql, privateList, selectList, sqlSource } from './sql-source.js'
import { statementDefinition, statementName } from './statement-text.js'
import { breakable, callWithList, escapeTemplate, ifLine, stringLiteral } from './typescript-text.js'

/** `repositories/post.repository.ts` */
export function repositoryFile(context: Context, entity: Entity): ProvenArtifact {
  const parts: RepositoryParts = { methods: [], statements: [], interfaces: [] }
  const imports = new Imports()
  addCreates(entity, parts)
  for (const key of readableKeys(entity)) addFinders(context, entity, key, parts, imports)
  addLists(entity, parts)
  addChanges(context, entity, parts, imports)
  for (const relation of entity.relations) {
    if (relation.kind === 'many_to_many') linkMethods(context, entity, relation, parts, imports)
  }
  addImports(context, entity, parts, imports)
  const path = `repositories/${entity.names.file}.repository.ts`
  const view = { header: context.header, imports: imports.print(), table: entity.table, className: entity.names.repository, ...parts }
  return {
    artifact: { path, template: 'repositories/repository.ts', view },
    statements: parts.statements.map(({ variable, sql }) => ({ name: `${path} ${variable}`, sql })),
  }
}

/** Keys by which a single row can be found: the primary key first, no private columns, no column that may be NULL. */
export function readableKeys(entity: Entity): Key[] {
  const keys = [...(entity.primaryKey === undefined ? [] : [entity.primaryKey]), ...entity.uniques]
  return keys.filter(({ fields }) => fields.every((field) => !field.private && isScalar(field)))
}

function isScalar(field: Field): boolean {
  return field.type.dimensions === 0 && field.type.representation !== 'json'
}

function addCreates({ names, uniques, primaryKey, table }: Entity, { methods }: RepositoryParts): void {
  const tableConst = `${names.variable}Table`
  methods.push({
    comment: '',
    signature: methodSignature('create', [`${names.variable}: ${names.newType}`], names.type),
    body: callBody('return insertRow', tableConst, names.variable),
  })
  methods.push({
    comment: 'All rows or none, in the order given.',
    signature: methodSignature('createMany', [`${names.pluralVariable}: readonly ${names.newType}[]`], `${names.type}[]`),
    body: callBody('return insertRows', tableConst, names.pluralVariable),
  })
  const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques]
  for (const key of keys.filter((candidate) => candidate.fields.every(isInsertable))) {
    const columns = key.fields.map(({ name }) => stringLiteral(name)).join(', ')
    methods.push({
      comment: `Inserts a row of ${table}, or updates the given columns of the one with the same ${key.fields.map(({ name }) => name).join(' and ')}.`,
      signature: methodSignature(`upsertBy${key.pascal}`, [`${names.variable}: ${keyedType(names.newType, key)}`], names.type),
      body: callBody('return upsertRow', tableConst, `[${columns}]`, names.variable),
    })
  }
}

/** A new row that gives every column of the key, also those with a default. */
function keyedType(newType: string, { fields }: Key): string {
  const optional = fields.filter(isOptional).map(({ name }) => stringLiteral(name))
  return optional.length === 0 ? newType : `${newType} & Required<Pick<${newType}, ${optional.join(' | ')}>>`
}

function addFinders(context: Context, entity: Entity, key: Key, parts: RepositoryParts, imports: Imports): void {
  const { names } = entity
  const files = modelFileNames(entity)
  const method = `findBy${key.pascal}`
  importCodecs(context, key.fields, imports)
  parts.statements.push(finderStatement(context, entity, method, selectList(entity), key.fields, files.decode))
  parts.methods.push({
    comment: '',
    signature: methodSignature(method, keyParameters(key.fields), `${names.type} | undefined`),
    body: callWithList('return fetchFirst', ['this.#db', method], keyValues(key.fields), 4),
  })
  if (entity.fields.some((field) => field.private)) addPrivateFinder(context, entity, key, parts, imports)
  if (key === entity.primaryKey) addPrimaryKeyFinders(context, entity, key, parts, imports)
}

function addPrivateFinder(context: Context, entity: Entity, key: Key, parts: RepositoryParts, imports: Imports): void {
  const { names } = entity
  const files = modelFileNames(entity)
  const method = `findBy${key.pascal}WithPrivate`
  imports.value(`../models/${names.file}${context.ext}`, files.privateSelect, files.decodePrivate)
  imports.type(`../models/${names.file}${context.ext}`, names.privateType)
  parts.statements.push(finderStatement(context, entity, method, privateList(entity), key.fields, files.decodePrivate))
  parts.methods.push({
    comment: 'With the private columns.',
    signature: methodSignature(method, keyParameters(key.fields), `${names.privateType} | undefined`),
    body: callWithList('return fetchFirst', ['this.#db', method], keyValues(key.fields), 4),
  })
}

function addPrimaryKeyFinders(
  context: Context,
  entity: Entity,
  key: Key,
  parts: RepositoryParts,
  imports: Imports,
): void {
  const { names } = entity
  imports.value(`../errors${context.ext}`, 'NotFound')
  const locals = key.fields.map((field) => localName(field.camel))
  const found = locals.includes(names.variable) ? 'found' : names.variable
  const shown = key.fields.map((field) => `${field.name} \${${localName(field.camel)}}`).join(', ')
  const notFound = `\`no ${names.variable} with ${shown}\``
  parts.methods.push({
    comment: 'Throws NotFound where there is no such row.',
    signature: methodSignature(`getBy${key.pascal}`, keyParameters(key.fields), names.type),
    body: [
      breakable(`const ${found} = await this.findBy${key.pascal}(`, locals, ');', { indent: 4 }),
      ifLine(`${found} === undefined`, breakable('throw new NotFound(', [notFound], ');', { indent: 6 }), 4),
      `return ${found};`,
    ].join('\n    '),
  })
  const [field] = key.fields
  if (field === undefined || key.fields.length > 1) return
  addFindMany(context, entity, field, parts, imports)
}

function addFindMany(context: Context, entity: Entity, field: Field, parts: RepositoryParts, imports: Imports): void {
  const { names } = entity
  const files = modelFileNames(entity)
  const parameter = localName(`${field.camel}s`)
  imports.value(`../codecs${context.ext}`, 'arrayOf')
  const condition = `${names.sqlAlias}.${ident(field.name)} = any($1::${castType(field)}[])`
  parts.statements.push(selectStatement(context, entity, `findBy${field.pascal}s`, selectList(entity), condition, files.decode))
  parts.methods.push({
    comment: 'In no particular order; keys without a row are left out.',
    signature: methodSignature(`findBy${field.pascal}s`, [`${parameter}: readonly ${fieldType(field)}[]`], `${names.type}[]`),
    body: callWithList(
      'return fetchAll',
      ['this.#db', `findBy${field.pascal}s`],
      [`arrayOf(${codecExpression(field.type)}).encode(${parameter})`],
      4,
    ),
  })
}

function addLists(entity: Entity, { methods, interfaces }: RepositoryParts): void {
  const { names } = entity
  const { filterType, orderType, optionsType, table } = modelFileNames(entity)
  methods.push({
    comment: '',
    signature: methodSignature('findMany', [`options: ${optionsType} = {}`], `${names.type}[]`),
    body: callBody('return listRows', table, 'options'),
  })
  if (entity.primaryKey !== undefined) {
    const pageType = `${names.type}PageOptions`
    interfaces.push({
      comment: 'Which page: `after` is the `next` of the page before, in the same order.',
      text: pageOptions(pageType, filterType, orderType),
    })
    methods.push({
      comment: 'A page by keyset: as fast on the last page as on the first, and stable while rows are added.',
      signature: methodSignature('findPage', [`options: ${pageType} = {}`], `KeysetPage<${names.type}>`),
      body: callBody('return pageRows', table, 'options'),
    })
  }
  methods.push({
    comment: '',
    signature: `async count(filter?: ${filterType}): Promise<number>`,
    body: callBody('return countRows', table, 'filter'),
  })
  methods.push({
    comment: '',
    signature: `async exists(filter?: ${filterType}): Promise<boolean>`,
    body: callBody('return rowExists', table, 'filter'),
  })
}

function pageOptions(name: string, filterType: string, orderType: string): string {
  return [
    `export interface ${name} {`,
    `  readonly filter?: ${filterType};`,
    `  readonly order?: readonly ${orderType}[];`,
    '  readonly limit?: number;',
    '  readonly after?: string;',
    '}',
  ].join('\n')
}

function addChanges(context: Context, entity: Entity, parts: RepositoryParts, imports: Imports): void {
  const { names, primaryKey } = entity
  const { filterType, table } = modelFileNames(entity)
  const canUpdate = entity.fields.some(isUpdatable)
  if (primaryKey !== undefined) {
    importCodecs(context, primaryKey.fields, imports)
    const parameters = keyParameters(primaryKey.fields)
    const count = primaryKey.fields.some(({ camel }) => camel === 'deleted') ? 'gone' : 'deleted'
    const key = primaryKey.fields.map(({ name, camel }) => keyProperty(name, localName(camel))).join(', ')
    if (canUpdate) {
      parts.methods.push({
        comment: 'Changes the given columns only; undefined where there is no such row.',
        signature: methodSignature('update', [...parameters, `patch: ${names.patchType}`], `${names.type} | undefined`),
        body: callBody('return updateRow', table, `{ ${key} }`, 'patch'),
      })
    }
    parts.statements.push(deleteStatement(entity, primaryKey.fields))
    parts.methods.push({
      comment: 'Whether there was such a row.',
      signature: methodSignature('delete', parameters, 'boolean'),
      body: [
        callWithList(`const ${count} = await fetchCount`, ['this.#db', 'deleteRow'], keyValues(primaryKey.fields), 4),
        `return ${count} > 0;`,
      ].join('\n    '),
    })
  }
  if (canUpdate) {
    parts.methods.push({
      comment: 'The number of rows changed. An empty filter is refused.',
      signature: methodSignature('updateMany', [`filter: ${filterType}`, `patch: ${names.patchType}`], 'number'),
      body: callBody('return updateRows', table, 'filter', 'patch'),
    })
  }
  parts.methods.push({
    comment: 'The number of rows deleted. An empty filter is refused.',
    signature: `async deleteMany(filter: ${filterType}): Promise<number>`,
    body: callBody('return deleteRows', table, 'filter'),
  })
}

/** The one statement of a method: a call with the database in front. */
function callBody(call: string, ...rest: readonly string[]): string {
  return breakable(`${call}(`, ['this.#db', ...rest], ');', { indent: 4 })
}

function keyProperty(column: string, local: string): string {
  return column === local ? column : `${column}: ${local}`
}

function finderStatement(
  context: Context,
  entity: Entity,
  method: string,
  select: string,
  fields: readonly Field[],
  decode: string,
): NamedStatement {
  return selectStatement(context, entity, method, select, keyCondition(entity.names.sqlAlias, fields), decode)
}

function selectStatement(
  { model }: Context,
  entity: Entity,
  method: string,
  select: string,
  condition: string,
  decode: string,
): NamedStatement {
  const sql = `\n    select ${select}\n    from ${fromClause(entity)}\n    where ${condition}\n  `
  const name = statementName(entity.names.type, method)
  return {
    variable: method,
    definition: statementDefinition(method, name, sqlSource(sql, model.entities), decode),
    sql: plainSql(sql, model.entities),
  }
}

function deleteStatement(entity: Entity, fields: readonly Field[]): NamedStatement {
  const sql = `delete from ${fromClause(entity)} where ${keyCondition(entity.names.sqlAlias, fields)}`
  const name = statementName(entity.names.type, 'delete')
  return { variable: 'deleteRow', definition: statementDefinition('deleteRow', name, escapeTemplate(sql), undefined), sql }
}

/** Imports what the collected statements and methods mention. */
function addImports(context: Context, entity: Entity, parts: RepositoryParts, imports: Imports): void {
  const { ext } = context
  const files = modelFileNames(entity)
  const text = [...parts.methods.flatMap(({ signature, body }) => [signature, body]), ...parts.statements.map(({ definition }) => definition), ...parts.interfaces.map((each) => each.text)].join('\n')
  const mentions = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text)
  imports.type('kysely', 'Kysely')
  imports.type(`../database${ext}`, 'Database')
  const model = `../models/${entity.names.file}${ext}`
  imports.value(model, ...[files.table, files.decode].filter(mentions))
  imports.type(
    model,
    ...[entity.names.type, entity.names.newType, entity.names.patchType, files.filterType, files.orderType, files.optionsType].filter(mentions),
  )
  imports.value(`../lists${ext}`, ...listFunctions.filter(mentions))
  imports.value(`../rows${ext}`, ...rowFunctions.filter(mentions))
  imports.value(`../statement${ext}`, ...statementFunctions.filter(mentions))
  if (mentions('KeysetPage')) imports.type(`../order${ext}`, 'KeysetPage')
}

const listFunctions = ['countRows', 'listRows', 'pageRows', 'rowExists']
const rowFunctions = ['deleteRows', 'insertRow', 'insertRows', 'updateRow', 'updateRows', 'upsertRow']
const statementFunctions = ['defineCommand', 'defineStatement', 'fetchAll', 'fetchCount', 'fetchFirst']
