import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readType, typeNames } from '../../src/model/column-types.js'
import { outputOptions } from '../../src/model/output-options.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { numRuns } from '../unit/spec/fuzz-runs.js'
import { generateLayer, type Layer, type Row } from './generated-layer.js'
import { checkWorld } from './lossless-check.js'
import { openReusedPGlite, openReusedServer, type ReusedDatabase } from './lossless-databases.js'
import { kinds } from './lossless-kinds.js'
import { specOf } from './lossless-spec.js'
import { type World, worlds } from './lossless-world.js'

test('every type of the spec takes part', () => {
  const { types } = outputOptions(undefined)
  const nameOf = (text: string) => {
    const read = readType(text, new Map(), types)
    return read.kind === 'type' ? read.type.name : text
  }
  const known = new Set(kinds.map(({ type }) => nameOf(type)))
  expect(typeNames.filter((name) => !known.has(nameOf(name)))).toEqual([])
})

let databases: readonly ReusedDatabase[] = []

beforeAll(async () => {
  databases = [await openReusedPGlite(), await openReusedServer()]
})
afterAll(async () => {
  for (const database of databases) await database.close()
})

// PGlite decodes with a TextDecoder, which takes it for a byte order mark: the code that is generated never sees it.
test('U+FEFF in front of a text is stored everywhere, and read from a server alone', async () => {
  const layer = await generateLayer('version: 1\nmodels: { Note: { columns: { body: text } } }\n')
  const model = await compileSpec(layer.specFile)
  const found: unknown[] = []
  for (const { kind, connection, oracle, reset } of databases) {
    await reset(model)
    const db = layer.createDatabase({ connection })
    const notes = await layer.repository<{ create(row: Row): Promise<Row> }>('Note', db)
    const created = await notes.create({ body: '\ufeffx' })
    found.push([kind, created['body'], await oracle('select ascii(body)::text as code, length(body)::text from notes')])
    await db.destroy()
  }
  await layer.remove()
  const stored = [{ code: '65279', length: '2' }]
  expect(found).toEqual([
    ['pglite', 'x', stored],
    ['postgres', '\ufeffx', stored],
  ])
})

const runs = numRuns(20)

/** A failure shows the seed, the spec and its rows; shrinking ends after so long at most. */
const longest = 120_000 + runs * 2_000

test('values are those of PostgreSQL, wherever they are read', { timeout: longest + 60_000 }, async () => {
  const property = fc.asyncProperty(worlds, checkEverywhere)
  await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: longest, markInterruptAsFailure: true })
})

async function checkEverywhere(world: World): Promise<void> {
  const layer = await generateLayer(specOf(world))
  try {
    for (const database of databases) await checkOn(database, world, layer)
  } finally {
    await layer.remove()
  }
}

async function checkOn(database: ReusedDatabase, world: World, layer: Layer): Promise<void> {
  const model = await compileSpec(layer.specFile)
  await database.reset(model)
  const db = layer.createDatabase({ connection: database.connection })
  try {
    await checkWorld(world, layer, db, database.oracle, model)
  } catch (error) {
    throw new Error(`on ${database.kind}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    await db.destroy()
  }
}
