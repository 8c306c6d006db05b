import { join } from 'node:path'
import { watch } from '../types/watched-process.js'

/** What one kind of run took: the median of several. */
export interface Measured {
  readonly what: string
  readonly tables: number
  /** Seconds from start to end of the command. */
  readonly wall: number
  /** Seconds of processor time, which a busy machine changes less; undefined where the system does not say. */
  readonly cpu: number | undefined
  /** Milliseconds of the stages that have to do with migrations. */
  readonly plan: number
  readonly prove: number
  /** MiB that were resident at most; undefined where the system does not say. */
  readonly peak: number | undefined
}

const LIMIT = 600

/** Runs `dbgen generate --dry-run` so often in a project, with a cache folder of its own. */
export async function measureGenerate(
  project: { readonly dbgen: string; readonly folder: string; readonly tables: number },
  what: string,
  flags: readonly string[],
  rounds: number,
  prepare: () => void = () => {},
): Promise<Measured> {
  const all: Measured[] = []
  for (let round = 0; round < rounds; round++) {
    prepare()
    all.push(await measureOnce(project, what, ['--dry-run', ...flags]))
  }
  return {
    what,
    tables: project.tables,
    wall: median(all.map(({ wall }) => wall)),
    cpu: median(all.flatMap(({ cpu }) => cpu ?? [])),
    plan: median(all.map(({ plan }) => plan)),
    prove: median(all.map(({ prove }) => prove)),
    peak: median(all.flatMap(({ peak }) => peak ?? [])),
  }
}

/** One run, which may write. */
export async function measureOnce(
  { dbgen, folder, tables }: { readonly dbgen: string; readonly folder: string; readonly tables: number },
  what: string,
  flags: readonly string[],
): Promise<Measured> {
  const cache = `XDG_CACHE_HOME=${join(folder, '.cache')}`
  const command = [cache, process.execPath, dbgen, 'generate', '--json', ...flags]
  const { status, output, wall, cpu, peak } = await watch('env', command, folder, LIMIT)
  if (status !== 0) throw new Error(`${what}, ${tables} tables: dbgen failed\n${output.slice(0, 2000)}`)
  const report: { readonly milliseconds: Readonly<Record<'plan' | 'prove', number>> } = JSON.parse(output)
  return { what, tables, wall, cpu, plan: report.milliseconds.plan, prove: report.milliseconds.prove, peak }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
