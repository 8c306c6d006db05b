import { ident, qualified } from '../schema/quote.js'
import type { QualifiedName, Schema, Table } from '../schema/schema.js'
import { findNamed } from './journey.js'
import { type RenamePair, renamePairs } from './rename-order.js'

/**
 * The statements that rename the sequences of identity columns after their tables and columns, as PostgreSQL would have
 * named them. `if exists`: in a database that was not made by migrations they may be called anything.
 */
export function identityNamesSql(
  { sequences }: Schema,
  tables: readonly { readonly before: Table; readonly after: Table }[],
): string[] {
  const pairs = tables.flatMap(({ before, after }) =>
    before.columns.flatMap((column, index): RenamePair[] => {
      const next = after.columns[index]
      if (column.identity === undefined || next === undefined) return []
      const named = (table: Table, { name }: { name: string }): QualifiedName => ({
        schema: after.schema,
        name: sequenceName(table.name, name),
      })
      const pair = { from: named(before, column), to: named(after, next) }
      const isOther = [pair.from, pair.to].some((name) => findNamed(sequences, name) !== undefined)
      return pair.from.name === pair.to.name || isOther ? [] : [pair]
    }),
  )
  return renamePairs(pairs).map(
    ({ from, to }) => `alter sequence if exists ${qualified(from)} rename to ${ident(to.name)};`,
  )
}

/** `notes_id_seq`; both parts give way where that is more than 63 bytes, the longer one first. */
function sequenceName(table: string, column: string): string {
  const room = 63 - '__seq'.length
  let [first, second] = [Buffer.byteLength(table), Buffer.byteLength(column)]
  while (first + second > room) {
    if (first > second) first -= 1
    else second -= 1
  }
  return `${cut(table, first)}_${cut(column, second)}_seq`
}

function cut(text: string, bytes: number): string {
  let rest = text
  while (Buffer.byteLength(rest) > bytes) rest = [...rest].slice(0, -1).join('')
  return rest
}
