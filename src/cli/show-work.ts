import type { TableWork } from './pipeline-api.js'
import { databaseSize, rough } from './quantities.js'

/** `rewrites posts: about 12 M rows, 3.4 GiB; access exclusive meanwhile; needs 3.4 GiB of disk, as much again for WAL` */
export function showWork({ kind, table, lock, rows, bytes }: TableWork): string {
  const size = databaseSize(bytes)
  const parts = [
    `${verbs[kind](table)}: ${rows === undefined ? '' : `about ${rough(rows)} rows, `}${size}`,
    ...(lock === undefined ? [] : [`${lock} meanwhile`]),
    ...needs[kind](size),
  ]
  return parts.join('; ')
}

const verbs: Readonly<Record<TableWork['kind'], (table: string) => string>> = {
  rewrites: (table) => `rewrites ${table}`,
  reads: (table) => `reads all rows of ${table}`,
  batches: (table) => `goes through ${table} in batches`,
}

/** How much of the disk is free is not for us to see, so that what is needed is told. Old rows stay until VACUUM. */
const needs: Readonly<Record<TableWork['kind'], (size: string) => string[]>> = {
  rewrites: (size) => [`needs ${size} of disk, as much again for WAL`],
  reads: () => [],
  batches: (size) => [`needs up to ${size} of disk, as much again for WAL`],
}
