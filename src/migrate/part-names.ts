import { ident, qualified } from '../schema/quote.js'
import type { QualifiedName, Table } from '../schema/schema.js'
import { addStep, changeTable, type Journey, tablePairs } from './journey.js'
import { comparePartLists } from './parts.js'
import { type RenamePair, renamePairs } from './rename-order.js'
import { alter } from './table-sql.js'

interface PartRename extends RenamePair {
  readonly table: Table
  readonly kind: 'constraint' | 'index'
}

/**
 * Gives keys and indexes that take names from one another across tables their new names, all at once: where tables swap
 * names, so do their keys.
 */
export function renameAcross(journey: Journey): void {
  const renames = tablePairs(journey).flatMap(({ from, to }) => renamesOf(from, to))
  const isAcross = renames.some(({ to, table }) =>
    renames.some((other) => other.table !== table && qualified(other.from) === qualified(to)),
  )
  if (!isAcross) return
  const owners = new Map(renames.map((rename) => [qualified(rename.from), rename]))
  const statements = renamePairs(renames).map((pair) => {
    const rename = owners.get(qualified(pair.from))
    if (rename === undefined) throw new Error(`no part is called ${pair.from.name}`)
    owners.set(qualified(pair.to), rename)
    return renameSql(rename, pair)
  })
  const words = renames.map(({ from, to }) => `${ident(from.name)} to ${ident(to.name)}`)
  addStep(journey, `rename ${words.join(', ')}`, ...statements)
  for (const { table } of renames) noteNames(journey, table, renames)
}

function renamesOf(from: Table, to: Table): PartRename[] {
  const primary = ({ primaryKey }: Table) => (primaryKey === undefined ? [] : [primaryKey])
  const named = (name: string): QualifiedName => ({ schema: from.schema, name })
  const constraints = [
    ...comparePartLists(primary(from), primary(to)).renamed,
    ...comparePartLists(from.uniques, to.uniques).renamed,
    ...comparePartLists(from.exclusions, to.exclusions).renamed,
  ]
  const list = (kind: PartRename['kind'], pairs: readonly (readonly [{ name: string }, { name: string }])[]) =>
    pairs.map(([before, after]) => ({ table: from, kind, from: named(before.name), to: named(after.name) }))
  return [...list('constraint', constraints), ...list('index', comparePartLists(from.indexes, to.indexes).renamed)]
}

function renameSql({ table, kind }: PartRename, { from, to }: RenamePair): string {
  return kind === 'index'
    ? `alter index ${qualified(from)} rename to ${ident(to.name)};`
    : `${alter(table)} rename constraint ${ident(from.name)} to ${ident(to.name)};`
}

function noteNames(journey: Journey, table: Table, renames: readonly PartRename[]): void {
  const own = renames.filter((each) => each.table === table)
  const names = new Map(own.map(({ from, to }) => [from.name, to.name]))
  const rename = <Part extends { readonly name: string }>(part: Part): Part => ({
    ...part,
    name: names.get(part.name) ?? part.name,
  })
  changeTable(journey, table, (each) => ({
    ...each,
    primaryKey: table.primaryKey && rename(table.primaryKey),
    uniques: table.uniques.map(rename),
    exclusions: table.exclusions.map(rename),
    indexes: table.indexes.map(rename),
  }))
}
