import { camel, pascal } from '../model/inflect.js'
import type { Entity, Enum, Field, Model, Relation } from '../model/model.js'
import type { Load, Query } from '../model/query.js'
import { ident, qualified } from '../schema/quote.js'
import type { Place } from '../spec/diagnostic.js'
import type { Spec } from '../spec/parse-spec.js'
import { tableThings } from './why-keys.js'
import { specOf, type Thing, tableOf, thing } from './why-thing.js'

/** Everything in a spec that output comes from, models first, each before its parts. The model must be that of the spec. */
export function thingsOf(spec: Spec, model: Model): Thing[] {
  return [
    ...model.entities.flatMap((entity) => [
      modelThing(entity),
      ...entity.fields.map((field) => columnThing(entity, field)),
      ...tableThings(spec, entity),
      ...entity.relations.map((relation) => relationThing(spec, entity, relation)),
      ...entity.queries.flatMap((query) => queryThings(spec, entity, query)),
    ]),
    ...model.enums.map(enumThing),
    ...model.domains.map((domain) => databaseThing('domain', domain.name, domain.at, qualifiedType(domain))),
    ...model.sequences.map((sequence) => databaseThing('sequence', sequence.name, sequence.at, qualified(sequence))),
    ...dropThings(spec, model),
    ...(spec.main?.extensions?.items ?? []).map(({ text, span }) =>
      databaseThing('extension', text, span.at, `extension ${ident(text)}`),
    ),
    ...model.sqlBlocks.map(({ name, at }) => databaseThing('sql', name, at, `sql ${name}`)),
  ]
}

/** What the spec allows to be dropped. */
function dropThings(spec: Spec, model: Model): Thing[] {
  const drop = spec.main?.drop
  const lists = [drop?.tables, drop?.enums, drop?.domains, drop?.sequences]
  const listed = lists.flatMap((list) => list?.items ?? [])
  const columns = model.entities.flatMap((entity) =>
    (specOf(spec, entity)?.drop?.items ?? []).map(({ text, span }) => {
      const name = `${tableOf(entity)}.${ident(text)}`
      return databaseThing('drop', name, span.at, name)
    }),
  )
  const quoted = (text: string) => text.split('.').map(ident).join('.')
  const dropped = (items: typeof listed = [], prefix = '') =>
    items.map(({ text, span }) => databaseThing('drop', text, span.at, `${prefix}${quoted(text)}`))
  return [
    ...dropped(listed),
    ...dropped(drop?.schemas?.items.slice(), 'schema '),
    ...dropped(drop?.extensions?.items.slice(), 'extension '),
    ...columns,
  ]
}

function modelThing(entity: Entity): Thing {
  const { type, newType, patchType, privateType, tableType, repository } = entity.names
  return thing({
    kind: entity.isImplied ? 'join table' : 'model',
    name: entity.isImplied ? tableOf(entity) : entity.name,
    at: entity.at,
    entity,
    code: [type, newType, patchType, privateType, tableType, repository, ...helpers(entity)],
    database: tableOf(entity),
  })
}

/** What stands beside the types of a model. */
function helpers({ names: { type, newType, patchType, variable } }: Entity): string[] {
  const ofRows = [`to${type}`, `to${type}Rows`, `${variable}Table`]
  return [`${type}Filter`, `${type}OrderBy`, ...ofRows, `${camel(newType)}Schema`, `${camel(patchType)}Schema`]
}

function columnThing(entity: Entity, field: Field): Thing {
  return thing({
    kind: 'column',
    name: `${tableOf(entity)}.${field.name}`,
    at: field.at,
    entity,
    members: [`${field.camel}Codec`],
    property: field.property,
    database: ident(field.name),
    fields: [field],
  })
}

function relationThing(spec: Spec, entity: Entity, relation: Relation): Thing {
  const { type, variable } = entity.names
  const row = `${type}With${relation.pascal}`
  const key = specOf(spec, entity)?.relations?.entries.find(({ key: { text } }) => text === relation.name)?.key
  const links = relation.kind === 'many_to_many' ? ['link', 'unlink', 'set'] : []
  return thing({
    kind: 'relation',
    name: `${entity.name}.${relation.name}`,
    at: key?.span.at ?? entity.at,
    entity,
    code: [
      row,
      `to${row}`,
      `find${row}`,
      `find${row}Statement`,
      `load${type}${relation.pascal}`,
      `${variable}${relation.pascal}Relation`,
    ],
    members: links.map((verb) => `${verb}${relation.pascal}`),
    fields: keyFields(relation),
    relations: [relation],
    targets: [relation.target, ...(relation.kind === 'many_to_many' ? [relation.through] : [])],
  })
}

function keyFields(relation: Relation): readonly Field[] {
  if (relation.kind === 'many_to_many') return [...relation.nearKey.fields, ...relation.farKey.fields]
  return relation.foreignKey.fields
}

function queryThings(spec: Spec, entity: Entity, query: Query): Thing[] {
  const entry = specOf(spec, entity)?.queries?.entries.find(({ key }) => key.text === query.name)
  const at = entry?.key.span.at ?? entity.at
  const name = `${entity.name}.${query.name}`
  const placeIn = (entries: readonly { readonly key: { text: string; span: { at: Place } } }[] = [], wanted: string) =>
    entries.find(({ key }) => key.text === wanted)?.key.span.at ?? at
  const parts = query.filters.map((filter) =>
    thing({
      kind: 'filter',
      name: `${name}.${filter.name}`,
      at: placeIn(entry?.value?.filter?.entries, filter.name),
      entity,
      property: filter.parameter,
      within: name,
      fields: filter.paths.map(({ field }) => field),
      relations: filter.paths.flatMap(({ relations }) => relations),
    }),
  )
  const measures = query.kind === 'aggregate' ? query.measures : []
  const values = measures.map((measure) =>
    thing({
      kind: 'aggregate',
      name: `${name}.${measure.name}`,
      at: placeIn(entry?.value?.aggregate?.entries, measure.name),
      entity,
      property: measure.property,
      within: name,
    }),
  )
  const code = queryNames(entity, query)
  return [thing({ kind: 'query', name, at, entity, code, ...queryUses(query) }), ...parts, ...values]
}

function queryNames({ names, queries }: Entity, query: Query): string[] {
  const { functionName, optionsType } = query
  const row = `${pascal(functionName)}Row`
  const own = [functionName, `${functionName}Statement`, `${functionName}Query`, optionsType, row, `to${row}`]
  if (query.kind === 'aggregate') return [...own, query.resultType, `to${query.resultType}`]
  const combined = (one: Query) =>
    one.kind === 'list' ? one.load.map(({ relation }) => relation.pascal).join('And') : ''
  const isFirst = queries.find((one) => combined(one) === combined(query)) === query
  if (query.load.length < 2 || !isFirst) return own
  const finder = `${names.type}With${combined(query)}`
  return [...own, finder, `to${finder}`, `find${finder}`, `find${finder}Statement`]
}

function queryUses(query: Query): Pick<Thing, 'fields' | 'relations' | 'targets'> {
  if (query.kind === 'aggregate') return { fields: query.groupBy, relations: [], targets: [] }
  const loaded = loadsIn(query.load)
  return {
    fields: [...query.order, ...loaded.flatMap(({ order }) => order)].map(({ field }) => field),
    relations: loaded.map(({ relation }) => relation),
    targets: loaded.map(({ relation }) => relation.target),
  }
}

function loadsIn(loads: readonly Load[]): readonly Load[] {
  return loads.flatMap((one) => [one, ...loadsIn(one.load)])
}

function enumThing(one: Enum): Thing {
  const stem = camel(one.name)
  return thing({
    kind: 'enum',
    name: one.name,
    at: one.at,
    entity: undefined,
    code: [one.name, `${stem}Values`, `${stem}Codec`],
    database: qualifiedType(one),
  })
}

function qualifiedType({ schema, typeName }: Pick<Enum, 'schema' | 'typeName'>): string {
  return qualified({ schema, name: typeName })
}

function databaseThing(kind: string, name: string, at: Place, database: string): Thing {
  return thing({ kind, name, at, entity: undefined, database })
}
