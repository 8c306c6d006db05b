import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOf } from './own-server.js'
import { isRoot } from './server-process.js'

/** A file system in memory, for a server of ours to fill. */
export interface SmallDisk {
  /** An empty folder that belongs to the account that servers of ours run as. */
  readonly folder: string
  /** Changes how much fits onto it, in bytes; never less than is there. */
  resize(bytes: number): void
  /** Bytes that are there. */
  used(): number
  close(): void
}

/** Why no disk can be had here; undefined where one can. */
export function whyNoDisk(): string | undefined {
  if (process.platform !== 'linux') return 'a disk in memory is mounted on Linux alone'
  if (!isRoot()) return 'only root may mount a disk'
  try {
    openSmallDisk(2 ** 20).close()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Mounts a disk of so many bytes. Throws where that is not permitted. */
export function openSmallDisk(bytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-test-disk-'))
  const mounted = mount(['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
  if (mounted !== undefined) {
    rmSync(folder, { recursive: true })
    throw new Error(`no disk can be mounted: ${mounted}`)
  }
  const guard = unmountWithUs(folder)
  const { uid, gid } = accountOf('postgres')
  chownSync(folder, uid, gid)
  chmodSync(folder, 0o700)
  return {
    folder,
    resize: (size) => {
      const refused = mount(['-o', `remount,size=${size}`, folder])
      if (refused !== undefined) throw new Error(`the disk cannot be resized: ${refused}`)
    },
    used: () => {
      const { blocks, bfree, bsize } = statfsSync(folder)
      return (blocks - bfree) * bsize
    },
    close: () => guard.unmount(),
  }
}

/** What it says where it refuses. */
function mount(parameters: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync('mount', parameters)
  if (status === 0) return undefined
  return error?.message ?? stderr.toString().trim()
}

/** A process that waits for ours to end, by whatever signal, and unmounts: a signal handler would not see SIGKILL. */
function unmountWithUs(folder: string): { unmount(): void } {
  const script = 'cat >/dev/null; umount --lazy "$1" 2>/dev/null; rmdir "$1" 2>/dev/null'
  const guard = spawn('/bin/sh', ['-c', script, 'sh', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  guard.unref()
  return {
    unmount: () => {
      spawnSync('umount', ['--lazy', folder])
      guard.stdin.end()
    },
  }
}
