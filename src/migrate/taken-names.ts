import type { Renames } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import { columnName, findNamed, type Journey, refuse } from './journey.js'

/**
 * Refuses renames that meet something else under either name: what has the new name and would be dropped, and what is new
 * and takes the old one. Only one rename at a time says which rows and values are meant.
 */
export function refuseTakenNames(journey: Journey, renames: Renames): void {
  refuseTables(journey, renames)
  for (const table of journey.goal.tables) {
    const before = findNamed(journey.origin.tables, renames.tables[qualified(table)] ?? table)
    const old = (name: string): string | undefined => renames.columns[columnName(table, name)]
    const wasRenamed = (name: string): boolean => table.columns.some((column) => old(column.name) === name)
    for (const { name } of table.columns) {
      const isThere = before?.columns.some((column) => column.name === name) === true && !wasRenamed(name)
      if (old(name) !== undefined && isThere) refuseOld(journey, columnName(table, name), ident(old(name) ?? ''))
      if (old(name) === undefined && wasRenamed(name)) refuseNew(journey, columnName(table, name))
    }
  }
}

function refuseTables(journey: Journey, { tables }: Renames): void {
  const wasRenamed = (name: string): boolean => Object.values(tables).some((old) => qualified(old) === name)
  for (const name of journey.goal.tables.map((table) => qualified(table))) {
    const old = tables[name]
    const isThere = journey.origin.tables.some((table) => qualified(table) === name) && !wasRenamed(name)
    if (old !== undefined && isThere) refuseOld(journey, name, qualified(old))
    if (old === undefined && wasRenamed(name)) refuseNew(journey, name)
  }
}

function refuseOld(journey: Journey, subject: string, name: string): void {
  refuse(journey, {
    code: 'MG125',
    subject,
    message: `${name} is to have this name, and what has it now would be dropped`,
    hint: 'drop that, or give it another name, with a migration of its own, and rename with the next',
  })
}

function refuseNew(journey: Journey, subject: string): void {
  refuse(journey, {
    code: 'MG125',
    subject,
    message: 'it is new, and has the name of what gets another one with the same migration',
    hint: 'rename with a migration of its own, and add this with the next',
  })
}
