import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { applySteps } from '../output/apply-steps.js'
import { SpecError } from '../spec/diagnostic.js'
import { diskFiles } from '../spec/files.js'
import { parseSpec } from '../spec/parse-spec.js'
import { createProblems } from '../spec/problems.js'

/** What `format` is asked to do. */
export interface FormatRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Tells what would change, and writes nothing. */
  readonly isCheck: boolean
}

/** The files of the spec, paths relative to the folder of the main one. */
export interface FormatReport {
  /** Those that had another form. */
  readonly changed: readonly string[]
  readonly unchanged: readonly string[]
}

/** What stands in the way: other mistakes leave a spec that can be read. */
const UNREADABLE: ReadonlySet<string> = new Set(['DB101', 'DB102', 'DB103', 'DB105', 'DB106'])

/**
 * Brings all files of a spec into their canonical form, all or none. Throws SpecError where one is not YAML, or YAML
 * of the kinds that a spec cannot use.
 */
export async function format({ specFile, isCheck }: FormatRequest): Promise<FormatReport> {
  const root = dirname(specFile)
  const problems = createProblems()
  const spec = await parseSpec(basename(specFile), diskFiles(root), problems)
  const mistakes = problems.sorted()
  const isUnreadable =
    spec.files.some(({ isDamaged }) => isDamaged) || mistakes.some(({ code }) => UNREADABLE.has(code))
  if (isUnreadable) throw new SpecError(mistakes)
  const { formatSpec } = await import('../spec/format.js')
  const files = await Promise.all(
    spec.files.map(async ({ path }) => {
      const before = await readFile(join(root, path), 'utf8')
      return { path, before, text: withFormOf(before, formatSpec(before)) }
    }),
  )
  const changed = files.filter(({ before, text }) => before !== text)
  const actions = changed.map(({ path, before, text }) => ({ kind: 'write', path, before, text }) as const)
  if (!isCheck && actions.length > 0) await applySteps(root, [actions], async () => {})
  return {
    changed: changed.map(({ path }) => path),
    unchanged: files.filter((file) => !changed.includes(file)).map(({ path }) => path),
  }
}

/** Line endings and a byte order mark are for the editor to choose. */
function withFormOf(before: string, text: string): string {
  const lines = before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text
  return before.startsWith('\uFEFF') ? `\uFEFF${lines}` : lines
}
