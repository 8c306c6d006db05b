import { basename, dirname, join } from 'node:path'
import { HEADER_PREFIX } from './artifacts/header.js'
import { describeLayer, type Layer } from './artifacts/manifest.js'
import type { Settle } from './merge/merging.js'
import { plannedMoves } from './migrate/plan-schemas.js'
import type { Model, OutputOptions } from './model/model.js'
import type { FileChange } from './output/file-change.js'
import { type OutputPlan, planOutput } from './output/plan-output.js'
import { recordedFiles } from './output/plan-record.js'
import type { GeneratedFiles, OutputFile, OutputRequest } from './output/request.js'
import { writeOutput } from './output/write-output.js'
import { type Amended, amendNewest } from './pipeline/amend.js'
import { findRenames } from './pipeline/code-renames.js'
import { type CompiledSpec, compileFiles } from './pipeline/compile.js'
import { type History, readHistory, SNAPSHOT_FILE } from './pipeline/history.js'
import { createMerger } from './pipeline/merger.js'
import {
  type Destination,
  type PlannedMigration,
  planMigration,
  printMigration,
  printOtherWords,
  printTakenBack,
  type WrittenMigration,
} from './pipeline/migration.js'
import { NOT_PROVEN, type ProvenRun, proveRun } from './pipeline/proof.js'
import { withRoot } from './pipeline/root.js'
import { createStages, type Stage, type Stages } from './pipeline/stages.js'
import { findUpgrade, specOfRecord, type Upgrade } from './pipeline/upgrade.js'
import { renderTemplate } from './render/handlebars.js'
import { schemaOf } from './schema/from-model.js'
import { hintsOf } from './schema/hints-from-model.js'
import { diskFiles } from './spec/files.js'
import { readVersion } from './version.js'

export type { MigrationState } from './database/runner-status.js'
export type { StepProgress as MigrationStep } from './database/runner-steps.js'
export type { Refusal } from './migrate/refusal.js'
export type { FileChange } from './output/file-change.js'
export type { Conflict } from './output/output-conflict.js'
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
  /** Does not merge: replaces generated files that were edited by hand, and loses the edits. */
  readonly force: boolean
  /** How a conflict with an edit by hand is settled; without it nothing is written. */
  readonly settle?: Settle
  /** Plans the newest migration anew, which must not be committed; its id where nobody but the user can tell. */
  readonly amend?: string | true | undefined
  /** Writes only what changes because dbgen changed: for the spec that the files were made of, and no migration. */
  readonly upgradeOnly?: boolean
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
  /** The migration that was taken back for it. */
  readonly amended?: string
  /** What changes because dbgen changed. */
  readonly upgrade?: Upgrade
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
  const spec = await compileFiles(request.specFile, diskFiles(dirname(request.specFile)))
  const root = request.root ?? dirname(request.specFile)
  return withRoot(root, request.dryRun, () => generateSpec(request, spec, root, stages))
}

async function generateSpec(
  request: GenerateRequest,
  spec: CompiledSpec,
  root: string,
  stages: Stages,
): Promise<GenerateReport> {
  const { specFile, now, migrationName, force, settle = 'refuse', upgradeOnly = false } = request
  const { model, fingerprint } = upgradeOnly ? await specOfRecord({ specFile, root, now: spec }) : spec
  const folder = model.output.typescript

  stages.begin('plan')
  const [schema, hints] = [schemaOf(model), hintsOf(model)]
  const migrations = join(root, model.output.migrations)
  const all = await readHistory(migrations)
  const amended = request.amend === undefined ? undefined : await amendNewest(migrations, all, request.amend)
  const history = amended?.history ?? all
  const name = { now, name: migrationName }
  const migration = upgradeOnly ? undefined : await planMigration(history, { schema, hints }, name, request.cacheFolder)

  stages.begin('render')
  const layer = describeLayer(model, basename(specFile))
  const code = renderLayer(layer, folder)
  const render = (other: Model) => renderLayer(describeLayer(other, basename(specFile)), other.output.typescript)
  const upgrade = await findUpgrade({ specFile, root, now: { model, fingerprint }, code, render })
  const renames = await findRenames({
    model,
    layer,
    specName: basename(specFile),
    folder: join(root, folder),
    known: await recordedFiles(root, folder),
    before: all.schema,
    moves: plannedMoves(all.schema, schema, hints, all.renames),
  })
  const merger = createMerger(folder, settle, renames)
  const generated: GeneratedFiles = {
    folder,
    headerPrefix: HEADER_PREFIX,
    files: code,
    origin: { generator: readVersion(), spec: fingerprint },
    handEdits: force ? 'overwrite' : 'merge',
    merger,
  }
  const compare = (request: Omit<OutputRequest, 'generated'>) => planOutput(root, { generated, ...request })
  const changed = changedFiles(await compare({ appended: [], replaced: [] }), code)

  stages.begin('prove')
  const mustProve = request.proof && (migration !== undefined || changed.length > 0)
  const { statements } = layer
  const proven = mustProve
    ? await proveRun({ schema, hints, history, migration, statements, code: changed, cacheFolder: request.cacheFolder })
    : { lines: request.proof ? [] : [NOT_PROVEN], measures: [] }

  stages.begin('write')
  const destination = { schema, hints }
  const written =
    migration === undefined
      ? upgradeOnly
        ? undefined
        : printUnchanged(amended, history, destination, model.output)
      : printMigration(migration, history, destination, model.output, proven)
  const plan = await compare(outputOf(written, amended, model.output.migrations))
  if (!request.dryRun) await writeOutput(plan)
  return {
    files: plan.changes,
    root,
    models: model.entities.filter(({ isImplied }) => !isImplied).length,
    migration: migration && written && reportOf(migration, written, request.proof ? proven : undefined),
    ...(amended === undefined ? {} : { amended: amended.id }),
    ...(upgrade === undefined ? {} : { upgrade }),
    milliseconds: stages.end(),
  }
}

function renderLayer({ artifacts }: Layer, folder: string): OutputFile[] {
  return artifacts.map(({ path, template, view }) => ({
    path: `${folder}/${path}`,
    text: renderTemplate(template, view),
  }))
}

/** What there is to write where the migrations lead to the schema as they are. */
function printUnchanged(
  amended: Amended | undefined,
  history: History,
  destination: Destination,
  output: OutputOptions,
): WrittenMigration | undefined {
  if (amended === undefined) return printOtherWords(history, destination, output)
  return history.chain.length === 0 ? undefined : printTakenBack(history, destination, output)
}

function outputOf(
  written: WrittenMigration | undefined,
  amended: Amended | undefined,
  folder: string,
): Omit<OutputRequest, 'generated'> {
  const gone = amended === undefined ? [] : [...amended.files, ...(written === undefined ? [SNAPSHOT_FILE] : [])]
  return {
    appended: written?.files ?? [],
    replaced: written === undefined ? [] : [written.snapshot],
    removed: gone.map((name) => `${folder}/${name}`),
  }
}

function changedFiles({ changes }: OutputPlan, code: readonly OutputFile[]): OutputFile[] {
  const paths = new Set(
    changes.filter(({ kind }) => kind === 'created' || kind === 'changed' || kind === 'merged').map(({ path }) => path),
  )
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
