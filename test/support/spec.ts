import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileSpec } from '../../src/pipeline/compile.js'
import { type Diagnostic, formatDiagnostic, SpecError } from '../../src/spec/diagnostic.js'
import type { SpecFiles } from '../../src/spec/files.js'
import { enter, isMatch, parseGlob } from '../../src/spec/glob.js'
import { parseSpec, type Spec } from '../../src/spec/parse-spec.js'
import { createProblems } from '../../src/spec/problems.js'

/** Where the rejected specs are: a folder for each, named for the code that it must show. */
export const rejectedRoot = join(import.meta.dirname, '../rejected')

/** The folders of rejected specs, by name. */
export function rejectedCases(): string[] {
  return readdirSync(rejectedRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** Everything that is wrong with the spec in a folder, as it is shown; empty where nothing is. */
export async function diagnose(folder: string): Promise<string> {
  try {
    await compileSpec(join(folder, 'spec.yaml'))
    return ''
  } catch (error) {
    if (!(error instanceof SpecError)) throw error
    return `${error.message}\n`
  }
}

/** Spec files that need no disk, by path. */
export function memoryFiles(files: Readonly<Record<string, string>>): SpecFiles {
  const paths = Object.keys(files)
  return {
    async read(path) {
      const text = files[path]
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT', syscall: 'open' })
      return text
    },
    async list(text) {
      const glob = parseGlob(text)
      const matches = (path: string) =>
        isMatch(
          glob,
          path.split('/').reduce((reached, name) => enter(glob, reached, name), glob.start),
        )
      return paths.filter(matches).sort()
    },
  }
}

/** Reads a spec of one or several files; the main one is `spec.yaml`. */
export async function readSpec(
  files: string | Readonly<Record<string, string>>,
): Promise<{ spec: Spec; diagnostics: readonly Diagnostic[]; shown: string }> {
  const problems = createProblems()
  const all = typeof files === 'string' ? { 'spec.yaml': files } : files
  const spec = await parseSpec('spec.yaml', memoryFiles(all), problems)
  const diagnostics = problems.sorted()
  return { spec, diagnostics, shown: diagnostics.map(formatDiagnostic).join('\n\n') }
}

/** The codes found, sorted and each once. */
export function codesOf(diagnostics: readonly Diagnostic[]): string[] {
  return [...new Set(diagnostics.map(({ code }) => code))].sort()
}

/** Whether a rejected case brings its expected output along. */
export function hasExpectedOutput(name: string): boolean {
  return existsSync(join(rejectedRoot, name, 'diagnostics.txt'))
}
