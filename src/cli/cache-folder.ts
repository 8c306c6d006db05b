import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from './terminal.js'

/** Where this platform keeps what can be made again. One for all projects, so that a new one starts fast too. */
export function cacheFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'dbgen')
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'dbgen', 'cache')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'dbgen')
  return join(homedir(), '.cache', 'dbgen')
}
