import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Installs what the benchmark compares with, where it is not there yet; returns why it cannot. */
export function installPeers(folder: string, note: (text: string) => void): string | undefined {
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return undefined
  note('installing the peers')
  // Their install scripts fetch binaries from elsewhere, which nothing here needs.
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return status === 0 ? undefined : stderr
}
