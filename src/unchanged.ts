import { findUnchanged as find, type KnownRun } from './pipeline/clean-run.js'
import type { GenerateReport } from './pipeline.js'

export type { KnownRun } from './pipeline/clean-run.js'

/** The report of a `generate` that would find nothing to do; undefined where that is not sure. Loads nothing heavy. */
export async function findUnchanged(run: KnownRun): Promise<GenerateReport | undefined> {
  // What is found was remembered by `generate` of this very version.
  return (await find(run)) as GenerateReport | undefined
}
