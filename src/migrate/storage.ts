import { qualified } from '../schema/quote.js'
import type { Table } from '../schema/schema.js'
import { addStep, changeTable, isSame, type Journey, refuse, tablePairs } from './journey.js'
import { changePartitions } from './partitions.js'
import { alter, tableCommentSql } from './table-sql.js'

/** Changes storage, partitions and comments of tables. */
export function alterTables(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    changeStorage(journey, from, to)
    changePartitions(journey, from, to)
    if (from.comment !== to.comment) {
      addStep(journey, `comment on table ${qualified(to)}`, tableCommentSql(to, to.comment))
    }
    changeTable(journey, to, (table) => ({
      ...table,
      comment: to.comment,
      options: to.options,
      unlogged: to.unlogged,
      partitionBy: to.partitionBy,
      partitions: to.partitions,
    }))
  }
}

/** Row-level security goes off before its policies go. */
export function relaxRowSecurity(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    if (from.rowSecurity !== undefined && to.rowSecurity === undefined) setRowSecurity(journey, from, to)
  }
}

/** Row-level security comes on behind its policies: without one nobody sees a row. */
export function enforceRowSecurity(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    if (from.rowSecurity !== to.rowSecurity) setRowSecurity(journey, from, to)
  }
}

function setRowSecurity(journey: Journey, from: Table, to: Table): void {
  const words = [
    ...(from.rowSecurity === undefined && to.rowSecurity !== undefined ? ['enable'] : []),
    ...(from.rowSecurity === 'forced' && to.rowSecurity !== 'forced' ? ['no force'] : []),
    ...(from.rowSecurity !== 'forced' && to.rowSecurity === 'forced' ? ['force'] : []),
    ...(to.rowSecurity === undefined ? ['disable'] : []),
  ]
  addStep(
    journey,
    `row-level security of ${qualified(to)}`,
    ...words.map((word) => `${alter(from)} ${word} row level security;`),
  )
  changeTable(journey, from, (table) => ({ ...table, rowSecurity: to.rowSecurity }))
}

function changeStorage(journey: Journey, from: Table, to: Table): void {
  if (!isSame(from.options, to.options)) {
    const names = (options: readonly string[]): string[] => options.map((option) => option.split('=')[0] ?? option)
    const gone = names(from.options).filter((name) => !names(to.options).includes(name))
    const changed = to.options.filter((option) => !from.options.includes(option))
    addStep(
      journey,
      `storage of ${qualified(to)}`,
      ...(changed.length === 0 ? [] : [`${alter(to)} set (${changed.join(', ')});`]),
      ...(gone.length === 0 ? [] : [`${alter(to)} reset (${gone.join(', ')});`]),
    )
  }
  if (from.unlogged === to.unlogged) return
  if (!journey.made.has(qualified(to)) && !isQuiet(journey, to)) {
    refuse(journey, {
      code: 'MG116',
      subject: qualified(to),
      message: 'PostgreSQL makes a table logged or unlogged only while it locks it and writes every row anew',
      hint: 'plan a quiet moment and write "online: false" in the model',
    })
  }
  const word = to.unlogged === true ? 'unlogged' : 'logged'
  addStep(journey, `make ${qualified(to)} ${word}`, `${alter(to)} set ${word};`)
}

function isQuiet({ hints }: Journey, table: Table): boolean {
  return hints.offline === 'all' || hints.offline.includes(qualified(table))
}
