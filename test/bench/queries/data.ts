import type pg from 'pg'
import { planSchemas } from '../../../src/migrate/plan-schemas.js'
import type { Model } from '../../../src/model/model.js'
import { schemaOf } from '../../../src/schema/from-model.js'
import { emptySchema } from '../../../src/schema/schema.js'
import type { Place, QueryName } from './contender.js'

export const AUTHORS = 10_000
export const POSTS = 100_000
export const LINKS = 300_000
export const TAGS = 500

export function userEmail(number: number): string {
  return `user${number}@example.org`
}

export function tagName(number: number): string {
  return `tag ${String(number).padStart(3, '0')}`
}

/** Each stands in one post of fifty. */
export function topic(number: number): string {
  return `topic${String(number).padStart(2, '0')}`
}

/** Everything follows from the row's number, so that every run has the same rows. */
const LOAD = `
  insert into users (id, email, hashed_password, full_name, is_active, created_at, updated_at) overriding system value
  select i, 'user' || i || '@example.org', repeat('x', 60), case when i % 10 > 0 then 'Name of ' || i end, i % 7 > 0,
    made, made
  from generate_series(1, ${AUTHORS}) as i, lateral (select timestamptz '2024-06-01Z' + i * interval '1 minute') as t (made);

  insert into tags (id, name) overriding system value
  select i, 'tag ' || lpad((i - 1)::text, 3, '0') from generate_series(1, ${TAGS}) as i;

  insert into posts (id, title, content, author_id, created_at, updated_at) overriding system value
  select i, 'Post ' || i, 'topic' || lpad((i * 7919 % 50)::text, 2, '0') || ' ' || words, (i * 7919) % ${AUTHORS} + 1,
    made, made
  from generate_series(1, ${POSTS}) as i,
    lateral (select timestamptz '2025-01-01Z' + i * interval '37 seconds' + i % 1000 * interval '1 millisecond') as t (made),
    lateral (
      select string_agg('word' || (i * 31 + j * j * 17) % 997, ' ') from generate_series(1, 20 + i % 20) as j
    ) as w (words);

  insert into post_tags (post_id, tag_id)
  select i, tag % ${TAGS} + 1
  from generate_series(1, ${POSTS}) as i,
    lateral (values (i * 7), (i * 7 + 1 + i % 100), (i * 7 + 200 + i % 100)) as t (tag);

  select setval(pg_get_serial_sequence('users', 'id'), ${AUTHORS}), setval(pg_get_serial_sequence('tags', 'id'), ${TAGS}),
    setval(pg_get_serial_sequence('posts', 'id'), ${POSTS});

  alter table users set (autovacuum_enabled = false);
  alter table tags set (autovacuum_enabled = false);
  alter table posts set (autovacuum_enabled = false);
  alter table post_tags set (autovacuum_enabled = false);
`

/** The schema that dbgen plans for the model, and its rows. */
export async function loadData(admin: pg.Client, model: Model): Promise<void> {
  const { up } = planSchemas(emptySchema, schemaOf(model))
  for (const statement of up.flatMap(({ statements }) => statements)) await admin.query(statement)
  await admin.query(LOAD)
  await admin.query('vacuum (analyze) users')
  await admin.query('vacuum (analyze) tags')
  await admin.query('vacuum (analyze) posts')
  await admin.query('vacuum (analyze) post_tags')
}

/** How many rows there are, as the report shows it. */
export async function countRows(admin: pg.Client): Promise<Record<string, number>> {
  const { rows } = await admin.query<Record<string, number>>(`
    select (select count(*)::int from users) as users, (select count(*)::int from posts) as posts,
      (select count(*)::int from tags) as tags, (select count(*)::int from post_tags) as links
  `)
  return rows[0] ?? {}
}

/** Every thousandth row of the list, newest first: where pages begin. */
export async function readPlaces(admin: pg.Client): Promise<Place[]> {
  const { rows } = await admin.query<Place>(`
    select id, created_at
    from (select id, created_at, row_number() over (order by created_at desc, id desc) as position from posts) as numbered
    where position % 1000 = 0 and position <= 40000
    order by position
  `)
  return rows
}

/** Posts that are there to be deleted. */
export async function makeVictims(admin: pg.Client, count: number): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>(
    `insert into posts (title, content, author_id)
     select 'Victim ' || i, 'to be deleted', i % ${AUTHORS} + 1 from generate_series(1, $1) as i returning id`,
    [count],
  )
  return rows.map(({ id }) => id)
}

/** Brings the rows back to what they were before a query that writes. */
export async function restore(admin: pg.Client, name: QueryName): Promise<void> {
  if (name === 'update') {
    await admin.query("update posts set title = 'Post ' || id, updated_at = created_at where updated_at <> created_at")
  }
  if (writes.has(name)) await admin.query(`delete from posts where id > ${POSTS}`)
}

/** After many writes: dead rows would slow down whoever comes later. */
export async function tidy(admin: pg.Client, name: QueryName): Promise<void> {
  if (!writes.has(name)) return
  await restore(admin, name)
  await admin.query('vacuum (analyze) posts')
  await admin.query('vacuum (analyze) post_tags')
}

const writes: ReadonlySet<QueryName> = new Set(['insert', 'insertMany', 'update', 'delete', 'transaction'])
