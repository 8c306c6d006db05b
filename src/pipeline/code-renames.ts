import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeLayer, type Layer } from '../artifacts/manifest.js'
import { lexemesOf } from '../merge/lexemes.js'
import { outlineGenerated } from '../merge/outline.js'
import { noRenaming, type Renaming } from '../merge/renaming.js'
import { unitsOf } from '../merge/units.js'
import type { PlanMoves } from '../migrate/plan.js'
import type { Entity, Model } from '../model/model.js'
import { renderTemplate } from '../render/handlebars.js'
import { ident, qualified } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'
import { type FormerEntity, formerModel } from './former-model.js'

/** What the spec renames, as far as generated code shows it. Paths are relative to the generated files. */
export interface CodeRenames {
  readonly renaming: Renaming
  /** Text of files as it would be if nothing had been renamed, by the path that they have now. */
  readonly former: ReadonlyMap<string, string>
  /** Old paths of files by new ones. */
  readonly moves: ReadonlyMap<string, string>
}

const noRenames: CodeRenames = { renaming: noRenaming, former: new Map(), moves: new Map() }

/** What there is to know to find what is renamed. */
export interface RenameScene {
  readonly model: Model
  readonly layer: Layer
  /** As in the header of generated files. */
  readonly specName: string
  /** Absolute path of the folder of the generated files. */
  readonly folder: string
  /** The files that the record knows, relative to that folder. */
  readonly known: ReadonlySet<string>
  /** What the migrations have led to so far. */
  readonly before: Schema
  /** Renames that are still to be done. */
  readonly moves: PlanMoves
}

/**
 * Finds what generated code is to be called otherwise: models whose table or columns the spec renames now, and models that
 * have another name for the same table. What a model was called stands in the file that was generated for it.
 */
export async function findRenames(scene: RenameScene): Promise<CodeRenames> {
  const former = await formerEntities(scene)
  if (former.size === 0) return noRenames
  const old = describeLayer(formerModel(scene.model, former, scene.before), scene.specName)
  const pairs = scene.layer.artifacts.flatMap((artifact, index) => {
    const before = old.artifacts[index]
    return before === undefined || before.template.startsWith('runtime/') ? [] : [{ artifact, before }]
  })
  const texts = pairs.map(({ artifact, before }) => ({
    path: artifact.path,
    oldPath: before.path,
    text: renderTemplate(artifact.template, artifact.view),
    oldText: renderTemplate(before.template, before.view),
  }))
  const changed = texts.filter(({ path, oldPath, text, oldText }) => path !== oldPath || text !== oldText)
  const extension = scene.model.output.importExtension
  const moved = changed.filter(({ path, oldPath }) => path !== oldPath)
  const module = (path: string) => `/${path.replace(/\.ts$/, '')}${extension}`
  return {
    renaming: {
      identifiers: new Map(changed.flatMap(({ text, oldText }) => renamedDeclarations(oldText, text))),
      modules: new Map(moved.map(({ path, oldPath }) => [module(oldPath), module(path)])),
    },
    former: new Map(changed.map(({ path, oldText }) => [path, oldText])),
    moves: new Map(moved.map(({ path, oldPath }) => [path, oldPath])),
  }
}

async function formerEntities({ model, folder, known, layer, moves }: RenameScene): Promise<Map<string, FormerEntity>> {
  const wanted = new Set(layer.artifacts.map(({ path }) => path))
  const stale = [...known].filter((path) => /^models\/[^/]+\.ts$/.test(path) && !wanted.has(path))
  const oldNames = new Map<string, string>()
  for (const path of stale) {
    const text = await readFile(join(folder, path), 'utf8').catch(() => '')
    const [, name, , table] = /\bname: ["'](\w+)["'],\s*sql: (["'])(.+?)\2,/.exec(text) ?? []
    if (name !== undefined && table !== undefined) oldNames.set(table.replaceAll('\\', ''), name)
  }
  return new Map(
    model.entities.flatMap((entity): [string, FormerEntity][] => {
      const was = formerEntity(entity, moves, known, oldNames)
      return was === undefined ? [] : [[entity.name, was]]
    }),
  )
}

function formerEntity(
  entity: Entity,
  moves: PlanMoves,
  known: ReadonlySet<string>,
  oldNames: ReadonlyMap<string, string>,
): FormerEntity | undefined {
  const table = qualified({ schema: entity.schema, name: entity.table })
  const oldTable = moves.tables[table]
  const isKnown = known.has(`models/${entity.names.file}.ts`)
  const name = isKnown ? entity.name : (oldNames.get(oldTable ?? table) ?? entity.name)
  const columns = Object.fromEntries(
    entity.fields.flatMap((field): [string, string][] => {
      const old = moves.columns[`${table}.${ident(field.name)}`]
      return old === undefined ? [] : [[field.name, old]]
    }),
  )
  if (name === entity.name && oldTable === undefined && Object.keys(columns).length === 0) return undefined
  const { schema } = oldTable === undefined ? entity : (entity.renamedFrom ?? entity)
  return { name, schema, table: formerTable(entity, oldTable), columns }
}

/** What the spec says of a rename that was done before does not count. */
function formerTable({ table, renamedFrom }: Entity, oldTable: string | undefined): string {
  return oldTable === undefined ? table : (renamedFrom?.name ?? table)
}

/** Declarations of a file that are called otherwise, old name and new one. */
function renamedDeclarations(before: string, after: string): [string, string][] {
  const [old, next] = [before, after].map(declarations)
  return (old ?? []).flatMap((name, index): [string, string][] => {
    const now = next?.[index]
    return now === undefined || now === name ? [] : [[name, now]]
  })
}

function declarations(text: string): string[] {
  const lexemes = lexemesOf(text)
  const units = unitsOf(text, outlineGenerated(text, lexemes), lexemes)
  return units.flatMap(({ key, list, isComment }) =>
    list === undefined && !isComment ? [key.replace(/^type /, '')] : [],
  )
}
