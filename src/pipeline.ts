import { basename, dirname, join } from 'node:path'
import { HEADER_PREFIX } from './artifacts/header.js'
import { describeLayer, type Layer } from './artifacts/manifest.js'
import type { Model } from './model/model.js'
import type { FileChange } from './output/file-change.js'
import { type OutputPlan, planOutput } from './output/plan-output.js'
import type { OutputFile, OutputRequest } from './output/request.js'
import { writeOutput } from './output/write-output.js'
import { compileSpec } from './pipeline/compile.js'
import { readHistory } from './pipeline/history.js'
import {
  type PlannedMigration,
  planMigration,
  printMigration,
  printOtherWords,
  type WrittenMigration,
} from './pipeline/migration.js'
import { NOT_PROVEN, type ProvenRun, proveRun } from './pipeline/proof.js'
import { withRoot } from './pipeline/root.js'
import { createStages, type Stage, type Stages } from './pipeline/stages.js'
import { renderTemplate } from './render/handlebars.js'
import { schemaOf } from './schema/from-model.js'
import { hintsOf } from './schema/hints-from-model.js'

export type { MigrationState } from './database/runner-status.js'
export type { StepProgress as MigrationStep } from './database/runner-steps.js'
export type { Refusal } from './migrate/refusal.js'
export type { FileChange } from './output/file-change.js'
export type { Conflict } from './output/output-conflict.js'
export { type FormatReport, type FormatRequest, format } from './pipeline/format.js'
export type {
  DatabaseChoice,
  MigrateDownReport,
  MigrateDownRequest,
  MigrateUpReport,
  MigrateUpRequest,
  MigrationStatusReport,
  MigrationStatusRequest,
  RunRequest,
} from './pipeline/migrate.js'
export { migrateDown, migrateUp, migrationStatus } from './pipeline/migrate.js'
export { type MigrateSqlReport, type MigrateSqlRequest, migrateSql } from './pipeline/migrate-sql.js'
export type { Stage } from './pipeline/stages.js'
export { type Cause, type Effect, type WhyReport, type WhyRequest, why } from './pipeline/why.js'

/** What one run of `generate` is asked to do. */
export interface GenerateRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the output folders lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  /** What the migration is called, `add_rating`; undefined for a name made from its changes. */
  readonly migrationName: string | undefined
  /** False leaves the proof out, which the migration then says. */
  readonly proof: boolean
  /** Writes nothing. */
  readonly dryRun: boolean
  /** Replaces generated files that were edited by hand. */
  readonly force: boolean
  /** For the timestamp in the name of a migration. */
  readonly now: Date
  /** Where prepared data directories are kept between runs. */
  readonly cacheFolder: string
  /** Told when a stage begins. */
  readonly onStage: (stage: Stage) => void
}

/** What a run did, or with `dryRun` would do. */
export interface GenerateReport {
  /** Every output file, paths relative to `root`. */
  readonly files: readonly FileChange[]
  readonly root: string
  readonly models: number
  /** The migration that was written; undefined where the schema did not change. */
  readonly migration: MigrationReport | undefined
  /** Duration of each stage in milliseconds. */
  readonly milliseconds: Readonly<Record<Stage, number>>
}

export interface MigrationReport {
  /** `20261122104500_init` */
  readonly id: string
  /** Relative to `root`. */
  readonly paths: readonly string[]
  /** Titles of the steps of the up direction: `create table posts`. */
  readonly steps: readonly string[]
  /** What the down direction cannot bring back. */
  readonly irreversible: readonly string[]
  /** What was proven, one line each; undefined with `proof: false`. */
  readonly proof: readonly string[] | undefined
}

/**
 * The whole program: the spec becomes a model, the model a schema and code, the schema a migration; both are proven, and
 * only then written, all or nothing.
 */
export async function generate(request: GenerateRequest): Promise<GenerateReport> {
  const stages = createStages(request.onStage)
  stages.begin('read')
  const model = await compileSpec(request.specFile)
  const root = request.root ?? dirname(request.specFile)
  return withRoot(root, request.dryRun, () => generateModel(request, model, root, stages))
}

async function generateModel(
  request: GenerateRequest,
  model: Model,
  root: string,
  stages: Stages,
): Promise<GenerateReport> {
  const { specFile, now, migrationName } = request

  stages.begin('plan')
  const [schema, hints] = [schemaOf(model), hintsOf(model)]
  const history = await readHistory(join(root, model.output.migrations))
  const name = { now, name: migrationName }
  const migration = await planMigration(history, { schema, hints }, name, request.cacheFolder)

  stages.begin('render')
  const layer = describeLayer(model, basename(specFile))
  const code = renderLayer(layer, model.output.typescript)
  const compare = (written: WrittenMigration | undefined) =>
    planOutput(root, outputRequest(code, model.output.typescript, written, request))
  const changed = changedFiles(await compare(undefined), code)

  stages.begin('prove')
  const mustProve = request.proof && (migration !== undefined || changed.length > 0)
  const { statements } = layer
  const proven = mustProve
    ? await proveRun({ schema, hints, history, migration, statements, code: changed, cacheFolder: request.cacheFolder })
    : { lines: request.proof ? [] : [NOT_PROVEN], measures: [] }

  stages.begin('write')
  const written =
    migration === undefined
      ? printOtherWords(history, { schema, hints }, model.output)
      : printMigration(migration, history, { schema, hints }, model.output, proven)
  const plan = await compare(written)
  if (!request.dryRun) await writeOutput(plan)
  return {
    files: plan.changes,
    root,
    models: model.entities.filter(({ isImplied }) => !isImplied).length,
    migration: migration && written && reportOf(migration, written, request.proof ? proven : undefined),
    milliseconds: stages.end(),
  }
}

function renderLayer({ artifacts }: Layer, folder: string): OutputFile[] {
  return artifacts.map(({ path, template, view }) => ({
    path: `${folder}/${path}`,
    text: renderTemplate(template, view),
  }))
}

function outputRequest(
  files: readonly OutputFile[],
  folder: string,
  written: WrittenMigration | undefined,
  { force }: GenerateRequest,
): OutputRequest {
  return {
    generated: { folder, headerPrefix: HEADER_PREFIX, files, handEdits: force ? 'overwrite' : 'refuse' },
    appended: written?.files ?? [],
    replaced: written === undefined ? [] : [written.snapshot],
  }
}

function changedFiles({ changes }: OutputPlan, code: readonly OutputFile[]): OutputFile[] {
  const paths = new Set(changes.filter(({ kind }) => kind === 'created' || kind === 'changed').map(({ path }) => path))
  return code.filter(({ path }) => paths.has(path))
}

function reportOf(
  { id, plan }: PlannedMigration,
  { files }: WrittenMigration,
  proven: ProvenRun | undefined,
): MigrationReport {
  return {
    id,
    paths: files.map(({ path }) => path).reverse(),
    steps: plan.up.map(({ title }) => title),
    irreversible: plan.irreversible,
    proof: proven?.lines,
  }
}
