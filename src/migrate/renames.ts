import type { Hints, Renames } from '../schema/hints.js'
import { ident, literal, qualified } from '../schema/quote.js'
import type { QualifiedName, Schema, Table } from '../schema/schema.js'
import { identityNamesSql } from './identity-names.js'
import { addStep, changeTable, findNamed, type Journey, type Moves, nameOf } from './journey.js'
import { notNullNamesSql } from './not-null-names.js'
import { type RenamePair, renamePairs } from './rename-order.js'
import { withColumnNames, withReferences } from './table-edits.js'
import { alter } from './table-sql.js'

/**
 * The renames of the spec that are still to be done. One that was done stays in the spec without harm: `done` is what
 * the snapshot knows. It takes a thing of the old name to rename, and one of the new name to make of it.
 */
export function pendingRenames(from: Schema, to: Schema, { renames }: Hints, done: Renames): Renames {
  const qualifiedOnes = (
    wanted: Readonly<Record<string, QualifiedName>>,
    known: Readonly<Record<string, QualifiedName>>,
    before: readonly QualifiedName[],
    after: readonly QualifiedName[],
  ) =>
    pick(wanted, (name, old) => {
      const isDone = known[name] !== undefined && qualified(known[name]) === qualified(old)
      const isThere = after.some((each) => qualified(each) === name)
      return !isDone && isThere && findNamed(before, old) !== undefined && qualified(old) !== name
    })
  const tables = qualifiedOnes(renames.tables, done.tables, from.tables, to.tables)
  const enums = qualifiedOnes(renames.enums, done.enums, from.enums, to.enums)
  const before = <Named extends QualifiedName>(
    list: readonly Named[],
    moved: Readonly<Record<string, QualifiedName>>,
    now: QualifiedName,
  ): Named | undefined => findNamed(list, moved[qualified(now)] ?? now)
  const columns = pick(renames.columns, (name, old) => {
    if (done.columns[name] === old) return false
    const table = to.tables.find((each) => each.columns.some((column) => columnKey(each, column.name) === name))
    const earlier = table && before(from.tables, tables, table)
    return earlier?.columns.some((column) => column.name === old && columnKey(table ?? earlier, old) !== name) === true
  })
  const enumValues = Object.entries(renames.enumValues).map(([name, values]) => {
    const type = to.enums.find((each) => qualified(each) === name)
    const known = type && before(from.enums, enums, type)
    const wanted = pick(values, (value, old) => {
      const isThere = type?.values.includes(value) === true && known?.values.includes(old) === true
      return isThere && done.enumValues[name]?.[value] !== old && value !== old
    })
    return [name, wanted] as const
  })
  return {
    tables,
    columns,
    enums,
    enumValues: Object.fromEntries(enumValues.filter(([, values]) => Object.keys(values).length > 0)),
    domains: qualifiedOnes(renames.domains, done.domains, from.domains, to.domains),
    sequences: qualifiedOnes(renames.sequences, done.sequences, from.sequences, to.sequences),
  }
}

/** The same renames backwards. */
export function reversedRenames(renames: Renames): Renames {
  const back = (names: Readonly<Record<string, QualifiedName>>, made: readonly QualifiedName[]) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([now, old]) => {
        const found = made.find((each) => qualified(each) === now)
        return found === undefined ? [] : [[qualified(old), found]]
      }),
    )
  const parsed = (names: Readonly<Record<string, QualifiedName>>) => Object.keys(names).map(parseName)
  return {
    tables: back(renames.tables, parsed(renames.tables)),
    columns: Object.fromEntries(
      Object.entries(renames.columns).map(([now, old]) => {
        const { table, column } = splitColumn(now)
        const earlier = renames.tables[table]
        return [`${earlier === undefined ? table : qualified(earlier)}.${ident(old)}`, column]
      }),
    ),
    enums: back(renames.enums, parsed(renames.enums)),
    enumValues: Object.fromEntries(
      Object.entries(renames.enumValues).map(([now, values]) => {
        const earlier = renames.enums[now]
        const swapped = Object.entries(values).map(([value, old]) => [old, value])
        return [earlier === undefined ? now : qualified(earlier), Object.fromEntries(swapped)]
      }),
    ),
    domains: back(renames.domains, parsed(renames.domains)),
    sequences: back(renames.sequences, parsed(renames.sequences)),
  }
}

/** Old names of tables and columns, for what has to find the values again. */
export function movesOf({ tables, columns }: Renames): Moves {
  return { tables, columns }
}

/** Gives everything its new name. What refers to it by its identity follows: keys, indexes, defaults, views. */
export function doRenames(journey: Journey, renames: Renames): void {
  renameTypes(journey, renames)
  renameSequences(journey, renames)
  renameTables(journey, renames)
}

function renameTypes(journey: Journey, { enums, enumValues, domains }: Renames): void {
  for (const pair of renamePairs(Object.entries(enums).map(toPair))) renameType(journey, 'enums', pair)
  for (const pair of renamePairs(Object.entries(domains).map(toPair))) renameType(journey, 'domains', pair)
  for (const [name, values] of Object.entries(enumValues)) {
    const pairs = renamePairs(
      Object.entries(values).map(([value, old]) => ({
        from: { schema: '', name: old },
        to: { schema: '', name: value },
      })),
    )
    const statements = pairs.map(
      ({ from, to }) => `alter type ${name} rename value ${literal(from.name)} to ${literal(to.name)};`,
    )
    const words = Object.entries(values).map(([value, old]) => `"${old}" to "${value}"`)
    addStep(journey, `rename ${words.join(', ')} in enum ${name}`, ...statements)
    const next = new Map(Object.entries(values).map(([value, old]) => [old, value]))
    const rename = (text: string): string => next.get(text) ?? text
    journey.now = {
      ...journey.now,
      enums: journey.now.enums.map((type) =>
        qualified(type) === name ? { ...type, values: type.values.map(rename) } : type,
      ),
    }
  }
}

function renameType(journey: Journey, kind: 'enums' | 'domains', { from, to }: RenamePair): void {
  const word = kind === 'enums' ? 'type' : 'domain'
  addStep(
    journey,
    `rename ${kind === 'enums' ? 'enum' : 'domain'} ${qualified(from)} to ${qualified(to)}`,
    ...nameChangeSql(`alter ${word}`, from, to),
  )
  const list: readonly QualifiedName[] = journey.now[kind]
  const renamed = list.map((type) => (qualified(type) === qualified(from) ? { ...type, ...to } : type))
  const retype = (type: string): string => {
    const element = type.replace(/\[\]$/, '')
    return element === qualified(from) ? `${qualified(to)}${type.slice(element.length)}` : type
  }
  const tables = journey.now.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => ({ ...column, type: retype(column.type) })),
  }))
  journey.now = { ...journey.now, [kind]: renamed, tables }
}

function renameSequences(journey: Journey, { sequences }: Renames): void {
  for (const { from, to } of renamePairs(Object.entries(sequences).map(toPair))) {
    addStep(
      journey,
      `rename sequence ${qualified(from)} to ${qualified(to)}`,
      ...nameChangeSql('alter sequence', from, to),
    )
    const renamed = journey.now.sequences.map((each) =>
      qualified(each) === qualified(from) ? { ...each, ...to } : each,
    )
    journey.now = { ...journey.now, sequences: renamed }
  }
}

function renameTables(journey: Journey, { tables, columns }: Renames): void {
  const wanted = Object.entries(tables).map(toPair)
  const pairs = renamePairs(wanted)
  const isChained = wanted.some(({ to }) => wanted.some(({ from }) => qualified(from) === qualified(to)))
  const titleOf = ({ from, to }: RenamePair): string => `${qualified(from)} to ${qualified(to)}`
  const sqlOf = (some: readonly RenamePair[], renamed: readonly RenamePair[]): string[] => [
    ...some.flatMap(({ from, to }) => nameChangeSql('alter table', from, to)),
    ...renamed.flatMap((pair) =>
      movedPartitions(journey, pair).flatMap(({ from, to }) => nameChangeSql('alter table', from, to)),
    ),
    ...identityNamesSql(
      journey.now,
      renamed.flatMap((pair) => renamedTable(journey, pair)),
    ),
  ]
  // In a chain or a swap a name may never lead to the wrong table.
  if (isChained) addStep(journey, `rename table ${wanted.map(titleOf).join(', ')}`, ...sqlOf(pairs, wanted))
  else for (const pair of pairs) addStep(journey, `rename table ${titleOf(pair)}`, ...sqlOf([pair], [pair]))
  const partitions = wanted.flatMap((pair) => movedPartitions(journey, pair))
  for (const { from, to } of pairs) noteTable(journey, from, to)
  for (const { to } of wanted) notePartitions(journey, to, partitions)
  for (const table of journey.now.tables) {
    const own = Object.entries(columns).filter(([name]) => splitColumn(name).table === qualified(table))
    if (own.length > 0) renameColumns(journey, table, own)
  }
}

/** A table that moves to another schema leaves its partitions behind: those that the goal has there follow. */
function movedPartitions({ now, goal }: Journey, { from, to }: RenamePair): RenamePair[] {
  const wanted = findNamed(goal.tables, to)?.partitions ?? []
  const left = findNamed(now.tables, from)?.partitions.filter((each) => findNamed(wanted, each) === undefined) ?? []
  return left.flatMap((partition) => {
    const same = wanted.find(({ name, bounds }) => name === partition.name && bounds === partition.bounds)
    return same === undefined ? [] : [{ from: nameOf(partition), to: nameOf(same) }]
  })
}

function notePartitions(journey: Journey, name: QualifiedName, moved: readonly RenamePair[]): void {
  changeTable(journey, name, (table) => ({
    ...table,
    partitions: table.partitions.map((each) => ({
      ...each,
      ...moved.find(({ from }) => qualified(from) === qualified(each))?.to,
    })),
  }))
}

function renamedTable({ now }: Journey, { from, to }: RenamePair) {
  const before = findNamed(now.tables, from)
  return before === undefined ? [] : [{ before, after: { ...before, ...to } }]
}

function noteTable(journey: Journey, from: QualifiedName, to: QualifiedName): void {
  const tables = journey.now.tables.map((table) => (qualified(table) === qualified(from) ? { ...table, ...to } : table))
  const sequences = journey.now.sequences.map((each) =>
    each.ownedBy !== undefined && qualified(each.ownedBy.table) === qualified(from)
      ? { ...each, ownedBy: { ...each.ownedBy, table: to } }
      : each,
  )
  journey.now = withReferences({ ...journey.now, tables, sequences }, from, (key) => ({ ...key, target: to }))
}

/** All of a table at once, so that a chain or a swap of names is never seen half done. */
function renameColumns(journey: Journey, table: Table, renamed: readonly (readonly [string, string])[]): void {
  const wanted = renamed.map(([name, old]) => ({
    from: { schema: '', name: old },
    to: { schema: '', name: splitColumn(name).column },
  }))
  const statements = renamePairs(wanted).map(
    ({ from, to }) => `${alter(table)} rename column ${ident(from.name)} to ${ident(to.name)};`,
  )
  const words = wanted.map(({ from, to }) => `${ident(from.name)} to ${ident(to.name)}`)
  const names = new Map(wanted.map(({ from, to }) => [from.name, to.name]))
  const numbered = identityNamesSql(journey.now, [{ before: table, after: withColumnNames(table, names) }])
  const filled = notNullNamesSql(
    journey,
    table,
    table.columns.flatMap((column) => {
      const to = names.get(column.name)
      return to === undefined ? [] : [{ column, to }]
    }),
  )
  addStep(journey, `rename column ${words.join(', ')} of ${qualified(table)}`, ...statements, ...numbered, ...filled)
  const rename = (name: string): string => names.get(name) ?? name
  const isIt = (each: Table): boolean => qualified(each) === qualified(table)
  const tables = journey.now.tables.map((each) => (isIt(each) ? withColumnNames(each, names) : each))
  const sequences = journey.now.sequences.map((each) =>
    each.ownedBy !== undefined && qualified(each.ownedBy.table) === qualified(table)
      ? { ...each, ownedBy: { ...each.ownedBy, column: rename(each.ownedBy.column) } }
      : each,
  )
  journey.now = { ...journey.now, tables, sequences }
  journey.now = withReferences(journey.now, table, (key) => ({ ...key, targetColumns: key.targetColumns.map(rename) }))
}

/** Another schema, another name, or both. */
function nameChangeSql(start: string, from: QualifiedName, to: QualifiedName): string[] {
  const moved = { schema: to.schema, name: from.name }
  return [
    ...(from.schema === to.schema ? [] : [`${start} ${qualified(from)} set schema ${ident(to.schema)};`]),
    ...(from.name === to.name ? [] : [`${start} ${qualified(moved)} rename to ${ident(to.name)};`]),
  ]
}

function toPair([name, old]: readonly [string, QualifiedName]): RenamePair {
  return { from: nameOf(old), to: parseName(name) }
}

function columnKey(table: QualifiedName, column: string): string {
  return `${qualified(table)}.${ident(column)}`
}

/** `billing.invoices` back into its parts. */
function parseName(text: string): QualifiedName {
  const parts = namePartsOf(text)
  return { schema: parts.length > 1 ? (parts[0] ?? '') : 'public', name: parts.at(-1) ?? '' }
}

/** `billing.invoices.number` into table and column. */
export function splitColumn(text: string): { readonly table: string; readonly column: string } {
  const parts = namePartsOf(text)
  return { table: parts.slice(0, -1).map(ident).join('.'), column: parts.at(-1) ?? '' }
}

function namePartsOf(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )
}

function pick<Value>(
  entries: Readonly<Record<string, Value>>,
  isWanted: (name: string, value: Value) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(entries).filter(([name, value]) => isWanted(name, value)))
}
