import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as commentErrors from '../../generated-sample/src/db/errors/comment.errors.js'
import * as postErrors from '../../generated-sample/src/db/errors/post.errors.js'
import * as profileErrors from '../../generated-sample/src/db/errors/profile.errors.js'
import * as tagErrors from '../../generated-sample/src/db/errors/tag.errors.js'
import * as userErrors from '../../generated-sample/src/db/errors/user.errors.js'
import * as general from '../../generated-sample/src/db/errors.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { ProfileRepository } from '../../generated-sample/src/db/repositories/profile.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import type { Entity, ForeignKey, Model } from '../../src/model/model.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { databaseKinds } from '../support/database.js'
import { newUser, openSample, run, type Sample, sampleSpec } from '../support/sample.js'

const COMMENT = "'123e4567-e89b-12d3-a456-426614174000'"
const NO_COMMENT = "'00000000-0000-0000-0000-000000000000'"

/** Columns of a row that is fine beside those of `existing`, by table. */
const fresh: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  users: { email: "'new@example.org'", hashed_password: "'x'" },
  profiles: { user_id: '2' },
  posts: { title: "'T'", slug: "'new'", content: "''", author_id: '1' },
  tags: { name: "'new'" },
  comments: { post_id: '1', author_id: '1', body: "''" },
  comment_likes: { comment_id: COMMENT, user_id: '2' },
  like_reports: { comment_id: COMMENT, user_id: '1', reason: "''" },
  promotions: { post_id: '1', shown: "'[2026-02-01,2026-03-01)'" },
  page_views: { path: "'/'" },
  follows: { follower_id: '2', followed_id: '1' },
  post_tags: { post_id: '1', tag_id: '2' },
}

/** A row of each table, so that there is something to be taken and in use. */
const existing = [
  "insert into users (email, hashed_password) values ('1@example.org', 'x'), ('2@example.org', 'x'), ('3@example.org', 'x')",
  'insert into profiles (user_id) values (1)',
  "insert into posts (title, slug, content, author_id) values ('T', 'first', '', 1)",
  "insert into tags (name) values ('1'), ('2')",
  `insert into comments (id, post_id, author_id, body) values (${COMMENT}, 1, 1, '')`,
  `insert into comment_likes (comment_id, user_id) values (${COMMENT}, 1)`,
  `insert into moderation.like_reports (comment_id, user_id, reason) values (${COMMENT}, 1, '')`,
  "insert into promotions (post_id, shown) values (1, '[2026-01-01,2026-02-01)')",
  'insert into follows (follower_id, followed_id) values (1, 2)',
  'insert into post_tags (post_id, tag_id) values (1, 1)',
]

/** Values that a key of an existing row has. */
const taken: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  users: { id: '1', email: "'1@example.org'" },
  profiles: { user_id: '1' },
  posts: { id: '1', author_id: '1', slug: "'first'" },
  tags: { id: '1', name: "'1'" },
  comments: { id: COMMENT },
  comment_likes: { comment_id: COMMENT, user_id: '1' },
  like_reports: { id: '1' },
  promotions: { id: '100', number: '1000' },
  follows: { follower_id: '1', followed_id: '2' },
  post_tags: { post_id: '1', tag_id: '1' },
}

/** What breaks a check, by its name. */
const broken: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  profiles_website_check: { website: "'ftp://x'" },
  posts_rating_check: { rating: '10.1' },
  posts_title_not_blank: { title: "' '" },
  like_reports_reason_length: { reason: "repeat('x', 501)" },
}

/** Every error class of the sample. */
const errors = { ...general, ...commentErrors, ...postErrors, ...profileErrors, ...tagErrors, ...userErrors }
const folder = join(import.meta.dirname, '../../generated-sample/src/db/errors')
const all: Record<string, unknown> = { ...general }
for (const file of readdirSync(folder)) Object.assign(all, await import(join(folder, file)))

const model: Model = await compileSpec(sampleSpec)
const tableOf = ({ schema, table }: Pick<Entity, 'schema' | 'table'>) =>
  schema === 'public' ? table : `${schema}.${table}`

function insert(entity: Entity, columns: Readonly<Record<string, string>>): string {
  const all = { ...fresh[entity.table], ...columns }
  return `insert into ${tableOf(entity)} (${Object.keys(all)}) overriding system value values (${Object.values(all)})`
}

/** Refers to a row of its own, and then takes the row away. */
function remove(entity: Entity, { fields, target, targetFields, onDelete }: ForeignKey): string[] {
  const [row, key] = referenced(
    target,
    targetFields.map(({ name }) => name),
  )
  const columns = Object.fromEntries(fields.map(({ name }, index) => [name, key[index] ?? '']))
  const where = targetFields.map(({ name }, index) => `${name} = ${key[index]}`).join(' and ')
  const change =
    onDelete === 'restrict' || onDelete === 'no action'
      ? `delete from ${tableOf(target)} where ${where}`
      : `update ${tableOf(target)} set ${targetFields[0]?.name} = ${target.table === 'users' || target.table === 'posts' || target.table === 'tags' ? 'default' : NO_COMMENT} where ${where}`
  return [...row, insert(entity, columns), change]
}

function referenced(target: Entity, columns: readonly string[]): [rows: string[], key: string[]] {
  if (target.table === 'comment_likes') return [[insert(target, { user_id: '3' })], [COMMENT, '3']]
  const id = target.table === 'comments' ? "'99999999-e89b-12d3-a456-426614174000'" : '99'
  const row = target.table === 'users' ? { id, email: "'99@example.org'" } : { id }
  return [[insert(target, row)], columns.map(() => id)]
}

interface Violation {
  readonly error: string
  readonly constraint: string
  readonly base: string
  readonly statements: readonly string[]
}

const violations: Violation[] = model.entities.flatMap((entity) => [
  ...[...(entity.primaryKey === undefined ? [] : [entity.primaryKey]), ...entity.uniques].map(
    ({ name, fields, errorName }) => ({
      error: errorName,
      constraint: name,
      base: 'UniqueViolation',
      statements: [
        insert(
          entity,
          Object.fromEntries(fields.map((field) => [field.name, taken[entity.table]?.[field.name] ?? ''])),
        ),
      ],
    }),
  ),
  ...entity.foreignKeys.map(({ name, fields, missingError }) => ({
    error: missingError,
    constraint: name,
    base: 'ForeignKeyViolation',
    statements: [
      insert(
        entity,
        Object.fromEntries(fields.map(({ name: column, type }) => [column, type.name === 'uuid' ? NO_COMMENT : '999'])),
      ),
    ],
  })),
  ...entity.foreignKeys.map((foreignKey) => ({
    error: foreignKey.inUseError,
    constraint: foreignKey.name,
    base: 'ForeignKeyViolation',
    statements: remove(entity, foreignKey),
  })),
  ...entity.checks.map(({ name, errorName }) => ({
    error: errorName,
    constraint: name,
    base: 'CheckViolation',
    statements: [insert(entity, broken[name] ?? {})],
  })),
  ...entity.exclusions.map(({ name, errorName }) => ({
    error: errorName,
    constraint: name,
    base: 'ExclusionViolation',
    statements: [insert(entity, { shown: "'[2026-01-31,2026-03-01)'" })],
  })),
  ...entity.fields
    .filter((field) => !field.nullable && field.identity !== 'always' && field.generated === undefined)
    .map(({ name }) => ({
      error: 'NotNullViolation',
      constraint: name,
      base: 'NotNullViolation',
      statements: [insert(entity, { [name]: 'null' })],
    })),
])

test('every error class has its constraint', () => {
  const bases = ['CheckViolation', 'ExclusionViolation', 'ForeignKeyViolation', 'UniqueViolation']
  const classes = Object.entries(all).filter(
    ([, exported]) => exported instanceof Function && exported.prototype instanceof errors.ConstraintError,
  )
  const wanted = new Set([...bases, ...violations.map(({ error }) => error)])
  expect(classes.map(([name]) => name).sort()).toEqual([...wanted].sort())
})

describe.each(databaseKinds)('errors on %s', (kind) => {
  let sample: Sample

  beforeAll(async () => {
    sample = await openSample(kind)
    for (const sql of existing) await run(sample.db, sql)
  })
  afterAll(() => sample.close())

  /** The error of the last statement; nothing of what was done stays. */
  async function errorOf(statements: readonly string[]): Promise<unknown> {
    const rollback = new Error('roll back')
    let caught: unknown
    const work = sample.db.transaction().execute(async (tx) => {
      for (const sql of statements.slice(0, -1)) await run(tx, sql)
      caught = await run(tx, statements.at(-1) ?? '').catch((error: unknown) => error)
      throw rollback
    })
    await expect(work).rejects.toBe(rollback)
    return caught
  }

  test.each(violations)('$constraint: $error', async ({ error, constraint, base, statements }) => {
    const cause = await errorOf(statements)
    if (!(cause instanceof Error)) throw new Error(`no error from ${statements.at(-1)}`)
    const typed = errors.constraintError(cause, statements.at(-1))
    expect(typed).toBeInstanceOf(Reflect.get(all, error))
    expect(typed).toBeInstanceOf(Reflect.get(all, base))
    expect(typed).toBeInstanceOf(errors.ConstraintError)
    expect(typed).toMatchObject({ name: error, constraint, cause, message: cause.message })
  })

  test('from create, createMany, update, upsert and delete', async () => {
    const { db } = sample
    const [users, posts, comments] = [new UserRepository(db), new PostRepository(db), new CommentRepository(db)]
    const [tags, profiles] = [new TagRepository(db), new ProfileRepository(db)]
    const post = { title: 'T', slug: 'x', content: '', author_id: '1' }
    await expect(users.create(newUser({ email: '1@example.org' }))).rejects.toThrow(errors.UserEmailTaken)
    await expect(Reflect.apply(users.create, users, [{ email: 'x' }])).rejects.toThrow(errors.NotNullViolation)
    await expect(users.createMany([newUser(), newUser({ email: '1@example.org' })])).rejects.toThrow(
      errors.UserEmailTaken,
    )
    await expect(users.update('2', { email: '1@example.org' })).rejects.toThrow(errors.UserEmailTaken)
    await expect(users.update('2', { invited_by_id: '999' })).rejects.toThrow(errors.UserInvitedByMissing)
    await expect(posts.create({ ...post, title: ' ' })).rejects.toThrow(errors.PostTitleNotBlankInvalid)
    await expect(posts.updateMany({ id: '1' }, { rating: '11' })).rejects.toThrow(errors.PostRatingInvalid)
    await expect(posts.upsertByAuthorIdAndSlug({ ...post, author_id: '999' })).rejects.toThrow(errors.PostAuthorMissing)
    await expect(
      comments.upsertById({ id: COMMENT.slice(1, -1), post_id: '999', author_id: '1', body: '' }),
    ).rejects.toThrow(errors.CommentPostMissing)
    await expect(profiles.create({ user_id: '1' })).rejects.toThrow(errors.ProfileUserIdTaken)
    await expect(profiles.update('1', { website: 'x' })).rejects.toThrow(errors.ProfileWebsiteInvalid)
    await expect(tags.create({ name: '1' })).rejects.toThrow(errors.TagNameTaken)
    await expect(users.delete('1')).rejects.toThrow(errors.CommentAuthorInUse)
    await expect(users.deleteMany({ email: '1@example.org' })).rejects.toThrow(errors.CommentAuthorInUse)
    expect(await users.count()).toBe(3)
  })

  test('one class can be told from another, and all from the rest', async () => {
    const error: unknown = await new TagRepository(sample.db).create({ name: '1' }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(errors.TagNameTaken)
    expect(error).not.toBeInstanceOf(errors.TagIdTaken)
    expect(error).not.toBeInstanceOf(errors.ForeignKeyViolation)
    expect(error).toMatchObject({ cause: { code: '23505', constraint: 'tags_name_key' } })
  })

  test('a constraint that the spec does not know has the general class', async () => {
    await run(sample.db, 'alter table tags add constraint tags_short check (length(name) < 20)')
    const error: unknown = await new TagRepository(sample.db)
      .create({ name: 'x'.repeat(20) })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'CheckViolation', constraint: 'tags_short' })
    await run(sample.db, 'alter table tags drop constraint tags_short')
  })

  test('a constraint that is called like a column is not taken for it', async () => {
    await run(sample.db, 'alter table tags add constraint name check (length(name) < 20)')
    const error: unknown = await new TagRepository(sample.db)
      .create({ name: 'x'.repeat(20) })
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'CheckViolation', constraint: 'name' })
    await run(sample.db, 'alter table tags drop constraint name')
  })

  test('other errors come as they are', async () => {
    const tags = new TagRepository(sample.db)
    await expect(tags.create({ name: 'x'.repeat(51) })).rejects.toMatchObject({ code: '22001' })
    const other = new Error('other')
    expect(errors.constraintError(other)).toBe(other)
    expect(errors.constraintError('text')).toBe('text')
    expect(errors.constraintError(undefined)).toBeUndefined()
  })
})
