import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { generateEveryType, type Repository } from './every-type-layer.js'
import { rowsOf } from './every-type-rows.js'
import type { Sample } from './every-type-values.js'
import type { Layer, LayerDatabase, Row } from './generated-layer.js'

/** Tests that values stay what they are on every way through the generated code, with the given `output.types`. */
export function describeValues(types: string, samples: Readonly<Record<string, readonly Sample[]>>): void {
  describe.each(databaseKinds)(`values on %s with { ${types} }`, (kind) => {
    const rows = rowsOf(samples)
    let layer: Layer
    let database: SpecDatabase
    let db: LayerDatabase
    let things: Repository
    let owner: Row
    let created: Row[]
    let parts: Row[]
    let pieces: Row[]

    beforeAll(async () => {
      layer = await generateEveryType(types)
      database = await openDatabase(kind, layer.specFile)
      db = layer.createDatabase({ connection: database.connection })
      things = await layer.repository('Thing', db)
      owner = await (await layer.repository<Repository>('Owner', db)).create({ name: 'Owner' })
      created = []
      for (const row of owned(rows.given)) created.push(await things.create(row))
      parts = await (await layer.repository<Repository>('Part', db)).createMany(
        created.map(({ id }) => ({ thing_id: id })),
      )
      pieces = await (await layer.repository<Repository>('Piece', db)).createMany(
        parts.map(({ id }) => ({ part_id: id })),
      )
    })
    afterAll(async () => {
      await db.destroy()
      await database.close()
      await layer.remove()
    })

    const owned = (list: readonly Row[]) => list.map((row) => ({ ...row, owner_id: owner['id'] }))
    const ids = () => created.map(({ id }) => id)

    test('what create returns is what was written', () => {
      expectRows(created, rows.read)
    })

    test('what createMany and upsert return is what was written', async () => {
      const other = await (await layer.repository<Repository>('Owner', db)).create({ name: 'Other' })
      const many = rows.given.map((row) => ({ ...row, owner_id: other['id'] }))
      expectRows(await things.createMany(many), rows.read)
      expectRows(await things.createMany(many.slice(0, 1)), rows.read.slice(0, 1))
    })

    test('what an update returns is what was written', async () => {
      const other = await (await layer.repository<Repository>('Owner', db)).create({ name: 'Other' })
      const { id } = await things.create({ owner_id: other['id'] })
      const updated: (Row | undefined)[] = []
      for (const row of rows.given) updated.push(await things.update(id, row))
      expectRows(updated, rows.read)
    })

    test('what updates of many rows return is what was written', async () => {
      const other = await (await layer.repository<Repository>('Owner', db)).create({ name: 'Other' })
      const empty = await things.createMany(rows.given.map(() => ({ owner_id: other['id'] })))
      const changes = empty.map(({ id }, index) => ({ id, patch: rows.given[index] ?? {} }))
      expectRows((await things.updateEach([...changes].reverse())).reverse(), rows.read)
      const [first, ...others] = changes
      const single = first === undefined ? [] : await things.updateEach([first, { id: others[0]?.id, patch: {} }])
      expectRows(single, rows.read.slice(0, 2))
    })

    test('what is copied is what was written', async () => {
      const other = await (await layer.repository<Repository>('Owner', db)).create({ name: 'Other' })
      const many = rows.given.map((row) => ({ ...row, owner_id: other['id'] }))
      expect(await things.copyFrom(many)).toBe(many.length)
      expectRows(await things.findMany({ filter: { owner_id: other['id'] } }), rows.read)
    })

    test('the validator accepts it', async () => {
      const { newThingSchema } = await layer.module('validators/thing.validator')
      const schema = newThingSchema as z.ZodType // what the module exports, whatever the spec
      for (const [index, row] of owned(rows.read).entries()) {
        // The types of lists do not have NULL, neither have the validators.
        const columns = Object.entries(row).filter(([, value]) => !(Array.isArray(value) && value.includes(null)))
        const { success, error } = schema.safeParse(Object.fromEntries(columns))
        expect(error?.message ?? success, `row ${index}`).toBe(true)
      }
    })

    test('the same is read at the top level', async () => {
      for (const row of created) expectSame(await things.findById(row['id']), row)
      expectSame(
        (await things.findByIds(ids())).sort((a, b) => Number(a['id']) - Number(b['id'])),
        created,
      )
      expectSame(await things.findMany({ filter: { id: { in: ids() } } }), created)
      expectSame(await Promise.all(ids().map((id) => things.loadById(id))), created)
      const streamed: Row[] = []
      for await (const row of things.stream({ filter: { id: { in: ids() } }, batchSize: 7 })) streamed.push(row)
      expectSame(streamed, created)
    })

    test('the same is read by queries built with Kysely', async () => {
      expectSame(await db.selectFrom('things').selectAll().where('id', 'in', ids()).orderBy('id').execute(), created)
    })

    test('the same is nested in one row', async () => {
      const found: unknown[] = []
      for (const { id } of parts) found.push(await layer.query('part', 'findPartWithThing', db, id))
      expectSame(
        found,
        parts.map((part, index) => ({ ...part, thing: created[index] })),
      )
      expectSame(await layer.query('thing', 'findThingWithOwner', db, created[0]?.['id']), { ...created[0], owner })
    })

    test('the same is nested in lists', async () => {
      const expected = { ...owner, things: created }
      expectSame(await layer.query('owner', 'findOwnerWithThings', db, owner['id']), expected)
      expectSame(await layer.query('owner', 'findOwnerWithThings', db, owner['id'], { limit: 1000 }), expected)
    })

    test('the same is nested with rows of its own', async () => {
      const withParts = created.map((thing, index) => ({ ...thing, parts: [parts[index]] }))
      expectSame(await layer.query('owner', 'deepOwners', db, { limit: 1 }), [{ ...owner, things: withParts }])
      const withOwner = created.map((thing) => ({ ...thing, owner }))
      expectSame(
        await layer.query('part', 'allParts', db),
        parts.map((part, index) => ({ ...part, thing: withOwner[index] })),
      )
    })

    test('the same is nested two levels deep', async () => {
      const expected = pieces.map((piece, index) => ({ ...piece, part: { ...parts[index], thing: created[index] } }))
      expectSame(await layer.query('piece', 'allPieces', db), expected)
    })

    test('the same is loaded later', async () => {
      expectSame(
        await layer.query('part', 'loadPartThing', db, parts),
        parts.map((part, index) => ({ ...part, thing: created[index] })),
      )
      expectSame(await layer.query('owner', 'laterOwners', db, { limit: 1 }), [{ ...owner, things: created }])
    })

    test('every value that can be compared finds its row, alone and in a list', async () => {
      for (const [index, row] of rows.read.entries()) {
        const comparable = Object.entries(row).filter(([name, value]) => value !== null && !isOpaque(name))
        const scalars = comparable.filter(([, value]) => !Array.isArray(value))
        const id = created[index]?.['id']
        const inLists = scalars.map(([name, value]) => [name, { in: [value] }])
        const notInLists = scalars.map(([name, value]) => ({ id, [name]: { not_in: [value] } }))
        expect(await things.count({ id, ...Object.fromEntries(comparable) }), `row ${index}`).toBe(1)
        expect(await things.count({ id, ...Object.fromEntries(inLists) }), `row ${index} in`).toBe(1)
        expect(await things.count({ or: notInLists }), `row ${index} not in`).toBe(0)
      }
    })

    test('pages by every column that has an order meet every row once', async () => {
      const filter = { id: { in: ids() } }
      const names = Object.keys(rows.read[0] ?? {}).filter((name) => name.endsWith('_') && !isOpaque(name))
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) {
        const found: unknown[] = []
        let after: string | undefined
        do {
          const page = await things.findPage({
            filter,
            order: [`-${name}`],
            limit: 12,
            ...(after !== undefined && { after }),
          })
          found.push(...page.rows.map(({ id }) => id))
          after = page.next
        } while (after !== undefined)
        const expected = await things.findMany({ filter, order: [`-${name}`] })
        expect(found, name).toEqual(expected.map(({ id }) => id))
      }
    })
  })
}

/** Types without an equality or an order. */
function isOpaque(column: string): boolean {
  return /^(?:json|jsonb|xml|jsonpath|point|line|lseg|box|path|polygon|circle)_/.test(column)
}

/** As toEqual, and fast where the values are the same. */
function expectSame(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected)
}

/** Compares the columns that are expected, so that a failure says where. */
function expectRows(found: readonly (Row | undefined)[], expected: readonly Row[]): void {
  expect(found).toHaveLength(expected.length)
  for (const [index, row] of expected.entries()) {
    for (const [name, value] of Object.entries(row)) {
      const read = found[index]?.[name]
      if (!isDeepStrictEqual(read, value)) expect(read, `row ${index}, ${name}`).toEqual(value)
    }
  }
}
