import type { TestProject } from 'vitest/node'
import { startServer } from './server.js'

/** Starts the PostgreSQL of this test run; tests find it by `inject('databaseUrl')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer()
  project.provide('databaseUrl', server.url)
  return () => server.stop()
}
