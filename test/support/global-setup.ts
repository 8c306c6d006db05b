import type { TestProject } from 'vitest/node'
import { startOlderServer, startServer } from './server.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** True under `-u`: expected files are written anew. */
    isUpdating: boolean
  }
}

/** Starts the PostgreSQL of this test run; tests find it by `inject('databaseUrl')`, an older one by `inject('olderDatabaseUrl')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer()
  const older = await startOlderServer()
  project.provide('databaseUrl', server.url)
  project.provide('olderDatabaseUrl', older.url)
  project.provide('isUpdating', project.config.snapshotOptions.updateSnapshot === 'all')
  return async () => {
    await older.stop()
    await server.stop()
  }
}
