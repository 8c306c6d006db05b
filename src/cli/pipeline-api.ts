import type * as Pipeline from '../pipeline.js'

export type {
  AdoptedMigration,
  BaselineReport,
  BaselineRequest,
  Cause,
  CheckFinding,
  CheckReport,
  CheckStage,
  Conflict,
  DatabaseChoice,
  DiffReport,
  DiffRequest,
  Drift,
  Effect,
  FileChange,
  FormatReport,
  GenerateReport,
  GenerateRequest,
  MigrateDownReport,
  MigrateDownRequest,
  MigrateSqlReport,
  MigrateUpReport,
  MigrateUpRequest,
  MigrationReport,
  MigrationState,
  MigrationStatusReport,
  MigrationStatusRequest,
  MigrationStep,
  NewMigrationReport,
  NewMigrationRequest,
  RebasedMigration,
  RebaseReport,
  RebaseRequest,
  Refusal,
  RunRequest,
  Side,
  SquashReport,
  SquashRequest,
  Stage,
  TableWork,
  VerifiedDatabase,
  VerifyReport,
  VerifyRequest,
  WhyReport,
} from '../pipeline.js'

/** The part that `generate` needs: to load all commands takes longer. */
export async function loadGenerate(): Promise<Pick<typeof Pipeline, 'generate'>> {
  return import('../generate.js')
}

/** Everything heavy, loaded when a command needs it and not before. */
export async function loadPipeline(): Promise<typeof Pipeline> {
  return import('../pipeline.js')
}
