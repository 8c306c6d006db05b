import { basename } from 'node:path'

/** How long a save may take: editors write a file in several steps, and git writes many. */
const SETTLING = 30

/**
 * Does the work now, and whenever a YAML file or a template below the folder changes, once for changes that come together; one that
 * comes meanwhile has it done again. Ends when the signal goes off, behind the work that is going on.
 */
export async function watchSources(folder: string, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const { watch } = await import('chokidar')
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, found) => isHidden(folder, path) || (found?.isFile() === true && !/\.(?:ya?ml|hbs)$/i.test(path)),
  })
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isDue = false
  const runWhileDue = async (): Promise<void> => {
    while (isDue && !signal.aborted) {
      isDue = false
      await work()
    }
    running = undefined
  }
  const start = (): void => {
    isDue = true
    running ??= runWhileDue()
  }
  watcher.on('all', (event) => {
    if (event === 'addDir' || event === 'unlinkDir') return
    clearTimeout(timer)
    timer = setTimeout(start, SETTLING)
  })
  // Not before changes are seen: one that comes during the first run must not be missed.
  watcher.once('ready', start)
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  clearTimeout(timer)
  await watcher.close()
  await running
}

/** What no spec is in: installed packages, and what begins with a dot. */
function isHidden(folder: string, path: string): boolean {
  if (path === folder) return false
  const name = basename(path)
  return name === 'node_modules' || name.startsWith('.')
}
