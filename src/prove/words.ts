import { qualified } from '../schema/quote.js'
import type { ForeignKeyConstraint, Schema, Table } from '../schema/schema.js'
import { columnKey, own, pairsOf, type TablePair, type Way } from './moves.js'
import { typeText } from './translate.js'

/** Where the spec says what becomes of rows: these need not be after the migration what they were before. */
export interface Words {
  /** Columns whose values are made anew, by the names afterwards: `posts.title`. */
  readonly columns: ReadonlySet<string>
  /** Values of enums that are mapped to others, by the name of the enum before. */
  readonly lostValues: ReadonlyMap<string, readonly string[]>
  readonly orphans: readonly Orphans[]
  /** Tables that lose rows, as they or what they refer to have orphans that are deleted; by the names afterwards. */
  readonly losing: ReadonlySet<string>
}

/** Rows that a new foreign key finds without their target. */
export interface Orphans {
  readonly pair: TablePair
  readonly foreignKey: ForeignKeyConstraint
}

/** The words that this migration needs: a spec may go on to say what an earlier one needed. */
export function wordsOf(before: Schema, target: Schema, way: Way): Words {
  const pairs = pairsOf(before, target, way.moves)
  const lostValues = lostValuesOf(before, target, way)
  const orphans = pairs.flatMap((pair) => orphansOf(pair, way))
  const deleted = orphans.filter(({ pair, foreignKey }) => orphanWord(pair.target, foreignKey, way) === 'delete')
  const unset = orphans.flatMap(({ pair, foreignKey }) =>
    foreignKey.columns.map((name) => columnKey(pair.target, name)),
  )
  const columns = pairs.flatMap((pair) => changedByWord(pair, lostValues, way))
  return {
    columns: new Set([...columns, ...unset]),
    lostValues,
    orphans,
    losing: withReferring(new Set(deleted.map(({ pair }) => qualified(pair.target))), target.tables),
  }
}

function lostValuesOf(before: Schema, target: Schema, { moves, hints }: Way): Map<string, readonly string[]> {
  const lost = target.enums.flatMap((type) => {
    const name = qualified(type)
    const oldName = own(moves.types, name) ?? name
    const old = before.enums.find((other) => qualified(other) === oldName)
    const mapped = Object.keys(own(hints.enumValues, name) ?? {})
    const values = (old?.values ?? []).filter((value) => mapped.includes(value) && !type.values.includes(value))
    return values.length === 0 ? [] : [[oldName, values] as const]
  })
  return new Map(lost)
}

function orphansOf(pair: TablePair, way: Way): Orphans[] {
  const isNew = ({ name }: ForeignKeyConstraint): boolean => !pair.before.foreignKeys.some((key) => key.name === name)
  return pair.target.foreignKeys
    .filter((foreignKey) => isNew(foreignKey) && orphanWord(pair.target, foreignKey, way) !== undefined)
    .map((foreignKey) => ({ pair, foreignKey }))
}

function orphanWord(table: Table, { name }: ForeignKeyConstraint, { hints }: Way): 'delete' | 'set null' | undefined {
  return own(hints.orphans, columnKey(table, name)) ?? own(hints.orphans, `${qualified(table)}.${name}`)
}

function changedByWord(pair: TablePair, lost: Words['lostValues'], { moves, hints }: Way): string[] {
  return pair.columns.flatMap(({ before, target }) => {
    const key = columnKey(pair.target, target.name)
    const hint = own(hints.columns, key)
    const isChanged = typeText(target.type, moves) !== before.type || before.nullable !== target.nullable
    const isMade = isChanged && (hint?.using !== undefined || hint?.backfill !== undefined)
    return isMade || lost.has(before.type.replace(/\[\]$/, '')) ? [key] : []
  })
}

/** A set that grows while it is walked is walked to its end. */
function withReferring(names: Set<string>, tables: readonly Table[]): Set<string> {
  for (const name of names) {
    for (const table of tables) {
      if (table.foreignKeys.some(({ target }) => qualified(target) === name)) names.add(qualified(table))
    }
  }
  return names
}
