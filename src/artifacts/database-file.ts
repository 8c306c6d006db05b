import type { Entity } from '../model/model.js'
import { namedType } from './column-type.js'
import type { Artifact, Context } from './context.js'
import { Imports } from './imports.js'
import { kyselyImports, kyselyProperty } from './kysely-type.js'
import { breakable, propertyName, stringLiteral } from './typescript-text.js'

/** `database.ts`: the tables for Kysely, and the row types of every model in one place. */
export function databaseFile(context: Context): Artifact {
  const { entities } = context.model
  const imports = new Imports()
  for (const entity of entities) imports.type(modelPath(context, entity), entity.names.tableType)
  return {
    path: 'database.ts',
    template: 'models/database.ts',
    view: {
      header: context.header,
      imports: imports.print(),
      tables: entities.map((entity) => ({
        property: propertyName(entity.property),
        type: entity.names.tableType,
      })),
      exports: [
        ...entities.filter(({ isImplied }) => !isImplied).map((entity) => exportLine(context, entity)),
        ...enumExports(context),
      ],
    },
  }
}

/** A join table that a relation implies: only Kysely's interface. */
export function joinTableFile(context: Context, entity: Entity): Artifact {
  const imports = new Imports()
  imports.type('kysely', ...new Set(entity.fields.flatMap((field) => kyselyImports(field, context.output.types))))
  for (const { type } of entity.fields) {
    if (type.enum !== undefined) imports.type(`../enums${context.ext}`, type.enum.name)
    if (type.representation === 'json' && type.typescript === undefined)
      imports.type(`../codecs${context.ext}`, 'JsonValue')
    const named = namedType(type)
    if (named?.from !== undefined) imports.type(named.from, named.name)
  }
  return {
    path: `models/${entity.names.file}.ts`,
    template: 'models/join-table.ts',
    view: {
      header: context.header,
      imports: imports.print(),
      table: entity.table,
      tableType: entity.names.tableType,
      columns: entity.fields.map((field) => kyselyProperty(field, context.output.types)),
    },
  }
}

function exportLine(context: Context, entity: Entity): string {
  const { names } = entity
  const hasPrivate = entity.fields.some((field) => field.private)
  const types = [names.newType, names.type, names.patchType, ...(hasPrivate ? [names.privateType] : [])].sort()
  return breakable('export type {', types, `} from ${stringLiteral(modelPath(context, entity))};`, { spaced: true })
}

function enumExports(context: Context): string[] {
  const names = context.model.enums.map(({ name }) => name).sort()
  if (names.length === 0) return []
  return [breakable('export type {', names, `} from ${stringLiteral(`./enums${context.ext}`)};`, { spaced: true })]
}

function modelPath(context: Context, entity: Entity): string {
  return `./models/${entity.names.file}${context.ext}`
}
