import { basename, dirname } from 'node:path'
import { buildModel } from '../model/build.js'
import type { Model, OutputOptions } from '../model/model.js'
import { outputOptions } from '../model/output-options.js'
import { SpecError } from '../spec/diagnostic.js'
import { diskFiles } from '../spec/files.js'
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

/** Only what a spec says of its output: mistakes elsewhere in it do not keep migrations from being applied. */
export async function readOutputOptions(specFile: string): Promise<OutputOptions> {
  const problems = createProblems()
  const spec = await parseSpec(basename(specFile), diskFiles(dirname(specFile)), problems)
  if (spec.main === undefined) throw new SpecError(problems.sorted())
  return outputOptions(spec.main.output)
}
