import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { generateLayer, type Layer, type LayerDatabase, type Row } from './generated-layer.js'

interface Repository {
  create(row: Row): Promise<Row>
  findMany(options: object): Promise<Row[]>
  findPage(options: object): Promise<{ rows: Row[]; next: string | undefined }>
  findByCode(code: unknown): Promise<Row | undefined>
  linkTags(id: unknown, tagIds: readonly unknown[]): Promise<number>
}

const specFile = join(import.meta.dirname, '../cases/typescript-columns/spec.yaml')

/** What a row of entries takes and what it gives back, each column in the form that the spec asks for. */
const entry = {
  number: 9223372036854775807n,
  amount: 1.1,
  exact_amount: '1.10',
  booked_on: new Date('2026-02-28T00:00:00.000Z'),
  booked_at: '2026-02-28 12:34:56.123456+00',
  seen_at: '0044-03-15 12:00:00.000001 BC',
  other_seen_at: new Date('2026-02-28T12:34:56.789Z'),
  totals: [1.5, -2],
  moments: [['infinity', '10000-01-01 00:00:00.000001+00']],
  account_code: '9007199254740993',
}

describe.each(databaseKinds)('the forms of single columns on %s', (kind) => {
  let layer: Layer
  let database: SpecDatabase
  let db: LayerDatabase
  let accounts: Repository
  let entries: Repository
  let account: Row
  let booked: Row
  let note: Row
  let code = 1n

  beforeAll(async () => {
    layer = await generateLayer(await readFile(specFile, 'utf8'))
    database = await openDatabase(kind, specFile)
    db = layer.createDatabase({ connection: database.connection })
    accounts = await layer.repository('Account', db)
    entries = await layer.repository('Entry', db)
    account = await accounts.create({ code: 9007199254740993n })
    booked = await entries.create({ ...entry, account_id: account['id'] })
    note = await (await layer.repository<Repository>('Note', db)).create({
      account_id: account['id'],
      entry_number: entry.number,
      body: 'x',
    })
  })
  afterAll(async () => {
    await db.destroy()
    await database.close()
    await layer.remove()
  })

  test('rows have them, and so have the columns that refer to them', () => {
    expect(account).toEqual({ id: expect.any(Number), code: 9007199254740993n })
    expect(booked).toEqual({ ...entry, account_id: account['id'] })
    expect(note).toEqual({ id: '1', account_id: account['id'], entry_number: entry.number, body: 'x' })
  })

  test('finders and filters take them', async () => {
    expect(await accounts.findByCode(9007199254740993n)).toEqual(account)
    for (const [name, value] of Object.entries(entry)) {
      expect(await entries.findMany({ filter: { [name]: value } }), name).toEqual([booked])
    }
    expect(await entries.findMany({ filter: { booked_at: { greater_than: entry.booked_at } } })).toEqual([])
    expect(await entries.findMany({ filter: { booked_on: { in: [entry.booked_on] } } })).toEqual([booked])
  })

  test('nested rows have them, at every depth', async () => {
    const listed = { ...booked, account, notes: [note] }
    const filters = { accounts: [account['id']], since: entry.booked_at, amount: 1.1, days: [entry.booked_on] }
    expect(await layer.query('entry', 'bookedEntries', db, filters)).toEqual({ rows: [listed], next: undefined })
    expect(await layer.query('account', 'findAccountWithEntries', db, account['id'])).toEqual({
      ...account,
      entries: [booked],
    })
    expect(await layer.query('note', 'loadNoteEntry', db, [note])).toEqual([{ ...note, entry: booked }])
    expect(await layer.query('entry', 'loadEntryAccount', db, [booked])).toEqual([{ ...booked, account }])
  })

  test('aggregates have them', async () => {
    expect(await layer.query('entry', 'entryTotals', db)).toEqual([
      {
        accountId: account['id'],
        bookedOn: entry.booked_on,
        least: 1.1,
        last: entry.booked_at,
        number: entry.number,
        total: '1.10',
      },
    ])
  })

  test('links take them', async () => {
    const tag = await (await layer.repository<Repository>('Tag', db)).create({ name: 'x' })
    expect(tag['id']).toBe(1n)
    expect(await accounts.linkTags(account['id'], [tag['id']])).toBe(1)
    expect(await layer.query('account', 'findAccountWithTags', db, account['id'])).toEqual({ ...account, tags: [tag] })
  })

  test.each(['number', 'amount', 'booked_on', 'booked_at', 'seen_at'])(
    'pages by %s go on where they ended',
    async (name) => {
      const { id } = await accounts.create({ code: code++ })
      const account_id = id
      const rows: Row[] = []
      for (const step of [1, 2, 3]) {
        rows.push(
          await entries.create({
            account_id,
            number: BigInt(step),
            amount: step / 10,
            booked_on: new Date(Date.UTC(2026, 0, step)),
            booked_at: `2026-01-01 00:00:00.00000${step}+00`,
            seen_at: `2026-01-01 00:00:00.00000${step}`,
            account_code: entry.account_code,
          }),
        )
      }
      const found: Row[] = []
      let after: string | undefined
      do {
        const page = await entries.findPage({
          filter: { account_id },
          order: [name],
          limit: 1,
          ...(after !== undefined && { after }),
        })
        found.push(...page.rows)
        after = page.next
      } while (after !== undefined)
      expect(found).toEqual(rows)
    },
  )

  test('validators accept them and nothing else', async () => {
    const { newEntrySchema } = await layer.module('validators/entry.validator')
    const schema = newEntrySchema as z.ZodType // what the module exports, whatever the spec
    const row = { ...entry, account_id: account['id'] }
    expect(schema.safeParse(row).error).toBeUndefined()
    const others = { account_id: '1', number: '1', amount: '1.1', booked_on: '2026-02-28', booked_at: new Date(0) }
    for (const [name, value] of Object.entries(others)) {
      expect(schema.safeParse({ ...row, [name]: value }).success, name).toBe(false)
    }
  })

  test('queries built with Kysely keep to the forms of the project', async () => {
    const found = await db.selectFrom('entries').select(['account_id', 'number', 'booked_on', 'booked_at']).execute()
    expect(found[0]).toEqual({
      account_id: String(account['id']),
      number: String(entry.number),
      booked_on: '2026-02-28',
      booked_at: new Date('2026-02-28T12:34:56.123Z'),
    })
  })
})
