import { digestGenerated } from '../merge/digest.js'
import { isSameCode, likenessOf } from '../merge/likeness.js'
import { type MergeInput, mergeFile, NotTypeScript } from '../merge/merge-file.js'
import type { MergeConflict, Settle } from '../merge/merging.js'
import { rebaseModules } from '../merge/rebase.js'
import type { Conflict } from '../output/output-conflict.js'
import type { Merged, Merger, MergeWork } from '../output/request.js'
import type { CodeRenames } from './code-renames.js'

/**
 * How hand edits and the new text of generated files are brought together. `folder` is that of the generated files;
 * `templated` are digests of files whose layout is not dbgen's own.
 */
export function createMerger(
  folder: string,
  settle: Settle,
  renames: CodeRenames,
  templated: ReadonlyMap<string, string> = new Map(),
): Merger {
  const inside = (path: string) => (folder === '.' ? path : path.slice(folder.length + 1))
  const below = (path: string) => (folder === '.' ? path : `${folder}/${path}`)
  const digests = new Map(templated)
  return {
    digest({ path, text }) {
      // A run plans its output twice.
      const known = digests.get(path) ?? digestGenerated(text, inside(path))
      digests.set(path, known)
      return known
    },
    isSameCode,
    likeness: (path, text, known) => likenessOf(inside(path), text, known),
    moves: new Map([...renames.moves].map(([next, old]) => [below(next), below(old)])),
    renames: Object.values(renames.renaming).some(({ size }) => size > 0),
    merge: (work) =>
      mergeWork(work, inside(work.to), {
        path: inside(work.file.path),
        at: inside(work.at),
        ours: work.text,
        theirs: work.file.text,
        former: renames.former.get(inside(work.file.path)),
        digests: work.digests,
        renaming: renames.renaming,
        settle,
      }),
  }
}

async function mergeWork({ at }: MergeWork, to: string, input: MergeInput): Promise<Merged> {
  try {
    const { text, conflicts, kept, deleted } = await mergeFile(input)
    const told = conflicts.map((conflict) => conflictAt(at, conflict))
    if (input.settle === 'refuse' && told.length > 0) return { kind: 'refused', conflicts: told }
    const marked = input.settle === 'markers' ? conflicts.length : 0
    return {
      kind: 'merged',
      text: rebaseModules(text, input.at, to),
      edits: { kept: [...new Set(kept)], deleted: [...new Set(deleted)], marked },
      conflicts: told,
    }
  } catch (error) {
    if (!(error instanceof NotTypeScript)) throw error
    const { line, column, message } = error.mistake
    const hint = 'correct it, then run dbgen again; dbgen --force replaces the file'
    return { kind: 'refused', conflicts: [{ path: at, line, column, problem: `is not TypeScript: ${message}`, hint }] }
  }
}

const hint =
  '--ours keeps what is in the files (put both together there first where both are needed), --theirs takes what dbgen would write, --merge puts both into the files, between marks'

function conflictAt(path: string, { name, line, problem, ours, theirs }: MergeConflict): Conflict {
  return { path, line, problem, hint, change: { name, ours, theirs } }
}
