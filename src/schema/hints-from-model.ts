import type { Entity, Enum, Model } from '../model/model.js'
import type { FormerName } from '../model/objects.js'
import type { ColumnHints, Drops, Hints, Renames, SpecPlace } from './hints.js'
import { ident, qualified } from './quote.js'

/** What the spec says about the way from the last schema to this one. */
export function hintsOf(model: Model): Hints {
  const { entities, enums } = model
  return {
    postgres: model.postgres,
    renames: renamesOf(model),
    drops: dropsOf(model),
    columns: Object.fromEntries(entities.flatMap(columnHints)),
    enumValues: Object.fromEntries(
      enums.filter(({ goneValues }) => isFilled(goneValues)).map((one) => [typeName(one), one.goneValues]),
    ),
    orphans: Object.fromEntries(entities.flatMap(orphansOf)),
    offline: model.isOffline ? 'all' : entities.filter(({ isOffline }) => isOffline).map(tableName),
    places: Object.fromEntries(placesOf(model)),
  }
}

function renamesOf({ entities, enums, domains, sequences }: Model): Renames {
  return {
    tables: formerNames(entities, tableName),
    columns: Object.fromEntries(
      entities.flatMap((entity) =>
        entity.fields.flatMap(({ name, way: { renamedFrom } }): (readonly [string, string])[] =>
          renamedFrom === undefined ? [] : [[columnName(entity, name), renamedFrom]],
        ),
      ),
    ),
    enums: formerNames(enums, typeName),
    enumValues: Object.fromEntries(
      enums.filter(({ renamedValues }) => isFilled(renamedValues)).map((one) => [typeName(one), one.renamedValues]),
    ),
    domains: formerNames(domains, typeName),
    sequences: formerNames(sequences, qualified),
  }
}

function formerNames<Thing extends { readonly renamedFrom: FormerName | undefined }>(
  things: readonly Thing[],
  nameOf: (thing: Thing) => string,
): Record<string, FormerName> {
  return Object.fromEntries(
    things.flatMap((thing): (readonly [string, FormerName])[] =>
      thing.renamedFrom === undefined ? [] : [[nameOf(thing), thing.renamedFrom]],
    ),
  )
}

function dropsOf({ drops, entities }: Model): Drops {
  return {
    tables: drops.tables.map(qualified),
    columns: entities.flatMap((entity) => entity.drops.map((name) => columnName(entity, name))),
    enums: drops.enums.map(qualified),
    domains: drops.domains.map(qualified),
    sequences: drops.sequences.map(qualified),
    schemas: drops.schemas.map(ident),
    extensions: drops.extensions.map(ident),
  }
}

function columnHints(entity: Entity): (readonly [string, ColumnHints])[] {
  return entity.fields.flatMap(({ name, way: { using, usingBack, backfill } }) =>
    using === undefined && backfill === undefined ? [] : [[columnName(entity, name), { using, usingBack, backfill }]],
  )
}

function orphansOf(entity: Entity): (readonly [string, 'delete' | 'set null'])[] {
  return entity.foreignKeys.flatMap(({ name, orphans }) =>
    orphans === undefined ? [] : [[columnName(entity, name), orphans]],
  )
}

function placesOf({ entities, enums, domains, sequences, sqlBlocks }: Model): (readonly [string, SpecPlace])[] {
  return [
    ...sqlBlocks.map((one) => [`sql ${one.name}`, one.at] as const),
    ...enums.map((one) => [typeName(one), one.at] as const),
    ...domains.map((one) => [typeName(one), one.at] as const),
    ...sequences.map((one) => [qualified(one), one.at] as const),
    ...entities.map((entity) => [tableName(entity), entity.at] as const),
    ...entities.flatMap((entity) => entity.fields.map(({ name, at }) => [columnName(entity, name), at] as const)),
  ]
}

function tableName({ schema, table }: Entity): string {
  return qualified({ schema, name: table })
}

/** `posts.title`, `posts.posts_author_id_fkey` */
function columnName(entity: Entity, name: string): string {
  return `${tableName(entity)}.${ident(name)}`
}

function typeName({ schema, typeName: name }: Pick<Enum, 'schema' | 'typeName'>): string {
  return qualified({ schema, name })
}

function isFilled(entries: Readonly<Record<string, string>>): boolean {
  return Object.keys(entries).length > 0
}
