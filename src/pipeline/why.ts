import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { buildModel } from '../model/build.js'
import type { Model } from '../model/model.js'
import { type Place, SpecError } from '../spec/diagnostic.js'
import { diskFiles } from '../spec/files.js'
import { parseSpec } from '../spec/parse-spec.js'
import { createProblems } from '../spec/problems.js'
import { didYouMean } from '../spec/wording.js'
import { readTemplates, type Templates } from './templates.js'
import { type CodeNames, codeNames } from './why-code.js'
import { type CodeFile, type CodeTraces, codeFiles, readIfThere, traceCode, traceMigrations } from './why-files.js'
import { type SpecTexts, thingsNamed, thingsOfLine, usersOf, withParts, wordsOf } from './why-find.js'
import { migrationTraces } from './why-migrations.js'
import type { Thing, Trace } from './why-thing.js'
import { thingsOf } from './why-things.js'
import { narrowest, outermost, sameCode, writtenTraces } from './why-traces.js'

/** What `why` is asked. */
export interface WhyRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the output folders lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  /** `src/db/models/post.ts:21`, `schema.yaml:14`, `posts.title`, `Post.author`, `findByEmail` */
  readonly asked: string
  /** The folder that a path in it is relative to. */
  readonly cwd: string
}

/** Something of the spec, with its place. */
export interface Cause {
  /** `column` */
  readonly kind: string
  /** `posts.title` */
  readonly name: string
  /** Absolute. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** The line of the spec, without its indentation. */
  readonly text: string
}

/** Something in the output. */
export interface Effect {
  /** Absolute. */
  readonly file: string
  readonly line: number
  /** `property title of Post`, `step 10/23: create table posts` */
  readonly what: string
}

/** How a line of the output came to be. `edited` may also be that the spec changed since; `gone` that it has no such thing now. */
export type LineState = 'generated' | 'edited' | 'by hand' | 'for every spec' | 'gone'

/** What there is to say. */
export type WhyReport =
  /** For a line of the output. */
  | { readonly kind: 'causes'; readonly effect: Effect; readonly state: LineState; readonly causes: readonly Cause[] }
  /** For a line of the spec or a name: what comes of it, and what else in the spec looks at it. */
  | {
      readonly kind: 'effects'
      readonly causes: readonly Cause[]
      readonly effects: readonly Effect[]
      readonly usedBy: readonly Cause[]
    }
  | { readonly kind: 'unknown'; readonly message: string; readonly hint: string }

/** Everything that answers are found with. */
interface Project {
  readonly specFolder: string
  readonly codeFolder: string
  readonly migrationFolder: string
  readonly texts: SpecTexts
  readonly model: Model
  readonly templates: Templates
  readonly things: readonly Thing[]
  /** Where each mixin stands: its columns are things of the models that use it. */
  readonly mixins: ReadonlyMap<string, Place>
  readonly names: CodeNames
  readonly specFile: string
}

/**
 * Tells from a line of the output which lines of the spec caused it, and from the spec what came of it. Nothing is
 * recorded for that: the spec is compiled again, in memory. Throws SpecError where it has mistakes.
 */
export async function why({ specFile, root, asked, cwd }: WhyRequest): Promise<WhyReport> {
  const project = await openProject(specFile, root ?? dirname(specFile))
  const [, path, digits] = /^(.+?):(\d+)(?::\d+)?$/.exec(asked) ?? []
  if (path === undefined || digits === undefined) return effectsOfName(project, asked)
  const [file, line] = [resolve(cwd, path), Number(digits)]
  const specPath = pathIn(project.specFolder, file)
  if (specPath !== undefined && project.texts.has(specPath)) {
    const lines = project.texts.get(specPath)?.split('\n').length ?? 0
    if (line < 1 || line > lines) return unknownLine(path, lines)
    return effectsOf(project, thingsOfLine(project.things, project.texts, specPath, line), `${path}:${line}`)
  }
  return causesOf(project, file, path, line)
}

async function openProject(specFile: string, root: string): Promise<Project> {
  const specFolder = dirname(specFile)
  const problems = createProblems()
  const files = diskFiles(specFolder)
  const spec = await parseSpec(basename(specFile), files, problems)
  const templates = await readTemplates(spec.main?.output, files, problems)
  const model = await buildModel(spec, problems)
  if (problems.count > 0) throw new SpecError(problems.sorted())
  const texts = await Promise.all(
    spec.files.map(async ({ path }) => [path, await readFile(join(specFolder, path), 'utf8')] as const),
  )
  const things = thingsOf(spec, model)
  return {
    specFile,
    specFolder,
    codeFolder: join(root, model.output.typescript),
    migrationFolder: join(root, model.output.migrations),
    texts: new Map(texts),
    model,
    templates,
    things,
    mixins: new Map(spec.mixins.map(({ key }) => [key.text, key.span.at])),
    names: codeNames(things, model),
  }
}

/** The path below a folder, with `/`; undefined where it is elsewhere. */
function pathIn(folder: string, file: string): string | undefined {
  const path = relative(folder, file).split(sep).join('/')
  return path === '' || path.startsWith('../') ? undefined : path
}

function effectsOfName(project: Project, name: string): Promise<WhyReport> | WhyReport {
  const { things, texts, names } = project
  const member = name.slice(name.lastIndexOf('.') + 1)
  const direct = thingsNamed(things, name)
  const owner = name.includes('.') ? names.find(name.slice(0, name.lastIndexOf('.')))[0]?.entity : undefined
  const declared = names.find(member).filter(({ entity }) => !name.includes('.') || entity === owner)
  const found = direct.length > 0 ? direct : declared
  if (found.length > 0) {
    const chosen = new Set(found.flatMap((one) => withParts(things, texts, one)))
    return effectsOf(project, [...chosen], name)
  }
  const mixin = project.mixins.get(name)
  if (mixin !== undefined) return effectsOf(project, thingsOfLine(things, texts, mixin.file, mixin.line), name)
  const known = things.flatMap((one) => [...wordsOf(one), ...one.code, ...one.members])
  return {
    kind: 'unknown',
    message: `nothing in the spec or in what it makes is called "${name}"`,
    hint:
      didYouMean(name, known) ?? 'give a table.column, a Model.relation, a function, or a file with a line, file:line',
  }
}

async function effectsOf(project: Project, chosen: readonly Thing[], asked: string): Promise<WhyReport> {
  if (chosen.length === 0) {
    return {
      kind: 'unknown',
      message: `${asked} says something about the output as a whole`,
      hint: 'no single statement or declaration comes of it alone',
    }
  }
  const files = await codeFiles(project, project.specFile, project.codeFolder)
  const code = await traceCode(filesAbout(files, chosen), project.names)
  const migrations = await traceMigrations(project.migrationFolder, project.things)
  const isOf = ({ things }: Trace) => things.some((one) => chosen.includes(one))
  const inCode = (traces: CodeTraces) => outermost(writtenTraces(traces).filter(isOf))
  const effects = [
    ...migrations.filter(isOf).map((trace) => effectOf(project.migrationFolder, trace)),
    ...code.flatMap(inCode).map((trace) => effectOf(project.codeFolder, trace)),
  ]
  return {
    kind: 'effects',
    causes: chosen.map((one) => causeOf(project, one)),
    effects: firstOfEach(effects),
    usedBy: usersOf(project.things, chosen).map((one) => causeOf(project, one)),
  }
}

/** Files that can hold something of the things: those of their models, and those with one of their names. */
function filesAbout(files: readonly CodeFile[], chosen: readonly Thing[]): readonly CodeFile[] {
  const stems = new Set(chosen.flatMap(({ entity }) => (entity === undefined ? [] : [entity.names.file])))
  const names = [...new Set(chosen.flatMap(({ code }) => code))]
  return files.filter(({ path, generated }) => {
    const [stem = ''] = path.slice(path.lastIndexOf('/') + 1).split('.')
    return stems.has(stem) || path === 'database.ts' || names.some((name) => generated.includes(name))
  })
}

function effectOf(folder: string, { path, line, what }: Trace): Effect {
  return { file: join(folder, path), line, what }
}

/** A step of many lines, or a property within one that is listed, is told once. */
function firstOfEach(effects: readonly Effect[]): Effect[] {
  const seen = new Set<string>()
  return effects.filter(({ file, what }) => {
    const key = `${file} ${what}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function causeOf({ specFolder, texts }: Project, { kind, name, at }: Thing): Cause {
  const text = texts.get(at.file)?.split('\n')[at.line - 1]?.trim() ?? ''
  return { kind, name, file: join(specFolder, at.file), line: at.line, column: at.column, text }
}

async function causesOf(project: Project, file: string, shown: string, line: number): Promise<WhyReport> {
  const text = await readIfThere(file)
  if (text === undefined)
    return { kind: 'unknown', message: `there is no file ${shown}`, hint: 'the path is relative to the current folder' }
  const lines = text.split('\n')
  if (line < 1 || line > lines.length) return unknownLine(shown, lines.length)
  const migration = pathIn(project.migrationFolder, file)
  if (migration !== undefined && /\.(?:sql|ts)$/.test(migration)) return causesInMigration(project, file, text, line)
  const path = pathIn(project.codeFolder, file)
  const generated = (await codeFiles(project, project.specFile, project.codeFolder)).find((one) => one.path === path)
  if (generated === undefined)
    return {
      kind: 'unknown',
      message: `${shown} is no file that dbgen writes`,
      hint: 'no line of the spec leads to it',
    }
  const [traces] = await traceCode([generated], project.names)
  return causesInCode(project, file, line, lines, traces)
}

function unknownLine(path: string, count: number): WhyReport {
  return { kind: 'unknown', message: `${path} has ${count} lines`, hint: 'lines are counted from 1' }
}

function causesInMigration(project: Project, file: string, text: string, line: number): WhyReport {
  const traces = migrationTraces('', text, project.things)
  const found = traces.find((trace) => trace.line === line)
  const causes = found?.things.map((one) => causeOf(project, one)) ?? []
  const what = found?.what ?? 'head of the migration'
  return {
    kind: 'causes',
    effect: { file, line, what },
    state: found === undefined ? 'for every spec' : causes.length === 0 ? 'gone' : 'generated',
    causes,
  }
}

function causesInCode(
  project: Project,
  file: string,
  line: number,
  lines: readonly string[],
  traces: CodeTraces | undefined,
): WhyReport {
  const found = narrowest(traces?.found ?? [], line)
  if (traces === undefined || found === undefined) {
    const isKnown = traces?.file.generated.split('\n').some((one) => sameCode(one, lines[line - 1])) === true
    const effect = { file, line, what: line === 1 ? 'head of the file' : 'between two statements' }
    return { kind: 'causes', effect, state: isKnown ? 'for every spec' : 'by hand', causes: [] }
  }
  const effect = { file, line, what: found.what }
  const model = traces.generated.find(({ what }) => what === found.what)
  if (model === undefined) return { kind: 'causes', effect, state: 'by hand', causes: [] }
  const written = traces.file.generated.split('\n').slice(model.line - 1, model.endLine)
  const causes = found.things.map((one) => causeOf(project, one))
  const now = lines.slice(found.line - 1, found.endLine)
  const isWritten =
    sameCode(now.join('\n'), written.join('\n')) || written.some((one) => sameCode(one, lines[line - 1]))
  const state = !isWritten ? 'edited' : causes.length === 0 ? 'for every spec' : 'generated'
  return { kind: 'causes', effect, state, causes }
}
