import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { specOf } from '../migrations/spec.js'
import { barsOf, names } from './bars.js'
import { type Command, createMeter, type Meter, medianOf, type Usage } from './measure.js'
import { type Options, readOptions, usage } from './options.js'
import { type Peer, type Peers, preparePeers } from './peers.js'
import { barsTable, type Measured, measuredTable } from './report.js'

const dbgen = join(process.cwd(), 'bin/dbgen.js')
/** What takes a tenth of a second is repeated more often. */
const SHORT_ROUNDS = 4

const options = readOptions(process.argv.slice(2))
if (options.help) console.log(usage)
else await run(options)

async function run({ sizes, rounds, peers: withPeers }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-bench-'))
  const meter = createMeter(folder, (name, text) => write(folder, name, text))
  let peers: Peers | undefined
  try {
    peers = withPeers ? await preparePeers(folder) : undefined
    const all = measureStart(meter, folder, rounds * SHORT_ROUNDS)
    for (const size of sizes) {
      all.push(...measureSize(meter, folder, size, (await peers?.of(size)) ?? [], rounds))
      console.error(`  ${size} models measured`)
    }
    console.log(`${measuredTable(all)}\n\n${barsTable(barsOf(all))}\n`)
    console.log(`load of this machine: ${loadNow()}`)
  } finally {
    await peers?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function loadNow(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')
}

/** Commands that read no spec, in turns, so that a busy moment is in all of them. */
function measureStart(meter: Meter, folder: string, rounds: number): Measured[] {
  return inTurns(rounds, undefined, {
    [names.bare]: () => meter.run({ parameters: ['-e', '0'], cwd: folder }),
    [names.help]: () => meter.run({ parameters: [dbgen, '--help'], cwd: folder }),
    [names.version]: () => meter.run({ parameters: [dbgen, '--version'], cwd: folder }),
  })
}

/** One round is a new project: the first run, one with nothing to do, an edit; and what the peers do with the same. */
function measureSize(meter: Meter, folder: string, size: number, peers: readonly Peer[], rounds: number): Measured[] {
  const project = join(folder, `project-${size}`)
  const command: Command = {
    parameters: [dbgen, 'generate', '--no-proof', '--json'],
    cwd: project,
    env: { XDG_CACHE_HOME: join(folder, 'cache') },
  }
  const writeSpec = (text: string) => write(project, 'schema.yaml', text)
  const edited = specOf(size, [{ model: Math.floor(size / 2), name: 'subtitle' }])
  return inTurns(rounds, size, {
    [names.full]: () => {
      rmSync(project, { recursive: true, force: true })
      writeSpec(specOf(size))
      return meter.run(command)
    },
    [names.nothing]: () => medianOf(Array.from({ length: SHORT_ROUNDS }, () => withoutStages(meter.run(command)))),
    [names.edit]: () => {
      writeSpec(edited)
      return meter.run(command)
    },
    ...Object.fromEntries(peers.map((peer) => [shownName(peer), () => measurePeer(meter, peer)])),
  })
}

/** The stages of a run that was answered from what is remembered took no time. */
function withoutStages(used: Usage): Usage {
  return { ...used, stages: {} }
}

function measurePeer(meter: Meter, { prepare, command }: Peer): Usage {
  prepare()
  return meter.run(command)
}

function shownName({ name }: Peer): string {
  return name === 'drizzle-kit' ? names.drizzle : names.codegen
}

function inTurns(rounds: number, models: number | undefined, works: Readonly<Record<string, () => Usage>>): Measured[] {
  const all = Object.entries(works).map(([what, work]) => ({ what, work, used: [] as Usage[] }))
  for (let round = 0; round < rounds; round++) for (const { work, used } of all) used.push(work())
  return all.map(({ what, used }) => ({ what, models, ...medianOf(used) }))
}

function write(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
