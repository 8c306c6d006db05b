import { findMoved } from './find-moved.js'
import type { Decision, Refused, Verdict } from './judge.js'
import { type EditedFile, judgeEditedStale, mergeEdited } from './merge-edited.js'
import type { RecordOnDisk } from './plan-record.js'
import { isWritten } from './record.js'
import type { GeneratedFiles, Merger, OutputFile } from './request.js'
import type { Survey } from './survey.js'

/** What is known of the files before those that were edited by hand are merged. */
export interface Unmerged {
  readonly verdicts: readonly Verdict[]
  readonly record: RecordOnDisk
  readonly survey: Survey
}

/** Decides about the files that were edited by hand, wherever they are; all other verdicts stay. */
export async function mergeAll(
  root: string,
  generated: GeneratedFiles,
  { verdicts, record, survey }: Unmerged,
): Promise<(Decision | Refused)[]> {
  const { merger, handEdits } = generated
  if (merger === undefined || handEdits !== 'merge') return verdicts.filter((verdict) => verdict.kind !== 'edited')
  const { written } = record
  const files = new Map(generated.files.map((file) => [file.path, file]))
  const created = verdicts.flatMap((verdict) => (isCreated(verdict) ? (files.get(verdict.change.path) ?? []) : []))
  const renamed = renamedFiles(created, merger, { verdicts, record, survey })
  const gone = created.map(({ path }) => path).filter((path) => written.has(path))
  const moved = await findMoved(root, generated, merger, gone, written)
  const sources = new Set([...renamed.values()].map(({ at }) => at))

  const merged: (Decision | Refused)[] = []
  for (const verdict of verdicts) {
    const path = verdict.kind === 'decided' ? verdict.change.path : undefined
    const file = path === undefined ? undefined : files.get(path)
    const here = path === undefined ? undefined : moved.get(path)
    const before = path === undefined ? undefined : renamed.get(path)
    if (verdict.kind === 'edited') {
      const at = verdict.file.path
      const versions = written.get(at)
      merged.push(await mergeEdited(merger, { file: verdict.file, at, to: at, before: verdict.before, versions }))
    } else if (before !== undefined) merged.push(await mergeEdited(merger, before))
    else if (here !== undefined && file !== undefined) {
      const { at, text } = here
      merged.push(await mergeEdited(merger, { file, at, to: at, before: text, versions: written.get(file.path) }))
    } else if (path === undefined || !sources.has(path))
      merged.push(await judgeStaleAgain(merger, verdict, { record, survey }))
  }
  return merged
}

function isCreated(verdict: Verdict): verdict is Decision {
  return verdict.kind === 'decided' && verdict.change.kind === 'created'
}

/** Files that go to another path because the spec renames what they are about, and that hold edits by hand. */
function renamedFiles(
  created: readonly OutputFile[],
  merger: Merger,
  { record, survey }: Unmerged,
): Map<string, EditedFile> {
  return new Map(
    created.flatMap((file): [string, EditedFile][] => {
      const at = merger.moves.get(file.path)
      const found = at === undefined ? undefined : survey.at(at)
      const versions = record.written.get(at ?? '')
      if (at === undefined || found?.kind !== 'file' || isWritten(versions, found.text)) return []
      return [[file.path, { file, at, to: file.path, before: found.text, versions }]]
    }),
  )
}

/** A file that is generated no longer may only have been laid out anew. */
async function judgeStaleAgain(
  merger: Merger,
  verdict: Decision | Refused,
  { record, survey }: Omit<Unmerged, 'verdicts'>,
): Promise<Decision | Refused> {
  if (verdict.kind !== 'decided' || verdict.change.kind !== 'kept') return verdict
  const { path } = verdict.change
  const found = survey.at(path)
  if (found.kind !== 'file') return verdict
  return (await judgeEditedStale(merger, path, found.text, record.written.get(path))) ?? verdict
}
