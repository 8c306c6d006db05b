import { ident, qualified } from '../schema/quote.js'
import type { CheckConstraint, ForeignKeyConstraint, KeyConstraint, Table, TableIndex } from '../schema/schema.js'
import { renamedIn, withTypeNames } from '../schema/sql-words.js'
import type { RebuiltEnum } from './enum-retype.js'
import { findNamed, isSame, type Journey, refuse } from './journey.js'
import { standIn } from './parts.js'
import type { Retype } from './retype.js'
import { touches } from './retype-in-place.js'
import { uses, usesIndex } from './table-edits.js'

/** A table with the columns of it that change, and what stands in for what. */
export interface Swap {
  readonly table: Table
  readonly retypes: readonly Retype[]
  readonly primaryKey: KeyConstraint | undefined
  readonly uniques: readonly KeyConstraint[]
  readonly indexes: readonly TableIndex[]
  /** Made again in the transaction in which the old column takes them along. */
  readonly checks: readonly CheckConstraint[]
}

/** A foreign key over columns that change, on one side or both. */
export interface SwappedKey {
  readonly owner: Table
  readonly key: ForeignKeyConstraint
}

/** The tables of a group, each with what is built beside. */
export function swapsOf(journey: Journey, retypes: readonly Retype[]): Swap[] {
  const tables = new Map<string, Retype[]>()
  for (const retype of retypes) {
    const name = qualified(retype.table)
    tables.set(name, [...(tables.get(name) ?? []), retype])
  }
  return [...tables.values()].flatMap((own) => {
    const [first] = own
    const table = first && findNamed(journey.now.tables, first.table)
    if (table === undefined) return []
    if (table.partitionBy !== undefined) {
      refuse(journey, {
        code: 'MG115',
        subject: qualified(table),
        message: 'the type of a column of a partitioned table cannot be changed while the table is used',
        hint: 'plan a quiet moment and write "online: false" in the model',
      })
    }
    const goal = findNamed(journey.goal.tables, table)
    const isConcerned = (columns: readonly string[]): boolean => own.some(({ before }) => columns.includes(before.name))
    const columnsOf = (key: KeyConstraint): readonly string[] => [...key.columns, ...(key.include ?? [])]
    return [
      {
        table,
        retypes: own,
        primaryKey: table.primaryKey && isConcerned(table.primaryKey.columns) ? table.primaryKey : undefined,
        // What the spec no longer has goes with the old column.
        uniques: table.uniques.filter((key) => isConcerned(columnsOf(key)) && isKept(goal?.uniques, key)),
        checks: table.checks.filter(
          (check) => isKept(goal?.checks, check) && own.some(({ before }) => uses(check.sql, before.name)),
        ),
        indexes: table.indexes.filter(
          (index) => isKept(goal?.indexes, index) && own.some(({ before }) => usesIndex(index, before.name)),
        ),
      },
    ]
  })
}

function isKept<Part>(wanted: readonly Part[] | undefined, part: Part): boolean {
  return wanted?.some((each) => isSame(each, part)) === true
}

/** The foreign keys that lead from or to the columns. */
export function swappedKeys({ now }: Journey, swaps: readonly Swap[]): SwappedKey[] {
  return now.tables.flatMap((owner) =>
    owner.foreignKeys
      .filter((key) =>
        swaps.some(({ table, retypes }) => retypes.some(({ before }) => touches(owner, key, table, before.name))),
      )
      .map((key) => ({ owner, key })),
  )
}

/** Referenced tables first, as statements of an application lock them. */
export function lockOrder(swaps: readonly Swap[], keys: readonly SwappedKey[]): string[] {
  const parents = keys.map(({ key }) => qualified(key.target))
  const children = [...keys.map(({ owner }) => qualified(owner)), ...swaps.map(({ table }) => qualified(table))]
  return [...new Set([...parents.sort(), ...children.sort()])]
}

/** What stands in for a column of the table until they change places. */
export function standInColumns({ retypes }: Swap): (column: string) => string {
  const names = new Set(retypes.map(({ before }) => before.name))
  return (column) => (names.has(column) ? standIn(column) : column)
}

/** An index over what stands in for columns that change and for enums that are made anew, until they change places. */
export function standInIndex(swap: Swap, index: TableIndex, enums: readonly RebuiltEnum[]): TableIndex {
  const rename = standInColumns(swap)
  const columns = new Map(swap.retypes.map(({ before }) => [before.name, ident(standIn(before.name))]))
  const types = new Map(enums.map(({ before }) => [before.name, ident(standIn(before.name))]))
  const inSql = (sql: string): string => withTypeNames(renamedIn(sql, columns), types)
  return {
    ...index,
    name: standIn(index.name),
    terms: index.terms.map((term) => ({
      ...term,
      value: term.kind === 'column' ? rename(term.value) : inSql(term.value),
    })),
    include: index.include.map(rename),
    where: index.where === undefined ? undefined : inSql(index.where),
  }
}
