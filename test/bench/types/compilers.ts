import { join } from 'node:path'
import { watch } from './watched-process.js'

/** One run of a compiler over a program. Seconds and MiB. */
export interface Check {
  readonly wall: number
  readonly cpu: number | undefined
  /** As the compiler counts it. */
  readonly memory: number
  readonly peak: number | undefined
  readonly instantiations: number
  readonly types: number
  readonly files: number
  readonly lines: number
  /** The first error, where the program does not compile. */
  readonly problem: string | undefined
}

export interface Compiler {
  readonly name: string
  readonly script: string
}

/** Nothing is waited for longer. */
const LIMIT = 600

export function compilers(project: string, peers: string): { seven: Compiler; five: Compiler } {
  return {
    seven: { name: 'TypeScript 7', script: join(project, 'node_modules/typescript/bin/tsc') },
    five: { name: 'TypeScript 5.9', script: join(peers, 'node_modules/typescript-5/bin/tsc') },
  }
}

/** Runs `tsc --noEmit` over a folder, as a person does. */
export async function check(compiler: Compiler, folder: string, more: readonly string[] = []): Promise<Check> {
  // TypeScript 5.9 would give up at 2 or 4 GiB, as Node does by itself.
  const parameters = [
    '--max-old-space-size=12288',
    compiler.script,
    '--noEmit',
    '--extendedDiagnostics',
    '-p',
    folder,
    ...more,
  ]
  const { status, output, wall, cpu, peak } = await watch(process.execPath, parameters, folder, LIMIT)
  const number = (title: string) => Number(new RegExp(`^${title}:\\s+([\\d.]+)`, 'm').exec(output)?.[1] ?? Number.NaN)
  return {
    wall,
    cpu,
    peak,
    memory: number('Memory used') / 1024,
    instantiations: number('Instantiations'),
    types: number('Types'),
    files: number('Files'),
    lines: number('Lines[^:]*'),
    problem: status === 0 ? undefined : problemOf(status, output),
  }
}

function problemOf(status: number | null, output: string): string {
  if (status === null) return `not done after ${LIMIT} s`
  const errors = output.match(/^.*error TS.*$/gm) ?? []
  const text = errors[0] ?? output.trim().split('\n').at(-1) ?? ''
  return errors.length > 1 ? `${text} (and ${errors.length - 1} more)` : text
}
