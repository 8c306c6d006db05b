import type { Entity, Field, Key } from '../model/model.js'
import { ident } from '../schema/quote.js'
import { codecExpression, fieldType } from './column-type.js'
import type { Context, ProvenArtifact } from './context.js'
import { Imports } from './imports.js'
import { linkMethods } from './link-methods.js'
import { localName } from './local-name.js'
import {
  callBody,
  importCodecs,
  keyParameters,
  keyValues,
  methodSignature,
  type RepositoryParts,
} from './method-text.js'
import { castType, isInsertable, isOptional, isUpdatable } from './model-file.js'
import { modelFileNames } from './model-names.js'
import { addImports } from './repository-imports.js'
import { addLists } from './repository-lists.js'
import { deleteStatement, finderStatement, selectStatement } from './repository-statements.js'
import { privateList, selectList } from './sql-source.js'
import { breakable, callWithList, ifLine, stringLiteral } from './typescript-text.js'

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
  const view = {
    header: context.header,
    imports: imports.print(),
    table: entity.table,
    className: entity.names.repository,
    ...parts,
  }
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
    signature: methodSignature(
      'createMany',
      [`${names.pluralVariable}: readonly ${names.newType}[]`],
      `${names.type}[]`,
    ),
    body: callBody('return insertRows', tableConst, names.pluralVariable),
  })
  const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques]
  for (const key of keys.filter((candidate) => candidate.fields.every(isInsertable))) {
    const columns = key.fields.map(({ name }) => stringLiteral(name)).join(', ')
    methods.push({
      comment: `Inserts a row of ${table}, or updates the given columns of the one with the same ${key.fields.map(({ name }) => name).join(' and ')}.`,
      signature: methodSignature(
        `upsertBy${key.pascal}`,
        [`${names.variable}: ${keyedType(names.newType, key)}`],
        names.type,
      ),
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
  parts.statements.push(
    selectStatement(context, entity, `findBy${field.pascal}s`, selectList(entity), condition, files.decode),
  )
  parts.methods.push({
    comment: 'In no particular order; keys without a row are left out.',
    signature: methodSignature(
      `findBy${field.pascal}s`,
      [`${parameter}: readonly ${fieldType(field)}[]`],
      `${names.type}[]`,
    ),
    body: callWithList(
      'return fetchAll',
      ['this.#db', `findBy${field.pascal}s`],
      [`arrayOf(${codecExpression(field.type)}).encode(${parameter})`],
      4,
    ),
  })
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

function keyProperty(column: string, local: string): string {
  return column === local ? column : `${column}: ${local}`
}
