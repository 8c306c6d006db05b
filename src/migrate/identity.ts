import { ident, literal, qualified } from '../schema/quote.js'
import type { Column, QualifiedName, SequenceOptions, Table } from '../schema/schema.js'
import { addFill } from './fill.js'
import { addStep, columnName, findNamed, isSame, type Journey } from './journey.js'
import { setNotNull } from './not-null.js'
import { clipped } from './parts.js'
import { createSequenceSql, isOwnedBy } from './sequences.js'
import { withColumn } from './table-edits.js'
import { alter, columnCommentSql, columnSql, identitySql, sequenceWords } from './table-sql.js'

/** Numbers the rows that exist in batches, and hands the numbering over to the identity in the end. */
export function addIdentityColumn(journey: Journey, table: Table, column: Column): void {
  const sequence = { schema: table.schema, name: clipped(`${table.name}_${column.name}`, '_numbers') }
  const next = `nextval(${literal(qualified(sequence))})`
  const bare = { ...column, nullable: true, identity: undefined, identityOptions: undefined }
  const name = columnName(table, column.name)
  const words = column.identityOptions === undefined ? [] : sequenceWords(column.identityOptions)
  addStep(
    journey,
    `add column ${name}`,
    `${[`create sequence ${qualified(sequence)} as ${column.type}`, ...words].join(' ')};`,
    `${alter(table)} add column ${columnSql(bare)};`,
    `${alter(table)} alter column ${ident(column.name)} set default ${next};`,
    ...(column.comment === undefined ? [] : [columnCommentSql(table, column.name, column.comment)]),
  )
  journey.allowed.push(`number the rows of ${qualified(table)} in ${ident(column.name)}`)
  const known = withColumn(table, { ...bare, default: next })
  const fill = (): void =>
    addFill(journey, known, {
      title: `number the rows in ${name}`,
      set: `${ident(column.name)} = ${next}`,
      where: `${ident(column.name)} is null`,
    })
  fill()
  setNotNull(journey, known, column, fill)
  addStep(
    journey,
    `let identity number ${name}`,
    `lock table ${qualified(table)} in access exclusive mode;`,
    `${alter(table)} alter column ${ident(column.name)} drop default;`,
    `drop sequence ${qualified(sequence)};`,
    `${alter(table)} alter column ${ident(column.name)} add ${identitySql(column)};`,
    restartSql(table, column),
  )
}

/** Adds, changes or drops the identity of a column; an identity that is new begins behind the largest value. */
export function changeIdentity(journey: Journey, table: Table, before: Column, after: Column): void {
  if (before.identity === after.identity && isSame(before.identityOptions, after.identityOptions)) return
  const column = `${alter(table)} alter column ${ident(after.name)}`
  const name = columnName(table, after.name)
  if (after.identity === undefined) {
    const setDefault = after.default === undefined ? [] : [`${column} set default ${after.default};`]
    const go = continueSql(journey, table, after)
    addStep(
      journey,
      `drop identity of ${name}`,
      `${column} drop identity;`,
      ...numbersSql(journey, table, after),
      ...setDefault,
      ...go,
    )
  } else if (before.identity === undefined) {
    // PostgreSQL numbers only columns that cannot be NULL.
    if (before.nullable) setNotNull(journey, table, after, undefined)
    addStep(
      journey,
      `add identity of ${name}`,
      `lock table ${qualified(table)} in access exclusive mode;`,
      ...(before.default === undefined ? [] : [`${column} drop default;`]),
      ...dropNumbers(journey, table, after),
      `${column} add ${identitySql(after)};`,
      restartSql(table, after),
    )
  } else addStep(journey, `change identity of ${name}`, `${column} ${changedIdentity(before, after)};`)
}

/** A sequence of the column that the spec gives up: the identity is to have its name. */
function dropNumbers(journey: Journey, table: Table, { name }: Column): string[] {
  const { goal, hints, direction, now } = journey
  const old = now.sequences.find(
    (each) =>
      isOwnedBy(each, table, name) &&
      findNamed(goal.sequences, each) === undefined &&
      (direction === 'down' || hints.drops.sequences.includes(qualified(each))),
  )
  if (old === undefined) return []
  journey.allowed.push(`drop sequence ${qualified(old)}`)
  journey.now = { ...now, sequences: now.sequences.filter((each) => each !== old) }
  return [`drop sequence ${qualified(old)};`]
}

/** A sequence in place of the identity, which may have its name until then. */
function numbersSql(journey: Journey, table: Table, { name }: Column): string[] {
  const late = journey.goal.sequences.filter(
    (each) => findNamed(journey.now.sequences, each) === undefined && isOwnedBy(each, table, name),
  )
  const sequences = [...journey.now.sequences, ...late.map((each) => ({ ...each, ownedBy: undefined }))]
  journey.now = { ...journey.now, sequences }
  return late.flatMap(createSequenceSql)
}

/** A sequence that is new begins behind the largest value. */
function continueSql({ goal, origin }: Journey, table: Table, after: Column): string[] {
  const fresh = goal.sequences.filter((each) => findNamed(origin.sequences, each) === undefined)
  const next = fresh.find(
    (each) =>
      after.default === `nextval(${literal(qualified(each))}::regclass)` ||
      after.default === `nextval(${literal(qualified(each))})`,
  )
  return next === undefined ? [] : [setvalSql(literal(qualified(next)), table, after.name)]
}

function changedIdentity(before: Column, after: Column): string {
  const words = [
    ...(before.identity === after.identity ? [] : [`set generated ${after.identity ?? ''}`]),
    ...optionChanges(before.identityOptions, after.identityOptions).map((word) => `set ${word}`),
  ]
  return words.join(' ')
}

/** What is left out goes back to what PostgreSQL has by default. */
function optionChanges(before: SequenceOptions | undefined, after: SequenceOptions | undefined): string[] {
  const gone = (key: keyof SequenceOptions): boolean => before?.[key] !== undefined && after?.[key] === undefined
  return [
    ...(after === undefined ? [] : sequenceWords(after)),
    ...(gone('increment') ? ['increment by 1'] : []),
    ...(gone('minimum') ? ['no minvalue'] : []),
    ...(gone('maximum') ? ['no maxvalue'] : []),
    ...(gone('start') ? ['start with 1'] : []),
    ...(gone('cache') ? ['cache 1'] : []),
    ...(gone('cycle') ? ['no cycle'] : []),
  ]
}

/** Without it the next row would get the number of one that exists. */
export function restartSql(table: QualifiedName, { name }: Pick<Column, 'name'>): string {
  const sequence = `pg_get_serial_sequence(${literal(qualified(table))}, ${literal(name)})`
  return setvalSql(sequence, table, name)
}

function setvalSql(sequence: string, table: QualifiedName, name: string): string {
  return `select setval(${sequence}, max(${ident(name)})) from ${qualified(table)} having max(${ident(name)}) is not null;`
}
