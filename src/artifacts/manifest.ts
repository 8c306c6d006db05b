import type { Model } from '../model/model.js'
import type { Optional } from '../model/output.js'
import { type Artifact, createContext, type GeneratedStatement } from './context.js'
import { databaseFile, joinTableFile } from './database-file.js'
import { enumsFile } from './enums-file.js'
import { errorsFile } from './errors-file.js'
import { modelFile } from './model-file.js'
import { placeArtifacts, placeStatements } from './placement.js'
import { queriesFile } from './queries.js'
import { repositoryFile } from './repository.js'
import { runtimeFiles } from './runtime-files.js'
import { validatorFile } from './validator-file.js'

/** Every TypeScript file of a model, not yet rendered, and every fixed statement in them. */
export interface Layer {
  readonly artifacts: readonly Artifact[]
  readonly statements: readonly GeneratedStatement[]
}

/** Chooses the files, their templates and their views. */
export function describeLayer(model: Model, specFile: string): Layer {
  const context = createContext(model, specFile)
  const entities = model.entities.filter(({ isImplied }) => !isImplied)
  const unless = <Part>(part: Optional, files: () => Part[]) => (model.output.without.includes(part) ? [] : files())
  const repositories = unless('repositories', () => entities.map((entity) => repositoryFile(context, entity)))
  const queries = unless('queries', () => entities.flatMap((entity) => queriesFile(context, entity) ?? []))
  const artifacts = [
    ...runtimeFiles(context),
    databaseFile(context),
    ...(model.enums.length === 0 ? [] : [enumsFile(context)]),
    ...model.entities.filter(({ isImplied }) => isImplied).map((entity) => joinTableFile(context, entity)),
    ...unless('errors', () => model.entities.map((entity) => errorsFile(context, entity))),
    ...entities.map((entity) => modelFile(context, entity)),
    ...repositories.map(({ artifact }) => artifact),
    ...queries.map(({ artifact }) => artifact),
    ...(model.output.validators === 'zod' ? entities.map((entity) => validatorFile(context, entity)) : []),
  ]
  const statements = [...repositories, ...queries].flatMap((file) => file.statements)
  return {
    artifacts: placeArtifacts(artifacts, model.output),
    statements: placeStatements(statements, model.output),
  }
}
