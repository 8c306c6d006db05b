import { ident, literal, qualified } from '../schema/quote.js'
import type { Column, Sequence, Table } from '../schema/schema.js'
import { restartSql } from './identity.js'
import { addStep, changeTable, columnName, findNamed, isSameName, type Journey, tablePairs } from './journey.js'
import { clipped } from './parts.js'
import { alter, defaultSql, identitySql, sequenceWords } from './table-sql.js'

/** Columns that a sequence of their own numbers and that are to be identities, or the other way: no number is given twice. */
export function changeNumbering(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    for (const after of to.columns) {
      const before = from.columns.find(({ name }) => name === after.name)
      if (before === undefined || before.type !== after.type || before.nullable) continue
      const isOwn = ({ ownedBy }: Sequence): boolean =>
        ownedBy !== undefined && isSameName(ownedBy.table, to) && ownedBy.column === after.name
      const known = journey.now.sequences.find(isOwn)
      const wanted = journey.goal.sequences.find(isOwn)
      if (known !== undefined && findNamed(journey.goal.sequences, known) === undefined && after.identity !== undefined)
        toIdentity(journey, to, after, known)
      if (
        wanted !== undefined &&
        findNamed(journey.now.sequences, wanted) === undefined &&
        before.identity !== undefined
      )
        toSequence(journey, to, after, wanted)
    }
  }
}

/** The identity goes on where the sequence was. */
function toIdentity(journey: Journey, table: Table, column: Column, sequence: Sequence): void {
  const change = `${alter(table)} alter column ${ident(column.name)}`
  const old = { schema: sequence.schema, name: clipped(sequence.name, '__old') }
  const identity = `pg_get_serial_sequence(${literal(qualified(table))}, ${literal(column.name)})`
  const largest = `(select max(${ident(column.name)}) from ${qualified(table)})`
  addStep(
    journey,
    `let identity number ${columnName(table, column.name)} in place of sequence ${qualified(sequence)}`,
    `lock table ${qualified(table)} in access exclusive mode;`,
    `alter sequence ${qualified(sequence)} rename to ${ident(old.name)};`,
    `${change} drop default;`,
    `${change} add ${identitySql(column)};`,
    `select setval(${identity}, greatest(last_value, ${largest}), is_called or ${largest} is not null) from ${qualified(old)};`,
    `drop sequence ${qualified(old)};`,
  )
  const sequences = journey.now.sequences.filter((each) => each !== sequence)
  journey.now = { ...journey.now, sequences }
  noteColumn(journey, table, column)
}

/** The sequence begins behind the largest number. */
function toSequence(journey: Journey, table: Table, column: Column, sequence: Sequence): void {
  const change = `${alter(table)} alter column ${ident(column.name)}`
  const kind = sequence.type === 'bigint' ? [] : [`as ${sequence.type}`]
  const name = qualified(sequence)
  addStep(
    journey,
    `let sequence ${name} number ${columnName(table, column.name)} in place of its identity`,
    `lock table ${qualified(table)} in access exclusive mode;`,
    `${change} drop identity;`,
    `${[`create sequence ${name}`, ...kind, ...sequenceWords(sequence.options)].join(' ')};`,
    `alter sequence ${name} owned by ${columnName(table, column.name)};`,
    ...(column.default === undefined ? [] : [`${change} set default ${defaultSql(column.default)};`]),
    restartSql(table, column),
  )
  journey.now = { ...journey.now, sequences: [...journey.now.sequences, { ...sequence, comment: undefined }] }
  noteColumn(journey, table, column)
}

function noteColumn(journey: Journey, table: Table, after: Column): void {
  const { identity, identityOptions } = after
  changeTable(journey, table, (each) => ({
    ...each,
    columns: each.columns.map((column) =>
      column.name === after.name ? { ...column, identity, identityOptions, default: after.default } : column,
    ),
  }))
}
