import { basename, dirname } from 'node:path'
import { buildModel } from '../model/build.js'
import type { Model, OutputOptions } from '../model/model.js'
import { outputOptions } from '../model/output-options.js'
import type { HazardsSpec } from '../spec/definition/hazards.js'
import { type Diagnostic, SpecError } from '../spec/diagnostic.js'
import { diskFiles, type SpecFiles } from '../spec/files.js'
import { parseSpec } from '../spec/parse-spec.js'
import { createProblems } from '../spec/problems.js'

/** Reads a spec from disk and resolves it. Throws SpecError with every mistake in it. */
export async function compileSpec(specFile: string): Promise<Model> {
  const problems = createProblems()
  const spec = await parseSpec(basename(specFile), diskFiles(dirname(specFile)), problems)
  const model = await buildModel(spec, problems)
  if (problems.count > 0) throw new SpecError(problems.sorted())
  return model
}

/** A spec as the check takes it: what is wrong with it is a result like any other. */
export interface ReadProject {
  /** Undefined where the spec has mistakes. */
  readonly model: Model | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly output: OutputOptions
  readonly hazards: HazardsSpec | undefined
  /** The oldest PostgreSQL that migrations are for. */
  readonly postgres: number
}

/** Reads a spec with all that is wrong with it. Throws SpecError where it cannot be read at all. */
export async function readProject(specFile: string, files: SpecFiles): Promise<ReadProject> {
  const problems = createProblems()
  const spec = await parseSpec(basename(specFile), files, problems)
  if (spec.main === undefined) throw new SpecError(problems.sorted())
  const model = await buildModel(spec, problems)
  return {
    model: problems.count > 0 ? undefined : model,
    diagnostics: problems.sorted(),
    output: outputOptions(spec.main.output),
    hazards: spec.main.hazards,
    postgres: model.postgres,
  }
}

/** Only what a spec says of its output: mistakes elsewhere in it do not keep migrations from being applied. */
export async function readOutputOptions(specFile: string): Promise<OutputOptions> {
  const problems = createProblems()
  const spec = await parseSpec(basename(specFile), diskFiles(dirname(specFile)), problems)
  if (spec.main === undefined) throw new SpecError(problems.sorted())
  return outputOptions(spec.main.output)
}
