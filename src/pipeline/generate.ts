import { basename, dirname, join } from 'node:path'
import { HEADER_PREFIX } from '../artifacts/header.js'
import type { Settle } from '../merge/merging.js'
import { plannedMoves } from '../migrate/plan-schemas.js'
import type { OutputOptions } from '../model/output.js'
import type { FileChange } from '../output/file-change.js'
import { type OutputPlan, planOutput } from '../output/plan-output.js'
import { readRecord, recordedFiles, recordedStyle } from '../output/plan-record.js'
import { RECORD_FILE } from '../output/record.js'
import type { GeneratedFiles, OutputFile, OutputRequest } from '../output/request.js'
import type { Stamp } from '../output/stamps.js'
import { writeOutput } from '../output/write-output.js'
import { schemaOf } from '../schema/from-model.js'
import { hintsOf } from '../schema/hints-from-model.js'
import { diskFiles } from '../spec/files.js'
import { readVersion } from '../version.js'
import { type AdoptedMigration, adoptByHand } from './adopt.js'
import { type Amended, amendNewest, amendOwn } from './amend.js'
import { checkTemplated } from './check-templated.js'
import { findRenames } from './code-renames.js'
import { styleText } from './code-style.js'
import { type CompiledSpec, compileFiles } from './compile.js'
import { type History, SNAPSHOT_FILE } from './history.js'
import { createMerger } from './merger.js'
import {
  type Destination,
  type PlannedMigration,
  planMigration,
  printMigration,
  printOtherWords,
  printTakenBack,
  type WrittenMigration,
} from './migration.js'
import { type HistoryDatabase, withHistory } from './open-history.js'
import { NOT_PROVEN, type ProvenRun, proveRun } from './proof.js'
import { asUnchanged, findSettled, rememberRun, stampFiles, stampFolder } from './remember.js'
import { renderCode } from './render-artifact.js'
import { readHistoryToExtend } from './reopen.js'
import { withRoot } from './root.js'
import { createStages, noTime, type Stage, type Stages } from './stages.js'
import { findUpgrade, specOfRecord, type Upgrade } from './upgrade.js'

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
  /** A migration that an earlier run of this process wrote: planned anew while it is the newest and not committed. */
  readonly own?: string | undefined
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
  /** Migrations written by hand that were taken in. */
  readonly adopted: readonly AdoptedMigration[]
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
  const { specFile, cacheFolder, upgradeOnly = false } = request
  const { model, fingerprint, templates } = upgradeOnly ? await specOfRecord({ specFile, root, now: spec }) : spec

  stages.begin('plan')
  const destination = { schema: schemaOf(model), hints: hintsOf(model) }
  const migrations = join(root, model.output.migrations)
  const before = stampFolder(migrations)
  const all = await readHistoryToExtend(migrations, cacheFolder)
  const amended = await findAmended(request, migrations, all)
  const extended = amended?.history ?? all
  const { history, adopted } = upgradeOnly
    ? { history: extended, adopted: [] }
    : await adoptByHand(extended, destination, request)
  const start = { model, fingerprint, templates, destination, migrations, before, all, history, amended, adopted }
  return withHistory(history, destination.schema, { cacheFolder, ahead: request.proof }, (database) =>
    generateFrom(request, spec, root, stages, start, database),
  )
}

/** What a run works on once it knows where it starts from. */
interface Start {
  readonly model: CompiledSpec['model']
  readonly fingerprint: string
  readonly templates: CompiledSpec['templates']
  readonly destination: Destination
  /** Folder of the migrations, absolute. */
  readonly migrations: string
  /** Stamps of its files, and of what is read later, from before they were read. */
  readonly before: Map<string, Stamp>
  /** What the files there say, and the same without the migration that is planned anew, with those by hand. */
  readonly all: History
  readonly history: History
  readonly amended: Amended | undefined
  readonly adopted: readonly AdoptedMigration[]
}

async function generateFrom(
  request: GenerateRequest,
  spec: CompiledSpec,
  root: string,
  stages: Stages,
  start: Start,
  database: HistoryDatabase,
): Promise<GenerateReport> {
  const { specFile, now, migrationName, cacheFolder, force, settle = 'refuse', upgradeOnly = false } = request
  const { model, fingerprint, templates, destination, migrations, before, all, history, amended, adopted } = start
  const { schema, hints } = destination
  const folder = model.output.typescript
  const name = { now, name: migrationName }
  const migration = upgradeOnly ? undefined : await planMigration(history, destination, name, database)

  stages.begin('render')
  const { layer, code } = renderCode({ model, templates }, basename(specFile))
  for (const [path, stamp] of stampFiles(root, [...code.map(({ path }) => path), `${folder}/${RECORD_FILE}`])) {
    before.set(path, stamp)
  }
  const render = (other: CompiledSpec) => renderCode(other, basename(specFile)).code
  const upgrade = await findUpgrade({ specFile, root, now: { ...spec, model, fingerprint, templates }, code, render })
  const renames = await findRenames({
    model,
    layer,
    templates,
    specName: basename(specFile),
    folder: join(root, folder),
    known: await recordedFiles(root, folder),
    style: await recordedStyle(root, folder),
    before: all.schema,
    moves: plannedMoves(all.schema, schema, hints, all.renames),
  })
  const digests = await checkTemplated({ layer, code, templates, folder }, (await readRecord(root, folder)).written)
  const merger = createMerger(folder, settle, renames, digests)
  const run = { specFile, root, cacheFolder }
  const generated: GeneratedFiles = {
    folder,
    settled: await findSettled(run, before, folder, code),
    headerPrefix: HEADER_PREFIX,
    files: code,
    origin: { generator: readVersion(), spec: fingerprint, style: styleText(model.output.style) },
    handEdits: force ? 'overwrite' : 'merge',
    merger,
  }
  const compare = (request: Omit<OutputRequest, 'generated'>) => planOutput(root, { generated, ...request })
  const compareCode = () => compare({ appended: [], replaced: [] })
  // Conflicts are told before anything is proven.
  const codeAlone = request.proof ? await compareCode() : undefined
  const changed = codeAlone === undefined ? [] : changedFiles(codeAlone, code)

  stages.begin('prove')
  const mustProve = request.proof && (migration !== undefined || changed.length > 0)
  const { statements } = layer
  const proven = mustProve
    ? await proveRun({ schema, hints, history, migration, statements, code: changed, database })
    : { lines: request.proof ? [] : [NOT_PROVEN], measures: [] }

  stages.begin('write')
  const written =
    migration === undefined
      ? upgradeOnly
        ? undefined
        : printUnchanged(amended, history, destination, model.output, adopted.length > 0)
      : printMigration(migration, history, destination, model.output, proven)
  const isCodeAlone = written === undefined && amended === undefined
  const plan = isCodeAlone
    ? (codeAlone ?? (await compareCode()))
    : await compare(outputOf(written, amended, model.output.migrations))
  if (!request.dryRun) await writeOutput(plan)
  const report: GenerateReport = {
    files: plan.changes,
    root,
    models: model.entities.filter(({ isImplied }) => !isImplied).length,
    adopted,
    migration: migration && written && reportOf(migration, written, request.proof ? proven : undefined),
    ...(amended === undefined ? {} : { amended: amended.id }),
    ...(upgrade === undefined ? {} : { upgrade }),
    milliseconds: stages.end(),
  }
  if (!request.dryRun && !upgradeOnly) {
    const next = {
      ...report,
      files: asUnchanged(plan.changes.filter(({ path }) => !path.startsWith(`${model.output.migrations}/`))),
      adopted: [],
      migration: undefined,
      milliseconds: noTime,
    }
    rememberRun({ run, spec, plan, migrations, before, report: { ...next, amended: undefined, upgrade: undefined } })
  }
  return report
}

function findAmended({ amend, own }: GenerateRequest, folder: string, history: History): Promise<Amended | undefined> {
  if (amend !== undefined) return amendNewest(folder, history, amend)
  return own === undefined ? Promise.resolve(undefined) : amendOwn(folder, history, own)
}

/** What there is to write where the migrations lead to the schema as they are. */
function printUnchanged(
  amended: Amended | undefined,
  history: History,
  destination: Destination,
  output: OutputOptions,
  isLonger: boolean,
): WrittenMigration | undefined {
  if (amended === undefined) return printOtherWords(history, destination, output, isLonger)
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
