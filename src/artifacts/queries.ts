import type { Entity } from '../model/model.js'
import { addAggregateQuery } from './aggregate-query.js'
import type { Context, ProvenArtifact } from './context.js'
import { Imports } from './imports.js'
import { addListQuery } from './list-query.js'
import { QueryFile } from './query-parts.js'
import { addCombinedFinders, addRelationQueries } from './relation-queries.js'

/** `queries/post.queries.ts`, with the statements in it; undefined where the entity has no relation and no query. */
export function queriesFile(context: Context, entity: Entity): ProvenArtifact | undefined {
  if (entity.relations.length === 0 && entity.queries.length === 0) return undefined
  const file = new QueryFile(context, entity, new Imports())
  for (const relation of entity.relations) addRelationQueries(file, relation)
  addCombinedFinders(file)
  for (const query of entity.queries) {
    if (query.kind === 'list') addListQuery(file, query)
    else addAggregateQuery(file, query)
  }
  const view = {
    header: context.header,
    imports: file.imports.print(file.blocks.map(({ text }) => text).join('\n')),
    blocks: file.blocks,
  }
  return { artifact: { path: file.path, template: 'queries/queries.ts', view }, statements: file.statements }
}
