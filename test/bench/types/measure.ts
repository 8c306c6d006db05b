import { type Check, type Compiler, check } from './compilers.js'
import type { Contender } from './contender.js'
import { type Places, type Program, writeProgram } from './programs.js'
import { syntheticSchema, usedModels } from './schema.js'

/** What was measured of one contender at one size with one compiler. */
export interface Measured {
  readonly contender: string
  readonly size: number
  readonly used: number
  readonly compiler: string
  readonly runs: readonly Check[]
}

/** A program that takes longer is checked once. */
const SLOW = 60

/** Every program of one size. */
export async function writePrograms(
  contenders: readonly Contender[],
  size: number,
  used: number,
  places: Places,
  note: (text: string) => void,
): Promise<Program[]> {
  const schema = syntheticSchema(size)
  const programs: Program[] = []
  for (const contender of contenders) {
    note(`writing ${contender.name} with ${size} models`)
    const program = await writeProgram(contender, { schema, used: usedModels(schema, used) }, places)
    if (program.kind === 'impossible') note(`without ${contender.name} at ${size}: ${program.reason}`)
    programs.push(program)
  }
  return programs
}

/** Checks the programs in turns, so that a busy machine is equally bad for all. */
export async function checkPrograms(
  programs: readonly Program[],
  compilers: readonly Compiler[],
  rounds: number,
  note: (text: string) => void,
): Promise<Measured[]> {
  const turns = programs.flatMap((program) =>
    program.kind === 'written' ? compilers.map((compiler) => ({ program, compiler, runs: [] as Check[] })) : [],
  )
  for (let round = 0; round < rounds; round += 1) {
    for (const { program, compiler, runs } of turns) {
      if ((runs[0]?.wall ?? 0) > SLOW) continue
      const run = await check(compiler, program.folder)
      note(
        `${round + 1}: ${program.contender.name}, ${program.workload.schema.length} models, ${compiler.name}: ${run.wall.toFixed(2)} s`,
      )
      runs.push(run)
    }
  }
  return turns.map(({ program: { contender, workload }, compiler, runs }) => ({
    contender: contender.name,
    size: workload.schema.length,
    used: workload.used.length,
    compiler: compiler.name,
    runs,
  }))
}

/** The median of a figure over the runs. */
export function median({ runs }: Measured, figure: (run: Check) => number | undefined): number {
  const sorted = runs.map((run) => figure(run) ?? Number.NaN).sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
