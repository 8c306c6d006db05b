import { cpus } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { compileSpec } from '../../../src/pipeline/compile.js'
import { startServer } from '../../support/server.js'
import type { Place } from './contender.js'
import { type Entry, layerContender, ownContenders } from './contenders.js'
import { countRows, loadData, readPlaces } from './data.js'
import { compileLayer, generateLayer } from './generate.js'
import { differingResults, measureQuery } from './measure.js'
import { type Options, readOptions, usage } from './options.js'
import { installedPeers } from './peers.js'
import { startWorker, type Worker } from './process.js'
import { printProfile } from './profile.js'
import { AGAIN, printReport, REFERENCE, type Results, reportData } from './report.js'

/** Compiled, this file is four folders below demo/bench. */
const project = join(import.meta.dirname, '../../../../../..')
const work = join(project, 'demo/bench')
const specFile = join(project, 'test/bench/queries/bench.yaml')
const POOL_SIZE = 10

const options = readOptions(process.argv.slice(2))
if (options.help) process.stdout.write(usage)
else await bench(options)

async function bench(options: Options): Promise<void> {
  const server = await startServer()
  const database = new URL(server.url)
  database.pathname = `/dbgen_bench_${process.pid}`
  await runOn(server.url, `create database ${database.pathname.slice(1)} template template0 encoding 'UTF8'`)
  try {
    const admin = new pg.Client({ connectionString: database.href, application_name: 'admin' })
    await admin.connect()
    try {
      await benchOn(admin, database.href, options)
    } finally {
      await admin.end()
    }
  } finally {
    await runOn(server.url, `drop database if exists ${database.pathname.slice(1)} with (force)`)
    await server.stop()
  }
}

async function benchOn(admin: pg.Client, url: string, options: Options): Promise<void> {
  const note = (text: string) => process.stderr.write(`${text}\n`)
  const model = await compileSpec(specFile)
  await loadData(admin, model)
  const entries = await chooseEntries(options, generateLayer(model, specFile, work), note)
  const places = await readPlaces(admin)
  const machine = await describeMachine(admin, options)
  const workers: Worker[] = []
  try {
    for (const entry of entries) await openWorker(entry, url, places, workers, note)
    note(machine)
    note(`comparing the results of ${workers.map(({ name }) => name).join(', ')}`)
    const differences: string[] = []
    for (const query of options.queries) differences.push(...(await differingResults(admin, workers, query)))
    if (differences.length > 0) {
      note(`results differ, so there is nothing to compare:\n${differences.join('\n')}`)
      process.exitCode = 1
      return
    }
    note(`results are equal: ${workers.map(({ name }) => name).join(', ')}\n`)
    if (options.profile !== undefined) {
      process.stdout.write(await printProfile(admin, workers, options.profile, options.queries))
      return
    }
    const results: Results = {}
    const effort = options.quick
      ? { rounds: options.rounds, turn: 12, budget: 900, warmUp: 800 }
      : { rounds: options.rounds, turn: 30, budget: 40_000, warmUp: 3_000 }
    for (const query of options.queries) {
      note(`measuring ${query}`)
      Object.assign(results, { [query]: await measureQuery(admin, workers, query, effort) })
    }
    const names = workers.map(({ name }) => name)
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ machine: machine.split('\n'), results: reportData(results, names) }, null, 2)}\n`
        : `\n${machine}\n\n${printReport(results, names)}\n`,
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
}

async function chooseEntries(options: Options, dbgenFolder: string, note: (text: string) => void): Promise<Entry[]> {
  const layers = Object.entries(options.layers).map(([name, folder]) =>
    layerContender(name, compileLayer(folder, name, work)),
  )
  const { only } = options
  const isWanted = (name: string) =>
    only === undefined || only.some((wanted) => name === wanted || name.startsWith(`${wanted} `))
  const own = ownContenders(dbgenFolder).filter(({ name }) => name === REFERENCE || name === AGAIN || isWanted(name))
  const peers =
    options.profile === undefined && (only !== undefined || !options.quick)
      ? await installedPeers(isWanted, project, note)
      : []
  return [...own, ...layers, ...peers]
}

/** Adds the contender to the workers; a peer that does not open is left out. */
async function openWorker(
  { name, module, folder, isPeer }: Entry,
  url: string,
  places: readonly Place[],
  workers: Worker[],
  note: (text: string) => void,
): Promise<void> {
  const worker = startWorker(name)
  const named = new URL(url)
  named.searchParams.set('application_name', name)
  const openOptions = { url: named.href, poolSize: POOL_SIZE, folder, places: places.map(toTuple) }
  try {
    await worker.send({ kind: 'open', module, options: openOptions })
    workers.push(worker)
  } catch (error) {
    await worker.stop()
    if (!isPeer) throw error
    note(`without ${name}, which does not open: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function toTuple({ id, created_at }: Place): [string, number] {
  return [id, created_at.getTime()]
}

async function describeMachine(admin: pg.Client, { rounds }: Options): Promise<string> {
  const { rows } = await admin.query<{ version: string }>("select current_setting('server_version') as version")
  const counts = Object.entries(await countRows(admin)).map(
    ([table, count]) => `${count.toLocaleString('en')} ${table}`,
  )
  const [cpu] = cpus()
  return [
    `${cpus().length} x ${cpu?.model ?? 'unknown'}, Node ${process.versions.node}, PostgreSQL ${rows[0]?.version ?? ''} on the same machine`,
    `${counts.join(', ')}; ${POOL_SIZE} connections each; medians of up to ${rounds} interleaved rounds`,
  ].join('\n')
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
