import type { ScalarNode } from '../node.js'
import { either, type List, list, type Named, named, type RecordOf, record, recursive } from './compound.js'
import { columnKey, databaseName, orderName, pathName, propertyName } from './names.js'
import { type Choice, choice, flag, type Shape, sql, text, type Value, type Whole, whole } from './shape.js'

const path = text({
  description: 'A column, or a path of relations to one.',
  ...pathName,
  examples: ['title', 'tags.name'],
})

const operand = (description: string) =>
  either([path, list(path, { description: 'Any of these may match.' })], { description })

/** The operators of a filter, which are the keys of the spec. */
export const operators = {
  equals: operand('The column equals the parameter.'),
  not_equals: operand('The column differs from the parameter.'),
  less_than: operand('The column is less than the parameter.'),
  at_most: operand('The column is less than or equal to the parameter.'),
  greater_than: operand('The column is greater than the parameter.'),
  at_least: operand('The column is greater than or equal to the parameter.'),
  contains: operand('The text contains the parameter, whatever the case of its letters.'),
  starts_with: operand('The text starts with the parameter, whatever the case of its letters.'),
  ends_with: operand('The text ends with the parameter, whatever the case of its letters.'),
  any_of: operand('The column is one of the values of the parameter, a list.'),
  none_of: operand('The column is none of the values of the parameter, a list.'),
  is_null: operand('The parameter is true for null, false for anything else.'),
} as const

/** The operators in the order of the documentation. */
export const operatorNames = Object.keys(operators) as readonly (keyof typeof operators)[]

const filter = record(
  'a filter',
  { ...operators, required: flag({ description: 'Whether the parameter must be given. Default: false.' }) },
  {
    description: 'A parameter that narrows the result when it is given.',
    oneOf: operatorNames,
    hints: {
      eq: 'write "equals"',
      ne: 'write "not_equals"',
      lt: 'write "less_than"',
      lte: 'write "at_most"',
      gt: 'write "greater_than"',
      gte: 'write "at_least"',
      in: 'write "any_of"',
      not_in: 'write "none_of"',
      like: 'write "contains", "starts_with" or "ends_with"',
      ilike: 'write "contains", "starts_with" or "ends_with"',
      between: 'write two parameters, one with "at_least" and one with "at_most"',
    },
  },
)

const filters = named(filter, { description: 'Parameters that narrow the result, by name.', ...databaseName })

const relationName = text({ description: 'A relation.', ...propertyName, examples: ['author'] })

const loadOrder = list(
  text({ description: 'A column; with "-" in front, descending.', ...orderName, examples: ['-created_at'] }),
  {
    description: 'Order of the related rows. Default: that of the relation.',
  },
)

const loadStrategy = choice(['join', 'select'], {
  description: 'Within the same statement (`join`), or with one more (`select`). Default: that of the relation.',
})

/** Relations to load: a list of names, or a map with options for each. */
export type LoadSpec = List<ScalarNode> | Named<LoadOptions>

/** What narrows the rows of a loaded relation. */
export interface LoadFields {
  readonly order: List<ScalarNode> | undefined
  readonly limit: Whole | undefined
  readonly strategy: Choice<'join' | 'select'> | undefined
  readonly load: LoadSpec | undefined
}

type LoadOptions = RecordOf<Record<never, never>> & LoadFields

const loadOptions: Shape<LoadOptions> = record(
  'a loaded relation',
  {
    order: loadOrder,
    limit: whole({ description: 'Rows per parent. Default: all.', least: 1, most: 10_000 }),
    strategy: loadStrategy,
    load: recursive('load', (): Shape<LoadSpec> => load),
  },
  { description: 'Options of a loaded relation; `{}` for none.' },
)

const load: Shape<LoadSpec> = either(
  [
    list(relationName, { description: 'Relations to load along.' }),
    named(loadOptions, { description: 'Relations to load along, with options.', ...propertyName }),
  ],
  { description: 'Relations to load along.', examples: [['author', 'tags'], { tags: { order: ['name'], limit: 5 } }] },
)

const measure = either(
  [
    sql({ description: 'count, sum, avg, min or max.', examples: ['count(*)', 'avg(rating)'] }),
    record(
      'an aggregate',
      {
        sql: sql({ description: 'An SQL expression that aggregates rows.', examples: ["string_agg(title, ', ')"] }),
        type: text({ description: 'Type of the result.', examples: ['text'] }),
      },
      { description: 'An aggregate with its type.', required: ['sql', 'type'] },
    ),
  ],
  { description: 'An aggregate: count, sum, avg, min or max, or a map with its SQL and its type.' },
)

const query = record(
  'a query',
  {
    comment: text({ description: 'Comment of the generated function.', examples: ['Posts for the search page.'] }),
    filter: filters,
    load: recursive('load', () => load),
    order: list(
      text({ description: 'A column; with "-" in front, descending.', ...orderName, examples: ['-created_at'] }),
      {
        description:
          'Columns to order by; "-" in front means descending. The primary key is added, so that the order is total.',
        examples: [['-created_at']],
      },
    ),
    page: choice(['keyset', 'offset', 'none'], {
      description:
        'How further rows are fetched: after the last row seen (`keyset`), by number (`offset`), or not at all. Default: none.',
    }),
    limit: whole({ description: 'Rows returned when the caller says nothing. Default: 100.', least: 1, most: 100_000 }),
    max_limit: whole({ description: 'Most rows that a caller can ask for. Default: 1000.', least: 1, most: 100_000 }),
    aggregate: named(measure, {
      description: 'Aggregates by name: the query returns these instead of rows.',
      ...databaseName,
      least: 1,
    }),
    group_by: list(text({ description: 'A column.', ...columnKey, examples: ['author_id'] }), {
      description: 'Columns to group by: one result per combination of their values.',
    }),
  },
  {
    description: 'A query that becomes a function: rows of this model, or aggregates over them.',
    hints: {
      where: 'write "filter"',
      include: 'write "load"',
      with: 'write "load"',
      sort: 'write "order"',
      order_by: 'write "order"',
      offset: 'write "page: offset"',
    },
  },
)

/** Queries by name. */
export const queries = named(query, {
  description: 'Queries, by name: `search` of `Post` becomes `searchPosts`.',
  ...databaseName,
})

export type QuerySpec = Value<typeof query>
export type FiltersSpec = Value<typeof filters>
export type FilterSpec = Value<typeof filter>
export type MeasureSpec = Value<typeof measure>
