import { createHash } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { buildModel } from '../model/build.js'
import type { Model } from '../model/model.js'
import type { OutputOptions } from '../model/output.js'
import { outputOptions } from '../model/output-options.js'
import type { HazardsSpec } from '../spec/definition/hazards.js'
import { type Diagnostic, SpecError } from '../spec/diagnostic.js'
import { diskFiles, type SpecFiles } from '../spec/files.js'
import { parseSpec } from '../spec/parse-spec.js'
import { createProblems } from '../spec/problems.js'
import { readTemplates, type Templates } from './templates.js'

/** Reads a spec from disk and resolves it. Throws SpecError with every mistake in it. */
export async function compileSpec(specFile: string): Promise<Model> {
  return (await compileFiles(specFile, diskFiles(dirname(specFile)))).model
}

/** A spec, resolved, and what tells it from others. */
export interface CompiledSpec {
  readonly model: Model
  /** The same for every version of dbgen; lines that are empty or nothing but a comment do not count. */
  readonly fingerprint: string
  /** The text of each file, by its path from the folder of the spec. */
  readonly texts: ReadonlyMap<string, string>
  /** What each glob of an `include` found. */
  readonly globs: ReadonlyMap<string, readonly string[]>
  /** Templates of the user's, which are among the files too. */
  readonly templates: Templates
}

/** Reads a spec from wherever its files are. Throws SpecError with every mistake in it. */
export async function compileFiles(specFile: string, files: SpecFiles): Promise<CompiledSpec> {
  const problems = createProblems()
  const texts = new Map<string, string>()
  const read = async (path: string) => {
    const text = await files.read(path)
    texts.set(path, text)
    return text
  }
  const globs = new Map<string, readonly string[]>()
  const list = async (glob: string) => {
    const found = await files.list(glob)
    globs.set(glob, found)
    return found
  }
  const spec = await parseSpec(basename(specFile), { read, list }, problems)
  const templates = await readTemplates(spec.main?.output, { read, list }, problems)
  const model = await buildModel(spec, problems)
  if (problems.count > 0) throw new SpecError(problems.sorted())
  return { model, fingerprint: fingerprintOf(texts), texts, globs, templates }
}

function fingerprintOf(texts: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256')
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lines = text.split(/\s*\r?\n/)
    // In a template, every line counts.
    const said = path.endsWith('.hbs') ? lines : lines.filter((line) => !/^\s*(?:#|$)/.test(line))
    hash.update(`${path}\0${said.join('\n')}\0`)
  }
  return hash.digest('hex').slice(0, 16)
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
  await readTemplates(spec.main.output, files, problems)
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
