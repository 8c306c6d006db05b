import type * as Pipeline from '../pipeline.js'

export type {
  AdoptedMigration,
  BaselineReport,
  BaselineRequest,
  CheckFinding,
  CheckReport,
  CheckStage,
  Conflict,
  DatabaseChoice,
  DiffReport,
  DiffRequest,
  Drift,
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
  VerifiedDatabase,
  VerifyReport,
  VerifyRequest,
} from '../pipeline.js'

/** Everything heavy, loaded when a command needs it and not before. */
export async function loadPipeline(): Promise<typeof Pipeline> {
  return import('../pipeline.js')
}
