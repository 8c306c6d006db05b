import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { generateLayer, type Layer, type LayerDatabase, type Row } from './generated-layer.js'

interface Product extends Row {
  shop_code: string
  ordinality: number
  kind: string
  select: string | null
  is_new: boolean
  price: string | null
  made_on: string | null
}

interface Page {
  readonly rows: Row[]
  readonly next: string | undefined
}

interface Products {
  createMany(rows: readonly object[]): Promise<Product[]>
  create(row: object): Promise<Product>
  upsertByShopCodeAndOrdinality(row: object): Promise<Product>
  findById(key: object): Promise<Product | undefined>
  update(key: object, patch: object): Promise<Product | undefined>
  findPage(options: object): Promise<Page>
  linkLabels(key: object, ids: readonly unknown[]): Promise<number>
  setLabels(key: object, ids: readonly unknown[]): Promise<void>
  linkLinks(key: object, links: readonly object[]): Promise<number>
  unlinkLinks(key: object, links: readonly object[]): Promise<number>
  setLinks(key: object, links: readonly object[]): Promise<void>
}

interface Other {
  create(row: object): Promise<Row>
  createMany(rows: readonly object[]): Promise<Row[]>
  findMany(options?: object): Promise<Row[]>
  updateMany(filter: object, patch: object): Promise<number>
  deleteMany(filter: object): Promise<number>
}

describe.each(databaseKinds)('queries of every kind on %s', (kind) => {
  let layer: Layer
  let database: SpecDatabase
  let db: LayerDatabase
  let repository: Products
  let shops: Row[]
  let products: Product[]
  let reviews: Row[]
  let links: Row[]
  let labels: Row[]
  const statements: string[] = []

  beforeAll(async () => {
    layer = await generateLayer(await readFile(join(import.meta.dirname, 'every-query.yaml'), 'utf8'))
    database = await openDatabase(kind, layer.specFile)
    db = layer.createDatabase({ connection: database.connection, log: ({ query }) => statements.push(query.sql) })
    repository = await layer.repository('Product', db)
    const other = (name: string) => layer.repository<Other>(name, db)
    shops = await (await other('Shop')).createMany([
      { code: 'a', name: 'Alpha' },
      { code: 'b', name: 'beta', parent_code: 'a' },
      { code: 'c', name: 'Gamma', parent_code: 'b' },
    ])
    products = await repository.createMany(
      Array.from({ length: 12 }, (_, index) => ({
        shop_code: pick(['a', 'b', 'c'], index),
        ordinality: index,
        kind: pick(['book', 'toy'], index >> 1),
        select: pick(['Alpha', 'al_pha', '50%', null], index),
        is_new: index % 5 === 0,
        price: pick([null, '1.50', '2.00', '2.00', '10.00'], index),
        made_on: pick(['2026-01-01', null, '2026-01-02'], index >> 2),
      })),
    )
    reviews = await (await other('Review')).createMany(
      products.slice(0, 8).flatMap(({ shop_code, ordinality }, index) =>
        Array.from({ length: index % 4 }, (_, number) => ({
          shop_code,
          product_number: ordinality,
          stars: (index + number * 2) % 5,
          body: number === 1 ? null : `Review ${number}`,
        })),
      ),
    )
    links = await (await other('Link')).createMany([{ url: 'https://one' }, { url: 'https://two%' }])
    labels = await (await other('Label')).createMany(['red', 'Green', 'blue'].map((word) => ({ word })))
    for (const [index, { shop_code, ordinality }] of products.entries()) {
      await repository.linkLabels(
        { shop_code, ordinality },
        labelsAt(index).map(({ id }) => id),
      )
      const positions = linksAt(index).map(({ id }, position) => ({ ordinality: 0, link_id: id, position }))
      await repository.linkLinks({ shop_code, ordinality }, positions)
    }
  })
  afterAll(async () => {
    await db.destroy()
    await database.close()
    await layer.remove()
  })

  const labelsAt = (index: number) => labels.filter((_, at) => (index >> at) % 2 === 1)
  const linksAt = (index: number) => links.filter((_, at) => (index + at) % 3 === 0)
  const reviewsOf = (product: Product) =>
    reviews.filter((row) => row['shop_code'] === product.shop_code && row['product_number'] === product.ordinality)
  const shopOf = (code: unknown) => shops.find((shop) => shop['code'] === code)
  const parentOf = (code: unknown) => shopOf(shopOf(code)?.['parent_code'])

  /** Every row of a query, page by page. */
  async function pages(name: string, options: object): Promise<Row[]> {
    const found: Row[] = []
    let after: string | undefined
    do {
      // The queries of every-query.yaml that are called here make pages.
      const page = (await layer.query('product', name, db, { ...options, after })) as Page
      found.push(...page.rows)
      after = page.next
    } while (after !== undefined)
    return found
  }

  const text = (product: Product) => product.select?.toLowerCase() ?? null
  const price = (product: Product) => (product.price === null ? null : Number(product.price))
  const shopName = (product: Product) => String(shopOf(product.shop_code)?.['name']).toLowerCase()
  const starsOf = (product: Product) => reviewsOf(product).map((review) => Number(review['stars']))
  const wordsOf = (product: Product) =>
    labelsAt(products.indexOf(product)).map(({ word }) => String(word).toLowerCase())
  const urlsOf = (product: Product) => linksAt(products.indexOf(product)).map(({ url }) => String(url))

  const filters: [options: object, holds: (product: Product) => boolean][] = [
    [{}, () => true],
    [{ kind: 'toy' }, ({ kind: own }) => own === 'toy'],
    [{ otherKind: 'toy' }, ({ kind: own }) => own !== 'toy'],
    [{ select: 'Alpha' }, ({ select }) => select === 'Alpha'],
    [{ otherSelect: 'Alpha' }, ({ select }) => select !== 'Alpha'],
    [{ cheaper: '2' }, (product) => (price(product) ?? 9) < 2],
    [{ atMost: '2' }, (product) => (price(product) ?? 9) <= 2],
    [{ dearer: '2' }, (product) => (price(product) ?? 0) > 2],
    [{ atLeast: '2026-01-02' }, ({ made_on }) => made_on === '2026-01-02'],
    [{ contains: 'ALPHA' }, (product) => text(product)?.includes('alpha') ?? false],
    [{ contains: '_' }, (product) => text(product)?.includes('_') ?? false],
    [{ contains: '%' }, (product) => text(product)?.includes('%') ?? false],
    [{ starts: 'AL' }, (product) => (text(product)?.startsWith('al') ?? false) || shopName(product).startsWith('al')],
    [{ ends: 'MA' }, (product) => shopName(product).endsWith('ma')],
    [{ codes: ['a', 'c', 'x'] }, ({ shop_code }) => shop_code !== 'b'],
    [{ codes: [] }, () => false],
    [{ notCodes: ['a', 'c'] }, ({ shop_code }) => shop_code === 'b'],
    [{ notCodes: [] }, () => true],
    [{ selects: ['Alpha', '50%'] }, ({ select }) => select === 'Alpha' || select === '50%'],
    [{ notSelects: ['Alpha', '50%'] }, ({ select }) => select !== 'Alpha' && select !== '50%'],
    [{ unpriced: true }, (product) => product.price === null],
    [{ unpriced: false }, (product) => product.price !== null],
    [{ stars: 3 }, (product) => starsOf(product).includes(3)],
    [{ noStars: 3 }, (product) => !starsOf(product).includes(3)],
    [{ best: 4 }, (product) => starsOf(product).some((stars) => stars >= 4)],
    [{ words: ['RED', 'blue'] }, (product) => wordsOf(product).some((word) => word === 'red' || word === 'blue')],
    [{ noWords: ['RED', 'blue'] }, (product) => !wordsOf(product).some((word) => word === 'red' || word === 'blue')],
    [{ unsaid: true }, (product) => reviewsOf(product).some(({ body }) => body === null)],
    [{ unsaid: false }, (product) => !reviewsOf(product).some(({ body }) => body === null)],
    [{ chain: 'Alpha' }, (product) => parentOf(product.shop_code)?.['name'] === 'Alpha'],
    [
      { urls: '%' },
      (product) => urlsOf(product).some((url) => url.includes('%')) || (text(product)?.includes('%') ?? false),
    ],
    [{ secrets: 'hidden' }, () => true],
    [{ secrets: 'other' }, () => false],
    [
      { kind: 'book', unpriced: false, noStars: 1, words: ['red'] },
      (product) =>
        product.kind === 'book' &&
        product.price !== null &&
        !starsOf(product).includes(1) &&
        wordsOf(product).includes('red'),
    ],
    [{ kind: undefined, select: undefined, codes: undefined, unpriced: undefined }, () => true],
  ]

  test.each(filters)('the filter %o', async (options, holds) => {
    const found = await pages('findProducts', options)
    // Ascending with NULL last; then descending with NULL first; then by the key.
    const expected = products
      .filter(holds)
      .sort(
        (a, b) =>
          (price(a) ?? Infinity) - (price(b) ?? Infinity) ||
          compare(b.made_on ?? 'x', a.made_on ?? 'x') ||
          compare(a.shop_code, b.shop_code) ||
          a.ordinality - b.ordinality,
      )
      .map((product) => ({ ...product, shop: shopOf(product.shop_code) }))
    expect(found).toEqual(expected)
  })

  test.each([
    { kind: 'car' },
    { select: 5 },
    { cheaper: {} },
    { atLeast: 5 },
    { contains: ['a'] },
    { codes: 'a' },
    { selects: [5] },
    { unpriced: 'false' },
    { unpriced: 0 },
    { stars: '3' },
    { words: [5] },
    { unsaid: {} },
  ])('%o is refused', async (options) => {
    statements.length = 0
    await expect(layer.query('product', 'findProducts', db, options)).rejects.toMatchObject({ name: 'InvalidInput' })
    expect(statements).toEqual([])
  })

  test('pages with rows nested twice, and relations that further statements load', async () => {
    statements.length = 0
    const found = await pages('shelfProducts', { shop: 'b' })
    const expected = products
      .filter(({ shop_code }) => shop_code === 'b')
      .sort((a, b) => b.ordinality - a.ordinality)
      .map((product) => ({
        ...product,
        shop: { ...shopOf('b'), parent: shopOf('a') },
        links: linksAt(products.indexOf(product)),
        reviews: reviewsOf(product)
          .sort((a, b) => Number(a['stars']) - Number(b['stars']) || compare(String(a['id']), String(b['id'])))
          .slice(0, 2)
          .map((review) => ({ ...review, product })),
        labels: labelsAt(products.indexOf(product)).sort((a, b) => compare(lower(b['word']), lower(a['word']))),
      }))
    expect(found).toEqual(expected)
    expect(statements).toHaveLength(6)
  })

  test('one relation joined, one selected', async () => {
    statements.length = 0
    const found = await layer.query('product', 'simpleProducts', db, { limit: 3, offset: 2 })
    expect(statements).toHaveLength(2)
    const keyed = [...products].sort((a, b) => compare(a.shop_code, b.shop_code) || a.ordinality - b.ordinality)
    const expected = keyed.slice(2, 5).map((product) => ({
      ...product,
      shop: shopOf(product.shop_code),
      labels: labelsAt(products.indexOf(product)).sort((a, b) => compare(lower(b['word']), lower(a['word']))),
    }))
    expect(found).toEqual(expected)
  })

  test('rows alone', async () => {
    expect(await layer.query('product', 'allProducts', db, { isNew: true })).toEqual(
      [...products]
        .filter(({ is_new }) => is_new)
        .sort((a, b) => compare(a.shop_code, b.shop_code) || a.ordinality - b.ordinality),
    )
  })

  test('aggregates of groups', async () => {
    for (const [options, holds] of [
      [{}, () => true],
      [{ kinds: ['toy'] }, (product: Product) => product.kind === 'toy'],
      [{ unpriced: false, above: '1.99' }, (product: Product) => (price(product) ?? 0) > 1.99],
      [{ unpriced: true }, (product: Product) => product.price === null],
      [{ kinds: [] }, () => false],
    ] as const) {
      const groups = ['a', 'b', 'c'].flatMap((shopCode) => ['book', 'toy'].map((own) => ({ shopCode, kind: own })))
      const expected = groups.flatMap((group) => {
        const rows = products.filter(
          (product) => product.shop_code === group.shopCode && product.kind === group.kind && holds(product),
        )
        const prices = rows.flatMap((product) => price(product) ?? [])
        const total = prices.reduce((sum, value) => sum + value, 0)
        const days = rows.flatMap(({ made_on }) => made_on ?? []).sort()
        const sums = {
          total: prices.length === 0 ? null : total.toFixed(2),
          cheapest: prices.length === 0 ? null : Math.min(...prices).toFixed(2),
        }
        return rows.length === 0 ? [] : [{ ...group, n: rows.length, ...sums, first: days[0] ?? null }]
      })
      const found = (await layer.query('product', 'productSums', db, options)) as Row[]
      expect(found.map(({ mean: _, ...row }) => row)).toEqual(expected)
      for (const { mean, total, n } of found) {
        if (total === null) expect(mean).toBeNull()
        else expect(Number(mean)).toBeLessThanOrEqual(Number(total) / 1 + 1e-9)
        expect(Number(n)).toBeGreaterThan(0)
      }
    }
  })

  test('an aggregate of one row, also of nothing', async () => {
    const toys = products.filter((product) => product.kind === 'toy')
    const total = toys.reduce((sum, product) => sum + (price(product) ?? 0), 0).toFixed(2)
    const names = toys.flatMap(({ select }) => select ?? [])
    const found = (await layer.query('product', 'productWhole', db, { kind: 'toy' })) as Row
    expect(found).toMatchObject({ n: toys.length, total })
    expect(String(found['names']).split(',').sort()).toEqual(names.sort())
    await expect(layer.query('product', 'productWhole', db, {})).rejects.toMatchObject({ name: 'InvalidInput' })
  })

  test('relations by keys of two columns', async () => {
    const [product] = products.slice(7)
    if (product === undefined) throw new Error('no product')
    const { shop_code, ordinality } = product
    const own = reviewsOf(product).sort(
      (a, b) => Number(b['stars']) - Number(a['stars']) || compare(String(b['id']), String(a['id'])),
    )
    expect(own.length).toBeGreaterThan(2)
    expect(await layer.query('product', 'findProductWithReviews', db, { shop_code, ordinality })).toEqual({
      ...product,
      reviews: own,
    })
    expect(await layer.query('product', 'findProductWithReviews', db, { shop_code, ordinality }, { limit: 2 })).toEqual(
      {
        ...product,
        reviews: own.slice(0, 2),
      },
    )
    expect(await layer.query('product', 'loadProductReviews', db, [product, product])).toEqual(
      Array(2).fill({ ...product, reviews: own }),
    )
    expect(await layer.query('review', 'findReviewWithProduct', db, own[0]?.['id'])).toEqual({ ...own[0], product })
    expect(await layer.query('review', 'loadReviewProduct', db, own)).toEqual(
      own.map((review) => ({ ...review, product })),
    )
    expect(await layer.query('product', 'findProductWithLinks', db, { shop_code, ordinality })).toEqual({
      ...product,
      links: linksAt(7),
    })
    expect(
      await layer.query(
        'product',
        'findProductWithLinks',
        db,
        { shop_code, ordinality },
        {
          filter: { url: { contains: '%' } },
        },
      ),
    ).toEqual({
      ...product,
      links: linksAt(7).filter(({ url }) => String(url).includes('%')),
    })
    expect(await layer.query('link', 'findLinkWithProducts', db, links[0]?.['id'])).toMatchObject({
      products: { length: products.filter((_, index) => linksAt(index).includes(links[0] ?? {})).length },
    })
  })

  test('links by a key of two columns, with a column that must be given', async () => {
    const product = await repository.create({ shop_code: 'a', ordinality: 100, kind: 'toy' })
    const [one, two] = links.map(({ id }) => id)
    const stored = () =>
      db
        .selectFrom('product_links')
        .select(['link_id', 'position'])
        .where('ordinality', '=', 100)
        .orderBy('link_id')
        .execute()
    expect(await repository.linkLinks({ shop_code: 'a', ordinality: 100 }, [{ link_id: one, position: 1 }])).toBe(1)
    expect(
      await repository.linkLinks({ shop_code: 'a', ordinality: 100 }, [
        { link_id: one, position: 5 },
        { link_id: two, position: 2 },
      ]),
    ).toBe(1)
    expect(await stored()).toEqual([
      { link_id: one, position: 1 },
      { link_id: two, position: 2 },
    ])
    await repository.setLinks({ shop_code: 'a', ordinality: 100 }, [{ link_id: two, position: 9 }])
    expect(await stored()).toEqual([{ link_id: two, position: 9 }])
    expect(
      await repository.unlinkLinks({ shop_code: 'a', ordinality: 100 }, [{ link_id: one }, { link_id: two }]),
    ).toBe(1)
    await repository.setLabels(
      { shop_code: 'a', ordinality: 100 },
      labels.map(({ id }) => id),
    )
    await repository.setLabels(
      { shop_code: 'a', ordinality: 100 },
      labels.slice(1).map(({ id }) => id),
    )
    expect(await layer.query('product', 'findProductWithLabels', db, { shop_code: 'a', ordinality: 100 })).toEqual({
      ...product,
      labels: [labels[1], labels[2]],
    })
    await db.deleteFrom('products').where('ordinality', '=', 100).execute()
  })

  test('names that SQL reserves are columns like any other', async () => {
    const product = await repository.upsertByShopCodeAndOrdinality({
      shop_code: 'a',
      ordinality: 200,
      kind: 'toy',
      select: 'x',
    })
    expect(await repository.update({ shop_code: 'a', ordinality: 200 }, { select: 'y', price: '3.00' })).toEqual({
      ...product,
      select: 'y',
      price: '3.00',
    })
    expect(
      await repository.upsertByShopCodeAndOrdinality({ shop_code: 'a', ordinality: 200, kind: 'book' }),
    ).toMatchObject({ kind: 'book', select: 'y' })
    const page = await repository.findPage({
      filter: { select: { starts_with: 'Y' }, ordinality: { at_least: 200 } },
      order: ['select', '-ordinality'],
    })
    expect(page.rows).toHaveLength(1)
    expect(JSON.stringify(page)).not.toContain('hidden')
    await db.deleteFrom('products').where('ordinality', '=', 200).execute()
  })

  test('a table without a primary key', async () => {
    const related = await layer.repository<Other>('Related', db)
    const days = [1, 2, 3, 4].map((number) => new Date(Date.UTC(2026, 0, number)))
    await related.createMany(days.map((at, index) => ({ at, count: index === 0 ? null : index })))
    expect(await layer.query('related', 'recentRelateds', db, { since: days[1] })).toEqual([
      { at: days[3], count: 3 },
      { at: days[2], count: 2 },
      { at: days[1], count: 1 },
    ])
    expect(await related.findMany({ order: ['count'], limit: 2 })).toMatchObject([{ count: 1 }, { count: 2 }])
    expect(await related.updateMany({ count: null }, { count: 9 })).toBe(1)
    expect(await related.deleteMany({ count: { at_least: 2 } })).toBe(3)
  })

  test('rows of nothing but defaults', async () => {
    const tokens = await layer.repository<Other>('Token', db)
    const created = await tokens.createMany([{}, {}, { uses: 5 }, {}])
    expect(created.map(({ uses }) => uses)).toEqual([0, 0, 5, 0])
    expect(new Set(created.map(({ value }) => value)).size).toBe(4)
    expect(await tokens.create({})).toMatchObject({ uses: 0 })
    statements.length = 0
    expect(await tokens.createMany([{}, {}, {}])).toHaveLength(3)
    expect(statements).toHaveLength(1)
  })
})

function pick<Element>(list: readonly Element[], index: number): Element {
  return list[index % list.length] as Element // no list here is empty
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function lower(value: unknown): string {
  return String(value).toLowerCase()
}
