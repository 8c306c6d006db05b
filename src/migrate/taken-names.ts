import type { Renames } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import { columnName, findNamed, type Journey, refuse } from './journey.js'

/**
 * Refuses renames that meet something else under either name: what has the new name and would be dropped, and what is new
 * and takes the old one. Only one rename at a time says which rows and values are meant.
 */
export function refuseTakenNames(journey: Journey, renames: Renames): void {
  if (Object.keys({ ...renames.tables, ...renames.columns }).length === 0) return
  refuseTables(journey, renames)
  for (const table of journey.goal.tables) {
    const olds = new Map(table.columns.map(({ name }) => [name, renames.columns[columnName(table, name)]]))
    const renamed = new Set(olds.values())
    if (renamed.size === 1 && renamed.has(undefined)) continue
    const before = findNamed(journey.origin.tables, renames.tables[qualified(table)] ?? table)
    for (const [name, old] of olds) {
      const isThere = before?.columns.some((column) => column.name === name) === true && !renamed.has(name)
      if (old !== undefined && isThere) refuseOld(journey, columnName(table, name), ident(old))
      if (old === undefined && renamed.has(name)) refuseNew(journey, columnName(table, name))
    }
  }
}

function refuseTables(journey: Journey, { tables }: Renames): void {
  const renamed = new Set(Object.values(tables).map((old) => qualified(old)))
  const known = new Set(journey.origin.tables.map((table) => qualified(table)))
  for (const name of journey.goal.tables.map((table) => qualified(table))) {
    const old = tables[name]
    const isThere = known.has(name) && !renamed.has(name)
    if (old !== undefined && isThere) refuseOld(journey, name, qualified(old))
    if (old === undefined && renamed.has(name)) refuseNew(journey, name)
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
