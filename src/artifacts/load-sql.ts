import type { Entity, JoinPair, ManyToMany, OrderTerm, Relation } from '../model/model.js'
import { ident, qualified } from '../schema/quote.js'
import { columnOf, fill, isWide, jsonItems } from './select-sql.js'
import { jsonList } from './sql-source.js'

/** A relation to load, with the aliases that its SQL uses. */
export interface LoadPlan {
  readonly relation: Relation
  /** Alias of the target's table; the target's own unless the query already uses it around this one. */
  readonly alias: string
  readonly order: readonly OrderTerm[]
  readonly limit: number | undefined
  readonly children: readonly LoadPlan[]
}

interface Loadable {
  readonly relation: Relation
  readonly order: readonly OrderTerm[]
  readonly limit: number | undefined
  readonly load: readonly Loadable[]
}

/** Chooses the aliases of a tree of loads below tables that are known by `used`. */
export function planLoads(loads: readonly Loadable[], used: readonly string[]): LoadPlan[] {
  return loads.map(({ relation, order, limit, load }) => {
    const alias = freeAlias(relation.target.names.sqlAlias, used)
    const around = [...used, alias, ...(relation.kind === 'many_to_many' ? [linkAlias(used)] : [])]
    return { relation, alias, order, limit, children: planLoads(load, around) }
  })
}

/** A relation on its own, with nothing below it. */
export function planRelation(relation: Relation, used: readonly string[]): LoadPlan {
  const [plan] = planLoads([{ relation, order: relation.order, limit: undefined, load: [] }], used)
  if (plan === undefined) throw new Error('one load makes one plan')
  return plan
}

export function isToMany(relation: Relation): boolean {
  return relation.kind === 'has_many' || relation.kind === 'many_to_many'
}

/**
 * The related rows of one parent as a subquery: a JSON array of the row's values for one related row, an array of those
 * for many. What lies below a relation comes first in its rows. `indent` is the column of the closing parenthesis.
 */
export function loadSql(plan: LoadPlan, parent: string, indent: number): string {
  const pad = `\n${' '.repeat(indent + 2)}`
  const row = rowSql(plan, indent + (isToMany(plan.relation) ? 4 : 2))
  const source = sourceLines(plan, parent)
  if (!isToMany(plan.relation)) return `(${pad}${[`select ${row}`, ...source].join(pad)}\n${' '.repeat(indent)})`
  const inner = `${pad}  `
  const lines = [`select ${row} as row`, ...source, ...orderLines(plan)]
  return `(${pad}select coalesce(json_agg(related.row), '[]')${pad}from (${inner}${lines.join(inner)}${pad}) as related\n${' '.repeat(indent)})`
}

/** `from posts as post` and `where post.author_id = author.id` for the related rows of one parent. */
export function sourceLines({ relation, alias }: LoadPlan, parent: string): string[] {
  if (relation.kind === 'many_to_many') return throughLines(relation, alias, parent)
  return [`from ${tableAs(relation.target, alias)}`, `where ${pairsSql(relation.pairs, parent, alias)}`]
}

/** The JSON array of one related row. */
export function rowSql(plan: LoadPlan, indent: number): string {
  const { target } = plan.relation
  const ownAlias = plan.alias === target.names.sqlAlias
  const columns = ownAlias ? jsonList(target) : fill(jsonItems(target, plan.alias), indent + 2)
  if (plan.children.length === 0) return `json_build_array(${columns})`
  const pad = `\n${' '.repeat(indent + 2)}`
  const children = plan.children.map((child) => loadSql(child, plan.alias, indent + 2))
  const items = isWide(target) ? [fill(jsonItems(target, plan.alias, children), indent + 2)] : [...children, columns]
  return `json_build_array(${pad}${items.join(`,${pad}`)}\n${' '.repeat(indent)})`
}

export function tableAs({ schema, table }: Entity, alias: string): string {
  return `${qualified({ schema, name: table })} as ${alias}`
}

/** `order by post.created_at desc, post.id desc` */
export function orderBy(order: readonly OrderTerm[], alias: string): string {
  const terms = order.map(({ field, direction }) => `${columnOf(alias, field)}${direction === 'desc' ? ' desc' : ''}`)
  return `order by ${terms.join(', ')}`
}

function throughLines(relation: ManyToMany, alias: string, parent: string): string[] {
  const link = linkAlias([parent, alias])
  const near = relation.near.map(({ from, to }) => `${columnOf(link, to)} = ${columnOf(parent, from)}`)
  const far = relation.far.map(({ from, to }) => `${columnOf(alias, to)} = ${columnOf(link, from)}`)
  return [
    `from ${tableAs(relation.through, link)}`,
    `join ${tableAs(relation.target, alias)} on ${far.join(' and ')}`,
    `where ${near.join(' and ')}`,
  ]
}

function orderLines({ order, alias, limit }: LoadPlan): string[] {
  return [...(order.length === 0 ? [] : [orderBy(order, alias)]), ...(limit === undefined ? [] : [`limit ${limit}`])]
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
