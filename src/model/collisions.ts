import type { Span } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import type { Query } from './model.js'
import { placeOf } from './relations.js'

interface Claim {
  readonly name: string
  /** For messages: `the type of new rows of model "Post"`. */
  readonly what: string
  readonly span: Span
}

/** Notes names of the spec that become one name in the generated code. */
export function checkCollisions(building: Building): void {
  const entities = [...building.entities.values()]
  const enums = enumClaims(building)
  report(building, [...enums, ...entities.flatMap(typeClaims), ...importClaims(entities)])
  report(building, entities.map(({ name, span, entity }) => ({ name: entity.names.file, what: `the file of model ${quoted(name)}`, span })))
  for (const entity of entities) {
    report(building, fieldClaims(entity))
    report(building, functionClaims(entity))
  }
}

function report({ problems }: Building, claims: readonly Claim[]): void {
  const taken = new Map<string, Claim>()
  for (const claim of claims) {
    const other = taken.get(claim.name)
    if (other === undefined) taken.set(claim.name, claim)
    else if (other.what !== claim.what) {
      const message = `${claim.what} would be called ${quoted(claim.name)}, as ${other.what} is (${placeOf(other.span)})`
      problems.add('DB303', claim.span, message, 'give one of them another name')
    }
  }
}

function enumClaims({ enums, enumSpans }: Building): Claim[] {
  return [...enums.values()].flatMap(({ name }) => {
    const span = enumSpans.get(name)
    return span === undefined ? [] : [{ name, what: `enum ${quoted(name)}`, span }]
  })
}

/** Types that other generated files import, or that stand beside those. */
function typeClaims({ name, span, entity }: EntityDraft): Claim[] {
  const { type, newType, patchType, privateType, tableType, repository } = entity.names
  const of = `of model ${quoted(name)}`
  if (entity.isImplied) return [{ name: type, what: `join table ${quoted(entity.table)}`, span }, { name: tableType, what: `the table ${of}`, span }]
  return [
    { name: type, what: `model ${quoted(name)}`, span },
    { name: newType, what: `the type of new rows ${of}`, span },
    { name: patchType, what: `the type of changes ${of}`, span },
    { name: privateType, what: `the type with private columns ${of}`, span },
    { name: tableType, what: `the table ${of}`, span },
    { name: repository, what: `the repository ${of}`, span },
    ...['Filter', 'Order', 'OrderColumn', 'ListOptions', 'PageOptions', 'Values'].map((suffix) => ({
      name: `${type}${suffix}`,
      what: `a type ${of}`,
      span,
    })),
  ]
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
function fieldClaims({ columns, name }: EntityDraft): Claim[] {
  return [...columns.values()].map(({ key, field }) => ({
    name: field.camel,
    what: `column ${quoted(key.text)} of ${quoted(name)}`,
    span: key.span,
  }))
}

/** Functions of the entity's query file, and the types beside them. */
function functionClaims({ entity, relations, spec, span }: EntityDraft): Claim[] {
  const spans = new Map(spec?.queries?.entries.map(({ key }) => [key.text, key.span]))
  return [
    ...[...relations.values()].flatMap((draft) => {
      const word = draft.relation?.pascal ?? ''
      const what = `what loads relation ${quoted(draft.name)}`
      return [`find${entity.names.type}With${word}`, `load${entity.names.type}${word}`].map((name) => ({ name, what, span: draft.span }))
    }),
    ...entity.queries.flatMap((query) =>
      namesOf(query).map((name) => ({ name, what: `what query ${quoted(query.name)} makes`, span: spans.get(query.name) ?? span })),
    ),
  ]
}

function namesOf(query: Query): string[] {
  const own = [query.functionName, query.optionsType]
  return query.kind === 'aggregate' ? [...own, query.resultType] : own
}
