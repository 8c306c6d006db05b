import { resolve } from 'node:path'
import { alignColumns } from './columns.js'
import type { AdoptedMigration, GenerateReport, MigrationReport } from './pipeline-api.js'
import { count, duration, grouped } from './quantities.js'
import { countEdits, markedFiles, showEdits } from './show-edits.js'
import { countFiles, showFiles } from './show-files.js'
import { shownPath } from './spec-file.js'
import type { Colors } from './terminal.js'

const MOST_STEPS = 20
const MOST_LOSSES = 4

/** What the report does not say by itself. */
export interface GenerateScene {
  readonly cwd: string
  /** Absolute path of the spec. */
  readonly specFile: string
  readonly dryRun: boolean
  /** The command that comes next when there is a migration. */
  readonly next: string
}

/** The report of `generate` as a person reads it. */
export function showGenerate(report: GenerateReport, scene: GenerateScene, colors: Colors): string {
  const { files, models, migration, adopted } = placeReport(report, scene.cwd)
  const spec = colors.bold(shownPath(scene.cwd, scene.specFile))
  const time = duration(total(report))
  const isIdle = migration === undefined && adopted.length === 0 && files.every(({ kind }) => kind === 'unchanged')
  if (isIdle) {
    const edited = files.filter(({ edits }) => edits !== undefined).length
    const byHand = edited === 0 ? '' : `, ${count(edited, 'file')} with edits by hand`
    const counted = `${count(models, 'model')}, ${count(files.length, 'file')}${byHand}`
    // A run that was answered out of what the last one remembered took no time.
    const took = total(report) === 0 ? '' : ` ${colors.dim(`(${time})`)}`
    return `${spec}: ${counted}, all up to date${took}\n`
  }
  const listed = showFiles(files, colors)
  const taken = adopted.length === 0 ? [] : ['', ...adopted.map((each) => showAdopted(each, scene.dryRun, colors))]
  const migrated = migration === undefined ? [] : ['', ...showMigration(migration, scene.dryRun, colors)]
  return [
    `${spec}: ${count(models, 'model')}`,
    ...(listed.length > 0 ? ['', ...listed] : []),
    ...taken,
    ...showEdits(files, colors),
    ...showAmended(report, colors),
    ...showUpgrade(report, colors),
    ...migrated,
    '',
    `${countFiles(files, colors)} ${colors.dim(`in ${time}`)}`,
    ...closing(scene, migration !== undefined || adopted.length > 0, colors),
    '',
  ].join('\n')
}

/** The report of `generate` as a program reads it; paths are relative to `root`. */
export function generateJson(report: GenerateReport, scene: GenerateScene): Readonly<Record<string, unknown>> {
  const { root, models, files, adopted, migration, milliseconds } = report
  return {
    ok: !needsSettling(report),
    dryRun: scene.dryRun,
    spec: shownPath(scene.cwd, scene.specFile),
    root,
    models,
    files,
    adopted,
    handEdits: countEdits(files),
    ...(report.amended === undefined ? {} : { amended: report.amended }),
    ...(report.upgrade === undefined ? {} : { upgrade: { ...report.upgrade, files: report.upgrade.files ?? null } }),
    migration: migration === undefined ? null : { ...migration, proof: migration.proof ?? null },
    milliseconds,
  }
}

function showAdopted({ id, changes }: AdoptedMigration, dryRun: boolean, colors: Colors): string {
  const what = changes === 'rows' ? 'it changes rows alone' : 'it leads to what the spec says'
  return `${dryRun ? 'Would take in' : 'Took in'} ${colors.bold(id)}, written by hand: ${what}`
}

/** True where conflicts were marked in files, which somebody has to settle now. */
export function needsSettling({ files }: GenerateReport): boolean {
  return markedFiles(files).length > 0
}

/** Where the spec was edited too, the two are better reviewed one after the other. */
function showUpgrade({ upgrade }: GenerateReport, colors: Colors): string[] {
  if (upgrade === undefined) return []
  const { from, to, files, isAlone } = upgrade
  const versions = from === to ? 'its templates' : `${from} is now ${to}`
  const what =
    files === undefined ? 'Some of the files differ' : `${count(files, 'file')} ${files === 1 ? 'differs' : 'differ'}`
  const next = isAlone ? [] : [`  ${colors.green('dbgen generate --upgrade-only writes that alone')}`]
  return ['', `${what} because dbgen changed (${versions}), not the spec`, ...next]
}

function showAmended({ amended }: GenerateReport, colors: Colors): string[] {
  if (amended === undefined) return []
  return ['', colors.yellow(`${amended} is taken back: a database that has it must be set up anew`)]
}

function placeReport(report: GenerateReport, cwd: string): GenerateReport {
  const place = (path: string) => shownPath(cwd, resolve(report.root, path))
  const { files, migration } = report
  return {
    ...report,
    files: files.map((file) => ({ ...file, path: place(file.path) })),
    migration: migration && { ...migration, paths: migration.paths.map(place) },
  }
}

function showMigration(migration: MigrationReport, dryRun: boolean, colors: Colors): string[] {
  const { id, irreversible, proof } = migration
  const proven = proof?.map((line) => `  ${colors.green('✓')} ${line}`)
  const kind = dryRun ? 'Migration that would be written:' : 'Migration'
  return [
    `${kind} ${colors.bold(id)}`,
    '',
    ...showSteps(migration, colors),
    '',
    ...(proven ?? [colors.yellow('  not proven: --no-proof was given')]),
    ...(irreversible.length > 0 ? [colors.yellow(`  the way down loses ${enumerate(irreversible)}`)] : []),
  ]
}

/** A first migration of a thousand tables has a thousand of them. */
function enumerate(losses: readonly string[]): string {
  const shown = losses.slice(0, MOST_LOSSES).join(', ')
  return losses.length > MOST_LOSSES ? `${shown} and ${grouped(losses.length - MOST_LOSSES)} more` : shown
}

function showSteps({ steps, paths }: MigrationReport, colors: Colors): string[] {
  const rows = steps
    .slice(0, MOST_STEPS)
    .map((step, index) => [{ text: String(index + 1), align: 'right' as const, paint: colors.dim }, { text: step }])
  const rest = steps.length - rows.length
  const where = paths.length > 0 ? ` in ${paths[0]}` : ''
  return [...alignColumns(rows), ...(rest > 0 ? [colors.dim(`  and ${count(rest, 'more step')}${where}`)] : [])]
}

function closing({ dryRun, next }: GenerateScene, hasMigration: boolean, colors: Colors): string[] {
  if (dryRun) return ['', 'Dry run: nothing was written. Next: the same command without --dry-run']
  return hasMigration ? ['', `Next: ${colors.cyan(next)}`] : []
}

function total({ milliseconds }: GenerateReport): number {
  return Object.values(milliseconds).reduce((sum, stage) => sum + stage, 0)
}
