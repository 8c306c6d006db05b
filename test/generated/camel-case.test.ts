import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CamelCasePlugin } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { generateLayer, type Layer, type LayerDatabase, type Row } from './generated-layer.js'

interface Repository {
  create(row: Row): Promise<Row>
  createMany(rows: readonly Row[]): Promise<Row[]>
  copyFrom(rows: readonly Row[]): Promise<number>
  findById(id: unknown): Promise<Row | undefined>
  findByEmailAddress(address: string): Promise<Row | undefined>
  findByIdWithPrivate(id: unknown): Promise<Row | undefined>
  findMany(options: object): Promise<Row[]>
  findPage(options: object): Promise<{ rows: Row[]; next: string | undefined }>
  update(id: unknown, patch: Row): Promise<Row | undefined>
  updateEach(changes: readonly object[]): Promise<Row[]>
  updateMany(filter: object, patch: Row): Promise<number>
  upsertByEmailAddress(row: Row): Promise<Row>
  upsertManyByEmailAddress(rows: readonly Row[]): Promise<Row[]>
  setPostTags(id: unknown, ids: readonly unknown[]): Promise<void>
}

const specFile = join(import.meta.dirname, '../cases/camel-case/spec.yaml')
let layer: Layer

beforeAll(async () => {
  layer = await generateLayer(await readFile(specFile, 'utf8'))
})
afterAll(() => layer.remove())

/** A database with the plugin that comes with it, with one more, or without any. */
async function open(setup: (typeof setups)[number], connection: SpecDatabase['connection']): Promise<LayerDatabase> {
  if (setup === "with Kysely's plugin as well")
    return layer.createDatabase({ connection, plugins: [new CamelCasePlugin()] })
  const db = layer.createDatabase({ connection })
  return setup === 'as it is' ? db : db.withoutPlugins()
}

const setups = ['as it is', "with Kysely's plugin as well", 'without plugins'] as const

describe.each(databaseKinds.flatMap((kind) => setups.map((setup) => ({ kind, setup }))))(
  'camel case on $kind, $setup',
  ({ kind, setup }) => {
    let database: SpecDatabase
    let db: LayerDatabase
    let users: Repository
    let posts: Repository
    let user: Row

    beforeAll(async () => {
      database = await openDatabase(kind, layer.specFile)
      const { connection } = database
      db = await open(setup, connection)
      users = await layer.repository('UserAccount', db)
      posts = await layer.repository('BlogPost', db)
      user = await users.create({
        emailAddress: 'ada@example.org',
        passwordHash: 'secret',
        address1: 'London',
        oddName: 'odd',
        _internal: 7,
        isAB: true,
        settings: { dark_mode: { font_size: 3 } },
      })
    })
    afterAll(async () => {
      await db.destroy()
      await database.close()
    })

    test('rows have the properties of their types', async () => {
      expect(Object.keys(user)).toEqual([
        'id',
        'emailAddress',
        'address1',
        'oddName',
        '_internal',
        'isAB',
        'settings',
        'createdAt',
        'updatedAt',
      ])
      expect(await users.findByEmailAddress('ada@example.org')).toEqual(user)
      expect(await users.findByIdWithPrivate(user['id'])).toEqual({ ...user, passwordHash: 'secret' })
    })

    test('writes take them, and no other', async () => {
      const changed = await users.update(user['id'], { address1: 'Paris' })
      expect(changed).toEqual({ ...user, address1: 'Paris', updatedAt: expect.any(Date) })
      expect(changed?.['updatedAt']).not.toEqual(user['updatedAt'])
      user = (await users.upsertByEmailAddress({
        emailAddress: 'ada@example.org',
        passwordHash: 'x',
        isAB: false,
      })) as Row
      expect(user).toMatchObject({ address1: 'Paris', isAB: false })
      await expect(users.update(user['id'], { address_1: 'Rome' })).rejects.toThrow('has no column "address_1"')
      await expect(users.create({ emailAddress: 'x' })).rejects.toMatchObject({ name: 'NotNullViolation' })
      const two = await users.upsertManyByEmailAddress([
        { emailAddress: 'b@example.org', passwordHash: 'x', address1: 'B' },
        { emailAddress: 'c@example.org', passwordHash: 'x', address1: 'C' },
      ])
      expect(two.map(({ address1 }) => address1)).toEqual(['B', 'C'])
      const ids = two.map(({ id }) => id)
      const each = await users.updateEach(ids.map((id, index) => ({ id, patch: { _internal: index } })))
      expect(each.map(({ _internal }) => _internal)).toEqual([0, 1])
      expect(await users.copyFrom([{ emailAddress: 'd@example.org', passwordHash: 'x', isAB: true }])).toBe(1)
      expect(await users.updateMany({ emailAddress: { startsWith: 'd@' } }, { oddName: 'D' })).toBe(1)
      await expect(users.create({ emailAddress: 'ada@example.org', passwordHash: 'x' })).rejects.toMatchObject({
        name: 'UserAccountEmailAddressTaken',
      })
    })

    test('filters, orders and cursors', async () => {
      await posts.createMany(
        [3, 1, 2].map((viewCount) => ({
          postTitle: `P${viewCount}`,
          viewCount,
          mainAuthorId: user['id'],
          keyWords: ['k'],
        })),
      )
      const titles = async (options: object) => (await posts.findMany(options)).map(({ postTitle }) => postTitle)
      expect(await titles({ order: ['-viewCount'] })).toEqual(['P3', 'P2', 'P1'])
      expect(await titles({ filter: { viewCount: { atLeast: 2, lessThan: 3 } } })).toEqual(['P2'])
      expect(await titles({ filter: { viewCount: { notIn: [1, 2] }, keyWords: { hasAny: ['k'] } } })).toEqual(['P3'])
      await expect(titles({ filter: { viewCount: { at_least: 2 } } })).rejects.toThrow('no operator "at_least"')
      await expect(titles({ order: ['view_count'] })).rejects.toThrow('has no column "view_count"')
      const order = ['mainAuthorId', 'viewCount']
      const first = await posts.findPage({ order, limit: 2 })
      const second = await posts.findPage({ order, limit: 2, after: first.next })
      expect([...first.rows, ...second.rows].map(({ viewCount }) => viewCount)).toEqual([1, 2, 3])
    })

    test('nested loads, by both strategies', async () => {
      const tags = await layer.repository<Repository>('Tag', db)
      const tag = await tags.create({ tagName: 'sql' })
      const [post] = await posts.findMany({ filter: { viewCount: 3 } })
      await posts.setPostTags(post?.['id'], [tag['id']])
      const loaded = { ...post, mainAuthor: user, postTags: [tag] }
      const found = await layer.query('blog-post', 'findBlogPostWithMainAuthorAndPostTags', db, post?.['id'])
      expect(found).toEqual(loaded)
      for (const strategy of ['join', 'select']) {
        const options = { tagNames: ['sql'], minViews: 2, strategy: { mainAuthor: strategy, postTags: strategy } }
        expect(await layer.query('blog-post', 'searchBlogPosts', db, options)).toEqual({
          rows: [loaded],
          next: undefined,
        })
      }
      const narrow = { filter: { tagName: { startsWith: 'x' } } }
      expect(await layer.query('blog-post', 'findBlogPostWithPostTags', db, post?.['id'], narrow)).toEqual({
        ...post,
        postTags: [],
      })
      const [withPosts] = (await layer.query('user-account', 'loadUserAccountBlogPosts', db, [user])) as Row[]
      expect(withPosts?.['blogPosts']).toHaveLength(3)
      expect(await layer.query('blog-post', 'blogPostStats', db)).toEqual([
        { mainAuthorId: user['id'], totalViews: '6' },
      ])
    })

    test('a primary key of two columns', async () => {
      const likes = await layer.repository<Repository>('PostLike', db)
      const [post] = await posts.findMany({ limit: 1 })
      const key = { postId: post?.['id'], userId: user['id'] }
      const like = await likes.create(key)
      expect(like).toEqual({ ...key, likedAt: expect.any(Date) })
      expect(await likes.findById(key)).toEqual(like)
      await expect(likes.create({ ...key, userId: '999' })).rejects.toMatchObject({ name: 'PostLikeUserMissing' })
    })
  },
)

describe.each(databaseKinds)('queries that are built with Kysely on %s', (kind) => {
  let database: SpecDatabase
  let db: LayerDatabase
  let user: Row

  beforeAll(async () => {
    database = await openDatabase(kind, layer.specFile)
    db = layer.createDatabase({ connection: database.connection })
    const users = await layer.repository<Repository>('UserAccount', db)
    const given = { emailAddress: 'ada@example.org', passwordHash: 'x', settings: { dark_mode: { font_size: 3 } } }
    user = await users.create({ ...given, address1: 'Paris', oddName: 'odd', _internal: 7 })
    const posts = await layer.repository<Repository>('BlogPost', db)
    await posts.create({ postTitle: 'P', viewCount: 3, mainAuthorId: user['id'] })
  })
  afterAll(async () => {
    await db.destroy()
    await database.close()
  })

  test('names of every kind', async () => {
    const row = await db
      .selectFrom('userAccounts as account')
      .innerJoin('blogPost2 as post', 'post.mainAuthorId', 'account.id')
      .select([
        'account.address1',
        'account.oddName',
        'account._internal',
        'account.isAB',
        'post.viewCount as topViews',
      ])
      .orderBy('post.viewCount', 'desc')
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ address1: 'Paris', oddName: 'odd', _internal: 7, isAB: false, topViews: 3 })
    await db
      .updateTable('userAccounts')
      .set({ address1: 'Oslo' })
      .where('emailAddress', '=', 'ada@example.org')
      .execute()
    const { passwordHash, ...rest } = await db.selectFrom('userAccounts').selectAll().executeTakeFirstOrThrow()
    expect({ passwordHash, ...rest }).toEqual({ ...user, passwordHash: 'x', address1: 'Oslo' })
    await db.insertInto('tagStore.tags').values({ tagName: 'sql' }).execute()
    expect(await db.selectFrom('tagStore.tags').select('tagName').execute()).toEqual([{ tagName: 'sql' }])
  })

  test("documents come as they are, but for Kysely's own plugin, which rows of jsonArrayFrom need", async () => {
    const documents = (on: LayerDatabase) => on.selectFrom('userAccounts').select('settings').execute()
    expect(await documents(db)).toEqual([{ settings: { dark_mode: { font_size: 3 } } }])
    const kyselys = db.withPlugin(new CamelCasePlugin())
    expect(await documents(kyselys)).toEqual([{ settings: { darkMode: { fontSize: 3 } } }])
    const nested = await kyselys
      .selectFrom('blogPost2 as post')
      .select((eb) =>
        jsonArrayFrom(
          eb.selectFrom('userAccounts as u').select('u.emailAddress').whereRef('u.id', '=', 'post.mainAuthorId'),
        ).as('authors'),
      )
      .execute()
    expect(nested).toEqual([{ authors: [{ emailAddress: 'ada@example.org' }] }])
  })
})

test('validators ask for the same properties', async () => {
  const { newUserAccountSchema: schema } = await layer.module('validators/user-account.validator')
  const parse = (value: unknown): unknown => Reflect.apply(Reflect.get(Object(schema), 'safeParse'), schema, [value])
  expect(parse({ emailAddress: 'a', passwordHash: 'x', address1: null })).toMatchObject({ success: true })
  expect(parse({ email_address: 'a', password_hash: 'x' })).toMatchObject({ success: false })
})
