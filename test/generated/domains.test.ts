import { afterAll, beforeAll, expect, test } from 'vitest'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { schemaOf } from '../../src/schema/from-model.js'
import { emptySchema } from '../../src/schema/schema.js'
import { generateLayer, type Layer, type Row } from './generated-layer.js'
import { openReusedPGlite, openReusedServer, type ReusedDatabase } from './lossless-databases.js'

const spec = `version: 1
enums: { Mood: [sad, glad] }
domains:
  Email: { type: text, check: value like '%@%' }
  Amount: { type: integer, check: value > 0, default: 7 }
  Big: { type: bigint }
  Tags: { type: 'text[]' }
  Feeling: { type: Mood }
models:
  User:
    columns:
      id: { type: Big, primary_key: true, default: 1 }
      email: { type: Email, unique: true }
      others: Email[]
      amount: Amount
      amounts: Amount[]
      tags: Tags
      feeling: Feeling
    relations:
      posts: { has_many: Post }
    queries:
      search:
        filter: { email: { contains: email }, amounts: { any_of: amount } }
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      author_id: { type: bigint, references: User }
      amount: Amount
    relations:
      author: { belongs_to: User }
`

/** The domains come first, by hand: what is tested is the code. */
const byHand = [
  "create type mood as enum ('sad', 'glad')",
  "create domain email as text check (value like '%@%')",
  'create domain amount as integer default 7 check (value > 0)',
  'create domain big as bigint',
  'create domain tags as text[]',
  'create domain feeling as mood',
]

let databases: readonly ReusedDatabase[] = []
let layer: Layer

beforeAll(async () => {
  databases = [await openReusedPGlite(), await openReusedServer()]
  layer = await generateLayer(spec)
})
afterAll(async () => {
  await layer.remove()
  for (const database of databases) await database.close()
})

interface Users {
  create(row: Row): Promise<Row>
  createMany(rows: readonly Row[]): Promise<Row[]>
  findById(id: string): Promise<Row | undefined>
  findByEmail(email: string): Promise<Row | undefined>
  upsertByEmail(row: Row): Promise<Row>
  findMany(options: object): Promise<Row[]>
}

test.each(['pglite', 'postgres'])('values of domains are those of what they are made of: %s', async (kind) => {
  const database = databases.find((one) => one.kind === kind)
  if (database === undefined) throw new Error(kind)
  const { oracle, connection } = database
  for (const sql of ['drop schema public cascade', 'create schema public', ...byHand]) await oracle(sql)
  const schema = { ...schemaOf(await compileSpec(layer.specFile)), domains: [], enums: [] }
  for (const { statements } of planSchemas(emptySchema, schema).up) for (const sql of statements) await oracle(sql)
  const db = layer.createDatabase({ connection })
  const users = await layer.repository<Users>('User', db)
  const row = { id: '1', email: 'a@b', others: ['c@d', 'e@f'], amounts: [1, 2], tags: ['x', 'y'], feeling: 'glad' }

  expect(await users.create(row)).toEqual({ ...row, amount: 7 })
  expect(await users.createMany([{ ...row, id: '2', email: 'b@b', amount: 3 }])).toEqual([
    { ...row, id: '2', email: 'b@b', amount: 3 },
  ])
  expect(await users.findById('1')).toEqual({ ...row, amount: 7 })
  expect(await users.findByEmail('b@b')).toMatchObject({ id: '2' })
  expect(await users.upsertByEmail({ ...row, email: 'b@b', id: '3', amount: 9 })).toMatchObject({ amount: 9 })
  expect(
    await users.findMany({
      filter: { email: { in: ['a@b', 'no'] }, amount: { greater_than: 1 }, amounts: { has_all: [1] } },
    }),
  ).toMatchObject([{ id: '1' }])
  expect(await layer.query('user', 'searchUsers', db, { email: '@', amounts: [7, 8] })).toMatchObject([{ id: '1' }])
  await expect(users.create({ ...row, id: '5', email: 'none' })).rejects.toMatchObject({ name: 'CheckViolation' })

  const posts = await layer.repository<Users>('Post', db)
  await posts.create({ id: '1', author_id: '1' })
  expect(await layer.query('post', 'findPostWithAuthor', db, '1')).toMatchObject({
    amount: 7,
    author: { ...row, amount: 7 },
  })
  const [read] = await db.selectFrom('users').selectAll().where('id', '=', '1').execute()
  expect(read).toEqual({ ...row, amount: 7 })
  await db.destroy()
})
