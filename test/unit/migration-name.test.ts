import { describe, expect, test } from 'vitest'
import { migrationId, nameOfPlan } from '../../src/migrate/migration-name.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { emptySchema } from '../../src/schema/schema.js'

const chain = [{ id: '20260101000000_init', checksum: 'a', chain: 'b' }]
const empty = planSchemas(emptySchema, emptySchema)
const named = (...titles: string[]): string =>
  nameOfPlan({ ...empty, up: titles.map((title) => ({ title, transactional: true, statements: [] })) }, chain)

describe('the name of a migration', () => {
  test.each([
    [['add column posts.rating'], 'add_column_posts_rating'],
    [['add column posts.rating', 'create index posts_rating_idx on posts'], 'add_column_posts_rating_and_1_more'],
    [['change posts.id to bigint: fill', 'change posts.id to bigint: exchange'], 'change_posts_id_to_bigint'],
    [
      ['undo sql a, undo sql b, rename column title to headline of posts, sql b'],
      'rename_column_title_to_headline_of_posts_sql_b',
    ],
    [
      ['change posts.title from character varying(200) to character varying(210)'],
      'change_posts_title_from_character_varying_200_to_character',
    ],
    [[`create table ${'x'.repeat(63)}`], 'create_table'],
    [['x'.repeat(70)], 'x'.repeat(60)],
  ])('%j', (titles, name) => {
    expect(named(...titles)).toBe(name)
  })

  test('of the first one', () => {
    expect(nameOfPlan(empty, [])).toBe('init')
  })
})

test('an id is later than the one before, whatever the clock says', () => {
  const now = new Date('2025-12-31T23:59:59Z')
  expect(migrationId(now, [], 'x')).toBe('20251231235959_x')
  expect(migrationId(now, chain, 'x')).toBe('20260101000001_x')
})
