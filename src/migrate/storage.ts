import { qualified } from '../schema/quote.js'
import type { Partition, Table } from '../schema/schema.js'
import { createPartitionSql } from './create-tables.js'
import { addOutside, addStep, changeTable, findNamed, isSame, type Journey, refuse, tablePairs } from './journey.js'
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

function changePartitions(journey: Journey, from: Table, to: Table): void {
  if (from.partitionBy !== to.partitionBy) {
    refuse(journey, {
      code: 'MG117',
      subject: qualified(to),
      message: 'PostgreSQL cannot make a table partitioned, or partitioned another way',
      hint: 'add a partitioned table with another name, move the rows in a migration written by hand, and drop this one',
    })
    return
  }
  const isKept = (partition: Partition, list: readonly Partition[]): boolean =>
    list.some((each) => isSame(each, partition))
  for (const partition of from.partitions.filter((each) => !isKept(each, to.partitions))) {
    const other = findNamed(to.partitions, partition)
    if (other !== undefined) {
      refuse(journey, {
        code: 'MG118',
        subject: qualified(partition),
        message: `the partition holds rows for ${partition.bounds}, and is to hold others: ${other.bounds}`,
        hint: 'add a partition with another name, and move the rows in a migration written by hand',
      })
    } else dropPartition(journey, to, partition)
  }
  for (const partition of to.partitions.filter((each) => findNamed(from.partitions, each) === undefined)) {
    addStep(journey, `create partition ${qualified(partition)}`, createPartitionSql(to, partition))
  }
}

/** Taken out beside running statements, then dropped. */
function dropPartition(journey: Journey, table: Table, partition: Partition): void {
  const name = qualified(partition)
  if (journey.hints.drops.tables.includes(name)) journey.allowed.push(`drop table ${name}`)
  else {
    refuse(journey, {
      code: 'MG103',
      subject: name,
      message: 'the partition is gone from the spec; dropped, it would lose its rows',
      hint: `put it back, or write "drop: { tables: [${name}] }" at the top of the spec`,
    })
  }
  const hasDefault = table.partitions.some(({ bounds }) => bounds === 'default') || partition.bounds === 'default'
  const detach = `${alter(table)} detach partition ${name}`
  // PostgreSQL does not detach beside others where there is a default partition.
  if (hasDefault) addStep(journey, `detach partition ${name}`, `${detach};`)
  else addOutside(journey, `detach partition ${name}`, `${detach} concurrently;`)
  addStep(journey, `drop table ${name}`, `drop table ${name};`)
}
