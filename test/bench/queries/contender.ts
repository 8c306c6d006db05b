/** A post to insert. */
export interface NewPost {
  readonly title: string
  readonly content: string
  readonly author_id: string
}

/** A row of the list in its order, from which the next page is read. */
export interface Place {
  readonly id: string
  readonly created_at: Date
}

/** What each query is asked, the same for every contender. */
export interface Inputs {
  readonly byId: { readonly id: string }
  readonly byUnique: { readonly email: string }
  readonly list: null
  readonly userPosts: { readonly id: string }
  readonly newest: null
  readonly threeLevels: { readonly ids: readonly string[] }
  readonly search: {
    readonly keyword?: string
    readonly authorId?: string
    readonly tagNames?: readonly string[]
  }
  readonly aggregate: { readonly authorIds: readonly string[] }
  readonly insert: NewPost
  readonly insertMany: readonly NewPost[]
  readonly update: { readonly id: string; readonly title: string }
  readonly delete: { readonly id: string }
  readonly transaction: { readonly post: NewPost; readonly tagIds: readonly string[] }
  /** An index into the places. */
  readonly page: { readonly place: number }
}

export type QueryName = keyof Inputs

/** The queries as each contender's users would write them; results are what its users would get. */
export type Queries = { readonly [Name in QueryName]: (input: Inputs[Name]) => Promise<unknown> }

/** One way to talk to the database. */
export interface Contender {
  readonly queries: Queries
  /** Brings a result into the common form where names and nesting differ. Only for the comparison: it is not timed. */
  readonly shape?: { readonly [Name in QueryName]?: (result: never) => unknown }
  close(): Promise<void>
}

export interface OpenOptions {
  readonly url: string
  /** Connections at most. */
  readonly poolSize: number
  readonly places: readonly Place[]
  /** For contenders whose code is generated: where it is. */
  readonly folder: string
}

/** What the module of a contender exports. */
export interface ContenderModule {
  open(options: OpenOptions): Promise<Contender>
}

/** Titles for the report, in the order in which the queries run. */
export const queryTitles: Readonly<Record<QueryName, string>> = {
  byId: 'get by id',
  byUnique: 'get by unique key',
  list: 'list 100',
  userPosts: 'user with 10 posts',
  newest: '50 newest, author, tags',
  threeLevels: '20 users, posts, tags',
  search: 'search, optional filters',
  aggregate: 'aggregate per author',
  insert: 'insert',
  insertMany: 'insert 1,000',
  update: 'partial update',
  delete: 'delete',
  transaction: 'transaction of four',
  page: 'keyset page of 50',
}

export const queryNames = Object.keys(queryTitles).filter(isQueryName)

export function isQueryName(name: string): name is QueryName {
  return Object.hasOwn(queryTitles, name)
}

/** How many rows the page and the list have. */
export const PAGE_SIZE = 50
export const LIST_SIZE = 100
