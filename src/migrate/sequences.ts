import { qualified } from '../schema/quote.js'
import type { QualifiedName, Sequence } from '../schema/schema.js'
import { isSameName } from './journey.js'
import { commentSql, sequenceWords } from './table-sql.js'

/** `create sequence invoice_number start with 1000;`, and its comment. */
export function createSequenceSql({ type, options, comment, ...name }: Sequence): string[] {
  const words = [`create sequence ${qualified(name)}`, ...(type === 'bigint' ? [] : [`as ${type}`])]
  return [
    `${[...words, ...sequenceWords(options)].join(' ')};`,
    ...(comment === undefined ? [] : [`comment on sequence ${qualified(name)} is ${commentSql(comment)};`]),
  ]
}

/** Whether the sequence goes with the column. */
export function isOwnedBy({ ownedBy }: Sequence, table: QualifiedName, column: string): boolean {
  return ownedBy !== undefined && ownedBy.column === column && isSameName(ownedBy.table, table)
}
