import { ident, literal, qualified } from '../schema/quote.js'
import type { EnumType, QualifiedName, Sequence } from '../schema/schema.js'
import { createOrAlterDomain, refuseRewrites } from './domains.js'
import { addOutside, addStep, findNamed, isSame, type Journey, refuse } from './journey.js'
import { createSequenceSql } from './sequences.js'
import { changeNumbering } from './serial.js'
import { commentSql, sequenceWords } from './table-sql.js'

/** Extensions and schemas that are new. */
export function createSurroundings(journey: Journey): void {
  const { now, goal } = journey
  for (const name of goal.extensions.filter((each) => !now.extensions.includes(each))) {
    addStep(journey, `create extension ${ident(name)}`, `create extension if not exists ${ident(name)};`)
  }
  for (const name of goal.schemas.filter((each) => !now.schemas.includes(each))) {
    addStep(journey, `create schema ${ident(name)}`, `create schema ${ident(name)};`)
  }
  const extensions = [...new Set([...now.extensions, ...goal.extensions])].sort()
  const schemas = [...new Set([...now.schemas, ...goal.schemas])].sort()
  journey.now = { ...now, extensions, schemas }
}

/** Extensions and schemas that the spec no longer has. An extension stays: others may use it. */
export function dropSurroundings(journey: Journey): void {
  const { now, goal, hints, direction } = journey
  for (const name of now.schemas.filter((each) => !goal.schemas.includes(each))) {
    addStep(journey, `drop schema ${ident(name)}`, `drop schema ${ident(name)};`)
  }
  for (const name of now.extensions.filter((each) => !goal.extensions.includes(each))) {
    if (direction === 'up' && hints.drops.extensions.includes(ident(name))) {
      journey.allowed.push(`drop extension ${ident(name)}`)
      addStep(journey, `drop extension ${ident(name)}`, `drop extension ${ident(name)};`)
    }
  }
  journey.now = { ...now, schemas: goal.schemas, extensions: goal.extensions }
}

/** Enums, domains and sequences that are new, and what can be changed of the others without touching a table. */
export function createTypes(journey: Journey): void {
  for (const type of journey.goal.enums) createOrAlterEnum(journey, type)
  for (const domain of journey.goal.domains) createOrAlterDomain(journey, domain)
  refuseRewrites(journey)
  changeNumbering(journey)
  for (const sequence of journey.goal.sequences) createOrAlterSequence(journey, sequence)
}

/** Enums, domains and sequences that the spec no longer has. */
export function dropTypes(journey: Journey): void {
  const gone = <Named extends QualifiedName>(now: readonly Named[], goal: readonly Named[]): Named[] =>
    now.filter((each) => findNamed(goal, each) === undefined)
  const { now, goal, hints } = journey
  for (const each of gone(now.sequences, goal.sequences)) {
    // One that belongs to a column goes with it.
    if (each.ownedBy !== undefined && !hasColumn(journey, each.ownedBy)) continue
    expectAllowed(journey, 'sequence', each, hints.drops.sequences, 'it would lose its number')
    addStep(journey, `drop sequence ${qualified(each)}`, `drop sequence ${qualified(each)};`)
  }
  const fresh = <Named extends QualifiedName>(known: readonly Named[], all: readonly Named[]): Named[] =>
    all.filter((each) => findNamed(known, each) === undefined)
  const { origin } = journey
  for (const each of gone(now.domains, goal.domains)) {
    const twin = fresh(origin.domains, goal.domains).find(({ type, checks }) =>
      isSame([type, checks.map(({ sql }) => sql)], [each.type, each.checks.map(({ sql }) => sql)]),
    )
    if (twin !== undefined) refuseTwin(journey, 'domain', each, twin, hints.drops.domains)
    addStep(journey, `drop domain ${qualified(each)}`, `drop domain ${qualified(each)};`)
  }
  for (const each of gone(now.enums, goal.enums)) {
    const twin = fresh(origin.enums, goal.enums).find(({ values }) => shareMost(values, each.values))
    if (twin !== undefined) refuseTwin(journey, 'enum', each, twin, hints.drops.enums)
    addStep(journey, `drop enum ${qualified(each)}`, `drop type ${qualified(each)};`)
  }
  journey.now = { ...journey.now, enums: goal.enums, domains: goal.domains, sequences: goal.sequences }
}

/** `create type post_status as enum (...)` */
export function createEnumSql(type: EnumType): string {
  const values = type.values.map((value) => `  ${literal(value)}`).join(',\n')
  return `create type ${qualified(type)} as enum (\n${values}\n);`
}

/** The comment of an enum that is new, where it has one. */
export function enumCommentSql(type: EnumType): string[] {
  return type.comment === undefined ? [] : [`comment on type ${qualified(type)} is ${commentSql(type.comment)};`]
}

/** Whether the values that an enum has stay, in their order, so that new ones can be added between them. */
export function keepsValues(from: EnumType, to: EnumType): boolean {
  return isSame(
    to.values.filter((value) => from.values.includes(value)),
    from.values,
  )
}

/** A type that goes and one that comes and is much the same: renamed or not, it is for the spec to say. */
function refuseTwin(
  journey: Journey,
  kind: 'enum' | 'domain',
  gone: QualifiedName,
  come: QualifiedName,
  allowed: readonly string[],
): void {
  const subject = qualified(gone)
  if (allowed.includes(subject)) return
  refuse(journey, {
    code: 'MG102',
    subject,
    message: `the ${kind} is gone from the spec, and ${qualified(come)} is new and much the same`,
    hint: `write "renamed_from: ${subject}" at ${qualified(come)}, or "drop: { ${kind}s: [${subject}] }" at the top of the spec`,
  })
}

function shareMost(a: readonly string[], b: readonly string[]): boolean {
  return a.filter((value) => b.includes(value)).length * 2 > Math.max(a.length, b.length)
}

function expectAllowed(
  journey: Journey,
  kind: string,
  name: QualifiedName,
  allowed: readonly string[],
  why: string,
): void {
  const subject = qualified(name)
  if (allowed.includes(subject)) journey.allowed.push(`drop ${kind} ${subject}`)
  else {
    refuse(journey, {
      code: 'MG101',
      subject,
      message: `the ${kind} is gone from the spec; dropped, ${why}`,
      hint: `put it back, or write "drop: { ${kind}s: [${subject}] }" at the top of the spec`,
    })
  }
}

function hasColumn({ goal }: Journey, { table, column }: { readonly table: QualifiedName; readonly column: string }) {
  return findNamed(goal.tables, table)?.columns.some(({ name }) => name === column) === true
}

function createOrAlterEnum(journey: Journey, type: EnumType): void {
  const known = findNamed(journey.now.enums, type)
  const name = qualified(type)
  if (known === undefined) {
    addStep(journey, `create enum ${name}`, createEnumSql(type), ...enumCommentSql(type))
  } else if (keepsValues(known, type)) {
    // A value cannot be used in the transaction that adds it.
    for (const [index, value] of type.values.entries()) {
      if (!known.values.includes(value)) addOutside(journey, ...addValueSql(known, type, value, index))
    }
  }
  // Values that go or change places take the columns along: see `rebuiltEnums`.
  const isDone = known === undefined || keepsValues(known, type)
  const now = { ...(isDone ? type : known), comment: known === undefined ? type.comment : known.comment }
  if (known !== undefined && known.comment !== type.comment) {
    addStep(journey, `comment on enum ${name}`, `comment on type ${name} is ${commentSql(type.comment)};`)
  }
  const others = journey.now.enums.filter((each) => each !== known)
  journey.now = { ...journey.now, enums: [...others, { ...now, comment: type.comment }] }
}

function addValueSql(known: EnumType, type: EnumType, value: string, index: number): [string, string] {
  const next = type.values.slice(index + 1).find((later) => known.values.includes(later))
  const place = next === undefined ? '' : ` before ${literal(next)}`
  const name = qualified(type)
  return [`add "${value}" to enum ${name}`, `alter type ${name} add value if not exists ${literal(value)}${place};`]
}

function createOrAlterSequence(journey: Journey, sequence: Sequence): void {
  const known = findNamed(journey.now.sequences, sequence)
  const name = qualified(sequence)
  const comment = `comment on sequence ${name} is ${commentSql(sequence.comment)};`
  if (known === undefined) {
    if (replacesIdentity(journey, sequence)) return
    addStep(journey, `create sequence ${name}`, ...createSequenceSql(sequence))
  } else {
    refuseTurned(journey, known, sequence)
    const isOther = known.type !== sequence.type || !isSame(known.options, sequence.options)
    const words = isOther ? [`alter sequence ${name} as ${sequence.type}`, ...changedWords(known, sequence)] : []
    addStep(
      journey,
      `alter sequence ${name}`,
      ...(isOther ? [`${words.join(' ')};`] : []),
      ...(known.comment === sequence.comment ? [] : [comment]),
    )
  }
  const others = journey.now.sequences.filter((each) => each !== known)
  journey.now = { ...journey.now, sequences: [...others, { ...sequence, ownedBy: known?.ownedBy }] }
}

/** It is made when the identity goes, which may have its name. */
function replacesIdentity({ now }: Journey, { ownedBy }: Sequence): boolean {
  const column = ownedBy && findNamed(now.tables, ownedBy.table)?.columns.find(({ name }) => name === ownedBy.column)
  return column?.identity !== undefined
}

/** What is left out goes back to what PostgreSQL has by default. */
function changedWords(from: Sequence, { options }: Sequence): string[] {
  const before = from.options
  return [
    ...sequenceWords({ ...options, increment: options.increment ?? (before.increment && '1') }),
    ...(before.minimum !== undefined && options.minimum === undefined ? ['no minvalue'] : []),
    ...(before.maximum !== undefined && options.maximum === undefined ? ['no maxvalue'] : []),
    ...(before.cache !== undefined && options.cache === undefined ? ['cache 1'] : []),
    ...(before.cycle === true && options.cycle === undefined ? ['no cycle'] : []),
    ...(options.start === undefined && startOf(from) !== startOf({ options })
      ? [`start with ${startOf({ options })}`]
      : []),
  ]
}

function startOf({ options }: Pick<Sequence, 'options'>): string {
  const { start, minimum, maximum } = options
  return start ?? (isFalling({ options }) ? (maximum ?? '-1') : (minimum ?? '1'))
}

function isFalling({ options }: Pick<Sequence, 'options'>): boolean {
  return options.increment?.startsWith('-') === true
}

/** Its number is not between the bounds that it would have then. */
function refuseTurned(journey: Journey, from: Sequence, to: Sequence): void {
  const hasBounds = [from, to].every(
    ({ options: { minimum, maximum } }) => minimum !== undefined && maximum !== undefined,
  )
  if (isFalling(from) === isFalling(to) || hasBounds) return
  refuse(journey, {
    code: 'MG120',
    subject: qualified(to),
    message: 'the sequence is to count the other way, where its number is out of bounds',
    hint: 'give it "minimum" and "maximum" first, or add a sequence with another name',
  })
}

/** Gives sequences to the columns with which they go; after the columns. */
export function ownSequences(journey: Journey): void {
  for (const { ownedBy, ...rest } of journey.goal.sequences) {
    const known = findNamed(journey.now.sequences, rest)
    if (known === undefined || isSame(known.ownedBy, ownedBy)) continue
    const owner = ownedBy === undefined ? 'none' : `${qualified(ownedBy.table)}.${ident(ownedBy.column)}`
    addStep(
      journey,
      `sequence ${qualified(rest)} owned by ${owner}`,
      `alter sequence ${qualified(rest)} owned by ${owner};`,
    )
    const sequences = journey.now.sequences.map((each) => (each === known ? { ...each, ownedBy } : each))
    journey.now = { ...journey.now, sequences }
  }
}
