import { compareSchemas } from '../schema/differences.js'
import { ident, qualified } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'
import { withoutColumnOrder } from './both-schemas.js'
import { type Drift, schemaDrift } from './drift-schema.js'
import { mapExpressions, type Place, placeKey } from './expressions.js'
import type { LiveCatalog } from './live-catalog.js'
import type { Grant, OwnedObject } from './owned-objects.js'
import { differingParts } from './proof-failed.js'
import { objectNames } from './restored.js'

/** Whether two texts of SQL, as PostgreSQL prints them, mean the same. */
export type SameSql = (one: string, other: string) => boolean

/**
 * Where a database is not what the migrations lead to, sorted by kind and name. Not drift: extensions that nobody asked for,
 * the order of columns, names of sequences of identity columns, and whatever the role that owns most objects may do.
 */
export function findDrift(expected: LiveCatalog, actual: LiveCatalog, isSame: SameSql): Drift[] {
  const known = expected.schema.extensions
  const live = { ...actual.schema, extensions: actual.schema.extensions.filter((name) => known.includes(name)) }
  const spelled = inSpellingOf(withoutColumnOrder(expected.schema), withoutColumnOrder(live), isSame)
  const inSchema = schemaDrift(compareSchemas(withoutColumnOrder(expected.schema), spelled))
  const isGone = isOfLost(inSchema)
  const isTold = toldWhole(inSchema)
  const others = [
    ...objectDrift(expected, actual, isSame),
    ...unfinishedDrift(expected, actual),
    ...ownerDrift(expected, actual),
  ].filter((each) => !isGone(each.name) && !isTold(each))
  return [...inSchema.filter((each) => each.kind === 'schema' || !isInLostSchema(inSchema)(each.name)), ...others].sort(
    (a, b) => (sortKey(a) < sortKey(b) ? -1 : 1),
  )
}

function sortKey({ kind, name, message }: Drift): string {
  return `${kind}\0${name}\0${message}`
}

/** The actual schema with the texts of the expected one wherever both mean the same. */
function inSpellingOf(expected: Schema, actual: Schema, isSame: SameSql): Schema {
  const texts = new Map<string, string>()
  const key = (kind: string, owner: { schema: string; name: string }, place: Place): string =>
    `${kind} ${qualified(owner)} ${placeKey(place)}`
  const note =
    (kind: string) =>
    (owner: { schema: string; name: string }, place: Place, sql: string): string => {
      texts.set(key(kind, owner, place), sql)
      return sql
    }
  mapExpressions(expected, note('table'), note('domain'))
  const spell =
    (kind: string) =>
    (owner: { schema: string; name: string }, place: Place, sql: string): string => {
      const wanted = texts.get(key(kind, owner, place))
      return wanted !== undefined && isSame(wanted, sql) ? wanted : sql
    }
  return mapExpressions(actual, spell('table'), spell('domain'))
}

/** What belongs to a table, or lies in a schema, that is missing or not expected as a whole is not told again. */
function isOfLost(drift: readonly Drift[]): (name: string) => boolean {
  const tables = wholly(drift, 'table')
  const isInSchema = isInLostSchema(drift)
  return (name) =>
    tables.some((table) => name === table || name.endsWith(` on ${table}`) || name.startsWith(`${table}.`)) ||
    isInSchema(name)
}

function isInLostSchema(drift: readonly Drift[]): (name: string) => boolean {
  const schemas = wholly(drift, 'schema').map(ident)
  return (name) =>
    schemas.some((schema) => name === schema || name.startsWith(`${schema}.`) || name.includes(` on ${schema}.`))
}

function wholly(drift: readonly Drift[], kind: string): string[] {
  return drift.filter((each) => each.kind === kind && each.state !== 'changed').map(({ name }) => name)
}

/** What more there is to say of a column or a constraint that is missing or not expected. */
function toldWhole(drift: readonly Drift[]): (each: Drift) => boolean {
  const whole = new Set(drift.filter(({ state }) => state !== 'changed').map(({ kind, name }) => `${kind} ${name}`))
  return ({ kind, name }) => whole.has(`${kind} ${name}`)
}

function objectDrift(expected: LiveCatalog, actual: LiveCatalog, isSame: SameSql): Drift[] {
  // Of these the schema says more than that they are there.
  const told = new Set([...objectNames(expected.schema), ...objectNames(actual.schema)])
  const names = [...new Set([...expected.objects.keys(), ...actual.objects.keys()])]
  return names.flatMap((full): Drift[] => {
    const [wanted, found] = [expected.objects.get(full), actual.objects.get(full)]
    const { kind, name } = splitName(full)
    const isPart = kind === 'column' || kind === 'constraint' || told.has(full)
    if (isPart || (wanted !== undefined && found !== undefined)) return changeOf({ kind, name }, wanted, found, isSame)
    return wanted === undefined
      ? [{ kind, name, state: 'unexpected', message: 'is not expected' }]
      : [{ kind, name, state: 'missing', message: 'is missing' }]
  })
}

/** What is said of a part only where it is not as usual is nothing where it is not said. */
function changeOf(
  named: Pick<Drift, 'kind' | 'name'>,
  wanted: string | undefined,
  found: string | undefined,
  isSame: SameSql,
): Drift[] {
  const [should, is] = [wanted ?? '', found ?? '']
  return isSame(should, is) ? [] : [{ ...named, state: 'changed', message: describeChange(should, is) }]
}

function splitName(full: string): Pick<Drift, 'kind' | 'name'> {
  const [kind = ''] = KINDS.exec(full) ?? []
  const name = full.slice(kind.length)
  if (kind === 'default grants ') return { kind: 'grant', name: `default ${name}` }
  return { kind: kind === 'comment on ' ? 'comment' : kind.trim(), name }
}

const KINDS =
  /^(?:comment on |default grants |materialized view |foreign table |event trigger |operator class |text search \w+ |[a-z]+ )/

const LONGEST = 80

/** On one line; of long texts only what differs. */
function describeChange(should: string, is: string): string {
  const [wanted, found] = [onOneLine(should), onOneLine(is)]
  if (wanted === '') return `is ${found}`
  if (found === '') return `is not ${wanted}`
  const isLong = wanted.length > LONGEST || found.length > LONGEST
  const [left, right] = isLong ? differingParts(wanted, found) : [wanted, found]
  return `is ${right}, expected ${left}`
}

function onOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

function unfinishedDrift(expected: LiveCatalog, actual: LiveCatalog): Drift[] {
  return actual.unfinished
    .filter((line) => !expected.unfinished.includes(line))
    .map((line) => ({
      kind: 'index',
      name: line.replace(/^index (.*) is not valid$/s, '$1'),
      state: 'changed',
      message: 'is not valid',
    }))
}

function ownerDrift(expected: LiveCatalog, actual: LiveCatalog): Drift[] {
  const wanted = new Map(expected.owned.map((object) => [object.name, object]))
  return actual.owned.flatMap((object) => {
    const other = wanted.get(object.name)
    if (other === undefined && !object.name.startsWith('column ')) return []
    const { name } = splitName(object.name)
    return [
      ...changedOwner(name, object, other, expected, actual),
      ...grantDrift(name, object, other, expected, actual),
    ]
  })
}

/** The schema `public` belongs to whoever made the database. */
function changedOwner(
  name: string,
  { owner }: OwnedObject,
  other: OwnedObject | undefined,
  expected: LiveCatalog,
  actual: LiveCatalog,
): Drift[] {
  if (other === undefined || name === 'public') return []
  const should = other.owner === expected.owner ? actual.owner : other.owner
  if (owner === should || should === undefined) return []
  return [{ kind: 'owner', name, state: 'changed', message: `is ${owner}, expected ${should}` }]
}

function grantDrift(
  name: string,
  object: OwnedObject,
  other: OwnedObject | undefined,
  expected: LiveCatalog,
  actual: LiveCatalog,
): Drift[] {
  const [has, should] = [textsOf(object.grants, actual.owner), textsOf(other?.grants ?? [], expected.owner)]
  const lost = object.revoked.filter((privilege) => other?.revoked.includes(privilege) !== true)
  const isPublicOwner = name === 'public'
  return [
    ...has
      .filter((grant) => !should.includes(grant))
      .map((grant) => grantOf(name, 'unexpected', `${grant} is not expected`)),
    ...should.filter((grant) => !has.includes(grant)).map((grant) => grantOf(name, 'missing', `${grant} is missing`)),
    ...(isPublicOwner ? [] : lost.map((privilege) => grantOf(name, 'missing', `${privilege} of the owner is missing`))),
  ]
}

function grantOf(name: string, state: Drift['state'], message: string): Drift {
  return { kind: 'grant', name, state, message }
}

function textsOf(grants: readonly Grant[], owner: string | undefined): string[] {
  return grants.filter(({ role }) => role !== owner).map(({ privilege, role }) => `${privilege} to ${role}`)
}
