import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Artifact } from '../artifacts/context.js'
import type { Layer } from '../artifacts/manifest.js'
import { placedPath } from '../artifacts/placement.js'
import { lexemesOf } from '../merge/lexemes.js'
import { outlineGenerated } from '../merge/outline.js'
import { noRenaming, type Renaming } from '../merge/renaming.js'
import { unitsOf } from '../merge/units.js'
import type { PlanMoves } from '../migrate/plan.js'
import type { Entity, Model } from '../model/model.js'
import type { CodeStyle } from '../model/output.js'
import { ident, qualified } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'
import { readStyle, styleText } from './code-style.js'
import { type FormerEntity, formerModel } from './former-model.js'
import { describeCode, renderArtifact } from './render-artifact.js'
import type { Templates } from './templates.js'

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
  readonly templates: Templates
  /** As in the header of generated files. */
  readonly specName: string
  /** Absolute path of the folder of the generated files. */
  readonly folder: string
  /** The files that the record knows, relative to that folder. */
  readonly known: ReadonlySet<string>
  /** The style of those files in words, as the record has it; undefined where it does not say. */
  readonly style: string | undefined
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
  const { model, templates } = scene
  const style = scene.style === undefined ? model.output.style : readStyle(scene.style)
  const isRestyled = styleText(style) !== styleText(model.output.style)
  const former = await formerEntities(scene, style)
  if (former.size === 0 && !isRestyled) return noRenames
  const oldModel = formerModel(model, former, scene.before, style)
  const old = describeCode({ model: oldModel, templates }, scene.specName)
  const pairs = pairArtifacts(scene.layer, old).filter(({ before }) => isRestyled || !isRuntime(before))
  const texts = pairs.map(({ artifact, before }) => ({
    path: artifact.path,
    oldPath: before.path,
    text: renderArtifact(artifact, templates),
    oldText: renderArtifact(before, templates),
  }))
  const changed = texts.filter(({ path, oldPath, text, oldText }) => path !== oldPath || text !== oldText)
  const extension = model.output.importExtension
  const moved = changed.filter(({ path, oldPath }) => path !== oldPath)
  const module = (path: string) => `/${path.replace(/\.ts$/, '')}${extension}`
  return {
    renaming: {
      properties: renamedProperties(oldModel, model),
      identifiers: new Map(changed.flatMap(({ text, oldText }) => renamedDeclarations(oldText, text))),
      modules: new Map(moved.map(({ path, oldPath }) => [module(oldPath), module(path)])),
    },
    former: new Map(changed.map(({ path, oldText }) => [path, oldText])),
    moves: new Map(moved.map(({ path, oldPath }) => [path, oldPath])),
  }
}

interface ArtifactPair {
  readonly artifact: Artifact
  readonly before: Artifact
}

/** The files of both: there are as many of each kind, but for what only one of two styles has. */
function pairArtifacts(layer: Layer, old: Layer): ArtifactPair[] {
  const rest = new Map<string, Artifact[]>()
  for (const artifact of old.artifacts) {
    const same = rest.get(artifact.template)
    if (same === undefined) rest.set(artifact.template, [artifact])
    else same.push(artifact)
  }
  return layer.artifacts.flatMap((artifact): ArtifactPair[] => {
    const before = rest.get(artifact.template)?.shift()
    return before === undefined ? [] : [{ artifact, before }]
  })
}

function isRuntime({ template }: Artifact): boolean {
  return template.startsWith('runtime/')
}

async function formerEntities(
  { model, folder, known, layer, moves }: RenameScene,
  style: CodeStyle,
): Promise<Map<string, FormerEntity>> {
  const wanted = new Set(layer.artifacts.map(({ path }) => path))
  const stale = [...known].filter((path) => /^[^/]+\/[^/.]+\.ts$/.test(path) && !wanted.has(path))
  const oldNames = new Map<string, string>()
  for (const path of stale) {
    const text = await readFile(join(folder, path), 'utf8').catch(() => '')
    const [, name, , table] = /\bname: ["'](\w+)["'],\s*sql: (["'])(.+?)\2,/.exec(text) ?? []
    if (name !== undefined && table !== undefined) oldNames.set(table.replaceAll('\\', ''), name)
  }
  return new Map(
    model.entities.flatMap((entity): [string, FormerEntity][] => {
      const was = formerEntity(entity, moves, (path) => known.has(placedPath(path, style)), oldNames)
      return was === undefined ? [] : [[entity.name, was]]
    }),
  )
}

function formerEntity(
  entity: Entity,
  moves: PlanMoves,
  isKnownFile: (path: string) => boolean,
  oldNames: ReadonlyMap<string, string>,
): FormerEntity | undefined {
  const table = qualified({ schema: entity.schema, name: entity.table })
  const oldTable = moves.tables[table]
  const isKnown = isKnownFile(`models/${entity.names.file}.ts`)
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

/** Properties of rows, filters and tables that are called otherwise, old name and new one. */
function renamedProperties(before: Model, after: Model): Map<string, string> {
  return new Map(
    after.entities.flatMap((entity, index): [string, string][] => {
      const old = before.entities[index]
      const parts = [...entity.fields, ...entity.relations]
      const oldParts = old === undefined ? [] : [...old.fields, ...old.relations]
      // A column that the spec renames is renamed in the files that show it.
      return parts.flatMap(({ name, property }, at): [string, string][] => {
        const was = oldParts[at]
        return was === undefined || was.name !== name || was.property === property ? [] : [[was.property, property]]
      })
    }),
  )
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
