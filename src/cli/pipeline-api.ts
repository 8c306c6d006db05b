import type * as Pipeline from '../pipeline.js'

export type {
  Cause,
  Conflict,
  DatabaseChoice,
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
  Refusal,
  RunRequest,
  Stage,
  WhyReport,
} from '../pipeline.js'

/** Everything heavy, loaded when a command needs it and not before. */
export async function loadPipeline(): Promise<typeof Pipeline> {
  return import('../pipeline.js')
}
