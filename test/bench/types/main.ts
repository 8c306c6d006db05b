import { loadavg } from 'node:os'
import { join } from 'node:path'
import { type Bar, checkBars, checkEditorBars } from './bars.js'
import { compilers } from './compilers.js'
import type { Contender } from './contender.js'
import { dbgen, dbgenImported, dbgenLayer } from './contenders/dbgen.js'
import { drizzle } from './contenders/drizzle.js'
import { empty } from './contenders/empty.js'
import { kysely } from './contenders/kysely.js'
import { prisma } from './contenders/prisma.js'
import { zenstack } from './contenders/zenstack.js'
import { type Completion, type Hover, measureCompletion, readHovers } from './editor.js'
import { languageServer } from './lsp.js'
import { checkPrograms, type Measured, writePrograms } from './measure.js'
import { type Options, readOptions, usage } from './options.js'
import { installPeers } from './peers.js'
import { profileProgram } from './profile.js'
import type { Places, Program, WrittenProgram } from './programs.js'
import { barTable, checkTable, editorTable, hoverList, problems, startupTable } from './report.js'
import { emitProgram, measureStartup, type Startup, writeBarrel } from './startup.js'
import { tsserver } from './tsserver.js'

/** How many models the program uses. */
const USED = 10

const project = process.cwd()
const here = join(project, 'test/bench/types')
const places: Places = { project, peers: join(here, 'peers'), work: join(here, '.cache/work') }
const { seven, five } = compilers(project, places.peers)

const options = readOptions(process.argv.slice(2))
if (options.help) console.log(usage)
else await run(options)

async function run(options: Options): Promise<void> {
  const failure = installPeers(places.peers, note)
  if (failure !== undefined) note(`no peers and no TypeScript 5.9: npm cannot install them\n${failure}`)
  const contenders = chosen(options)
  const largest = Math.max(...options.sizes)
  const programs: Program[] = []
  for (const size of options.sizes) {
    // A changed layer exists for one size.
    const present = contenders.filter(({ name }) => size === largest || !(name in options.layers))
    programs.push(...(await writePrograms(present, size, USED, places, note)))
  }
  const written = programs.filter((program) => program.kind === 'written')
  if (options.profile) {
    for (const program of written) console.log(await profileProgram(program, places.peers))
    return
  }
  const checks = options.parts.includes('check') ? await measureChecks(options, programs, largest) : []
  const editor = options.parts.includes('editor')
    ? await measureEditor(written, largest)
    : { completions: [], hovers: [] }
  const startups = options.parts.includes('startup') ? await measureStartups(written, largest) : []
  const layers = ['dbgen', ...Object.keys(options.layers)]
  const bars: [string, Bar[]][] = layers.map((name) => [
    name,
    [
      ...checkBars(checks, name, empty.name, USED),
      ...checkEditorBars(
        editor.completions.filter(({ contender }) => contender === name),
        editor.hovers.filter(({ contender }) => contender === name),
      ),
    ],
  ])
  const missing = programs.flatMap((program) =>
    program.kind === 'impossible' ? [`${program.contender.name}: ${program.reason}`] : [],
  )
  if (options.json)
    console.log(JSON.stringify({ checks, editor, startups, bars: Object.fromEntries(bars), missing }, undefined, 2))
  else print(checks, editor, startups, bars, missing)
}

function chosen({ only, layers }: Options): Contender[] {
  const all = [dbgen, dbgenImported, kysely, drizzle, prisma, zenstack]
  for (const name of only ?? []) {
    if (!all.some((contender) => contender.name === name))
      throw new Error(`there is no "${name}"; there are ${all.map(({ name }) => name).join(', ')}`)
  }
  const wanted = all.filter(({ name }) => only?.includes(name) ?? true)
  return [empty, ...wanted, ...Object.entries(layers).map(([name, folder]) => dbgenLayer(name, folder))]
}

async function measureChecks(options: Options, programs: readonly Program[], largest: number): Promise<Measured[]> {
  const checks = await checkPrograms(programs, [seven, five], options.rounds, note)
  if (options.only?.includes(dbgen.name) === false || largest < 2 * USED) return checks
  // Twice as many models used, for how fast the figures grow with them; counting needs one run.
  const more = await writePrograms([dbgen], largest, 2 * USED, places, note)
  return [...checks, ...(await checkPrograms(more, [seven], 1, note))]
}

interface Editor {
  readonly completions: (Completion & { contender: string; size: number })[]
  readonly hovers: (Hover & { contender: string })[]
}

/** Every place of every contender at the largest size, in both servers. */
async function measureEditor(programs: readonly WrittenProgram[], largest: number): Promise<Editor> {
  const servers = [
    languageServer(seven.name, seven.script),
    tsserver(five.name, join(places.peers, 'node_modules/typescript-5/lib/tsserver.js')),
  ]
  const editor: Editor = { completions: [], hovers: [] }
  for (const program of programs.filter(({ workload }) => workload.schema.length === largest)) {
    const { contender, workload } = program
    for (const server of servers) {
      for (const probe of contender.completions?.(workload) ?? []) {
        note(`completing ${contender.name}, ${probe.title}, ${server.name}`)
        const completion = await measureCompletion(server, program, probe)
        editor.completions.push({ ...completion, contender: contender.name, size: largest })
      }
      const hovers = contender.hovers?.(workload) ?? []
      if (hovers.length === 0) continue
      for (const hover of await readHovers(server, program, hovers))
        editor.hovers.push({ ...hover, contender: contender.name })
    }
  }
  return editor
}

/** Importing the program, and for dbgen everything that was generated, next to the libraries alone. */
async function measureStartups(
  programs: readonly WrittenProgram[],
  largest: number,
): Promise<(Startup & { size: number })[]> {
  const startups: (Startup & { size: number })[] = []
  for (const program of programs.filter(({ contender }) => contender.name !== dbgenImported.name)) {
    const { name } = program.contender
    const size = program.workload.schema.length
    note(`importing ${name} with ${size} models`)
    try {
      const output = await emitProgram(program, seven.script)
      const add = async (title: string, file: string) => startups.push({ ...(await measureStartup(title, file)), size })
      await add(`${name}, the program`, join(output, 'main.js'))
      if (name !== dbgen.name || size !== largest) continue
      await add(`${name}, index alone`, join(output, 'db/index.js'))
      await add(`${name}, every module`, writeBarrel(output, 'db'))
      for (const library of ['kysely', 'pg'])
        await add(
          library,
          join(places.project, `node_modules/${library}`, library === 'pg' ? 'esm/index.mjs' : 'dist/esm/index.js'),
        )
    } catch (error) {
      startups.push({
        title: name,
        size,
        importing: Number.NaN,
        resident: Number.NaN,
        heap: Number.NaN,
        problem: String(error),
      })
    }
  }
  return startups
}

function print(
  checks: readonly Measured[],
  { completions, hovers }: Editor,
  startups: readonly (Startup & { size: number })[],
  bars: readonly [string, Bar[]][],
  missing: readonly string[],
): void {
  const sections = [
    ...(checks.length === 0 ? [] : [checkTable(checks, seven.name), checkTable(checks, five.name), problems(checks)]),
    ...(completions.length === 0 ? [] : [editorTable(completions), hoverList(hovers)]),
    ...(startups.length === 0 ? [] : [startupTable(startups)]),
    ...(missing.length === 0 ? [] : [`left out\n${missing.join('\n')}`]),
    ...bars.filter(([, list]) => list.length > 0).map(([name, list]) => barTable(`bars of issue 3 for ${name}`, list)),
    `load of this machine now and in the last minutes: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  ]
  console.log(sections.filter((section) => section !== '').join('\n\n'))
}

function note(text: string): void {
  console.error(`  ${text}`)
}
