import { rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { applySteps } from './apply-steps.js'
import type { FileAction } from './file-change.js'
import { inParallel } from './in-parallel.js'
import { withLock } from './lock.js'
import { overtaken } from './output-conflict.js'
import { foldersAbove, isBelow } from './paths.js'
import type { OutputPlan } from './plan-output.js'
import { surveyDisk } from './survey.js'

/** Does what was planned, all of it or nothing. Throws OutputConflict where it was nothing. */
export async function writeOutput({ root, steps, leftovers, generatedFolder }: OutputPlan): Promise<void> {
  if (steps.length === 0 && leftovers.length === 0) return
  const actions = steps.flat()
  await withLock(root, async () => {
    await refuseOvertaken(root, actions)
    await removeLeftovers(root, leftovers)
    await applySteps(root, steps, (step) => refuseOvertaken(root, step))
    const removed = actions.filter(({ kind }) => kind === 'remove').map(({ path }) => path)
    await removeEmptyFolders(root, generatedFolder, [...removed, ...leftovers])
  })
}

/** The plan is only as good as what it saw: an editor or another run may have written since. */
async function refuseOvertaken(root: string, actions: readonly FileAction[]): Promise<void> {
  const expected = new Map(actions.toReversed().map(({ path, before }) => [path, before]))
  const survey = await surveyDisk(root, [...expected.keys()])
  const changed = [...expected].filter(([path, before]) => {
    const found = survey.at(path)
    return found.kind === 'blocked' || before !== (found.kind === 'file' ? found.text : undefined)
  })
  if (changed.length > 0) throw overtaken(changed.map(([path]) => path))
}

/** Nobody else writes now, so what the survey took for left behind is just that. */
async function removeLeftovers(root: string, leftovers: readonly string[]): Promise<void> {
  await inParallel(leftovers, (path) => unlink(join(root, path)).catch(() => undefined))
}

async function removeEmptyFolders(root: string, generatedFolder: string, removed: readonly string[]): Promise<void> {
  for (const path of removed) {
    for (const folder of foldersAbove(path).filter((above) => isBelow(generatedFolder, above))) {
      if (!(await removeIfEmpty(join(root, folder)))) break
    }
  }
}

/** A folder that cannot be removed is one that holds something, or that somebody works in. */
async function removeIfEmpty(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    () => false,
  )
}
