import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { feedPosts, searchPosts } from '../../generated-sample/src/db/queries/post.queries.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { newPost, newUser, openSample, type Sample } from '../support/sample.js'
import { generateLayer, type Layer, type LayerDatabase, type Row } from './generated-layer.js'

type Strategies = Readonly<Record<string, 'join' | 'select'>>

/** Every choice of strategies for these relations, also those that leave some out. */
function choices(names: readonly string[]): Strategies[] {
  return names.reduce<Strategies[]>(
    (made, name) => made.flatMap((one) => [one, { ...one, [name]: 'join' }, { ...one, [name]: 'select' }]),
    [{}],
  )
}

interface Case {
  readonly relations: readonly string[]
  /** What the spec selects where the call says nothing. */
  readonly selected?: readonly string[]
  /** Statements that nested relations send, by the relation that they are nested in. */
  readonly nested?: Readonly<Record<string, number>>
  readonly run: (strategy: Strategies | undefined) => Promise<unknown>
  readonly statements: string[]
}

/** Whatever is chosen, the rows are the same, and there is one statement for each relation that is selected. */
async function expectSameRows({ relations, selected = [], nested = {}, run, statements }: Case): Promise<void> {
  const joined = await run(Object.fromEntries(relations.map((name) => [name, 'join'])))
  for (const strategy of choices(relations)) {
    statements.length = 0
    expect(await run(strategy), JSON.stringify(strategy)).toEqual(joined)
    const isSelected = (name: string) =>
      strategy[name] === 'select' || (strategy[name] === undefined && selected.includes(name))
    const below = Object.values(nested).reduce((sum, count) => sum + count, 0)
    expect(statements, JSON.stringify(strategy)).toHaveLength(1 + relations.filter(isSelected).length + below)
  }
  expect(await run(undefined)).toEqual(joined)
}

describe.each(databaseKinds)('strategies of the sample on %s', (kind) => {
  let sample: Sample
  let statements: string[]
  let authorIds: string[]

  beforeAll(async () => {
    sample = await openSample(kind)
    const users = await new UserRepository(sample.db).createMany(Array.from({ length: 4 }, () => newUser()))
    authorIds = users.map(({ id }) => id)
    const repository = new PostRepository(sample.db)
    const posts = await repository.createMany(
      Array.from({ length: 12 }, (_, index) =>
        newPost({ id: authorIds[index % 3] ?? '' }, { created_at: new Date(index * 1000) }),
      ),
    )
    const tags = await new TagRepository(sample.db).createMany(['c', 'a', 'b'].map((name) => ({ name })))
    for (const [index, { id }] of posts.entries()) {
      const linked = tags.filter((_, at) => (index >> at) % 2 === 1)
      if (linked.length > 0)
        await repository.linkTags(
          id,
          linked.map((tag) => tag.id),
        )
    }
    // None to five for each post, of which the feed shows three.
    await new CommentRepository(sample.db).createMany(
      posts.flatMap(({ id }, index) =>
        Array.from({ length: index % 6 }, (_, number) => ({
          post_id: id,
          author_id: authorIds[(index + number) % 4] ?? '',
          body: `Comment ${number}`,
          created_at: new Date(number * 1000),
        })),
      ),
    )
    statements = []
  })
  afterAll(() => sample.close())

  const logged = async (work: Promise<unknown>): Promise<unknown> => {
    sample.forget()
    const result = await work
    statements.push(...sample.statements())
    return result
  }

  test('a page by keyset', async () => {
    const relations = ['author', 'tags']
    await expectSameRows({
      relations,
      run: (strategy) => logged(searchPosts(sample.db, { limit: 7, ...(strategy && { strategy }) })),
      statements,
    })
    const { next } = await searchPosts(sample.db, { limit: 7 })
    await expectSameRows({
      relations,
      run: (strategy) => logged(searchPosts(sample.db, { limit: 7, after: next, ...(strategy && { strategy }) })),
      statements,
    })
  })

  test('a limit for each parent, rows nested below', async () => {
    await expectSameRows({
      relations: ['author', 'comments', 'tags'],
      selected: ['tags'],
      run: (strategy) => logged(feedPosts(sample.db, { authorIds, ...(strategy && { strategy }) })),
      statements,
    })
    const rows = await feedPosts(sample.db, { authorIds, strategy: { comments: 'select' } })
    expect(rows.map(({ comments }) => comments.length).sort()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3])
  })

  test('where there are no rows nothing more is sent', async () => {
    sample.forget()
    expect(await feedPosts(sample.db, { authorIds: [], strategy: { author: 'select', comments: 'select' } })).toEqual(
      [],
    )
    expect(await searchPosts(sample.db, { keyword: 'none', strategy: { tags: 'select' } })).toEqual({ rows: [] })
    expect(sample.statements()).toHaveLength(2)
  })

  test('the number of statements is the same for one row and for many', async () => {
    for (const limit of [1, 12]) {
      sample.forget()
      await feedPosts(sample.db, {
        authorIds,
        limit,
        strategy: { author: 'select', comments: 'select', tags: 'select' },
      })
      expect(sample.statements()).toHaveLength(4)
    }
  })

  test.each([
    [{ unknown: 'join' }, 'strategy: no relation "unknown" is loaded here'],
    [{ editor: 'select' }, 'strategy: no relation "editor" is loaded here'],
    [{ author: 'join', constructor: 'select' }, 'strategy: no relation "constructor" is loaded here'],
    [JSON.parse('{"__proto__":"select"}'), 'strategy: no relation "__proto__" is loaded here'],
    [{ author: 'lateral' }, 'strategy: expected "join" or "select" for author'],
    [{ author: null }, 'strategy: expected "join" or "select" for author'],
    [{ tags: true }, 'strategy: expected "join" or "select" for tags'],
    ['select', 'strategy: expected an object'],
    [null, 'strategy: expected an object'],
    [['select'], 'strategy: expected an object'],
  ])('%j is refused', async (strategy, message) => {
    sample.forget()
    const options = { authorIds, strategy }
    await expect(Reflect.apply(searchPosts, undefined, [sample.db, options])).rejects.toThrow(new InvalidInput(message))
    await expect(Reflect.apply(feedPosts, undefined, [sample.db, options])).rejects.toThrow(new InvalidInput(message))
    expect(sample.log).toEqual([])
  })

  test('one that is undefined is that of the spec', async () => {
    const options = { authorIds, strategy: { author: undefined, tags: undefined } }
    sample.forget()
    expect(await Reflect.apply(feedPosts, undefined, [sample.db, options])).toEqual(
      await feedPosts(sample.db, { authorIds }),
    )
    expect(sample.statements()).toHaveLength(4)
  })
})

interface Repository {
  createMany(rows: readonly object[]): Promise<Row[]>
  linkLabels(key: object, ids: readonly unknown[]): Promise<number>
  linkLinks(key: object, links: readonly object[]): Promise<number>
}

describe.each(databaseKinds)('strategies of queries of every kind on %s', (kind) => {
  let layer: Layer
  let database: SpecDatabase
  let db: LayerDatabase
  const statements: string[] = []

  beforeAll(async () => {
    layer = await generateLayer(await readFile(join(import.meta.dirname, 'every-query.yaml'), 'utf8'))
    database = await openDatabase(kind, layer.specFile)
    db = layer.createDatabase({ connection: database.connection, log: ({ query }) => statements.push(query.sql) })
    const repository = (name: string) => layer.repository<Repository>(name, db)
    await (await repository('Shop')).createMany([
      { code: 'a', name: 'Alpha' },
      { code: 'b', name: 'beta', parent_code: 'a' },
    ])
    const products = await repository('Product')
    const keys = Array.from({ length: 8 }, (_, ordinality) => ({ shop_code: 'ab'.charAt(ordinality % 2), ordinality }))
    await products.createMany(keys.map((key, index) => ({ ...key, kind: 'toy', is_new: index % 2 === 0 })))
    await (await repository('Review')).createMany(
      keys.flatMap(({ shop_code, ordinality }) =>
        Array.from({ length: ordinality % 5 }, (_, stars) => ({ shop_code, product_number: ordinality, stars })),
      ),
    )
    const labels = await (await repository('Label')).createMany(['red', 'Green', 'blue'].map((word) => ({ word })))
    const links = await (await repository('Link')).createMany([{ url: 'https://one' }, { url: 'https://two' }])
    for (const key of keys) {
      await products.linkLabels(
        key,
        labels.filter((_, at) => (key.ordinality >> at) % 2 === 1).map(({ id }) => id),
      )
      const linked = links.filter((_, at) => (key.ordinality + at) % 3 === 0)
      await products.linkLinks(
        key,
        linked.map(({ id }) => ({ link_id: id, position: 0 })),
      )
    }
  })
  afterAll(async () => {
    await db.destroy()
    await database.close()
    await layer.remove()
  })

  test.each<[query: string, options: object, relations: string[], selected: string[]]>([
    ['findProducts', {}, ['shop'], []],
    ['findProducts', { kind: 'toy', limit: 3 }, ['shop'], []],
    ['shelfProducts', { shop: 'b' }, ['shop', 'reviews', 'labels', 'links'], ['reviews', 'labels']],
    ['shelfProducts', { shop: 'a', limit: 100 }, ['shop', 'reviews', 'labels', 'links'], ['reviews', 'labels']],
    ['simpleProducts', {}, ['labels', 'shop'], ['labels']],
    ['simpleProducts', { limit: 3, offset: 2 }, ['labels', 'shop'], ['labels']],
    ['allProducts', { isNew: true }, [], []],
  ])('%s with %o', async (query, options, relations, selected) => {
    const run = (strategy: Strategies | undefined) =>
      layer.query('product', query, db, { ...options, ...(strategy !== undefined && { strategy }) })
    await expectSameRows({ relations, selected, run, statements })
  })

  test('a query that loads nothing knows no relation', async () => {
    await expect(layer.query('product', 'allProducts', db, { strategy: { shop: 'join' } })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: 'strategy: no relation "shop" is loaded here',
    })
  })
})

describe.each(databaseKinds)('strategies of nested relations on %s', (kind) => {
  let layer: Layer
  let database: SpecDatabase
  let db: LayerDatabase
  const statements: string[] = []

  beforeAll(async () => {
    layer = await generateLayer(await readFile(join(import.meta.dirname, 'nested-strategies.yaml'), 'utf8'))
    database = await openDatabase(kind, layer.specFile)
    db = layer.createDatabase({ connection: database.connection, log: ({ query }) => statements.push(query.sql) })
    const repository = (name: string) => layer.repository<Repository>(name, db)
    await (await repository('Owner')).createMany([1, 2, 3].map((id) => ({ id, name: `Owner ${id}` })))
    // A tree of which every node has three children at most, and a node on its own.
    await (await repository('Node')).createMany(
      Array.from({ length: 41 }, (_, index) => ({
        id: index + 1,
        parent_id: index === 0 || index === 40 ? null : Math.ceil(index / 3),
        owner_id: index % 4 === 0 ? null : (index % 3) + 1,
        keeper_id: (index % 3) + 1,
      })),
    )
  })
  afterAll(async () => {
    await db.destroy()
    await database.close()
    await layer.remove()
  })

  async function rowsOf(name: string, options: object = {}): Promise<Row[]> {
    statements.length = 0
    const rows = await layer.query('node', name, db, options)
    if (!Array.isArray(rows)) throw new Error('no rows')
    return rows
  }

  test('NULL keys, parents without rows, a limit for each parent, at every level', async () => {
    const joined = await rowsOf('joinedNodes')
    expect(statements).toHaveLength(1)
    expect(joined.map(({ children }) => Object(children).length)).toEqual([...Array(13).fill(2), ...Array(28).fill(0)])
    expect(joined[0]).toMatchObject({ parent: null, owner: null, keeper: { id: 1 }, children: [{ id: 4 }, { id: 3 }] })
    expect(joined[40]).toMatchObject({ parent: null, children: [] })
    expect(await rowsOf('selectedNodes')).toEqual(joined)
    // parent, its parent and owner; children, their children and owner, the children of those; owner. keeper is joined.
    expect(statements).toHaveLength(9)
    expect(await rowsOf('mixedNodes')).toEqual(joined)
    expect(statements).toHaveLength(4)
  })

  test('the number of statements does not depend on the number of rows', async () => {
    await rowsOf('selectedNodes', { limit: 4 })
    expect(statements).toHaveLength(9)
  })

  test('strategies of one call count for the first level', async () => {
    const joined = await rowsOf('joinedNodes')
    expect(await rowsOf('joinedNodes', { strategy: { parent: 'select', children: 'select' } })).toEqual(joined)
    expect(statements).toHaveLength(3)
    expect(await rowsOf('selectedNodes', { strategy: { parent: 'join', owner: 'join' } })).toEqual(joined)
    expect(statements).toHaveLength(7)
    expect(await rowsOf('selectedNodes', { strategy: { children: 'join' } })).toEqual(joined)
    expect(statements).toHaveLength(8)
    expect(await rowsOf('mixedNodes', { strategy: { children: 'select' } })).toEqual(joined)
    expect(statements).toHaveLength(5)
  })

  test('a relation that is found by a private column can only be joined', async () => {
    const refused = rowsOf('joinedNodes', { strategy: { keeper: 'select' } })
    await expect(refused).rejects.toMatchObject({
      name: 'InvalidInput',
      message: 'strategy: keeper is found by a private column: join it',
    })
    expect(statements).toEqual([])
    expect(await rowsOf('selectedNodes', { strategy: { keeper: 'join' } })).toEqual(await rowsOf('joinedNodes'))
  })
})
