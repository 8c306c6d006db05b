import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { NewPost, NewUser, PostPatch } from '../../generated-sample/src/db/database.js'
import { newCommentSchema } from '../../generated-sample/src/db/validators/comment.validator.js'
import { newPostSchema, postPatchSchema } from '../../generated-sample/src/db/validators/post.validator.js'
import { newProfileSchema } from '../../generated-sample/src/db/validators/profile.validator.js'
import { bigintText, numericText, text, varchar } from '../../generated-sample/src/db/validators/types.js'
import { newUserSchema } from '../../generated-sample/src/db/validators/user.validator.js'

const user: NewUser = { email: 'ada@example.org', hashed_password: 'x' }
const post: NewPost = { title: 'T', slug: 's', content: '', author_id: '1' }

describe('validators', () => {
  test('what the types allow is allowed', () => {
    expect(newUserSchema.parse(user)).toEqual(user)
    expect(
      newUserSchema.parse({
        ...user,
        full_name: null,
        role: 'admin',
        settings: { a: [1, null] },
        created_at: new Date(0),
      }),
    ).toMatchObject({ full_name: null })
    expect(newPostSchema.parse({ ...post, rating: '1.5', keywords: ['a'], editor_id: null })).toMatchObject({
      keywords: ['a'],
    })
    expect(postPatchSchema.parse({})).toEqual({})
    const patch: PostPatch = { title: 'New' }
    expect(postPatchSchema.parse(patch)).toEqual(patch)
    expect(newProfileSchema.parse({ user_id: '1', birthday: new Date('1815-12-10') })).toMatchObject({ user_id: '1' })
  })

  test.each<[name: string, schema: z.ZodType, value: unknown]>([
    ['a missing column', newUserSchema, { email: 'x' }],
    ['an unknown property', newUserSchema, { ...user, is_admin: true }],
    ['the primary key', newUserSchema, { ...user, id: '1' }],
    ['a generated column', newPostSchema, { ...post, word_count: 1 }],
    ['a readonly column in a patch', postPatchSchema, { slug: 'x' }],
    ['undefined for a column', newUserSchema, { ...user, role: undefined }],
    ['null where there is no NULL', newUserSchema, { ...user, email: null }],
    ['a text that is too long', newUserSchema, { ...user, email: 'x'.repeat(256) }],
    ['U+0000', newUserSchema, { ...user, email: 'a\0' }],
    ['an unknown word', newUserSchema, { ...user, role: 'root' }],
    ['no integer', newPostSchema, { ...post, author_id: '1.5' }],
    ['no integer at all', newPostSchema, { ...post, author_id: 'abc' }],
    ['an empty integer', newPostSchema, { ...post, author_id: '' }],
    ['an integer beyond 64 bits', newPostSchema, { ...post, author_id: '9223372036854775808' }],
    ['a number for a text', newPostSchema, { ...post, title: 5 }],
    ['a text for a date', newPostSchema, { ...post, created_at: '2026-01-01' }],
    ['a text for a list', newPostSchema, { ...post, keywords: 'a' }],
    ['no number', newPostSchema, { ...post, rating: 'five' }],
    ['no uuid', newCommentSchema, { id: 'x', post_id: '1', author_id: '1', body: '' }],
    ['no object', newUserSchema, null],
    ['a list', newUserSchema, []],
  ])('%s is refused, without an exception', (_, schema, value) => {
    expect(schema.safeParse(value).success).toBe(false)
  })

  test('they follow Standard Schema', async () => {
    const { '~standard': standard } = newUserSchema
    expect(standard).toMatchObject({ version: 1, vendor: 'zod' })
    expect(await standard.validate(user)).toEqual({ value: user })
    expect(await standard.validate({})).toMatchObject({ issues: expect.any(Array) })
  })

  test('lengths count characters as PostgreSQL does', () => {
    expect(varchar(2).safeParse('😀😀').success).toBe(true)
    expect(varchar(2).safeParse('😀😀😀').success).toBe(false)
    expect(text.safeParse('line\nbreak').success).toBe(true)
  })

  test('numbers as text', () => {
    for (const value of ['0', '-1', '+1', '9223372036854775807', '-9223372036854775808'])
      expect(bigintText.safeParse(value).success).toBe(true)
    for (const value of ['0', '1.10', '-.5', '5.', '1e10', 'NaN', 'Infinity', '-Infinity'])
      expect(numericText.safeParse(value).success).toBe(true)
    for (const value of ['', '.', '1,5', 'nan?', '0x1', ' 1']) expect(numericText.safeParse(value).success).toBe(false)
    const property = fc.property(fc.string(), (value) => {
      bigintText.safeParse(value)
      numericText.safeParse(value)
    })
    fc.assert(property)
  })
})
