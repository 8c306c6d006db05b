import { describe, expect, test } from 'vitest'
import type { Model, OrderTerm } from '../../../src/model/model.js'
import type { Filter, ListQuery, Load } from '../../../src/model/query.js'
import { compile, mistakes, modelOf, queryOf } from './compile.js'

/** A blog with one query of posts. */
const blog = (query: string) => `
version: 1
enums:
  Status: [draft, published]
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      name: text
      code: varchar(10)
      team_id: { type: bigint, references: Team }
    relations:
      team: { belongs_to: Team, inverse: none }
      posts: { has_many: Post, order: [-created_at] }
  Team:
    columns:
      id: { type: bigint, primary_key: true }
      name: text
  Tag:
    columns:
      id: { type: bigint, primary_key: true }
      name: text
    relations:
      posts: { many_to_many: Post }
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      title: text
      slug: { type: citext, nullable: true }
      rating: { type: integer, nullable: true }
      price: { type: "numeric(10, 2)", typescript: number }
      cost: { type: "numeric(10, 2)" }
      is_open: boolean
      status: Status
      token: uuid
      settings: { type: jsonb, nullable: true }
      keywords: "text[]"
      place: { type: point, nullable: true }
      created_at: timestamptz
      author_id: { type: bigint, references: User }
    relations:
      author: { belongs_to: User, inverse: posts }
      tags: { many_to_many: Tag, order: [name] }
    queries:
      search: ${query}
  Log:
    columns:
      line: text
      at: timestamptz
    queries:
      tail: { order: [-at], page: offset }
  Like:
    columns:
      post_id: bigint
      user_id: bigint
      at: timestamptz
    primary_key: [post_id, user_id]
    queries:
      recent: { order: [-at] }
      by_user: { order: [user_id], page: keyset }
      mixed: { order: [-at, user_id] }
`

function search(model: Model): ListQuery {
  return listOf(model, 'Post.search')
}

function listOf(model: Model, path: string): ListQuery {
  const query = queryOf(model, path)
  if (query.kind !== 'list') throw new Error(`${path} is no list`)
  return query
}

function shownFilter({ parameter, operator, paths, required }: Filter): string {
  const columns = paths.map(({ relations, field }) => [...relations.map(({ name }) => name), field.name].join('.'))
  return `${parameter}${required ? '' : '?'} ${operator} ${columns.join(' or ')}`
}

const shownOrder = (order: readonly OrderTerm[]) =>
  order.map(({ field, direction }) => `${field.name} ${direction}`).join(', ')

function shownLoad({ relation, strategy, order, limit, load }: Load): string {
  const options = [strategy, `by ${shownOrder(order) || 'nothing'}`, ...(limit === undefined ? [] : [`first ${limit}`])]
  const nested = load.length === 0 ? '' : ` { ${load.map(shownLoad).join('; ')} }`
  return `${relation.name} (${options.join(', ')})${nested}`
}

describe('filters', () => {
  test.each([
    ['author_id: { equals: author_id }', 'authorId? equals author_id'],
    ['author_id: { equals: author_id, required: true }', 'authorId equals author_id'],
    ['keyword: { contains: [title, slug] }', 'keyword? contains title or slug'],
    ['keyword: { contains: [title, author.name, tags.name] }', 'keyword? contains title or author.name or tags.name'],
    ['team: { equals: author.team.name }', 'team? equals author.team.name'],
    ['names: { any_of: tags.name }', 'names? any_of tags.name'],
    ['deep: { starts_with: tags.posts.author.name }', 'deep? starts_with tags.posts.author.name'],
    ['since: { at_least: created_at }', 'since? at_least created_at'],
    ['cheap: { less_than: price }', 'cheap? less_than price'],
    ['token: { none_of: token }', 'token? none_of token'],
    ['status: { not_equals: status }', 'status? not_equals status'],
    ['is_open: { equals: is_open }', 'isOpen? equals is_open'],
    ['unrated: { is_null: rating }', 'unrated? is_null rating'],
    ['unset: { is_null: settings }', 'unset? is_null settings'],
    ['nowhere: { is_null: [place, rating] }', 'nowhere? is_null place or rating'],
  ])('%s', async (filter, want) => {
    const model = await modelOf(blog(`{ filter: { ${filter} } }`))
    expect(search(model).filters.map(shownFilter)).toEqual([want])
  })

  test.each([
    ['x: { contains: rating }', 'DB702 "contains" needs text, and "rating" is integer'],
    ['x: { contains: [title, status] }', 'DB702 "contains" needs text, and "status" is Status'],
    ['x: { contains: keywords }', 'DB702 "contains" needs text, and "keywords" is text[]'],
    ['x: { equals: settings }', 'DB702 "equals" cannot compare "settings", which is jsonb'],
    ['x: { equals: keywords }', 'DB702 "equals" cannot compare "keywords", which is text[]'],
    ['x: { less_than: place }', 'DB702 "less_than" cannot compare "place", which is point'],
    ['x: { at_most: is_open }', 'DB702 "at_most" says nothing of a boolean, and "is_open" is one'],
    ['x: { equals: [title, rating] }', 'DB702 "title" is text, but "rating" is integer: one parameter cannot be both'],
    [
      'x: { equals: [price, cost] }',
      'DB702 "price" appears as number, but "cost" appears as string: one parameter cannot be both',
    ],
    ['x: { equals: titel }', 'DB701 model "Post" has no column "titel"'],
    ['x: { equals: author }', 'DB701 model "Post" has no column "author"'],
    ['x: { equals: autor.name }', 'DB701 model "Post" has no relation "autor"'],
    ['x: { equals: author.team.nmae }', 'DB701 model "Team" has no column "nmae"'],
    ['x: { equals: title.name }', 'DB701 model "Post" has no relation "title"'],
    ['limit: { equals: title }', 'DB703 every list has a parameter "limit" already'],
    [
      'a_b: { equals: title }, aB_: { equals: title }',
      'DB205 "aB_" is not a name like blog_post: small letters, digits and underscores\nDB703 the parameter would be called "aB", as that of "a_b" is',
    ],
  ])('%s is refused', async (filter, want) => {
    const compiled = await compile(blog(`{ filter: { ${filter} } }`))
    expect(mistakes(compiled).join('\n')).toBe(want)
  })
})

describe('orders are made total', () => {
  test.each([
    ['{}', 'id asc'],
    ['{ order: [title] }', 'title asc, id asc'],
    ['{ order: [-created_at] }', 'created_at desc, id desc'],
    ['{ order: [-created_at, title] }', 'created_at desc, title asc, id asc'],
    ['{ order: [-created_at, -id] }', 'created_at desc, id desc'],
    ['{ order: [id, title] }', 'id asc, title asc'],
    ['{ order: [status, token] }', 'status asc, token asc, id asc'],
  ])('%s', async (query, want) => expect(shownOrder(search(await modelOf(blog(query))).order)).toBe(want))

  test('with a key of several columns, or without one', async () => {
    const model = await modelOf(blog('{}'))
    const orders = ['Like.recent', 'Like.by_user', 'Like.mixed', 'Log.tail'].map((path) =>
      shownOrder(listOf(model, path).order),
    )
    expect(orders).toEqual([
      'at desc, post_id desc, user_id desc',
      'user_id asc, post_id asc',
      'at desc, user_id asc, post_id asc',
      'at desc',
    ])
  })

  test.each([
    ['{ order: [settings] }', 'DB702 column "settings" is jsonb, which has no order'],
    ['{ order: [keywords] }', 'DB702 column "keywords" is text[], which has no order'],
    ['{ order: [title, -title] }', 'DB510 column "title" is listed twice'],
    ['{ order: [author] }', 'DB501 model "Post" has no column "author"'],
  ])('%s is refused', async (query, want) => expect(mistakes(await compile(blog(query)))).toEqual([want]))
})

describe('loads', () => {
  test.each([
    ['[author]', ['author (join, by nothing)']],
    ['[author, tags]', ['author (join, by nothing)', 'tags (join, by name asc, id asc)']],
    ['{ tags: {} }', ['tags (join, by name asc, id asc)']],
    ['{ tags: { strategy: select, order: [-name], limit: 3 } }', ['tags (select, by name desc, id desc, first 3)']],
    ['{ author: { load: [team] } }', ['author (join, by nothing) { team (join, by nothing) }']],
    [
      '{ author: { load: { posts: { limit: 2, load: [tags] } } } }',
      [
        'author (join, by nothing) { posts (join, by created_at desc, id desc, first 2) { tags (join, by name asc, id asc) } }',
      ],
    ],
  ])('%s', async (load, want) => {
    const model = await modelOf(blog(`{ load: ${load} }`))
    expect(search(model).load.map(shownLoad)).toEqual(want)
  })

  const deep = (levels: number): string =>
    levels === 1 ? '[author]' : `{ author: { load: { posts: { load: ${deep(levels - 1)} } } } }`

  test.each([
    ['[autor]', 'DB706 model "Post" has no relation "autor"'],
    ['[author, author]', 'DB510 relation "author" is listed twice'],
    ['{ author: { limit: 3 } }', 'DB704 "limit" is for several rows, and "author" is one at most'],
    ['{ tags: { order: [nmae] } }', 'DB501 model "Tag" has no column "nmae"'],
    ['{ author: { load: [tags] } }', 'DB706 model "User" has no relation "tags"'],
    [deep(5), 'DB704 loads nest deeper than 8 levels'],
  ])('%s is refused', async (load, want) => expect(mistakes(await compile(blog(`{ load: ${load} }`)))).toEqual([want]))
})

describe('limits', () => {
  test.each([
    ['{}', [100, 1000]],
    ['{ limit: 20 }', [20, 1000]],
    ['{ limit: 5000 }', [5000, 5000]],
    ['{ max_limit: 50 }', [50, 50]],
    ['{ max_limit: 5000 }', [100, 5000]],
    ['{ limit: 20, max_limit: 20 }', [20, 20]],
  ])('%s', async (query, want) => {
    const { defaultLimit, maxLimit } = search(await modelOf(blog(query)))
    expect([defaultLimit, maxLimit]).toEqual(want)
  })

  test('a limit above the highest is refused', async () => {
    expect(mistakes(await compile(blog('{ limit: 21, max_limit: 20 }')))).toEqual([
      'DB704 "limit: 21" is more than "max_limit: 20"',
    ])
  })
})

test('names and pages', async () => {
  const model = await modelOf(blog('{ page: keyset, comment: Finds. }'))
  const { functionName, optionsType, page, comment } = search(model)
  expect([functionName, optionsType, page, comment]).toEqual(['searchPosts', 'SearchPostsOptions', 'keyset', 'Finds.'])
  expect(listOf(model, 'Like.by_user').functionName).toBe('byUserLikes')
})

test('a keyset page needs a primary key', async () => {
  const compiled = await compile(blog('{}').replace('page: offset', 'page: keyset'))
  expect(mistakes(compiled)).toEqual(['DB704 a keyset page needs a primary key, and "Log" has none'])
})

test('aggregates take no options of lists, and lists none of aggregates', async () => {
  expect(mistakes(await compile(blog('{ aggregate: { total: count(*) }, order: [id], load: [author] }')))).toEqual([
    'DB704 "load" and "order" are for queries that return rows, and this one aggregates them',
  ])
  expect(mistakes(await compile(blog('{ group_by: [author_id] }')))).toEqual([
    'DB704 "group_by" is for queries with "aggregate"',
  ])
})
