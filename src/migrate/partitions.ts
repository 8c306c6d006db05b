import { ident, qualified } from '../schema/quote.js'
import type { Partition, Table } from '../schema/schema.js'
import { sqlWords } from '../schema/sql-words.js'
import { validate } from './constraints.js'
import { createPartitionSql } from './create-tables.js'
import { addOutside, addStep, findNamed, isOffline, isSame, type Journey, originOf, refuse } from './journey.js'
import { clipped } from './parts.js'
import { alter } from './table-sql.js'

/** Makes the partitions that the spec has anew, and drops those that it no longer has. */
export function changePartitions(journey: Journey, from: Table, to: Table): void {
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
  const catchAll = from.partitions.find((each) => isDefault(each) && isKept(each, to.partitions))
  for (const partition of to.partitions.filter((each) => findNamed(from.partitions, each) === undefined)) {
    addPartition(journey, to, partition, catchAll)
  }
}

/**
 * What holds for rows that do not belong into a partition, as PostgreSQL itself puts it; undefined where the partition is
 * not one of ranges or lists over one column.
 */
export function apartSql({ partitionBy = '' }: Table, { bounds }: Partition): string | undefined {
  const key = /^(?:range|list) \(("(?:[^"]|"")+"|[a-z_][\w$]*)\)$/.exec(partitionBy)?.[1]
  if (key === undefined) return undefined
  const [, from, to] = /^for values from \((.+)\) to \((.+)\)$/s.exec(bounds) ?? []
  if (from !== undefined && to !== undefined) {
    const below = from === 'minvalue' ? [] : [`${key} < ${from}`]
    const above = to === 'maxvalue' ? [] : [`${key} >= ${to}`]
    return [`${key} is null`, ...below, ...above].join(' or ')
  }
  const [, list] = /^for values in \((.+)\)$/s.exec(bounds) ?? []
  const hasNull = sqlWords(list ?? '').some(({ kind, value }) => kind === 'name' && value === 'null')
  if (list === undefined || hasNull) return undefined
  const isOne = sqlWords(list).filter(({ value }) => value === ',').length === 0
  return `${key} is null or ${isOne ? `${key} <> ${list}` : `${key} not in (${list})`}`
}

function isDefault({ bounds }: Partition): boolean {
  return bounds === 'default'
}

/**
 * Made beside the table and attached to it, which lets others read and write the table. PostgreSQL reads the partition for
 * all other rows under a lock, unless a check says that it has none of the new one.
 */
function addPartition(journey: Journey, table: Table, partition: Partition, catchAll: Partition | undefined): void {
  const title = `create partition ${qualified(partition)}`
  const apart = apartSql(table, partition)
  if (catchAll !== undefined && apart !== undefined) checkApart(journey, table, partition, catchAll, apart)
  if (isOffline(journey, table)) {
    addStep(journey, title, createPartitionSql(table, partition))
    return
  }
  const check = clipped(partition.name, '__apart')
  const isApart = catchAll !== undefined && apart !== undefined
  if (isApart) {
    addStep(
      journey,
      `expect no rows of ${qualified(partition)} in ${qualified(catchAll)}`,
      `${alter(catchAll)} add constraint ${ident(check)} check (${apart}) not valid;`,
    )
    validate(journey, { ...table, ...catchAll }, 'check', check)
  }
  addStep(
    journey,
    title,
    `create table ${qualified(partition)} (like ${qualified(table)} including all excluding comments excluding identity excluding statistics);`,
    `${alter(table)} attach partition ${qualified(partition)} ${partition.bounds};`,
    ...(isApart ? [`${alter(catchAll)} drop constraint ${ident(check)};`] : []),
  )
}

/** Rows that are in the way are for a person to move. */
function checkApart(journey: Journey, table: Table, partition: Partition, catchAll: Partition, apart: string): void {
  const origin = originOf(journey, table)
  const key = sqlWords(table.partitionBy ?? '').at(-2)?.value ?? ''
  const isThere = origin?.partitions.some((each) => qualified(each) === qualified(catchAll)) === true
  if (!isThere || origin?.columns.some(({ name }) => name === key) !== true) return
  const keys = origin.primaryKey?.columns.map(ident).join(', ') ?? 'ctid'
  journey.checks.push({
    title: `no row of ${qualified(catchAll)} belongs into ${qualified(partition)}`,
    sql: `select ${keys} from ${qualified(catchAll)} where not (${apart})`,
    advice: `move the rows out of ${qualified(catchAll)}, and back into ${qualified(table)} behind the migration`,
  })
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
  const hasDefault = table.partitions.some(isDefault) || isDefault(partition)
  const detach = `${alter(table)} detach partition ${name}`
  // PostgreSQL does not detach beside others where there is a default partition.
  if (hasDefault) addStep(journey, `detach partition ${name}`, `${detach};`)
  else addOutside(journey, `detach partition ${name}`, `${detach} concurrently;`)
  addStep(journey, `drop table ${name}`, `drop table ${name};`)
}
