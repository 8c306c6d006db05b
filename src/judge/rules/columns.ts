import { isStableFunction } from '../../migrate/volatility.js'
import { ident, qualified } from '../../schema/quote.js'
import type { QualifiedName } from '../../schema/schema.js'
import type { SaidColumn } from '../action.js'
import { isKnownNotNull } from '../not-null.js'
import { earlier, type Finding, later, type Rules, type Scene } from '../scene.js'
import { functionsIn } from '../tree.js'
import { findColumn, isNewTable, type World } from '../world.js'
import { readsForNull } from './constraints.js'

const MOST_COLUMNS = 1500

/** New columns, defaults, NOT NULL and numbers that are given by themselves. */
export const columnRules: Rules = {
  'add column': ({ table, column }, scene) => {
    if (isNewTable(scene.world, table)) return []
    return [...withoutValue(table, column), ...rewriting(table, column, scene), ...budget(table, scene.world)]
  },
  'set not null': ({ table, column }, scene) => {
    if (isNewTable(scene.world, table) || isKnownNotNull(scene, table, column)) return []
    return [readsForNull(table, column)]
  },
  'drop not null': ({ table, column }, { world }) => {
    const known = findColumn(world, table, column)
    if (isNewTable(world, table) || known?.isNew === true || known?.nullable === true) return []
    const message = `code that reads ${ident(column)} and does not expect null meets one`
    return [{ code: 'HZ304', subject: nameOf(table, column), message, fix: 'deploy code that takes null first' }]
  },
  'set default': ({ table, column, value }, { world }) => {
    const known = findColumn(world, table, column)
    if (value === undefined || isNewTable(world, table) || known?.isNew === true) return []
    const message = `code that leaves ${ident(column)} out writes another value from this moment on; rows that are there keep theirs`
    const fix = 'make sure that the code which runs meanwhile gets along with both'
    return [{ code: 'HZ308', subject: nameOf(table, column), message, fix }]
  },
  'set expression': ({ table, column }, { world }) => {
    if (isNewTable(world, table)) return []
    const message = `${qualified(table)} is rewritten while every query of it waits`
    const fix = 'add another column, fill it in batches, and let the two change places'
    return [{ code: 'HZ309', subject: nameOf(table, column), message, fix, words: [`lock ${qualified(table)}`] }]
  },
  'add identity': ({ table, column, hasStart }, scene) => {
    if (isNewTable(scene.world, table) || findColumn(scene.world, table, column)?.isNew === true) return []
    if (hasStart || later(scene).some(({ kind }) => kind === 'set sequence' || kind === 'alter sequence')) return []
    const message = `the numbers of ${ident(column)} begin again at 1, which rows have already`
    const fix = `behind it: select setval(pg_get_serial_sequence('${qualified(table)}', '${column}'), max(${ident(column)})) from ${qualified(table)};`
    return [{ code: 'HZ311', subject: nameOf(table, column), message, fix }]
  },
  'alter sequence': ({ sequence, restart }, { world }) => {
    const subject = qualified(sequence)
    if (restart === undefined || world.made.has(subject)) return []
    const message = `${subject} goes on at ${restart}, and rows may have the numbers behind it already`
    return [{ code: 'HZ311', subject, message, fix: 'set it behind the greatest number that is in use' }]
  },
}

function nameOf(table: QualifiedName, column: string): string {
  return `${qualified(table)}.${ident(column)}`
}

const SERIAL = /^(?:small|big)?serial$/

function withoutValue(table: QualifiedName, column: SaidColumn): Finding[] {
  const { name, type, isRequired, hasDefault, isIdentity, generated } = column
  if (!isRequired || hasDefault || isIdentity || generated !== undefined || SERIAL.test(type)) return []
  const message = `it fails as soon as ${qualified(table)} has a row, and code that does not know ${ident(name)} cannot insert one`
  const fix = 'add it nullable, fill it in batches, then set it NOT NULL; or give it a default'
  return [{ code: 'HZ301', subject: nameOf(table, name), message, fix }]
}

function rewriting(table: QualifiedName, column: SaidColumn, scene: Scene): Finding[] {
  const why = reasonToRewrite(column, scene)
  if (why === undefined) return []
  const subject = nameOf(table, column.name)
  const message = `${why}, so ${qualified(table)} is rewritten while every query of it waits`
  const fix =
    'add it without that, set the default, fill the rows in batches in steps of their own, then add what is left'
  return [{ code: 'HZ302', subject, message, fix, words: [`lock ${qualified(table)}`] }]
}

function reasonToRewrite(
  { type, default: value, isIdentity, generated }: SaidColumn,
  scene: Scene,
): string | undefined {
  if (generated === 'stored') return 'it is computed for every row'
  if (isIdentity || SERIAL.test(type)) return 'every row gets a number'
  const volatile = functionsIn(value).find((name) => !isStableFunction(name))
  if (volatile !== undefined) return `${volatile}() gives every row another value`
  if (scene.world.checkedDomains.has(type) || isNewDomain(type, scene)) return `the domain ${type} has a check`
  return undefined
}

function isNewDomain(type: string, scene: Scene): boolean {
  return earlier(scene).some(
    (action) => action.kind === 'create domain' && action.hasConstraint && qualified(action.domain) === type,
  )
}

/** A dropped column stays one of the 1600 that a table can have. */
function budget(table: QualifiedName, { tables, chronicle }: World): Finding[] {
  const subject = qualified(table)
  const dropped = chronicle.droppedColumns.get(subject) ?? 0
  const used = (tables.get(subject)?.columns.size ?? 0) + dropped
  if (used < MOST_COLUMNS) return []
  const message = `${subject} has used ${used} of the 1600 columns that PostgreSQL allows, ${dropped} of them dropped ones`
  return [{ code: 'HZ313', subject, message, fix: 'copy the rows to a new table, which counts anew' }]
}
