import type { Spec } from '../spec/parse-spec.js'
import type { Problems } from '../spec/problems.js'
import { openScripts, openSql } from '../spec/sql.js'
import { checkCamelNames } from './camel-names.js'
import { checkCircles } from './circles.js'
import { checkCollisions } from './collisions.js'
import { addDomains } from './domains.js'
import type { Building, EntityDraft } from './drafts.js'
import { checkFormerColumns, checkFormerNames, dropsOf } from './drops.js'
import { addEntities } from './entities.js'
import { addEnums } from './enums.js'
import { settleErrorNames } from './error-names.js'
import { addExclusions } from './exclusions.js'
import { completeColumns, isPrimaryKey } from './fields.js'
import { addForeignKeys } from './foreign-keys.js'
import { addIndexes } from './indexes.js'
import { linkInverses } from './inverses.js'
import { followKeys } from './key-forms.js'
import { addKeys } from './keys.js'
import { collectMissing } from './missing.js'
import type { Model } from './model.js'
import { createNameBook } from './name-book.js'
import { oncePerPlace } from './once.js'
import type { OutputOptions } from './output.js'
import { outputOptions } from './output-options.js'
import { addPartitions } from './partitions.js'
import { addQueries } from './queries.js'
import { declareRelations, resolveRelations } from './relations.js'
import { addSequences, ownSequences } from './sequences.js'
import { sqlBlocks } from './sql-blocks.js'

/**
 * Resolves a spec: every reference becomes a link, every name is made. Mistakes go to `problems`; where there are any
 * the model is not whole and must not be used.
 */
export async function buildModel(spec: Spec, problems: Problems): Promise<Model> {
  const output = outputOptions(spec.main?.output)
  const building = await begin(spec, oncePerPlace(problems), output)
  addEnums(building, spec.enums)
  addDomains(building, spec.domains)
  addSequences(building, spec.sequences)
  addEntities(building, spec.models, spec.mixins)
  ownSequences(building, spec.sequences)
  const blocks = sqlBlocks(building, spec.sqlBlocks)
  runPasses(building)
  checkFormerNames(building, spec)
  return {
    output,
    extensions: [...building.extensions],
    enums: [...building.enums.values()],
    domains: [...building.domains.values()],
    sequences: [...building.sequences.values()],
    entities: [...building.entities.values()].map(({ entity }) => entity),
    sqlBlocks: blocks,
    postgres: building.postgres,
    drops: dropsOf(building, spec.main?.drop),
    isOffline: spec.main?.online?.value === false,
  }
}

async function begin(spec: Spec, problems: Problems, { types, style }: OutputOptions): Promise<Building> {
  return {
    problems,
    missing: collectMissing(problems),
    sql: await openSql(spec.sql),
    script: await openScripts(spec.sqlBlocks.length > 0),
    postgres: spec.main?.postgres?.value ?? 15,
    types,
    properties: style.properties,
    domains: new Map(),
    sequences: new Map(),
    enums: new Map(),
    enumSpans: new Map(spec.enums.map(({ key }) => [key.text, key.span])),
    keyTypes: new Map(spec.models.map(({ key, value }) => [key.text, keyTypeOf(value) ?? 'bigint'])),
    entities: new Map(),
    tables: new Map(),
    joinTables: new Map(),
    foreignKeys: [],
    extensions: new Set(spec.main?.extensions?.items.map(({ text }) => text)),
    names: createNameBook(problems),
    mayHold: spec.mayHold,
  }
}

function keyTypeOf(model: Spec['models'][number]['value']): string | undefined {
  const columns = model?.columns?.entries.map(({ value }) => (value?.kind === 'record' ? value : undefined))
  return columns?.find((column) => isPrimaryKey(column))?.type?.text
}

/** Each pass needs the ones before it to be through with every entity. */
function runPasses(building: Building): void {
  const ofSpec = [...building.entities.values()]
  const each = (pass: (building: Building, owner: EntityDraft) => void) => {
    for (const owner of ofSpec) pass(building, owner)
  }
  each(completeColumns)
  each(addKeys)
  each(addIndexes)
  each(addExclusions)
  each(addForeignKeys)
  each(addPartitions)
  each(checkFormerColumns)
  followKeys(building)
  each(declareRelations)
  each(resolveRelations)
  each(linkInverses)
  each(addQueries)
  building.missing.report()
  building.names.settle()
  settleErrorNames(building)
  checkCollisions(building)
  checkCamelNames(building)
  checkCircles(building)
}
