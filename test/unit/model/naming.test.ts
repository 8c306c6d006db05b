import { describe, expect, test } from 'vitest'
import { camel, pascal, pluralize, singularize, snake } from '../../../src/model/inflect.js'
import { irregularPlurals, irregularSingulars, uncountable } from '../../../src/model/irregular-words.js'
import {
  aggregateFunction,
  invalidError,
  joinModelName,
  joinTableName,
  listFunction,
  nameEntity,
  referenceWord,
  tableName,
} from '../../../src/model/naming.js'
import { entityOf, modelOf } from './compile.js'

test.each([
  ['BlogPost', 'blog_post'],
  ['HTMLPage', 'html_page'],
  ['URL', 'url'],
  ['S3Object', 's3_object'],
  ['parentComment', 'parent_comment'],
  ['author_id', 'author_id'],
  ['coAuthor_name', 'co_author_name'],
])('snake %s', (from, want) => expect(snake(from)).toBe(want))

test.each([
  ['author_id', 'AuthorId'],
  ['parentComment', 'ParentComment'],
  ['a__b', 'AB'],
  ['_hidden', 'Hidden'],
  ['line_1', 'Line1'],
  ['_', '_'],
  ['__', '__'],
  ['_1', '1'],
])('pascal %s', (from, want) => expect(pascal(from)).toBe(want))

test.each([
  ['author_id', 'authorId'],
  ['x_y', 'xY'],
  ['a_id', 'aId'],
  ['line_1', 'line1'],
  ['_hidden', 'hidden'],
  ['BlogPost', 'blogPost'],
  ['HTMLPage', 'htmlPage'],
  ['URL', 'url'],
  ['API2', 'api2'],
  ['parentComment', 'parentComment'],
  ['parent_Comment', 'parentComment'],
  ['_', '_'],
  ['_1', '_1'],
])('camel %s', (from, want) => expect(camel(from)).toBe(want))

describe('plurals and singulars', () => {
  test.each([
    ['post', 'posts'],
    ['blog_post', 'blog_posts'],
    ['category', 'categories'],
    ['day', 'days'],
    ['person', 'people'],
    ['child', 'children'],
    ['status', 'statuses'],
    ['address', 'addresses'],
    ['process', 'processes'],
    ['alias', 'aliases'],
    ['index', 'indices'],
    ['quiz', 'quizzes'],
    ['box', 'boxes'],
    ['match', 'matches'],
    ['analysis', 'analyses'],
    ['hero', 'heroes'],
    ['leaf', 'leaves'],
    ['lens', 'lenses'],
    ['slice', 'slices'],
    ['cache', 'caches'],
    ['cookie', 'cookies'],
    ['knowledge_base', 'knowledge_bases'],
    ['gas', 'gases'],
    ['house', 'houses'],
    ['warehouse', 'warehouses'],
    ['purchase', 'purchases'],
    ['photo', 'photos'],
    ['potato', 'potatoes'],
    ['news', 'news'],
    ['series', 'series'],
    ['user_data', 'user_data'],
    ['metadata', 'metadata'],
  ])('%s, %s', (one, many) => {
    expect(pluralize(one)).toBe(many)
    expect(singularize(many)).toBe(one)
    expect(singularize(one)).toBe(one)
    expect(pluralize(many)).toBe(many)
  })

  test('the exceptions hold in both directions', () => {
    for (const [one, many] of irregularPlurals) expect(pluralize(one)).toBe(many)
    for (const [many, one] of irregularSingulars) expect(singularize(many)).toBe(one)
    for (const word of uncountable) expect([pluralize(word), singularize(word)]).toEqual([word, word])
  })
})

test.each([
  ['BlogPost', 'blog_posts'],
  ['Person', 'people'],
  ['HTMLPage', 'html_pages'],
  ['OrderStatus', 'order_statuses'],
  ['Sheep', 'sheep'],
])('tableName %s', (from, want) => expect(tableName(from)).toBe(want))

describe('nameEntity', () => {
  const names = (model: string) => {
    const { type, plural, variable, pluralVariable, sqlAlias, file } = nameEntity(model, tableName(model))
    return [type, plural, variable, pluralVariable, sqlAlias, file]
  }

  test.each([
    ['BlogPost', ['BlogPost', 'BlogPosts', 'blogPost', 'blogPosts', 'blog_post', 'blog-post']],
    ['Category', ['Category', 'Categories', 'category', 'categories', 'category', 'category']],
    ['Person', ['Person', 'People', 'person', 'people', 'person', 'person']],
    ['Sheep', ['Sheep', 'SheepList', 'sheep', 'sheepList', 'sheep', 'sheep']],
    ['Settings', ['Settings', 'SettingsList', 'settings', 'settingsList', 'settings', 'settings']],
    ['APIKey', ['APIKey', 'APIKeys', 'apiKey', 'apiKeys', 'api_key', 'api-key']],
    ['URL', ['URL', 'URLs', 'url', 'urls', 'url', 'url']],
    [
      'HTMLCategory',
      ['HTMLCategory', 'HTMLCategories', 'htmlCategory', 'htmlCategories', 'html_category', 'html-category'],
    ],
    // Words that SQL reserves give way to the table; both would be reserved in none of these.
    ['User', ['User', 'Users', 'user', 'users', 'users', 'user']],
    ['Order', ['Order', 'Orders', 'order', 'orders', 'orders', 'order']],
    ['Group', ['Group', 'Groups', 'group', 'groups', 'groups', 'group']],
    // Words that TypeScript reserves, or that generated code uses, get a word behind them.
    ['Class', ['Class', 'Classes', 'classRow', 'classes', 'class', 'class']],
    ['Package', ['Package', 'Packages', 'packageRow', 'packages', 'package', 'package']],
    ['Row', ['Row', 'Rows', 'rowRow', 'rowsRow', 'rows', 'row']],
    ['Db', ['Db', 'Dbs', 'dbRow', 'dbs', 'db', 'db']],
    ['FetchRow', ['FetchRow', 'FetchRows', 'fetchRow', 'fetchRowsRow', 'fetch_row', 'fetch-row']],
    // Windows has no such files, and bundlers take an index for a folder.
    ['Con', ['Con', 'Cons', 'con', 'cons', 'con', 'con-model']],
    ['Index', ['Index', 'Indices', 'indexRow', 'indices', 'index', 'index-model']],
  ])('%s', (model, want) => expect(names(model)).toEqual(want))

  test('an alias is never a word that SQL reserves, even where the table is one', () => {
    expect(nameEntity('User', 'user').sqlAlias).toBe('user_row')
    expect(nameEntity('Order', 'order').sqlAlias).toBe('order_row')
  })

  test('an alias is never cut by PostgreSQL', () => {
    const long = `A${'b'.repeat(80)}`
    expect(nameEntity(long, 'short').sqlAlias).toHaveLength(60)
  })
})

test('words of SQL and TypeScript as models and columns', async () => {
  const model = await modelOf(`
version: 1
models:
  Order:
    columns:
      id: { type: bigint, primary_key: true }
      select: text
      delete: text
      new: { type: text, unique: true }
      default: text
      class: text
  Class:
    columns:
      id: { type: bigint, primary_key: true }
`)
  const order = entityOf(model, 'Order')
  expect(order.fields.map(({ name, camel: property }) => [name, property])).toEqual([
    ['id', 'id'],
    ['select', 'select'],
    ['delete', 'delete'],
    ['new', 'new'],
    ['default', 'default'],
    ['class', 'class'],
  ])
  expect(order.uniques.map(({ name, pascal: word, errorName }) => [name, word, errorName])).toEqual([
    ['orders_new_key', 'New', 'OrderNewTaken'],
  ])
})

test('names of functions, errors and join tables', () => {
  const post = nameEntity('Post', 'posts')
  const field = { camel: '', pascal: '', name: 'author_id', property: 'author_id' }
  const named = (name: string) => ({ ...fieldBase, ...field, name })
  expect([
    listFunction('search', post),
    listFunction('by_author', nameEntity('Category', 'categories')),
    aggregateFunction('stats', post),
    aggregateFunction('by_author', nameEntity('APIKey', 'api_keys')),
    joinTableName('Tag', 'Post'),
    joinTableName('Category', 'BlogPost'),
    joinModelName('post_tags'),
    joinModelName('follows'),
    referenceWord([named('author_id')]),
    referenceWord([named('comment_id'), named('user_id')]),
    referenceWord([named('_id')]),
    invalidError('Post', 'posts', 'posts_rating_check'),
    invalidError('Post', 'posts', 'posts_rating_check1'),
    invalidError('Post', 'posts', 'posts_check'),
    invalidError('Post', 'posts', 'title_not_blank'),
  ]).toEqual([
    'searchPosts',
    'byAuthorCategories',
    'postStats',
    'apiKeyByAuthor',
    'post_tags',
    'blog_post_categories',
    'PostTag',
    'Follow',
    'Author',
    'CommentAndUser',
    'Id',
    'PostRatingInvalid',
    'PostRatingInvalid1',
    'PostInvalid',
    'PostTitleNotBlankInvalid',
  ])
})

const fieldBase = {
  at: { file: 'spec.yaml', line: 1, column: 1 },
  type: {
    name: 'bigint',
    modifiers: [],
    dimensions: 0,
    enum: undefined,
    domain: undefined,
    representation: 'string',
    typescript: undefined,
  },
  nullable: false,
  default: undefined,
  collation: undefined,
  identity: undefined,
  identityOptions: undefined,
  generated: undefined,
  isVirtual: false,
  comment: undefined,
  private: false,
  readonly: false,
  onUpdate: undefined,
  way: { renamedFrom: undefined, using: undefined, usingBack: undefined, backfill: undefined },
} as const
