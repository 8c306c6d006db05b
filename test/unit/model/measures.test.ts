import { describe, expect, test } from 'vitest'
import type { AggregateQuery } from '../../../src/model/query.js'
import { compile, mistakes, modelOf, queryOf } from './compile.js'

const spec = (sql: string, isGrouped: boolean) => `
version: 1
enums:
  Status: [draft, published]
models:
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      author_id: bigint
      small: smallint
      whole: integer
      big: bigint
      exact: "numeric(10, 2)"
      single: real
      double: double precision
      cash: money
      wait: interval
      title: varchar(200)
      body: { type: text, nullable: true }
      status: Status
      day: date
      at: timestamptz
      until: timestamp(3)
      opens: time
      is_open: boolean
      token: uuid
      settings: jsonb
      keywords: "text[]"
      rating: { type: integer, nullable: true }
      number: { type: bigint, typescript: number }
    queries:
      stats:
        aggregate: { value: ${sql} }
        ${isGrouped ? 'group_by: [author_id]' : ''}
`

async function measureOf(sql: string, isGrouped: boolean): Promise<string> {
  const query = queryOf(await modelOf(spec(sql, isGrouped)), 'Post.stats') as AggregateQuery
  const [measure] = query.measures
  if (measure === undefined) return 'nothing'
  const { type, nullable } = measure
  const list = type.modifiers.length === 0 ? '' : `(${type.modifiers.join(',')})`
  return `${type.name}${list}${'[]'.repeat(type.dimensions)} as ${type.representation}${nullable ? ' or null' : ''}`
}

/** What is inferred for the whole table, and for groups, of which each has a row. */
const inferred: readonly (readonly [sql: string, type: string, whole: '' | ' or null', grouped: '' | ' or null'])[] = [
  ['count(*)', 'bigint as number', '', ''],
  ['count(rating)', 'bigint as number', '', ''],
  ['count(distinct author_id)', 'bigint as number', '', ''],
  ['"count(*) filter (where is_open)"', 'bigint as number', '', ''],
  ['sum(small)', 'bigint as string', ' or null', ''],
  ['sum(whole)', 'bigint as string', ' or null', ''],
  ['sum(big)', 'numeric as string', ' or null', ''],
  ['sum(number)', 'numeric as string', ' or null', ''],
  ['sum(exact)', 'numeric as string', ' or null', ''],
  ['sum(single)', 'real as number', ' or null', ''],
  ['sum(double)', 'double precision as number', ' or null', ''],
  ['sum(cash)', 'money as string', ' or null', ''],
  ['sum(wait)', 'interval as string', ' or null', ''],
  ['sum(rating)', 'bigint as string', ' or null', ' or null'],
  ['sum(distinct whole)', 'bigint as string', ' or null', ' or null'],
  ['"sum(whole) filter (where is_open)"', 'bigint as string', ' or null', ' or null'],
  ['avg(small)', 'double precision as number', ' or null', ''],
  ['avg(whole)', 'double precision as number', ' or null', ''],
  ['avg(big)', 'double precision as number', ' or null', ''],
  ['avg(exact)', 'double precision as number', ' or null', ''],
  ['avg(single)', 'double precision as number', ' or null', ''],
  ['avg(double)', 'double precision as number', ' or null', ''],
  ['avg(wait)', 'interval as string', ' or null', ''],
  ['avg(rating)', 'double precision as number', ' or null', ' or null'],
  ['avg(length(title))', 'double precision as number', ' or null', ''],
  ['avg(length(body))', 'double precision as number', ' or null', ' or null'],
  ['max(length(title))', 'integer as number', ' or null', ''],
  ['min(small)', 'smallint as number', ' or null', ''],
  ['min(whole)', 'integer as number', ' or null', ''],
  ['max(big)', 'bigint as string', ' or null', ''],
  ['max(number)', 'bigint as number', ' or null', ''],
  ['max(exact)', 'numeric as string', ' or null', ''],
  ['max(single)', 'real as number', ' or null', ''],
  ['max(double)', 'double precision as number', ' or null', ''],
  ['max(title)', 'character varying as string', ' or null', ''],
  ['max(body)', 'text as string', ' or null', ' or null'],
  ['max(status)', 'status as enum', ' or null', ''],
  ['max(day)', 'date as string', ' or null', ''],
  ['max(at)', 'timestamp with time zone as Date', ' or null', ''],
  ['max(until)', 'timestamp without time zone as Date', ' or null', ''],
  ['max(opens)', 'time without time zone as string', ' or null', ''],
  ['max(cash)', 'money as string', ' or null', ''],
  ['{ sql: "string_agg(title, \',\')", type: text }', 'text as string', ' or null', ' or null'],
  ['{ sql: "array_agg(title)", type: "varchar(200)[]" }', 'character varying(200)[] as string', ' or null', ' or null'],
  ['{ sql: count(*), type: integer }', 'integer as number', '', ''],
  ['{ sql: "max(rating) * 2", type: integer }', 'integer as number', ' or null', ' or null'],
]

describe('types and nullability', () => {
  test.each(inferred)('%s', async (sql, type, whole, grouped) => {
    expect(await measureOf(sql, false)).toBe(`${type}${whole}`)
    expect(await measureOf(sql, true)).toBe(`${type}${grouped}`)
  })
})

test.each([
  ['sum(title)', 'DB705 there is no sum of varchar, which "title" is'],
  ['sum(is_open)', 'DB705 there is no sum of boolean, which "is_open" is'],
  ['avg(cash)', 'DB705 there is no avg of money, which "cash" is'],
  ['avg(at)', 'DB705 there is no avg of timestamptz, which "at" is'],
  ['max(is_open)', 'DB705 there is no max of boolean, which "is_open" is'],
  ['max(token)', 'DB705 there is no max of uuid, which "token" is'],
  ['max(settings)', 'DB705 there is no max of jsonb, which "settings" is'],
  ['max(keywords)', 'DB705 the type of "max(keywords)" cannot be inferred'],
  ['sum(opens)', 'DB705 the type of "sum(opens)" cannot be inferred'],
  ['"string_agg(title, \',\')"', `DB705 the type of "string_agg(title, ',')" cannot be inferred`],
  ['max(whole) + 1', 'DB705 the type of "max(whole) + 1" cannot be inferred'],
  ['max(whole + 1)', 'DB705 the type of "max(whole + 1)" cannot be inferred'],
  ['length(title)', 'DB802 "length(title)" does not aggregate rows'],
  ['title', 'DB802 "title" does not aggregate rows'],
  ['max(titel)', 'DB501 model "Post" has no column "titel"'],
  ['{ sql: "max(whole) + 1", type: intt }', 'DB401 unknown type "intt"'],
])('%s is refused', async (sql, want) => expect(mistakes(await compile(spec(sql, false)))).toEqual([want]))

test('names of an aggregate query', async () => {
  const model = await modelOf(`
version: 1
models:
  APIKey:
    columns:
      id: { type: bigint, primary_key: true }
      owner_id: bigint
    queries:
      by_owner: { group_by: [owner_id], filter: { limit: { equals: owner_id } }, aggregate: { how_many: count(*) } }
`)
  const query = queryOf(model, 'APIKey.by_owner') as AggregateQuery
  const { functionName, resultType, optionsType, groupBy, measures } = query
  expect([functionName, resultType, optionsType]).toEqual(['apiKeyByOwner', 'ApiKeyByOwner', 'ApiKeyByOwnerOptions'])
  expect([groupBy.map(({ camel }) => camel), measures.map(({ property }) => property)]).toEqual([
    ['ownerId'],
    ['howMany'],
  ])
})
