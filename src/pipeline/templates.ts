import { runtimeNames } from '../artifacts/runtime-files.js'
import { EXTRA, replaceable, takenKinds } from '../artifacts/template-names.js'
import type { OutputSpec } from '../spec/definition/output.js'
import { type Diagnostic, SpecError } from '../spec/diagnostic.js'
import { refusalOf, type SpecFiles } from '../spec/files.js'
import type { ScalarNode, Span } from '../spec/node.js'
import type { Problems } from '../spec/problems.js'
import { didYouMean, quoted, suggest } from '../spec/wording.js'

/** A template of the user's. */
export interface Template {
  /** Relative to the folder of the spec. */
  readonly path: string
  readonly text: string
}

/** Templates of the user's by what they replace or make: `models/model.ts`, `per-model/service.ts`. */
export type Templates = ReadonlyMap<string, Template>

/** Where the spec names no folder of them. */
export const noTemplates: Templates = new Map()

/** Those that make files of the user's own, sorted. */
export function extraTemplates(templates: Templates): string[] {
  return [...templates.keys()].filter((name) => EXTRA.test(name)).sort()
}

/** Reads the templates in the folder that the spec names; mistakes in them go to `problems`. */
export async function readTemplates(
  output: OutputSpec | undefined,
  files: SpecFiles,
  problems: Problems,
): Promise<Templates> {
  const folder = output?.templates
  if (folder === undefined) return noTemplates
  const paths = await files.list(`${folder.text}/**/*.hbs`)
  if (paths.length === 0) {
    const hint = `put one there, as ${folder.text}/${replaceable.at(-1)}.hbs, or remove the line`
    problems.add('DB108', folder.span, `there is no template in ${quoted(folder.text)}`, hint)
  }
  const found = await Promise.all(paths.map((path) => readTemplate(path, folder, files, problems)))
  return new Map(found.filter((one) => one !== undefined))
}

async function readTemplate(
  path: string,
  folder: ScalarNode,
  files: SpecFiles,
  problems: Problems,
): Promise<readonly [string, Template] | undefined> {
  const name = path.slice(folder.text.length + 1, -'.hbs'.length)
  const problem = nameProblem(name, folder.text)
  if (problem !== undefined) {
    problems.add('DB110', spanIn(path, '', 1, 1), ...problem)
    return undefined
  }
  const text = await readText(path, folder, files, problems)
  if (text === undefined) return undefined
  const { findTemplateMistake } = await import('../render/user-templates.js')
  const mistake = findTemplateMistake(text)
  if (mistake === undefined) return [name, { path, text }]
  problems.add('DB111', spanIn(path, text, mistake.line, mistake.column), mistake.message, SYNTAX)
  return undefined
}

const SYNTAX =
  'templates have {{field}}, {{#if field}}, {{#each list}}, and no helpers; see templates/README.md of dbgen'

async function readText(
  path: string,
  { span }: ScalarNode,
  files: SpecFiles,
  problems: Problems,
): Promise<string | undefined> {
  try {
    return (await files.read(path)).replace(/^\uFEFF/, '')
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    problems.add('DB101', span, `cannot read ${quoted(path)}: ${refusal.reason}`, refusal.hint)
    return undefined
  }
}

/** What is wrong with the name of a template, and what to do about it. */
function nameProblem(name: string, folder: string): readonly [message: string, hint: string] | undefined {
  if (replaceable.some((known) => known === name)) return undefined
  if (EXTRA.test(name)) return extraProblem(name)
  if (name.startsWith('runtime/')) {
    const hint = 'change the generated file instead: your edits stay'
    return ['files of the runtime have no templates to replace, as each version of dbgen changes them', hint]
  }
  const all = replaceable.map((known) => `${known}.hbs`)
  const near = didYouMean(`${name}.hbs`, all)
  const list = `those that can be replaced: ${all.join(', ')}`
  const own = `for files of your own: ${folder}/per-model/<name>.ts.hbs or ${folder}/once/<name>.ts.hbs`
  const hint = near === undefined ? `${list}; ${own}` : `${near} (${list})`
  return [`${quoted(`${name}.hbs`)} replaces no template`, hint]
}

function extraProblem(name: string): readonly [message: string, hint: string] | undefined {
  const [folder = '', file = ''] = name.split('/')
  const stem = file.replace(/\.ts$/, '')
  const isTaken = folder === 'once' ? runtimeNames.has(stem) : takenKinds.has(stem)
  if (!isTaken) return undefined
  const what = folder === 'once' ? `${stem}.ts` : `files like post.${stem}.ts`
  return [`dbgen writes ${what} itself`, 'give the template another name']
}

/** What went wrong when a template printed a file, as a mistake in the template. */
export function templateError({ path, text }: Template, { line, column, message, known, advice }: Mistake): SpecError {
  const { at, length, sourceLine } = spanIn(path, text, line, column)
  const missing = /"(\w+)"/.exec(message)?.[1] ?? ''
  const hint = advice ?? (known === undefined ? SYNTAX : suggest(missing, known, 'it has here'))
  const diagnostic: Diagnostic = { at, length, sourceLine, code: 'DB111', message, hint: hint ?? SYNTAX }
  return new SpecError([diagnostic])
}

interface Mistake {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly known?: readonly string[]
  readonly advice?: string
}

function spanIn(file: string, text: string, line: number, column: number): Span {
  return { at: { file, line, column }, length: 1, sourceLine: text.split(/\r?\n/)[line - 1] ?? '' }
}
