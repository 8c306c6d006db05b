import type { Span } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import { functionClaims, methodClaims } from './function-claims.js'
import { tableName } from './naming.js'
import { placeOf } from './places.js'
import { runtimeNames } from './reserved.js'

/** Something that has a name in the generated code. */
export interface Claim {
  readonly name: string
  /** For messages: `the type of new rows of model "Post"`. */
  readonly what: string
  readonly span: Span
}

/** Notes names of the spec that become one name in the generated code. */
export function checkCollisions(building: Building): void {
  const entities = [...building.entities.values()]
  const own = [...enumClaims(building), ...entities.flatMap(ownClaims)]
  const derived = [...entities.flatMap(derivedClaims), ...importClaims(entities)]
  reportTypes(building, own, derived)
  const types = new Map([...derived, ...own].map((claim) => [claim.name, claim]))
  for (const entity of entities.filter(({ entity: { isImplied } }) => !isImplied)) {
    reportTwice(building, fieldClaims(entity), new Map())
    reportTwice(building, methodClaims(entity), new Map())
    const functions = functionClaims(entity)
    reportTwice(building, functions, types)
    reportRuntime(building, functions)
  }
}

/** A model is at fault where it has the name of what comes with another one. */
function reportTypes(building: Building, own: readonly Claim[], derived: readonly Claim[]): void {
  const taken = new Map(derived.map((claim) => [claim.name, claim]))
  for (const claim of own) {
    const other = taken.get(claim.name)
    if (other !== undefined && other.what !== claim.what) {
      const message = `${claim.what} has the name of ${other.what} (${placeOf(other.span)})`
      building.problems.add('DB303', claim.span, message, renameHint(claim))
    } else taken.set(claim.name, claim)
  }
  reportTwice(building, derived, new Map())
}

function renameHint({ what, name }: Claim): string {
  return what.startsWith('model')
    ? `call it otherwise; "table: ${tableName(name)}" keeps the name of its table`
    : 'call it otherwise'
}

function reportTwice({ problems }: Building, claims: readonly Claim[], others: ReadonlyMap<string, Claim>): void {
  const taken = new Map<string, Claim>()
  for (const claim of claims) {
    const other = taken.get(claim.name) ?? others.get(claim.name)
    if (other === undefined) taken.set(claim.name, claim)
    else if (other.what !== claim.what) {
      const both = `${claim.what} and ${other.what} (${placeOf(other.span)})`
      const message = `${both} would both be called ${quoted(claim.name)} in the generated code`
      problems.add('DB303', claim.span, message, 'give one of them another name')
    }
  }
}

/** What the generated files import from each other. */
function reportRuntime({ problems }: Building, claims: readonly Claim[]): void {
  for (const { name, what, span } of claims) {
    if (!runtimeNames.has(name)) continue
    const message = `${what} would be called ${quoted(name)}, which generated code has already`
    problems.add('DB303', span, message, 'give it another name')
  }
}

function enumClaims({ enums, enumSpans }: Building): Claim[] {
  return [...enums.values()].flatMap(({ name }) => {
    const span = enumSpans.get(name)
    return span === undefined ? [] : [{ name, what: `enum ${quoted(name)}`, span }]
  })
}

function ownClaims({ name, span, entity }: EntityDraft): Claim[] {
  return entity.isImplied ? [] : [{ name: entity.names.type, what: `model ${quoted(name)}`, span }]
}

/** Types that other generated files import, or that stand beside those. */
function derivedClaims({ name, span, entity }: EntityDraft): Claim[] {
  const { type, newType, patchType, privateType, tableType, repository } = entity.names
  if (entity.isImplied) return [{ name: tableType, what: `the type of join table ${quoted(entity.table)}`, span }]
  const hasPrivate = entity.fields.some((field) => field.private)
  const parts: readonly (readonly [name: string, what: string])[] = [
    [newType, 'the type of new rows'],
    [patchType, 'the type of changes'],
    [tableType, 'the type of the table'],
    [repository, 'the repository'],
    [`${type}Filter`, 'the filter'],
    [`${type}OrderBy`, 'the order'],
    [`${type}OrderByColumn`, 'the type of columns to order by'],
    ...((entity.primaryKey?.fields.length ?? 0) > 1 ? [[`${type}Key`, 'the primary key'] as const] : []),
    ...(hasPrivate ? [[privateType, 'the type with private columns'] as const] : []),
  ]
  return parts.map(([part, what]) => ({ name: part, what: `${what} of model ${quoted(name)}`, span }))
}

/** TypeScript types of json columns; the same one may be imported often. */
function importClaims(entities: readonly EntityDraft[]): Claim[] {
  return entities.flatMap(({ columns }) =>
    [...columns.values()].flatMap(({ field, key, spec }) => {
      const named = field.type.typescript
      if (named?.from === undefined) return []
      const what = `the type ${quoted(named.name)} of ${quoted(named.from)}`
      return [{ name: named.name, what, span: spec?.typescript?.span ?? key.span }]
    }),
  )
}

/** `a_b` and `a__b` are one property in camel case. */
function fieldClaims({ columns }: EntityDraft): Claim[] {
  return [...columns.values()].map(({ key, field }) => ({
    name: field.camel,
    what: `column ${quoted(key.text)}`,
    span: key.span,
  }))
}
