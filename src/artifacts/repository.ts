import type { Entity, Field, Key } from '../model/model.js'
import type { Context, ProvenArtifact } from './context.js'
import { Imports } from './imports.js'
import { linkMethods } from './link-methods.js'
import { localName } from './local-name.js'
import { importCodecs, keyParameters, keyType, methodSignature, type RepositoryParts } from './method-text.js'
import { isInsertable, isOptional } from './model-file.js'
import { modelFileNames } from './model-names.js'
import { finderStatement, keyStatements } from './repository-statements.js'
import { columnOf } from './select-sql.js'
import { selectList } from './sql-source.js'
import { breakable, callWithList, LINE_WIDTH, stringLiteral } from './typescript-text.js'

/** `repositories/post.repository.ts` */
export function repositoryFile(context: Context, entity: Entity): ProvenArtifact {
  const parts: RepositoryParts = { methods: [], statements: [], interfaces: [] }
  const imports = new Imports()
  for (const key of readableKeys(entity)) addFinders(context, entity, key, parts, imports)
  addUpserts(entity, parts)
  const through: Entity[] = []
  for (const relation of entity.relations) {
    if (relation.kind !== 'many_to_many') continue
    linkMethods(context, entity, relation, parts, imports)
    through.push(relation.through)
  }
  const path = `repositories/${entity.names.file}.repository.ts`
  const heritage = heritageText(entity)
  addImports(context, entity, imports)
  const text = [
    heritage,
    `${modelFileNames(entity).table} ${modelFileNames(entity).decode} Connection`,
    ...parts.methods.flatMap(({ signature, body }) => [signature, body]),
    ...parts.statements.map(({ definition }) => definition),
    ...parts.interfaces.map((each) => each.text),
  ].join('\n')
  const view = {
    header: context.header,
    errors: [...new Set(context.output.without.includes('errors') ? [] : [entity, ...through])]
      .map(({ names }) => `../errors/${names.file}.errors${context.ext}`)
      .sort(),
    imports: imports.print(text),
    table: entity.table,
    className: entity.names.repository,
    heritage,
    tableConst: modelFileNames(entity).table,
    decode: modelFileNames(entity).decode,
    ...parts,
  }
  return {
    artifact: { path, template: 'repositories/repository.ts', view },
    statements: [
      ...keyStatements(entity, path),
      ...parts.statements.map(({ variable, sql }) => ({ name: `${path} ${variable}`, sql })),
    ],
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

/** `extends Repository<Post, string, NewPost, PostPatch, PostFilter, PostOrderBy>` */
function heritageText(entity: Entity): string {
  const { type, newType, patchType, repository } = entity.names
  const { filterType, orderType } = modelFileNames(entity)
  const hasKey = entity.primaryKey !== undefined
  const types = [type, ...(hasKey ? [keyType(entity)] : []), newType, patchType, filterType, orderType]
  const base = hasKey ? 'Repository' : 'TableRepository'
  return breakable(`export class ${repository} extends ${base}<`, types, '> {').replace(/,\n> \{$/, '\n> {')
}

function addImports({ ext }: Context, entity: Entity, imports: Imports): void {
  const files = modelFileNames(entity)
  const { type, newType, patchType, privateType } = entity.names
  const model = `../models/${entity.names.file}${ext}`
  imports.type(`../execute${ext}`, 'Connection')
  imports.value(`../repository${ext}`, 'Repository')
  imports.value(`../table-repository${ext}`, 'TableRepository')
  imports.value(`../rows${ext}`, 'upsertRow')
  imports.value(`../bulk${ext}`, 'upsertRows')
  imports.value(`../statement${ext}`, 'defineStatement', 'fetchCount', 'findRow')
  imports.value(model, files.table, files.decode, files.decodeMany, files.decodePrivate)
  imports.type(model, type, newType, patchType, privateType, files.filterType, files.orderType, files.keyType)
}

function addUpserts(entity: Entity, { methods }: RepositoryParts): void {
  const { names, uniques, primaryKey, table } = entity
  const files = modelFileNames(entity)
  const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques]
  // ON CONFLICT does not take a key that is checked late.
  const immediate = keys.filter(({ deferrable }) => deferrable === undefined)
  for (const key of immediate.filter((candidate) => candidate.fields.every(isInsertable))) {
    const columns = key.fields.map(({ property }) => stringLiteral(property)).join(', ')
    const keyText = key.fields.map(({ property }) => property).join(' and ')
    const type = keyedType(names.newType, key)
    const call = (decode: string, upsert: string, rows: string) =>
      decodedCall(decode, upsert, ['this.db', files.table, `[${columns}]`, rows])
    methods.push(
      {
        comment: `Inserts a row of ${table}, or updates the given columns of the one with the same ${keyText}.`,
        signature: methodSignature(`upsertBy${key.pascal}`, [`${names.variable}: ${type}`], names.type),
        body: call(files.decode, 'upsertRow', names.variable),
      },
      {
        comment: `As upsertBy${key.pascal} for many rows, all or none, in the order given; no two with the same ${keyText}.`,
        signature: methodSignature(
          `upsertManyBy${key.pascal}`,
          [`${names.pluralVariable}: readonly ${type.includes('&') ? `(${type})` : type}[]`],
          `${names.type}[]`,
        ),
        body: call(files.decodeMany, 'upsertRows', names.pluralVariable),
      },
    )
  }
}

/** `return toPost(await upsertRow(...));` */
function decodedCall(decode: string, call: string, items: readonly string[]): string {
  const line = `return ${decode}(await ${call}(${items.join(', ')}));`
  if (line.length + 4 <= LINE_WIDTH) return line
  return `return ${decode}(\n      ${breakable(`await ${call}(`, items, ')', { indent: 6, used: 1 })},\n    );`
}

/** A new row that gives every column of the key, also those with a default. */
function keyedType(newType: string, { fields }: Key): string {
  const optional = fields.filter(isOptional).map(({ property }) => stringLiteral(property))
  return optional.length === 0 ? newType : `${newType} & Required<Pick<${newType}, ${optional.join(' | ')}>>`
}

/** Rows are found by primary key in the class that this one extends. */
function addFinders(context: Context, entity: Entity, key: Key, parts: RepositoryParts, imports: Imports): void {
  const { names } = entity
  const { decode, decodePrivate } = modelFileNames(entity)
  const hidden = entity.fields.filter((field) => field.private).map((field) => columnOf(names.sqlAlias, field))
  importCodecs(context, key.fields, imports)
  const isPrimary = key === entity.primaryKey
  const stem = isPrimary ? 'findById' : `findBy${key.pascal}`
  if (!isPrimary) addFinder(entity, key, { method: stem, select: selectList(entity), type: names.type, decode }, parts)
  if (hidden.length === 0) return
  const select = [...hidden, selectList(entity)].join(', ')
  addFinder(
    entity,
    key,
    { method: `${stem}WithPrivate`, select, type: names.privateType, decode: decodePrivate },
    parts,
  )
}

interface Finder {
  readonly method: string
  readonly select: string
  readonly type: string
  readonly decode: string
}

function addFinder(entity: Entity, key: Key, { method, select, type, decode }: Finder, parts: RepositoryParts): void {
  const values = key.fields.map(({ camel }) => localName(camel))
  parts.statements.push(finderStatement(entity, method, select, key.fields))
  parts.methods.push({
    comment: method.endsWith('WithPrivate') ? 'With the private columns.' : '',
    signature: methodSignature(method, keyParameters(key.fields), `${type} | undefined`),
    body: [
      callWithList('const row = await findRow', ['this.db', method], values, 4),
      `return row === undefined ? undefined : ${decode}(row);`,
    ].join('\n    '),
  })
}
