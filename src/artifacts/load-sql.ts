import type { Entity, JoinPair, ManyToMany, OrderTerm, Relation } from '../model/model.js'
import { ident, qualified } from '../schema/quote.js'
import { columnOf, jsonItems, selectItems } from './select-sql.js'

/** A relation to load, with the aliases that its SQL uses. */
export interface LoadPlan {
  readonly relation: Relation
  /** Alias of the target's table; the target's own unless the query already uses it around this one. */
  readonly alias: string
  readonly order: readonly OrderTerm[]
  readonly limit: number | undefined
  readonly strategy: 'join' | 'select'
  readonly children: readonly LoadPlan[]
}

interface Loadable {
  readonly relation: Relation
  readonly order: readonly OrderTerm[]
  readonly limit: number | undefined
  readonly strategy: 'join' | 'select'
  readonly load: readonly Loadable[]
}

/** Chooses the aliases of a tree of loads below tables that are known by `used`. */
export function planLoads(loads: readonly Loadable[], used: readonly string[]): LoadPlan[] {
  return loads.map(({ relation, order, limit, strategy, load }) => {
    const alias = freeAlias(relation.target.names.sqlAlias, used)
    const around = [...used, alias, ...(relation.kind === 'many_to_many' ? [linkAlias(used)] : [])]
    const possible = canLoadLater(relation) ? strategy : 'join'
    return { relation, alias, order, limit, strategy: possible, children: planLoads(load, around) }
  })
}

/** A relation on its own, with nothing below it. */
export function planRelation(relation: Relation, used: readonly string[]): LoadPlan {
  const { order, strategy } = relation
  const [plan] = planLoads([{ relation, order, limit: undefined, strategy, load: [] }], used)
  if (plan === undefined) throw new Error('one load makes one plan')
  return plan
}

export function isToMany(relation: Relation): boolean {
  return relation.kind === 'has_many' || relation.kind === 'many_to_many'
}

/** The parent's columns by which related rows are found. */
export function keyFields(relation: Relation) {
  return (relation.kind === 'many_to_many' ? relation.near : relation.pairs).map(({ from }) => from)
}

/** Whether rows that are there already show the columns by which related rows are found. */
export function canLoadLater(relation: Relation): boolean {
  return keyFields(relation).every((field) => !field.private)
}

/** The related rows of one parent as a subquery in a select list; as `relationJson` of the generated `relation.ts`. */
export function loadSql(plan: LoadPlan, parent: string): string {
  const row = jsonArray([
    ...plan.children.map((child) => (child.strategy === 'select' ? 'null' : loadSql(child, plan.alias))),
    ...jsonItems(plan.relation.target, plan.alias),
  ])
  const rows = rowsSql(plan, parent)
  return isToMany(plan.relation)
    ? `(select coalesce(json_agg(related.row), '[]') from (select ${row} as row ${rows}) as related)`
    : `(select ${row} ${rows})`
}

/** The related rows of many parents; as `relationSelect` of the generated `relation.ts`. */
export function loaderSql(plan: LoadPlan, parent: string, castType: (field: JoinPair['from']) => string): string {
  const fields = keyFields(plan.relation)
  const arrays = fields.map((field, index) => `$${index + 1}::${castType(field)}[]`).join(', ')
  const names = fields.map(({ name }) => ident(name))
  const number = names.includes('ordinality') ? 'parent_number' : 'ordinality'
  const items = [
    ...plan.children.map((child) => (child.strategy === 'select' ? 'null' : loadSql(child, plan.alias))),
    ...selectItems(plan.alias, plan.relation.target),
    `${parent}.${number}`,
  ]
  return (
    `select ${items.join(', ')} ` +
    `from unnest(${arrays}) with ordinality as ${parent} (${[...names, number].join(', ')}) ` +
    `cross join lateral (select ${plan.alias}.* ${rowsSql(plan, parent)}) as ${plan.alias}`
  )
}

function rowsSql(plan: LoadPlan, parent: string): string {
  return [...sourceLines(plan, parent), ...orderLines(plan)].join(' ')
}

/**
 * `from posts as post` and `where post.author_id = author.id` for the related rows of one parent. A condition leaves it to
 * the planner how a join table is joined (`plain`); rows to load are looked up.
 */
export function sourceLines(
  { relation, alias }: LoadPlan,
  parent: string,
  join: 'lookup' | 'plain' = 'lookup',
): string[] {
  if (relation.kind === 'many_to_many') return throughLines(relation, alias, parent, join)
  return [`from ${tableAs(relation.target, alias)}`, `where ${pairsSql(relation.pairs, parent, alias)}`]
}

/** `order by ...` and `limit ...` of the related rows of one parent. */
export function orderLines({ relation, order, alias, limit }: LoadPlan): string[] {
  if (!isToMany(relation)) return []
  return [...(order.length === 0 ? [] : [orderBy(order, alias)]), ...(limit === undefined ? [] : [`limit ${limit}`])]
}

export function tableAs({ schema, table }: Entity, alias: string): string {
  return `${qualified({ schema, name: table })} as ${alias}`
}

/** `order by post.created_at desc, post.id desc` */
export function orderBy(order: readonly OrderTerm[], alias: string): string {
  const terms = order.map(({ field, direction }) => `${columnOf(alias, field)}${direction === 'desc' ? ' desc' : ''}`)
  return `order by ${terms.join(', ')}`
}

/**
 * The planner would rather hash the whole target table for each parent than look up its few rows by their key. A subquery
 * that returns one row at most leaves it no choice.
 */
function throughLines(relation: ManyToMany, alias: string, parent: string, join: 'lookup' | 'plain'): string[] {
  const link = linkAlias([parent, alias])
  const near = relation.near.map(({ from, to }) => `${columnOf(link, to)} = ${columnOf(parent, from)}`)
  const far = relation.far.map(({ from, to }) => `${columnOf(alias, to)} = ${columnOf(link, from)}`).join(' and ')
  const target = tableAs(relation.target, alias)
  return [
    `from ${tableAs(relation.through, link)}`,
    join === 'plain'
      ? `join ${target} on ${far}`
      : `join lateral (select * from ${target} where ${far} limit 1) as ${alias} on true`,
    `where ${near.join(' and ')}`,
  ]
}

/** A function takes at most 100 arguments, an array any number. */
function jsonArray(items: readonly string[]): string {
  if (items.length <= 100) return `json_build_array(${items.join(', ')})`
  return `json_build_array(variadic array[${items.map((item) => `to_json(${item})`).join(', ')}])`
}

function pairsSql(pairs: readonly JoinPair[], parent: string, alias: string): string {
  return pairs.map(({ from, to }) => `${columnOf(alias, to)} = ${columnOf(parent, from)}`).join(' and ')
}

/** The join table lies inside its own subquery: it only must not hide the parent. */
function linkAlias(used: readonly string[]): string {
  return freeAlias('link', used)
}

function freeAlias(name: string, used: readonly string[]): string {
  let alias = name
  for (let number = 2; used.includes(alias); number += 1) alias = `${name}_${number}`
  return ident(alias)
}
