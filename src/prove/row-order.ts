import { qualified } from '../schema/quote.js'
import type { ForeignKeyConstraint, Table } from '../schema/schema.js'

/** Tables that are filled together. */
export interface Turn {
  /** One table; several where each needs a row of another one first. */
  readonly tables: readonly Table[]
  /** Rows have to refer to rows of the same turn. */
  readonly isCycle: boolean
  /** Foreign keys that stay NULL at first, as the tables they refer to are filled later. */
  readonly waiting: ReadonlySet<ForeignKeyConstraint>
}

/** A foreign key whose columns can be NULL does not need its target. */
export function isOptional(table: Table, { columns }: ForeignKeyConstraint): boolean {
  return table.columns.some(({ name, nullable }) => nullable && columns.includes(name))
}

/** Every table once, referenced tables first; takes time in proportion to the number of tables and foreign keys. */
export function orderTables(tables: readonly Table[]): Turn[] {
  const groups = groupTables(tables)
  const groupOf = new Map(groups.flatMap((group) => group.tables.map((table) => [qualified(table), group] as const)))
  for (const group of groups) countNeeds(group, groupOf)
  const turns: Turn[] = []
  const ready = groups.filter(({ needs, wishes }) => needs === 0 && wishes === 0)
  const able = groups.filter(({ needs }) => needs === 0)
  for (let next = take(ready, able); next !== undefined; next = take(ready, able)) {
    next.isDone = true
    turns.push(turnOf(next, groupOf))
    for (const { group, isNeed } of next.followers) {
      if (isNeed) group.needs -= 1
      else group.wishes -= 1
      if (group.needs > 0) continue
      if (isNeed) able.push(group)
      if (group.wishes === 0) ready.push(group)
    }
  }
  return turns
}

/** Tables that need each other, while the order is being found. */
interface Group {
  readonly tables: readonly Table[]
  /** Foreign keys to groups that must come before and have not, and to those that should. */
  needs: number
  wishes: number
  readonly followers: { readonly group: Group; readonly isNeed: boolean }[]
  isDone: boolean
}

function take(ready: Group[], able: Group[]): Group | undefined {
  return takeFrom(ready) ?? takeFrom(able)
}

function takeFrom(queue: Group[]): Group | undefined {
  let first = queue.shift()
  while (first?.isDone === true) first = queue.shift()
  return first
}

function countNeeds(group: Group, groupOf: ReadonlyMap<string, Group>): void {
  for (const table of group.tables) {
    for (const foreignKey of table.foreignKeys) {
      const target = groupOf.get(qualified(foreignKey.target))
      if (target === undefined || target === group) continue
      const isNeed = !isOptional(table, foreignKey)
      target.followers.push({ group, isNeed })
      if (isNeed) group.needs += 1
      else group.wishes += 1
    }
  }
}

function turnOf(group: Group, groupOf: ReadonlyMap<string, Group>): Turn {
  const needsItself = group.tables.some((table) => hardTargets(table).includes(qualified(table)))
  const isCycle = group.tables.length > 1 || needsItself
  const waiting = group.tables.flatMap((table) =>
    table.foreignKeys.filter((foreignKey) => {
      const target = groupOf.get(qualified(foreignKey.target))
      return target === group ? !isCycle : target?.isDone === false
    }),
  )
  return { tables: group.tables, isCycle, waiting: new Set(waiting) }
}

function hardTargets(table: Table): string[] {
  return table.foreignKeys.filter((foreignKey) => !isOptional(table, foreignKey)).map(({ target }) => qualified(target))
}

/** Tarjan's strongly connected components over the foreign keys that cannot be NULL. */
function groupTables(tables: readonly Table[]): Group[] {
  const byName = new Map(tables.map((table) => [qualified(table), table]))
  const numbers = new Map<Table, number>()
  const lowest = new Map<Table, number>()
  const open: Table[] = []
  const groups = new Map<Table, Group>()
  const visit = (table: Table): number => {
    const number = numbers.size
    numbers.set(table, number)
    lowest.set(table, number)
    open.push(table)
    let low = number
    for (const target of hardTargets(table)) {
      const next = byName.get(target)
      if (next === undefined || groups.has(next)) continue
      low = Math.min(low, numbers.has(next) ? (lowest.get(next) ?? number) : visit(next))
      lowest.set(table, low)
    }
    if (low === number) close(open.splice(open.indexOf(table)), groups)
    return low
  }
  for (const table of tables) if (!numbers.has(table)) visit(table)
  return [...new Set(tables.flatMap((table) => groups.get(table) ?? []))]
}

function close(members: readonly Table[], groups: Map<Table, Group>): void {
  const group: Group = { tables: members, needs: 0, wishes: 0, followers: [], isDone: false }
  for (const member of members) groups.set(member, group)
}
