import { describe, expect, test } from 'vitest'
import type { JoinPair, Relation } from '../../../src/model/model.js'
import { compile, entityOf, mistakes, modelOf, relationOf } from './compile.js'

/** `belongs_to User: author_id = id; inverse posts` */
function shapeOf(relation: Relation): string {
  const inverse = relation.inverse === undefined ? '' : `; inverse ${relation.inverse.name}`
  if (relation.kind === 'many_to_many') {
    const { near, through, far } = relation
    return `many_to_many ${relation.target.name}: ${pairs(near)} of ${through.table}, ${pairs(far)}${inverse}`
  }
  const nullable = relation.kind === 'belongs_to' && relation.nullable ? ' or none' : ''
  return `${relation.kind} ${relation.target.name}: ${pairs(relation.pairs)}${nullable}${inverse}`
}

function pairs(list: readonly JoinPair[]): string {
  return list.map(({ from, to }) => `${from.name} = ${to.name}`).join(' and ')
}

type Case = readonly [name: string, models: string, want: Readonly<Record<string, string>>]

const id = 'id: { type: bigint, primary_key: true }'

const cases: readonly Case[] = [
  [
    'belongs_to and has_many',
    `
  User:
    columns: { ${id} }
    relations: { posts: { has_many: Post } }
  Post:
    columns: { ${id}, author_id: { type: bigint, references: User } }
    relations: { author: { belongs_to: User } }`,
    {
      'Post.author': 'belongs_to User: author_id = id; inverse posts',
      'User.posts': 'has_many Post: id = author_id; inverse author',
    },
  ],
  [
    'one that may be missing',
    `
  User:
    columns: { ${id} }
  Post:
    columns: { ${id}, author_id: { type: bigint, nullable: true, references: User } }
    relations: { author: { belongs_to: User, inverse: none } }`,
    { 'Post.author': 'belongs_to User: author_id = id or none' },
  ],
  [
    'has_one over a primary key that is the foreign key',
    `
  User:
    columns: { ${id} }
    relations: { profile: { has_one: Profile } }
  Profile:
    columns: { user_id: { type: bigint, primary_key: true, references: User } }
    relations: { user: { belongs_to: User } }`,
    {
      'User.profile': 'has_one Profile: id = user_id; inverse user',
      'Profile.user': 'belongs_to User: user_id = id; inverse profile',
    },
  ],
  [
    'has_one over a unique column',
    `
  User:
    columns: { ${id} }
    relations: { card: { has_one: Card } }
  Card:
    columns: { ${id}, owner_id: { type: bigint, unique: true, references: User } }
    relations: { owner: { belongs_to: User } }`,
    { 'User.card': 'has_one Card: id = owner_id; inverse owner' },
  ],
  [
    'has_one over a unique index',
    `
  User:
    columns: { ${id} }
    relations: { card: { has_one: Card, inverse: none } }
  Card:
    columns: { ${id}, owner_id: { type: bigint, references: User } }
    indexes: [{ columns: [owner_id], unique: true }]`,
    { 'User.card': 'has_one Card: id = owner_id' },
  ],
  [
    'a key that is not the primary one',
    `
  User:
    columns: { ${id}, email: { type: text, unique: true } }
    relations: { logins: { has_many: Login } }
  Login:
    columns: { ${id}, email: { type: text, references: User.email } }
    relations: { user: { belongs_to: User } }`,
    {
      'Login.user': 'belongs_to User: email = email; inverse logins',
      'User.logins': 'has_many Login: email = email; inverse user',
    },
  ],
  [
    'two of the same models, told apart by name and via',
    `
  User:
    columns: { ${id} }
    relations: { posts: { has_many: Post, via: author_id }, edited: { has_many: Post, via: editor_id } }
  Post:
    columns: { ${id}, author_id: { type: bigint, references: User }, editor_id: { type: bigint, references: User } }
    relations: { author: { belongs_to: User }, proofread: { belongs_to: User, via: editor_id } }`,
    {
      'Post.author': 'belongs_to User: author_id = id; inverse posts',
      'Post.proofread': 'belongs_to User: editor_id = id; inverse edited',
      'User.posts': 'has_many Post: id = author_id; inverse author',
      'User.edited': 'has_many Post: id = editor_id; inverse proofread',
    },
  ],
  [
    'two of the same models, told apart by inverse',
    `
  User:
    columns: { ${id} }
    relations: { posts: { has_many: Post, inverse: author }, edited: { has_many: Post, inverse: editor } }
  Post:
    columns: { ${id}, author_id: { type: bigint, references: User }, editor_id: { type: bigint, references: User } }
    relations: { author: { belongs_to: User, inverse: posts }, editor: { belongs_to: User, inverse: edited } }`,
    {
      'User.posts': 'has_many Post: id = author_id; inverse author',
      'User.edited': 'has_many Post: id = editor_id; inverse editor',
    },
  ],
  [
    'two of the same models, told apart by the inverse of the other side',
    `
  User:
    columns: { ${id} }
    relations: { posts: { has_many: Post }, edited: { has_many: Post } }
  Post:
    columns: { ${id}, author_id: { type: bigint, references: User }, editor_id: { type: bigint, references: User } }
    relations: { author: { belongs_to: User, inverse: posts }, editor: { belongs_to: User, inverse: edited } }`,
    {
      'User.posts': 'has_many Post: id = author_id; inverse author',
      'User.edited': 'has_many Post: id = editor_id; inverse editor',
    },
  ],
  [
    'a model with itself',
    `
  Category:
    columns: { ${id}, parent_id: { type: bigint, nullable: true, references: Category } }
    relations: { parent: { belongs_to: Category }, children: { has_many: Category } }`,
    {
      'Category.parent': 'belongs_to Category: parent_id = id or none; inverse children',
      'Category.children': 'has_many Category: id = parent_id; inverse parent',
    },
  ],
  [
    'a foreign key of two columns',
    `
  Like:
    columns: { post_id: bigint, user_id: bigint }
    primary_key: [post_id, user_id]
    relations: { reports: { has_many: Report } }
  Report:
    columns: { ${id}, post: bigint, liker: bigint }
    foreign_keys: [{ columns: [liker, post], references: Like, to: [user_id, post_id] }]
    relations: { like: { belongs_to: Like } }`,
    {
      'Report.like': 'belongs_to Like: liker = user_id and post = post_id; inverse reports',
      'Like.reports': 'has_many Report: user_id = liker and post_id = post; inverse like',
    },
  ],
  [
    'a foreign key of two columns, followed via one of them',
    `
  Like:
    columns: { post_id: bigint, user_id: bigint }
    primary_key: [post_id, user_id]
  Report:
    columns: { ${id}, post_id: bigint, user_id: bigint, other_post: bigint, other_user: bigint }
    foreign_keys:
      - { columns: [post_id, user_id], references: Like }
      - { columns: [other_post, other_user], references: Like }
    relations: { like: { belongs_to: Like, via: other_user, inverse: none } }`,
    { 'Report.like': 'belongs_to Like: other_post = post_id and other_user = user_id' },
  ],
  [
    'many_to_many through a table that is named after both',
    `
  Post:
    columns: { ${id} }
    relations: { tags: { many_to_many: Tag } }
  Tag:
    columns: { ${id} }
    relations: { posts: { many_to_many: Post } }`,
    {
      'Post.tags': 'many_to_many Tag: id = post_id of post_tags, tag_id = id; inverse posts',
      'Tag.posts': 'many_to_many Post: id = tag_id of post_tags, post_id = id; inverse tags',
    },
  ],
  [
    'many_to_many through a table that one side names',
    `
  Post:
    columns: { ${id} }
    relations: { tags: { many_to_many: Tag } }
  Tag:
    columns: { ${id} }
    relations: { posts: { many_to_many: Post, through: taggings } }`,
    {
      'Post.tags': 'many_to_many Tag: id = post_id of taggings, tag_id = id; inverse posts',
      'Tag.posts': 'many_to_many Post: id = tag_id of taggings, post_id = id; inverse tags',
    },
  ],
  [
    'many_to_many through a table whose columns are named',
    `
  Post:
    columns: { ${id} }
    relations: { tags: { many_to_many: Tag, through: taggings, via: article_id } }
  Tag:
    columns: { ${id} }
    relations: { posts: { many_to_many: Post, through: taggings } }`,
    {
      'Post.tags': 'many_to_many Tag: id = article_id of taggings, tag_id = id; inverse posts',
      'Tag.posts': 'many_to_many Post: id = tag_id of taggings, article_id = id; inverse tags',
    },
  ],
  [
    'many_to_many over keys of two columns',
    `
  Edition:
    columns: { book: bigint, number: integer }
    primary_key: [book, number]
    relations: { shops: { many_to_many: Shop } }
  Shop:
    columns: { code: { type: text, primary_key: true } }
    relations: { editions: { many_to_many: Edition } }`,
    {
      'Edition.shops':
        'many_to_many Shop: book = edition_book and number = edition_number of edition_shops, shop_code = code; inverse editions',
      'Shop.editions':
        'many_to_many Edition: code = shop_code of edition_shops, edition_book = book and edition_number = number; inverse shops',
    },
  ],
  [
    'many_to_many of a model with itself',
    `
  User:
    columns: { ${id} }
    relations:
      following: { many_to_many: User, through: follows, via: follower_id, inverse: followers }
      followers: { many_to_many: User, through: follows, via: followed_id, inverse: following }`,
    {
      'User.following': 'many_to_many User: id = follower_id of follows, followed_id = id; inverse followers',
      'User.followers': 'many_to_many User: id = followed_id of follows, follower_id = id; inverse following',
    },
  ],
  [
    'many_to_many through a model',
    `
  User:
    columns: { ${id} }
    relations: { teams: { many_to_many: Team, through: Membership } }
  Team:
    columns: { ${id} }
    relations: { members: { many_to_many: User, through: memberships } }
  Membership:
    columns: { user_id: { type: bigint, references: User }, team_id: { type: bigint, references: Team }, role: text }
    primary_key: [user_id, team_id]`,
    {
      'User.teams': 'many_to_many Team: id = user_id of memberships, team_id = id; inverse members',
      'Team.members': 'many_to_many User: id = team_id of memberships, user_id = id; inverse teams',
    },
  ],
  [
    'many_to_many through a model with two keys to one side',
    `
  User:
    columns: { ${id} }
    relations: { teams: { many_to_many: Team, through: Membership, via: user_id } }
  Team:
    columns: { ${id} }
    relations: { members: { many_to_many: User, through: Membership } }
  Membership:
    columns:
      user_id: { type: bigint, references: User }
      invited_by_id: { type: bigint, references: User }
      team_id: { type: bigint, references: Team }
    primary_key: [user_id, team_id]`,
    {
      'User.teams': 'many_to_many Team: id = user_id of memberships, team_id = id; inverse members',
      'Team.members': 'many_to_many User: id = team_id of memberships, user_id = id; inverse teams',
    },
  ],
  [
    'two many_to_many of the same models',
    `
  User:
    columns: { ${id} }
    relations:
      liked: { many_to_many: Post, through: likes, inverse: liked_by }
      saved: { many_to_many: Post, through: saves, inverse: saved_by }
  Post:
    columns: { ${id} }
    relations:
      liked_by: { many_to_many: User, through: likes, inverse: liked }
      saved_by: { many_to_many: User, through: saves, inverse: saved }`,
    {
      'User.liked': 'many_to_many Post: id = user_id of likes, post_id = id; inverse liked_by',
      'User.saved': 'many_to_many Post: id = user_id of saves, post_id = id; inverse saved_by',
      'Post.saved_by': 'many_to_many User: id = post_id of saves, user_id = id; inverse saved',
    },
  ],
  [
    'many_to_many of a model with itself through a model',
    `
  User:
    columns: { ${id} }
    relations:
      following: { many_to_many: User, through: Follow, via: follower_id }
      followers: { many_to_many: User, through: Follow, via: followed_id }
  Follow:
    columns: { follower_id: { type: bigint, references: User }, followed_id: { type: bigint, references: User } }
    primary_key: [follower_id, followed_id]`,
    {
      'User.following': 'many_to_many User: id = follower_id of follows, followed_id = id; inverse followers',
      'User.followers': 'many_to_many User: id = followed_id of follows, follower_id = id; inverse following',
    },
  ],
]

test.each(cases)('%s', async (_, models, want) => {
  const model = await modelOf(`version: 1\nmodels:${models}\n`)
  const found = Object.keys(want).map((path) => [path, shapeOf(relationOf(model, path))])
  expect(Object.fromEntries(found)).toEqual(want)
})

describe('a join table that is implied', () => {
  const spec = `
version: 1
models:
  Post:
    schema: blog
    columns: { id: { type: uuid, primary_key: true, default: gen_random_uuid(), comment: The key. } }
    relations: { tags: { many_to_many: Tag } }
  Tag:
    columns: { name: { type: varchar(50), primary_key: true, private: false } }
    relations: { posts: { many_to_many: Post } }
`
  test('holds both keys and nothing of their options', async () => {
    const through = entityOf(await modelOf(spec), 'PostTag')
    expect({
      schema: through.schema,
      table: through.table,
      isImplied: through.isImplied,
      fields: through.fields.map(({ name, type, default: value, comment }) => [
        name,
        type.name,
        type.modifiers,
        value,
        comment,
      ]),
      primaryKey: through.primaryKey?.name,
      keys: through.foreignKeys.map(({ name, target, onDelete }) => [name, target.name, onDelete]),
      indexes: through.indexes.map(({ name, terms }) => [name, terms.map(({ value }) => value)]),
    }).toEqual({
      schema: 'blog',
      table: 'post_tags',
      isImplied: true,
      fields: [
        ['post_id', 'uuid', [], undefined, undefined],
        ['tag_name', 'character varying', [50], undefined, undefined],
      ],
      primaryKey: 'post_tags_pkey',
      keys: [
        ['post_tags_post_id_fkey', 'Post', 'cascade'],
        ['post_tags_tag_name_fkey', 'Tag', 'cascade'],
      ],
      indexes: [['post_tags_tag_name_post_id_idx', ['tag_name', 'post_id']]],
    })
  })

  test('is made once, and comes behind the models', async () => {
    const { entities } = await modelOf(spec)
    expect(entities.map(({ name }) => name)).toEqual(['Post', 'Tag', 'PostTag'])
  })
})

test('columns of a join model that a link must give', async () => {
  const model = await modelOf(`
version: 1
models:
  User:
    columns: { ${id} }
    relations: { teams: { many_to_many: Team, through: Membership, inverse: none } }
  Team:
    columns: { ${id} }
  Membership:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      user_id: { type: bigint, references: User }
      team_id: { type: bigint, references: Team }
      role: text
      note: { type: text, nullable: true }
      since: { type: timestamptz, default: now() }
      loud: { type: text, generated: upper(role) }
`)
  const relation = relationOf(model, 'User.teams')
  expect(relation.kind === 'many_to_many' && relation.requiredExtras.map(({ name }) => name)).toEqual(['role'])
  expect(relation.kind === 'many_to_many' && relation.singularPascal).toBe('Team')
})

test('the order of related rows is made total', async () => {
  const model = await modelOf(`
version: 1
models:
  User:
    columns: { ${id} }
    relations:
      posts: { has_many: Post, order: [-created_at, title] }
      tags: { many_to_many: Tag, inverse: none }
  Tag:
    columns: { ${id}, name: text }
  Post:
    columns: { ${id}, title: text, created_at: timestamptz, user_id: { type: bigint, references: User } }
    relations: { user: { belongs_to: User, strategy: select } }
`)
  const orderOf = (path: string) =>
    relationOf(model, path).order.map(({ field, direction }) => `${field.name} ${direction}`)
  expect([orderOf('User.posts'), orderOf('User.tags'), orderOf('Post.user')]).toEqual([
    ['created_at desc', 'title asc', 'id asc'],
    ['id asc'],
    [],
  ])
  expect([relationOf(model, 'Post.user').strategy, relationOf(model, 'User.posts').strategy]).toEqual([
    'select',
    'join',
  ])
})

test('what follows from a key that cannot be read is not noted', async () => {
  const compiled = await compile(`
version: 1
models:
  User:
    columns: { id: { type: bigserial, primary_key: true } }
    relations: { posts: { has_many: Post }, drafts: { has_many: Draft } }
  Post:
    columns: { ${id}, author_id: { type: bigint, references: User } }
    relations: { author: { belongs_to: User } }
  Draft:
    columns: { ${id}, owner_id: { type: bigint, references: User.mail } }
    relations: { owner: { belongs_to: User } }
    queries: { search: { load: [owner], filter: { mail: { equals: owner.mail } } } }
`)
  expect(mistakes(compiled)).toEqual(['DB401 unknown type "bigserial"', 'DB501 model "User" has no column "mail"'])
})
