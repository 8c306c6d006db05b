import { ident, literal, qualified } from '../schema/quote.js'
import type { Column, ForeignKeyConstraint, KeyConstraint, QualifiedName, Table } from '../schema/schema.js'
import { besideRightsSql } from './column-rights.js'
import { checkSql, createIndexSql, deferrableSql, foreignKeySql, keyIndexOf } from './constraint-sql.js'
import { validate } from './constraints.js'
import { addFill, dollarQuoted } from './fill.js'
import { addOutside, addStep, changeTable, columnName, isSameName, type Journey } from './journey.js'
import { checkName } from './not-null.js'
import { clipped, standIn } from './parts.js'
import type { Retype, RetypeGroup } from './retype.js'
import { castTo } from './retype-in-place.js'
import { lockOrder, type Swap, type SwappedKey, standInColumns, standInIndex, swappedKeys, swapsOf } from './swap.js'
import { withoutColumn } from './table-edits.js'
import { alter, columnCommentSql, defaultSql, identitySql, typeSql } from './table-sql.js'
import { createEnumSql, enumCommentSql } from './types.js'

/**
 * Builds the new columns beside the old ones, with values that a trigger keeps in step and that are filled in batches,
 * with their indexes and foreign keys; then all change places in one short transaction.
 */
export function swapColumns(journey: Journey, group: RetypeGroup): void {
  const swaps = swapsOf(journey, group.retypes)
  const keys = swappedKeys(journey, swaps)
  for (const { before, after } of group.enums) {
    const type = { ...after, name: standIn(before.name) }
    addStep(journey, `create enum ${qualified(type)}`, createEnumSql(type), ...enumCommentSql(type))
  }
  const typeOf = (type: string): string => standInType(group, type)
  for (const swap of swaps) addColumnsBeside(journey, swap, typeOf)
  for (const swap of swaps) fillBeside(journey, swap, typeOf)
  for (const swap of swaps) buildBeside(journey, swap, group)
  for (const { owner, key } of keys) addKeyBeside(journey, owner, key, swaps)
  changePlaces(journey, group, swaps, keys)
}

function addColumnsBeside(journey: Journey, { table, retypes }: Swap, typeOf: (type: string) => string): void {
  const columns = retypes.map(
    ({ after }) =>
      `${alter(table)} add column ${ident(standIn(after.name))} ${typeSql({ ...after, type: typeOf(after.type) })};`,
  )
  const assignments = retypes.map((retype) => assignment(table, retype, typeOf))
  const body = `\nbegin\n${assignments.join('\n')}\n  return new;\nend\n`
  addStep(
    journey,
    `${wordsOf(retypes)}: columns beside, kept in step by a trigger`,
    ...columns,
    `create function ${syncName(table)}() returns trigger language plpgsql as ${dollarQuoted(body)};`,
    `create trigger ${ident(triggerName(table))} before insert or update on ${qualified(table)}\nfor each row execute function ${syncName(table)}();`,
  )
}

/** What the trigger does for one column: names of columns mean those of the new row. */
function assignment(table: Table, { before, after, using }: Retype, typeOf: (type: string) => string): string {
  const place = `new.${ident(standIn(after.name))}`
  if (using === ident(before.name)) return `  ${place} := new.${using};`
  return `  select ${castTo(using, typeOf(after.type))} into ${place} from (select new.*) as ${ident(table.name)};`
}

function fillBeside(journey: Journey, { table, retypes }: Swap, typeOf: (type: string) => string): void {
  const sets = retypes.map(({ after, using }) => `${ident(standIn(after.name))} = ${castTo(using, typeOf(after.type))}`)
  const missing = retypes.map(({ before, after, using }) => {
    const value = using === ident(before.name) ? using : `(${using})`
    return `${ident(standIn(after.name))} is null and ${value} is not null`
  })
  addFill(journey, table, {
    title: `fill ${retypes.map(({ after }) => columnName(table, standIn(after.name))).join(', ')}`,
    set: sets.join(', '),
    where: missing.length === 1 ? (missing[0] ?? '') : `(${missing.map((each) => `(${each})`).join(' or ')})`,
  })
  for (const { after } of retypes.filter(({ before }) => !before.nullable)) {
    const name = checkName(table, after.name)
    addStep(
      journey,
      `expect values of ${columnName(table, standIn(after.name))}`,
      `${alter(table)} add constraint ${ident(name)} check (${ident(standIn(after.name))} is not null) not valid;`,
    )
    validate(journey, table, 'check', name)
  }
}

function buildBeside(journey: Journey, swap: Swap, { enums }: RetypeGroup): void {
  const keys = [...(swap.primaryKey === undefined ? [] : [swap.primaryKey]), ...swap.uniques]
  for (const index of [...keys.map(keyIndexOf), ...swap.indexes].map((each) => standInIndex(swap, each, enums))) {
    addOutside(
      journey,
      `build index ${ident(index.name)} on ${qualified(swap.table)}`,
      createIndexSql(swap.table, index, true),
    )
  }
}

function addKeyBeside(journey: Journey, owner: Table, key: ForeignKeyConstraint, swaps: readonly Swap[]): void {
  const renameOf = (table: QualifiedName): ((column: string) => string) => {
    const swap = swaps.find((each) => isSameName(each.table, table))
    return swap === undefined ? (column) => column : standInColumns(swap)
  }
  const beside = {
    ...key,
    name: standIn(key.name),
    columns: key.columns.map(renameOf(owner)),
    targetColumns: key.targetColumns.map(renameOf(key.target)),
    onDeleteColumns: key.onDeleteColumns?.map(renameOf(owner)),
    notValid: true as const,
  }
  const lock = isSameName(owner, key.target) ? [] : [`lock table ${qualified(key.target)} in share row exclusive mode;`]
  addStep(
    journey,
    `add foreign key ${qualified(owner)}.${ident(beside.name)}`,
    ...lock,
    `${alter(owner)} add ${foreignKeySql(beside)};`,
  )
  if (key.notValid !== true) validate(journey, owner, 'foreign key', beside.name)
}

function changePlaces(journey: Journey, group: RetypeGroup, swaps: readonly Swap[], keys: readonly SwappedKey[]): void {
  const owned = journey.now.sequences.filter(({ ownedBy }) =>
    swaps.some(
      ({ table, retypes }) =>
        ownedBy !== undefined &&
        isSameName(ownedBy.table, table) &&
        retypes.some(({ before }) => before.name === ownedBy.column),
    ),
  )
  addStep(
    journey,
    `${wordsOf(group.retypes)}: columns change places`,
    ...lockOrder(swaps, keys).map((name) => `lock table ${name} in access exclusive mode;`),
    ...swaps.flatMap(({ table }) => [
      `drop trigger ${ident(triggerName(table))} on ${qualified(table)};`,
      `drop function ${syncName(table)}();`,
    ]),
    ...keys.map(({ owner, key }) => `${alter(owner)} drop constraint ${ident(key.name)};`),
    ...owned.map((sequence) => `alter sequence ${qualified(sequence)} owned by none;`),
    ...numbered(group.retypes).map(rememberSql),
    besideRightsSql(group.retypes),
    ...group.retypes.map(({ table, before }) => `${alter(table)} drop column ${ident(before.name)};`),
    ...group.enums.flatMap(({ before }) => [
      `drop type ${qualified(before)};`,
      `alter type ${qualified({ ...before, name: standIn(before.name) })} rename to ${ident(before.name)};`,
    ]),
    ...swaps.flatMap(placesOf),
    ...numbered(group.retypes).map(goOnSql),
    ...swaps.flatMap(({ table, checks }) =>
      checks.map((check) => `${alter(table)} add ${checkSql({ ...check, notValid: true })};`),
    ),
    ...keys.map(
      ({ owner, key }) => `${alter(owner)} rename constraint ${ident(standIn(key.name))} to ${ident(key.name)};`,
    ),
    ...owned.map(
      (sequence) =>
        `alter sequence ${qualified(sequence)} owned by ${sequence.ownedBy === undefined ? 'none' : `${qualified(sequence.ownedBy.table)}.${ident(sequence.ownedBy.column)}`};`,
    ),
  )
  noteSwap(journey, group, swaps)
  for (const { table, checks } of swaps) {
    for (const check of checks.filter(({ notValid }) => notValid !== true)) {
      validate(journey, table, 'check', check.name)
    }
  }
}

/** The statements by which the new columns of one table take the places of the old ones. */
function placesOf({ table, retypes, primaryKey, uniques, indexes }: Swap): string[] {
  const schema = table.schema
  return [
    ...retypes.map(
      ({ after }) => `${alter(table)} rename column ${ident(standIn(after.name))} to ${ident(after.name)};`,
    ),
    ...retypes.flatMap(({ before, after }) =>
      before.nullable
        ? []
        : [
            `${alter(table)} alter column ${ident(after.name)} set not null;`,
            `${alter(table)} drop constraint ${ident(checkName(table, after.name))};`,
          ],
    ),
    ...retypes.flatMap(({ before, after }) => restoreSql(table, before, after)),
    ...(primaryKey === undefined ? [] : [attachSql(table, primaryKey, 'primary key')]),
    ...uniques.map((key) => attachSql(table, key, 'unique')),
    ...indexes.map(({ name }) => `alter index ${qualified({ schema, name: standIn(name) })} rename to ${ident(name)};`),
  ]
}

/** Default, identity and comment as they are to be. */
function restoreSql(table: Table, before: Column, after: Column): string[] {
  const column = `${alter(table)} alter column ${ident(after.name)}`
  return [
    ...(after.default === undefined || after.identity !== undefined
      ? []
      : [`${column} set default ${defaultSql(after.default)};`]),
    ...(before.identity === undefined ? [] : [`${column} add ${identitySql(before)};`]),
    ...(before.comment === undefined ? [] : [columnCommentSql(table, after.name, before.comment)]),
  ]
}

function attachSql(table: Table, key: KeyConstraint, kind: string): string {
  return `${alter(table)} add constraint ${ident(key.name)} ${kind} using index ${ident(standIn(key.name))}${deferrableSql(key.deferrable)};`
}

/** Columns whose identity has to go on with the numbers of the old one, even of rows that are gone. */
function numbered(retypes: readonly Retype[]): Retype[] {
  return retypes.filter(({ before }) => before.identity !== undefined)
}

function rememberSql(retype: Retype, index: number): string {
  const last = `pg_sequence_last_value(${sequenceOf(retype)}::regclass)::text`
  return `select set_config('dbgen.last_value_${index + 1}', coalesce(${last}, ''), true);`
}

function goOnSql(retype: Retype, index: number): string {
  return `select setval(${sequenceOf(retype)}, nullif(current_setting('dbgen.last_value_${index + 1}'), '')::bigint);`
}

function sequenceOf({ table, after }: Retype): string {
  return `pg_get_serial_sequence(${literal(qualified(table))}, ${literal(after.name)})`
}

/** `change users.id to bigint` */
function wordsOf(retypes: readonly Retype[]): string {
  return `change ${retypes.map(({ table, after }) => `${columnName(table, after.name)} to ${after.type}`).join(', ')}`
}

/** What went with the old columns is noted as gone, so that it is made again; what took its place is there. */
function noteSwap(journey: Journey, group: RetypeGroup, swaps: readonly Swap[]): void {
  journey.now = {
    ...journey.now,
    enums: journey.now.enums.map((type) => group.enums.find(({ before }) => isSameName(before, type))?.after ?? type),
  }
  for (const { table, retypes, primaryKey, uniques, indexes, checks } of swaps) {
    changeTable(journey, table, (known) => {
      const bare = retypes.reduce((each, { before }) => withoutColumn(each, before.name), known)
      return {
        ...bare,
        columns: known.columns.map((column) => {
          const own = retypes.find(({ before }) => before.name === column.name)
          return own === undefined
            ? column
            : {
                ...column,
                type: own.after.type,
                collation: own.after.collation,
                default: own.before.identity === undefined ? own.after.default : column.default,
              }
        }),
        primaryKey: bare.primaryKey ?? primaryKey,
        uniques: [...bare.uniques, ...uniques],
        foreignKeys: known.foreignKeys,
        indexes: [...bare.indexes, ...indexes],
        checks: [...bare.checks, ...checks.filter((check) => !bare.checks.includes(check))],
      }
    })
  }
}

/** An enum that is made anew has a name of its own until it takes the place of the old one. */
function standInType({ enums }: RetypeGroup, type: string): string {
  const found = enums.find(({ before }) => qualified(before) === type.replace(/\[\]$/, ''))
  if (found === undefined) return type
  const name = qualified({ ...found.before, name: standIn(found.before.name) })
  return type.endsWith('[]') ? `${name}[]` : name
}

/** Behind other triggers, which run in the order of their names. */
function triggerName(table: QualifiedName): string {
  return clipped(`zz_${table.name}`, '_in_step')
}

function syncName(table: QualifiedName): string {
  return qualified({ schema: table.schema, name: triggerName(table) })
}
