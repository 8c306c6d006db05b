import { dirname, join, resolve } from 'node:path'
import { noHints } from '../schema/hints.js'
import { hintsOf } from '../schema/hints-from-model.js'
import { SpecError } from '../spec/diagnostic.js'
import { checkChain } from './check-chain.js'
import { checkCode, type DryRun } from './check-code.js'
import { type CheckFinding, sortFindings } from './check-findings.js'
import { settleHazards } from './check-hazards.js'
import { checkMigrations } from './check-migrations.js'
import { checkProofs } from './check-proof.js'
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
  /** Generated files that were compared. */
  readonly files: number
  /** Hazards that an exception of the spec let through. */
  readonly excepted: number
  /** Migrations without a proof that were proven by this check. */
  readonly proven: number
}

/** Looks at a whole project and writes nothing but to the cache. `generate` is asked what it would write. */
export async function checkProject(
  request: CheckRequest,
  generate: (request: CheckRequest) => Promise<DryRun>,
): Promise<CheckReport> {
  const { specFile, onStage } = request
  const root = request.root ?? dirname(specFile)
  const specPath = (file: string): string => resolve(dirname(specFile), file)
  onStage('spec')
  const project = await readOrFind(specFile, specPath)
  if (!('output' in project)) return { findings: project.findings, migrations: 0, files: 0, excepted: 0, proven: 0 }
  const { output, model, hazards, postgres } = project
  const folder = join(root, output.migrations)
  const hints = model === undefined ? undefined : hintsOf(model)

  onStage('code')
  const chain = await checkChain(folder)
  let files = 0
  const dryRun = async (): Promise<DryRun> => {
    const run = await generate(request)
    files = run.files.length
    return run
  }
  const places = { root, specFile, migrations: output.migrations, specPath, places: (hints ?? noHints).places }
  const code = model === undefined ? [] : await checkCode(dryRun, places)

  onStage('migrations')
  const checked = await checkMigrations({ chain, folder, postgres, cacheFolder: request.cacheFolder })
  const ids = chain.migrations.map(({ id }) => id)
  const settled = settleHazards(checked.hazards, hazards, { folder, specPath, migrations: ids })

  onStage('proof')
  const isAhead = code.some(({ code: one }) => one === 'CK201')
  const proofs = await checkProofs({
    migrations: chain.migrations,
    states: checked.states,
    hints: isAhead ? undefined : hints,
    folder,
    cacheFolder: request.cacheFolder,
  })
  const all = [mistakes(project, specPath), code, chain.findings, checked.findings, settled.findings, proofs.findings]
  return {
    findings: sortFindings(all.flat()),
    migrations: ids.length,
    files,
    excepted: settled.excepted,
    proven: proofs.proven,
  }
}

type Path = (file: string) => string

async function readOrFind(
  specFile: string,
  specPath: Path,
): Promise<ReadProject | { readonly findings: readonly CheckFinding[] }> {
  try {
    return await readProject(specFile)
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    return { findings: mistakes(error, specPath) }
  }
}

function mistakes({ diagnostics }: Pick<ReadProject, 'diagnostics'>, specPath: Path): CheckFinding[] {
  return diagnostics.map(({ code, at, message, hint }) => ({
    code,
    severity: 'error',
    file: specPath(at.file),
    line: at.line,
    column: at.column,
    message,
    fix: hint ?? 'correct it',
    details: [],
  }))
}
