import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a process and those it started used; `peak` and `cpu` are undefined where there is no /proc. */
export interface Usage {
  readonly status: number | null
  readonly output: string
  /** Seconds from start to end. */
  readonly wall: number
  /** Seconds of processor time. */
  readonly cpu: number | undefined
  /** The most memory that was resident, in MiB, of the largest process. */
  readonly peak: number | undefined
}

const LOOK_EVERY = 10
const CLOCK_TICK = 100

/** Runs a command to its end, or kills it when its time is over: then `status` is null. */
export function watch(command: string, parameters: readonly string[], cwd: string, limit: number): Promise<Usage> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(command, parameters, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const { pid } = child
    if (pid === undefined) return reject(new Error(`cannot start ${command}`))
    const chunks: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
    const seen = new Map<number, { peak: number; cpu: number }>()
    const looking = setInterval(() => look(pid, seen), LOOK_EVERY)
    const deadline = setTimeout(() => process.kill(-pid, 'SIGKILL'), limit * 1000)
    child.on('error', reject)
    child.on('close', (status) => {
      clearInterval(looking)
      clearTimeout(deadline)
      const all = [...seen.values()]
      resolve({
        status,
        output: chunks.join(''),
        wall: (performance.now() - start) / 1000,
        cpu: all.length === 0 ? undefined : all.reduce((sum, { cpu }) => sum + cpu, 0),
        peak: all.length === 0 ? undefined : Math.max(...all.map(({ peak }) => peak)),
      })
    })
  })
}

/** Notes the memory and the time of a process and of those below it; the last look misses some milliseconds. */
function look(pid: number, seen: Map<number, { peak: number; cpu: number }>): void {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    // It is gone from a process that has ended and was not waited for yet.
    const peak = Math.max(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024, seen.get(pid)?.peak ?? 0)
    seen.set(pid, { peak, cpu: (Number(fields[11]) + Number(fields[12])) / CLOCK_TICK })
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    for (const child of children.split(' ')) if (child !== '') look(Number(child), seen)
  } catch {
    // It has ended, or this system has no /proc.
  }
}
