import type { Entity } from '../model/model.js'
import type { Context } from './context.js'
import type { Imports } from './imports.js'
import type { RepositoryParts } from './method-text.js'
import { modelFileNames } from './model-names.js'

/** Imports what the collected statements and methods mention. */
export function addImports(context: Context, entity: Entity, parts: RepositoryParts, imports: Imports): void {
  const { ext } = context
  const files = modelFileNames(entity)
  const text = [
    ...parts.methods.flatMap(({ signature, body }) => [signature, body]),
    ...parts.statements.map(({ definition }) => definition),
    ...parts.interfaces.map((each) => each.text),
  ].join('\n')
  const mentions = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text)
  imports.type('kysely', 'Kysely')
  imports.type(`../database${ext}`, 'Database')
  const model = `../models/${entity.names.file}${ext}`
  imports.value(model, ...[files.table, files.decode].filter(mentions))
  imports.type(
    model,
    ...[
      entity.names.type,
      entity.names.newType,
      entity.names.patchType,
      files.filterType,
      files.orderType,
      files.optionsType,
    ].filter(mentions),
  )
  imports.value(`../lists${ext}`, ...listFunctions.filter(mentions))
  imports.value(`../rows${ext}`, ...rowFunctions.filter(mentions))
  imports.value(`../statement${ext}`, ...statementFunctions.filter(mentions))
  if (mentions('KeysetPage')) imports.type(`../order${ext}`, 'KeysetPage')
}

const listFunctions = ['countRows', 'listRows', 'pageRows', 'rowExists']
const rowFunctions = ['deleteRows', 'insertRow', 'insertRows', 'updateRow', 'updateRows', 'upsertRow']
const statementFunctions = ['defineCommand', 'defineStatement', 'fetchAll', 'fetchCount', 'fetchFirst']
