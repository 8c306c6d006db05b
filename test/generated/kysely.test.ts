import { type Kysely, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import type { Database, Post, User } from '../../generated-sample/src/db/database.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { LikeReportRepository } from '../../generated-sample/src/db/repositories/like-report.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createPost, createUser, openSample, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('queries built with Kysely on %s', (kind) => {
  let sample: Sample
  let db: Kysely<Database>
  let user: User
  let post: Post

  beforeAll(async () => {
    sample = await openSample(kind)
    db = sample.db
    user = await createUser(db, { settings: { a: [1] }, created_at: new Date('2026-01-01T00:00:00.123Z') })
    post = await createPost(db, user, { keywords: ['a', 'b"', 'NULL'], rating: '1.5' })
  })
  afterAll(() => sample.close())

  test('rows are those of the repositories, in type and value', async () => {
    const row = await db.selectFrom('posts').selectAll().where('id', '=', post.id).executeTakeFirstOrThrow()
    expectTypeOf(row).toEqualTypeOf<Post>()
    expect(row).toEqual(post)
    const { hashed_password, ...shown } = await db.selectFrom('users').selectAll().executeTakeFirstOrThrow()
    expectTypeOf(shown).toEqualTypeOf<User>()
    expect(shown).toEqual(user)
    expect(hashed_password).toBe('secret')
  })

  test('what is inserted and updated with Kysely is read by the repositories', async () => {
    const created_at = new Date('-000044-03-15T00:00:00.000Z')
    const inserted = await db
      .insertInto('users')
      .values({
        email: 'k@example.org',
        hashed_password: 'x',
        settings: JSON.stringify({ k: 'v' }),
        created_at,
        role: 'admin',
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const { hashed_password: _, ...shown } = inserted
    expect(await new UserRepository(db).findById(inserted.id)).toEqual(shown)
    expect(shown).toMatchObject({ settings: { k: 'v' }, created_at, role: 'admin' })
    const values = {
      keywords: ['x', 'y,z', '', '"', '\\', '{}'],
      rating: 2.5,
      editor_id: BigInt(user.id),
      author_id: 2,
      review_at: '2026-05-05T05:05:05.005Z',
    }
    await db.updateTable('posts').set(values).where('id', '=', post.id).execute()
    expect(await new PostRepository(db).findById(post.id)).toMatchObject({
      keywords: values.keywords,
      rating: '2.5',
      editor_id: user.id,
      author_id: '2',
      review_at: new Date(values.review_at),
    })
    await db.updateTable('posts').set({ keywords: [] }).where('id', '=', post.id).execute()
    expect((await new PostRepository(db).findById(post.id))?.keywords).toEqual([])
    await new PostRepository(db).update(post.id, { keywords: post.keywords, author_id: user.id })
  })

  test('parameters of every kind', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select ${5}::int as number, ${1.5}::float8 as float, ${9007199254740993n}::int8 as big, ${true}::boolean as yes, ${null}::text as nothing,
        ${new Date('2026-01-01T00:00:00.123Z')}::timestamptz as time, ${Buffer.from([0, 255])}::bytea as bytes,
        ${{ a: 1 }}::jsonb as document, ${['a', null, 'b"']}::text[] as texts, ${[[1, 2], [3, 4]]}::int[] as grid,
        ${[[], []]}::int[] as nothings, ${[new Date('2026-01-01')]}::timestamptz[] as times, ${[{ a: 1 }]}::jsonb[] as documents,
        ${[Buffer.from([0])]}::bytea[] as many_bytes, ${undefined}::int as missing
    `.execute(db)
    expect(rows).toEqual([
      {
        number: 5,
        float: 1.5,
        big: '9007199254740993',
        yes: true,
        nothing: null,
        time: new Date('2026-01-01T00:00:00.123Z'),
        bytes: Buffer.from([0, 255]),
        document: { a: 1 },
        texts: ['a', null, 'b"'],
        grid: [
          [1, 2],
          [3, 4],
        ],
        nothings: [],
        times: [new Date('2026-01-01')],
        documents: [{ a: 1 }],
        many_bytes: [Buffer.from([0])],
        missing: null,
      },
    ])
  })

  test('arrays of enums, dates, ranges and so on', async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select '{draft,archived}'::post_status[] as statuses, 'draft'::post_status as status, '{2026-01-01,NULL}'::date[] as days,
        '{"[1,3)","empty"}'::int4range[] as ranges, '{{00:00,01:00}}'::time[] as times, '{"(1,1),(0,0)";"(2,2),(1,1)"}'::box[] as boxes,
        '{"(1,2)"}'::point[] as points, '1 2 3'::int2vector as vector, row(1, 'a') as composite
    `.execute(db)
    expect(rows).toEqual([
      {
        statuses: ['draft', 'archived'],
        status: 'draft',
        days: ['2026-01-01', null],
        ranges: ['[1,3)', 'empty'],
        times: [['00:00:00', '01:00:00']],
        boxes: ['(1,1),(0,0)', '(2,2),(1,1)'],
        points: ['(1,2)'],
        vector: '1 2 3',
        composite: '(1,a)',
      },
    ])
  })

  test('a table of another schema', async () => {
    const comment = await new CommentRepository(db).create({ post_id: post.id, author_id: user.id, body: '' })
    await db.insertInto('comment_likes').values({ comment_id: comment.id, user_id: user.id }).execute()
    const report = await new LikeReportRepository(db).create({ comment_id: comment.id, user_id: user.id, reason: 'x' })
    expect(await db.selectFrom('moderation.like_reports').selectAll().execute()).toEqual([report])
  })

  test('joins, functions, CTEs and transactions', async () => {
    const rows = await db
      .with('busy', (cte) =>
        cte
          .selectFrom('posts')
          .select(['author_id', (eb) => eb.fn.countAll<string>().as('total')])
          .groupBy('author_id'),
      )
      .selectFrom('busy')
      .innerJoin('users', 'users.id', 'busy.author_id')
      .select(['users.email', 'busy.total'])
      .execute()
    expect(rows).toEqual([{ email: user.email, total: '1' }])
    await db.transaction().execute(async (tx) => {
      await tx.insertInto('tags').values({ name: 'kysely' }).execute()
      expect(await tx.selectFrom('tags').select('name').execute()).toEqual([{ name: 'kysely' }])
    })
    const nested = await db
      .selectFrom('users')
      .select((eb) => [
        'email',
        jsonArrayFrom(eb.selectFrom('posts').select('title').whereRef('posts.author_id', '=', 'users.id')).as('posts'),
      ])
      .where('id', '=', user.id)
      .execute()
    expect(nested).toEqual([{ email: user.email, posts: [{ title: post.title }] }])
  })

  test('introspection', async () => {
    const tables = await db.introspection.getTables()
    expect(tables.map(({ name }) => name).sort()).toEqual(
      [
        'comment_likes',
        'comments',
        'follows',
        'like_reports',
        'page_views',
        'page_views_2026',
        'page_views_other',
        'post_tags',
        'posts',
        'profiles',
        'promotions',
        'published_posts',
        'tags',
        'users',
      ].sort(),
    )
  })
})
