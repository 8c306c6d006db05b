import { type CheckReport, type CheckRequest, checkProject } from './pipeline/check.js'
import { generate } from './pipeline/generate.js'

export type { TableWork } from './database/runner-estimate.js'
export type { MigrationState } from './database/runner-status.js'
export type { StepProgress as MigrationStep } from './database/runner-steps.js'
export type { Refusal } from './migrate/refusal.js'
export type { FileChange } from './output/file-change.js'
export type { Conflict } from './output/output-conflict.js'
export type { AdoptedMigration } from './pipeline/adopt.js'
export type { BaselineReport, BaselineRequest } from './pipeline/baseline.js'
export { baseline } from './pipeline/baseline.js'
export type { CheckReport, CheckRequest, CheckStage } from './pipeline/check.js'
export type { CheckFinding } from './pipeline/check-findings.js'
export type { DatabaseChoice } from './pipeline/database-choice.js'
export { type DiffReport, type DiffRequest, diff, type Side } from './pipeline/diff.js'
export { type FormatReport, type FormatRequest, format } from './pipeline/format.js'
export { type GenerateReport, type GenerateRequest, generate, type MigrationReport } from './pipeline/generate.js'
export type {
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
export type { NewMigrationReport, NewMigrationRequest } from './pipeline/new-migration.js'
export { newMigration } from './pipeline/new-migration.js'
export type { RebasedMigration, RebaseReport, RebaseRequest } from './pipeline/rebase.js'
export { rebaseMigrations } from './pipeline/rebase.js'
export type { SquashReport, SquashRequest } from './pipeline/squash.js'
export { squashMigrations } from './pipeline/squash.js'
export type { Stage } from './pipeline/stages.js'
export type { VerifiedDatabase, VerifyReport, VerifyRequest } from './pipeline/verify.js'
export { verifyMigrations } from './pipeline/verify.js'
export { type Cause, type Effect, type WhyReport, type WhyRequest, why } from './pipeline/why.js'
export type { Drift } from './prove/drift-schema.js'

/** Looks at a whole project: code, migrations, proofs, hazards. Writes nothing. */
export async function check(request: CheckRequest): Promise<CheckReport> {
  return checkProject(request, ({ specFile, root, cacheFolder }) =>
    generate({
      specFile,
      root,
      migrationName: undefined,
      proof: false,
      dryRun: true,
      force: false,
      // No name that holds it is shown.
      now: new Date(0),
      cacheFolder,
      onStage: () => {},
    }),
  )
}
