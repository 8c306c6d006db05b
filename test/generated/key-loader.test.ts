import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Comment, Post, User } from '../../generated-sample/src/db/database.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { CommentLikeRepository } from '../../generated-sample/src/db/repositories/comment-like.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { withSession } from '../../generated-sample/src/db/session.js'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { newPost, newUser, openSample, run, type Sample } from '../support/sample.js'
import { generateLayer, type Layer, type LayerDatabase, type Row } from './generated-layer.js'

const failure = new Error('on purpose')

describe.each(databaseKinds)('loadById on %s', (kind) => {
  let sample: Sample
  let users: UserRepository
  let all: User[]
  let posts: Post[]
  let comments: Comment[]

  beforeAll(async () => {
    sample = await openSample(kind)
    users = new UserRepository(sample.db)
    all = await users.createMany(
      Array.from({ length: 20 }, (_, index) => newUser({ settings: { tags: [index], nested: { index } } })),
    )
    const [author] = all
    if (author === undefined) throw new Error('no user')
    posts = await new PostRepository(sample.db).createMany([newPost(author), newPost(author)])
    comments = await new CommentRepository(sample.db).createMany(
      posts.map(({ id }) => ({ post_id: id, author_id: author.id, body: 'Hello' })),
    )
  })
  beforeEach(() => sample.forget())
  afterAll(() => sample.close())

  const ids = () => all.map(({ id }) => id)

  test('calls of one tick are one statement; each has its row, or undefined', async () => {
    const found = await Promise.all([...ids(), '999', ...ids()].map((id) => users.loadById(id)))
    expect(found).toEqual([...all, undefined, ...all])
    expect(sample.statements()).toHaveLength(1)
    expect(sample.log[0]?.query.parameters).toEqual([`{${[...ids(), '999'].map((id) => `"${id}"`).join(',')}}`])
  })

  test('an empty table of callers sends nothing, one caller one statement', async () => {
    expect(await users.loadById('1')).toEqual(all[0])
    expect(await users.loadById('999')).toBeUndefined()
    expect(sample.statements()).toHaveLength(2)
  })

  test('nothing is kept: a later call reads again', async () => {
    const before = await users.loadById('2')
    await run(sample.db, "update users set full_name = 'Changed' where id = 2")
    expect(await users.loadById('2')).toEqual({ ...before, full_name: 'Changed' })
    await run(sample.db, 'update users set full_name = null where id = 2')
  })

  test('repositories of one database share', async () => {
    const found = await Promise.all(ids().map((id) => new UserRepository(sample.db).loadById(id)))
    expect(found).toEqual(all)
    expect(sample.statements()).toHaveLength(1)
  })

  test('calls behind promises of the same tick are among them', async () => {
    const load = async (id: string, steps: number) => {
      for (let step = 0; step < steps; step += 1) await undefined
      return users.loadById(id)
    }
    await sleep(1) // behind a timer, where promises run behind process.nextTick
    expect(await Promise.all(ids().map((id, index) => load(id, index)))).toEqual(all)
    expect(sample.statements()).toHaveLength(1)
  })

  test('calls of another tick are another statement', async () => {
    const first = users.loadById('1')
    await sleep(1)
    const second = users.loadById('2')
    expect(await Promise.all([first, second])).toEqual(all.slice(0, 2))
    expect(sample.statements()).toHaveLength(2)
  })

  test('every caller has an object of its own, documents in it too', async () => {
    const [one, two, three] = await Promise.all([users.loadById('3'), users.loadById('3'), users.loadById('3')])
    if (one === undefined || two === undefined) throw new Error('no user')
    one.full_name = 'changed'
    one.created_at.setFullYear(1999)
    one.settings['nested'] = 'changed'
    Object.assign(Object(two.settings['nested']), { index: 'changed' })
    expect(three).toEqual(all[2])
  })

  test('several tables are a statement each', async () => {
    const loaded = await Promise.all([
      users.loadById('1'),
      new PostRepository(sample.db).loadById(posts[0]?.id ?? ''),
      new CommentRepository(sample.db).loadById(comments[1]?.id ?? ''),
      users.loadById('2'),
    ])
    expect(loaded).toEqual([all[0], posts[0], comments[1], all[1]])
    expect(sample.statements()).toHaveLength(3)
  })

  test('keys that PostgreSQL prints in another way', async () => {
    const [comment] = comments
    if (comment === undefined) throw new Error('no comment')
    const repository = new CommentRepository(sample.db)
    const forms = [comment.id, comment.id.toUpperCase(), `{${comment.id}}`, comment.id.replaceAll('-', '')]
    expect(await Promise.all(forms.map((id) => repository.loadById(id)))).toEqual(forms.map(() => comment))
    expect(await Promise.all(['1', '+1', '01'].map((id) => users.loadById(id)))).toEqual(Array(3).fill(all[0]))
    expect(sample.statements()).toHaveLength(2)
  })

  test('keys of two columns', async () => {
    const likes = new CommentLikeRepository(sample.db)
    const keys = comments.flatMap(({ id }) => ['1', '2', '3'].map((user_id) => ({ comment_id: id, user_id })))
    const created = await likes.createMany(keys)
    const [first] = keys
    if (first === undefined) throw new Error('no key')
    sample.forget()
    const missing = { ...first, user_id: '20' }
    const asked = [...keys, missing, { user_id: first.user_id, comment_id: first.comment_id }]
    expect(await Promise.all(asked.map((key) => likes.loadById(key)))).toEqual([...created, undefined, created[0]])
    expect(sample.statements()).toHaveLength(1)
    await likes.deleteMany({ not: { or: [] } })
  })

  test('a mistake is that of its caller alone', async () => {
    const asked: Promise<unknown>[] = [
      users.loadById('1'),
      Reflect.apply(users.loadById, users, ['x']),
      Reflect.apply(users.loadById, users, [undefined]),
      users.loadById('2'),
    ]
    const settled = await Promise.allSettled(asked)
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    await expect(Reflect.apply(users.loadById, users, ['x'])).rejects.toThrow(InvalidInput)
    expect(sample.statements()).toHaveLength(1)
  })

  test('an error of the database reaches every caller', async () => {
    await run(sample.db, 'alter table users rename to people')
    try {
      const settled = await Promise.allSettled(['1', '2', '1'].map((id) => users.loadById(id)))
      const failed = { status: 'rejected', reason: expect.objectContaining({ code: '42P01' }) }
      expect(settled).toEqual([failed, failed, failed])
    } finally {
      await run(sample.db, 'alter table people rename to users')
    }
    expect(await users.loadById('1')).toEqual(all[0])
  })

  test('a session sees what it changed, the database beside it does not', async () => {
    const work = withSession(sample.db, async (tx) => {
      const own = new UserRepository(tx)
      await own.update('1', { full_name: 'Inside' })
      sample.forget()
      const found = await Promise.all(ids().map((id) => own.loadById(id)))
      expect(sample.statements()).toHaveLength(1)
      expect(found).toEqual([expect.objectContaining({ full_name: 'Inside' }), ...all.slice(1)])
      if (kind === 'postgres') {
        const both = await Promise.all([own.loadById('1'), users.loadById('1')])
        expect(both.map((user) => user?.full_name)).toEqual(['Inside', null])
      }
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await users.loadById('1')).toEqual(all[0])
  })

  test('10,000 keys', async () => {
    const found = await Promise.all(Array.from({ length: 10_000 }, (_, index) => users.loadById(String(index + 1))))
    expect(found.filter((user) => user !== undefined)).toEqual(all)
    expect(sample.statements()).toHaveLength(1)
  })
})

const spec = `version: 1
models:
  # The alias of what stands beside a table, a key without case, a private one, one that is a number.
  Given:
    table: given
    columns:
      word: { type: citext, primary_key: true }
      count: { type: integer, default: 0 }
  Secret:
    columns:
      token: { type: text, primary_key: true, private: true }
      label: text
  Price:
    columns:
      amount: { type: numeric, primary_key: true }
      at: { type: timestamptz, unique: true }
  Path:
    columns:
      steps: { type: "text[]", primary_key: true }
  Grid:
    columns:
      x: integer
      tags: "text[]"
    primary_key: [x, tags]
`

interface Loader {
  create(row: Row): Promise<Row>
  createMany(rows: readonly Row[]): Promise<Row[]>
  updateEach(changes: readonly { id: unknown; patch: Row }[]): Promise<Row[]>
  findByIds(ids: readonly unknown[]): Promise<Row[]>
  loadById(id: unknown): Promise<Row | undefined>
}

describe.each(databaseKinds)('loadById by keys of other types on %s', (kind) => {
  let layer: Layer
  let database: SpecDatabase
  let db: LayerDatabase
  const statements: string[] = []

  beforeAll(async () => {
    layer = await generateLayer(spec)
    database = await openDatabase(kind, layer.specFile)
    db = layer.createDatabase({ connection: database.connection, log: ({ query }) => statements.push(query.sql) })
  })
  beforeEach(() => {
    statements.length = 0
  })
  afterAll(async () => {
    await db.destroy()
    await database.close()
    await layer.remove()
  })

  async function load(repository: Loader, keys: readonly unknown[]): Promise<(Row | undefined)[]> {
    statements.length = 0
    const found = await Promise.all(keys.map((key) => repository.loadById(key)))
    expect(statements).toHaveLength(1)
    return found
  }

  test('a text without case, in a table called as what is given', async () => {
    const given = await layer.repository<Loader>('Given', db)
    const [one, two] = await given.createMany([{ word: 'One' }, { word: 'Two' }])
    expect(await load(given, ['ONE', 'two', 'One', 'three'])).toEqual([one, two, one, undefined])
    expect(await given.updateEach([{ id: 'one', patch: { count: 1 } }])).toEqual([{ ...one, count: 1 }])
    expect(await given.findByIds(['TWO'])).toEqual([two])
  })

  test('a key that rows do not show', async () => {
    const secrets = await layer.repository<Loader>('Secret', db)
    await secrets.createMany(['a', 'b"\\'].map((token) => ({ token, label: `label of ${token}` })))
    const found = await load(secrets, ['b"\\', 'a', 'A'])
    expect(found).toEqual([{ label: 'label of b"\\' }, { label: 'label of a' }, undefined])
  })

  test('arrays, alone and beside another column', async () => {
    const paths = await layer.repository<Loader>('Path', db)
    const keys = [['a', 'b'], [], ['"', '\\', ',']]
    const created = await paths.createMany(keys.map((steps) => ({ steps })))
    expect(await load(paths, [...keys, ['a']])).toEqual([...created, undefined])
    expect(await paths.findByIds(keys.slice(2))).toEqual(created.slice(2))
    const grids = await layer.repository<Loader>('Grid', db)
    const cells = keys.map((tags, x) => ({ x, tags }))
    await grids.createMany(cells)
    expect(await load(grids, [...cells, { x: 1, tags: ['a', 'b'] }])).toEqual([...cells, undefined])
    expect(await grids.findByIds(cells.slice(0, 1))).toEqual(cells.slice(0, 1))
  })

  test('numbers that are equal', async () => {
    const prices = await layer.repository<Loader>('Price', db)
    const price = await prices.create({ amount: '1.50', at: new Date(0) })
    expect(await load(prices, ['1.5', '1.50', '01.500', 1.5, '1.51'])).toEqual([price, price, price, price, undefined])
  })
})
