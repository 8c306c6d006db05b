import type { Entity, Model } from '../model/model.js'
import type { Optional } from '../model/output.js'
import { type Artifact, createContext, type GeneratedStatement, type ProvenArtifact } from './context.js'
import { databaseFile, joinTableFile } from './database-file.js'
import { enumsFile } from './enums-file.js'
import { errorsFile } from './errors-file.js'
import { extraFiles } from './extra-files.js'
import { modelFile } from './model-file.js'
import { modelView } from './model-view.js'
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

/** Chooses the files, their templates and their views. `extra` are the templates for files of the user's own. */
export function describeLayer(model: Model, specFile: string, extra: readonly string[] = []): Layer {
  const context = createContext(model, specFile)
  const entities = model.entities.filter(({ isImplied }) => !isImplied)
  const views = new Map(model.entities.map((entity) => [entity, modelView(entity)]))
  const ofModel = (entity: Entity, artifact: Artifact): Artifact => ({
    ...artifact,
    view: { ...artifact.view, ext: context.ext, model: views.get(entity) },
  })
  const withModels = (artifact: Artifact): Artifact => ({
    ...artifact,
    view: { ...artifact.view, ext: context.ext, models: entities.map((entity) => views.get(entity)) },
  })
  const unless = <Part>(part: Optional, files: () => Part[]) => (model.output.without.includes(part) ? [] : files())
  const repositories = unless('repositories', () => proven(entities, (entity) => repositoryFile(context, entity)))
  const queries = unless('queries', () => proven(entities, (entity) => queriesFile(context, entity)))
  const artifacts = [
    ...runtimeFiles(context),
    withModels(databaseFile(context)),
    ...(model.enums.length === 0 ? [] : [enumsFile(context)]),
    ...model.entities.flatMap((entity) => (entity.isImplied ? ofModel(entity, joinTableFile(context, entity)) : [])),
    ...unless('errors', () => model.entities.map((entity) => ofModel(entity, errorsFile(context, entity)))),
    ...entities.map((entity) => ofModel(entity, modelFile(context, entity))),
    ...[...repositories, ...queries].map(({ entity, file }) => ofModel(entity, file.artifact)),
    ...(model.output.validators === 'zod'
      ? entities.map((entity) => ofModel(entity, validatorFile(context, entity)))
      : []),
    ...extraFiles(context, extra),
  ]
  const statements = [...repositories, ...queries].flatMap(({ file }) => file.statements)
  return {
    artifacts: placeArtifacts(artifacts, model.output),
    statements: placeStatements(statements, model.output),
  }
}

interface ProvenFile {
  readonly entity: Entity
  readonly file: ProvenArtifact
}

function proven(entities: readonly Entity[], make: (entity: Entity) => ProvenArtifact | undefined): ProvenFile[] {
  return entities.flatMap((entity): ProvenFile[] => {
    const file = make(entity)
    return file === undefined ? [] : [{ entity, file }]
  })
}
