import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Measured, measureGenerate, measureOnce } from './measure.js'
import { type Options, readOptions, usage } from './options.js'
import { measuredTable } from './report.js'
import { type AddedColumn, specOf } from './spec.js'

const root = process.cwd()
const dbgen = join(root, 'bin/dbgen.js')
/** Tables of the project with many migrations. */
const CHAIN_TABLES = 20

const options = readOptions(process.argv.slice(2))
if (options.help) console.log(usage)
else await run(options)

async function run({ sizes, parts, chain, rounds }: Options): Promise<void> {
  const edits: Measured[] = []
  for (const size of parts.includes('edit') ? sizes : []) edits.push(...(await measureEdits(size, rounds)))
  const byKind = [...new Set(edits.map(({ what }) => what))].flatMap((what) => edits.filter((one) => one.what === what))
  if (byKind.length > 0) console.log(`${measuredTable(byKind)}\n`)
  if (parts.includes('chain')) console.log(`${measuredTable(await measureChain(chain, rounds))}\n`)
  console.log(
    `load of this machine: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  )
}

/** The first migration, then one column more in one model. */
async function measureEdits(tables: number, rounds: number): Promise<Measured[]> {
  return inFolder(async (folder) => {
    const project = { dbgen, folder, tables }
    write(folder, specOf(tables))
    // Prepares the embedded PostgreSQL, which happens once on a machine.
    await measureOnce(project, 'warm up', ['--dry-run'])
    const first = await measureOnce(project, 'first migration, proven', [])
    note(`${tables} tables: first migration after ${first.wall.toFixed(1)} s`)
    write(folder, specOf(tables, [{ model: Math.floor(tables / 2), name: 'subtitle' }]))
    return [
      first,
      await measureGenerate(project, 'one column more, not proven', ['--no-proof'], rounds),
      await measureGenerate(project, 'one column more, proven', [], rounds),
    ]
  })
}

/** A project with many migrations: its next one, which stands on all of them. */
async function measureChain(length: number, rounds: number): Promise<Measured[]> {
  return inFolder(async (folder) => {
    const project = { dbgen, folder, tables: CHAIN_TABLES }
    const added = await writeChain(folder, length)
    write(folder, specOf(CHAIN_TABLES, [...added, { model: 0, name: 'last' }]))
    await measureOnce(project, 'warm up', ['--dry-run'])
    const cold = () => rmSync(join(folder, '.cache/dbgen'), { recursive: true, force: true })
    return [
      await measureGenerate(project, `migration ${length + 1}, not proven`, ['--no-proof'], rounds),
      await measureGenerate(project, `migration ${length + 1}, proven, nothing in the cache`, [], rounds, cold),
      await measureGenerate(project, `migration ${length + 1}, proven, with the cache`, [], rounds),
    ]
  })
}

/** Migrations that add a column each; not measured, so not proven, and in this process. */
async function writeChain(folder: string, length: number): Promise<AddedColumn[]> {
  const module = pathToFileURL(join(root, 'dist/pipeline.js')).href
  const { generate }: typeof import('../../../src/pipeline.js') = await import(module)
  const added: AddedColumn[] = []
  for (let number = 0; number < length; number++) {
    if (number > 0) added.push({ model: number % CHAIN_TABLES, name: `added_${number}` })
    write(folder, specOf(CHAIN_TABLES, added))
    await generate({
      specFile: join(folder, 'schema.yaml'),
      root: undefined,
      migrationName: undefined,
      proof: false,
      dryRun: false,
      force: false,
      now: new Date(Date.UTC(2026, 0, 1) + number * 60_000),
      cacheFolder: join(folder, '.cache'),
      onStage: () => {},
    })
    if (number % 50 === 49) note(`${number + 1} migrations written`)
  }
  return added
}

function write(folder: string, spec: string): void {
  writeFileSync(join(folder, 'schema.yaml'), spec)
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function note(text: string): void {
  console.error(`  ${text}`)
}
