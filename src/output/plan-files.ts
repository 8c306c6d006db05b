import { checkPath } from './check-paths.js'
import type { FileAction } from './file-change.js'
import { type Conflict, refuse } from './output-conflict.js'
import { type OutputPlan, resolveRoot } from './plan-output.js'
import type { OutputFile } from './request.js'
import { type Found, surveyDisk } from './survey.js'

/** Files to change apart from the generated code. A path stands in one of the lists only. */
export interface FilesRequest {
  /** Nothing may stand at their paths. */
  readonly created: readonly OutputFile[]
  /** Written whatever stands there. */
  readonly replaced: readonly OutputFile[]
  /** With the text that they were read with; another one on disk stops everything. */
  readonly removed: readonly OutputFile[]
}

/**
 * Compares the request with the disk; `writeOutput` then does all of it or nothing. `folder` is where the files lie.
 * Throws OutputConflict with all that is in the way.
 */
export async function planFiles(root: string, folder: string, request: FilesRequest): Promise<OutputPlan> {
  const { created, replaced, removed } = request
  const paths = [...created, ...replaced, ...removed].map(({ path }) => path)
  refuse(paths.flatMap((path) => checkPath(path) ?? []))
  const base = await resolveRoot(root)
  const survey = await surveyDisk(base, paths)
  const conflicts: Conflict[] = []
  const settle = (file: OutputFile, decide: (before: string | undefined) => FileAction | Conflict | undefined) => {
    const found: Found = survey.at(file.path)
    if (found.kind === 'blocked') conflicts.push(found.conflict)
    const decided = found.kind === 'blocked' ? undefined : decide(found.kind === 'file' ? found.text : undefined)
    if (decided !== undefined && 'problem' in decided) conflicts.push(decided)
    return decided === undefined || 'problem' in decided ? [] : [decided]
  }
  const actions = [
    ...removed.flatMap((file) => settle(file, (before) => removal(file, before))),
    ...created.flatMap((file) => settle(file, (before) => creation(file, before))),
    ...replaced.flatMap((file) => settle(file, (before) => ({ kind: 'write', ...file, before }))),
  ]
  refuse(conflicts)
  const changes = actions.map((action) => ({
    path: action.path,
    kind: action.kind === 'remove' ? ('removed' as const) : changeKind(action.before),
    bytes: Buffer.byteLength(action.kind === 'write' ? action.text : action.before),
  }))
  return {
    root: base,
    changes: changes.sort((a, b) => (a.path < b.path ? -1 : 1)),
    steps: actions.length === 0 ? [] : [actions],
    exact: new Set(),
    leftovers: survey.leftovers,
    generatedFolder: folder,
  }
}

function changeKind(before: string | undefined): 'created' | 'changed' {
  return before === undefined ? 'created' : 'changed'
}

function removal({ path, text }: OutputFile, before: string | undefined): FileAction | Conflict | undefined {
  if (before === undefined) return undefined
  if (before === text) return { kind: 'remove', path, before }
  return { path, problem: 'was changed while dbgen ran', hint: 'run dbgen again' }
}

function creation({ path, text }: OutputFile, before: string | undefined): FileAction | Conflict | undefined {
  if (before === undefined) return { kind: 'write', path, text, before }
  if (before === text) return undefined
  return { path, problem: 'exists with another text', hint: 'give the new file another name' }
}
