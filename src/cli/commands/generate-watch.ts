import { withInterrupts } from '../interrupts.js'
import type { World } from '../terminal.js'
import { watchSources } from '../watch.js'

/** What a run of a watch leaves for the next one. */
export interface WatchedRun {
  /** The migration that it wrote: the next run may plan it anew. */
  readonly migration: string | undefined
}

/**
 * Generates now, and again after every save of a YAML file below the folder, until a signal comes. Mistakes are shown and
 * waited out. All edits of one watch become one migration: the one that it wrote is planned anew. Gives the exit code.
 */
export async function watchSpec(
  world: World,
  folder: string,
  run: (previous: WatchedRun) => Promise<WatchedRun>,
): Promise<number> {
  await withInterrupts(
    world.err,
    async (signal) => {
      let last: WatchedRun | undefined
      await watchSources(
        folder,
        async () => {
          const isFirst = last === undefined
          last = await run(last ?? { migration: undefined })
          if (isFirst) world.err.write(`${world.err.colors.dim('watching; Ctrl-C ends')}\n`)
        },
        signal,
      )
    },
    'ending',
  )
  return 0
}
