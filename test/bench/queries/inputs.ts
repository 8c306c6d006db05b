import type { Inputs, NewPost, QueryName } from './contender.js'
import { AUTHORS, POSTS, TAGS, tagName, topic, userEmail } from './data.js'

/** Numbers that look random and are the same on every run. */
export type Random = (below: number) => number

/** mulberry32 */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Makers = { readonly [Name in QueryName]: (random: Random, context: InputContext) => Inputs[Name] }

export interface InputContext {
  readonly places: number
  /** Rows to delete, made for this run. */
  victims: string[]
}

const makers: Makers = {
  byId: (random) => ({ id: authorId(random) }),
  byUnique: (random) => ({ email: userEmail(1 + random(AUTHORS)) }),
  list: () => null,
  userPosts: (random) => ({ id: authorId(random) }),
  newest: () => null,
  threeLevels: (random) => ({ ids: distinct(20, () => authorId(random)) }),
  search: makeSearch,
  aggregate: (random) => ({ authorIds: distinct(100, () => authorId(random)) }),
  insert: newPost,
  insertMany: (random) => Array.from({ length: 1000 }, () => newPost(random)),
  update: (random) => ({ id: postId(random), title: `A new title ${random(1_000_000)}` }),
  delete: (_, { victims }) => ({ id: victims.pop() ?? '0' }),
  transaction: (random) => ({ post: newPost(random), tagIds: distinct(3, () => String(1 + random(TAGS))) }),
  page: (random, { places }) => ({ place: random(places) }),
}

/** The inputs of `count` calls of a query. */
export function makeInputs<Name extends QueryName>(
  name: Name,
  seed: number,
  count: number,
  context: InputContext,
): Inputs[Name][] {
  const random = randomFrom(seed)
  return Array.from({ length: count }, () => makers[name](random, context))
}

function makeSearch(random: Random): Inputs['search'] {
  const keyword = { keyword: topic(random(50)) }
  const author = { authorId: authorId(random) }
  const tags = { tagNames: [tagName(random(TAGS)), tagName(random(TAGS))] }
  const shapes = [{}, keyword, author, tags, { ...keyword, ...tags }, { ...author, ...keyword }]
  return shapes[random(shapes.length)] ?? {}
}

function newPost(random: Random): NewPost {
  const number = random(1_000_000)
  return {
    title: `Inserted ${number}`,
    content: `${topic(number % 50)} ${'some words that say little '.repeat(8)}${number}`,
    author_id: authorId(random),
  }
}

function postId(random: Random): string {
  return String(1 + random(POSTS))
}

function authorId(random: Random): string {
  return String(1 + random(AUTHORS))
}

function distinct(count: number, make: () => string): string[] {
  const found = new Set<string>()
  while (found.size < count) found.add(make())
  return [...found].sort((one, other) => Number(one) - Number(other))
}
