import { dirname, join, resolve } from 'node:path'
import { noHints } from '../schema/hints.js'
import { hintsOf } from '../schema/hints-from-model.js'
import { SpecError } from '../spec/diagnostic.js'
import type { SpecFiles } from '../spec/files.js'
import { checkChain } from './check-chain.js'
import { type CheckedCode, checkCode, type DryRun } from './check-code.js'
import { type CheckFinding, sortFindings, specFindings } from './check-findings.js'
import { settleHazards } from './check-hazards.js'
import { checkMigrations } from './check-migrations.js'
import { checkProofs } from './check-proof.js'
import { hashOfFolder, keepResult, rememberingFiles, resultOfUnchanged } from './check-unchanged.js'
import { type ReadProject, readProject } from './compile.js'

/** What the check is about to look at. */
export type CheckStage = 'spec' | 'code' | 'migrations' | 'proof'

/** What one run of `check` is asked to look at. */
export interface CheckRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the output folders lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  /** Where results are kept between runs. */
  readonly cacheFolder: string
  /** Told when a stage begins. */
  readonly onStage: (stage: CheckStage) => void
}

/** What the check found. */
export interface CheckReport {
  /** Everything that somebody has to do something about, sorted by place. */
  readonly findings: readonly CheckFinding[]
  readonly migrations: number
  /** Generated files that were compared; undefined where something else has to be repaired first. */
  readonly files: number | undefined
  /** How many of them hold edits by hand, which `generate` keeps. */
  readonly edited: number
  /** False where the embedded PostgreSQL lacks an extension, so that the migrations were only judged. */
  readonly isReplayed: boolean
  /** Hazards that an exception of the spec let through. */
  readonly excepted: number
  /** Migrations without a proof that were proven by this check. */
  readonly proven: number
}

const NOT_COMPARED: CheckedCode = { findings: [], files: undefined, edited: 0 }

type Generate = (request: CheckRequest) => Promise<DryRun>

/** Looks at a whole project and writes nothing but to the cache. `generate` is asked what it would write. */
export async function checkProject(request: CheckRequest, generate: Generate): Promise<CheckReport> {
  const { specFile, cacheFolder } = request
  const root = request.root ?? dirname(specFile)
  const place = { specFile, root, cacheFolder }
  // What is kept there was a report, and its hash says that it is of this project.
  const known = (await resultOfUnchanged(place)) as CheckReport | undefined
  if (known !== undefined) return known
  const files = rememberingFiles(dirname(specFile))
  const specPath = (file: string): string => resolve(dirname(specFile), file)
  request.onStage('spec')
  const project = await readOrFind(specFile, files, specPath)
  if (!('output' in project))
    return {
      findings: project.findings,
      migrations: 0,
      files: undefined,
      edited: 0,
      isReplayed: false,
      excepted: 0,
      proven: 0,
    }
  const { typescript, migrations } = project.output
  const [code, folder] = [join(root, typescript), join(root, migrations)]
  const folders = { [code]: await hashOfFolder(code), [folder]: await hashOfFolder(folder) }
  const report = await look({ request, project, root, folder, specPath }, generate)
  await keepResult(place, { spec: files.spec, globs: files.globs, folders }, report)
  return report
}

interface Looking {
  readonly request: CheckRequest
  readonly project: ReadProject
  readonly root: string
  /** The migrations folder. */
  readonly folder: string
  readonly specPath: Path
}

async function look({ request, project, root, folder, specPath }: Looking, generate: Generate): Promise<CheckReport> {
  const { specFile, onStage, cacheFolder } = request
  const { output, model, hazards, postgres } = project
  const hints = model === undefined ? undefined : hintsOf(model)
  onStage('code')
  const chain = await checkChain(folder)
  const places = { root, specFile, migrations: output.migrations, specPath, places: (hints ?? noHints).places }
  const code = model === undefined ? NOT_COMPARED : await checkCode(() => generate(request), places)

  onStage('migrations')
  const checked = await checkMigrations({ chain, folder, postgres, cacheFolder })
  const ids = chain.migrations.map(({ id }) => id)
  const settled = settleHazards(checked.hazards, hazards, { folder, specPath, migrations: ids })

  onStage('proof')
  const isAhead = code.findings.some(({ code: one }) => one === 'CK201')
  const { migrations } = chain
  const { states } = checked
  const toProve = { migrations, states, hints: isAhead ? undefined : hints, folder, cacheFolder }
  const proofs = checked.isBeyond ? { findings: [], proven: 0 } : await checkProofs(toProve)
  const all = [
    specFindings(project.diagnostics, specPath),
    code.findings,
    chain.findings,
    checked.findings,
    settled.findings,
    proofs.findings,
  ]
  return {
    findings: sortFindings(all.flat()),
    migrations: ids.length,
    files: code.files,
    edited: code.edited,
    isReplayed: !checked.isBeyond,
    excepted: settled.excepted,
    proven: proofs.proven,
  }
}

type Path = (file: string) => string

async function readOrFind(
  specFile: string,
  files: SpecFiles,
  specPath: Path,
): Promise<ReadProject | { readonly findings: readonly CheckFinding[] }> {
  try {
    return await readProject(specFile, files)
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    return { findings: specFindings(error.diagnostics, specPath) }
  }
}
