import type { Span } from '../spec/node.js'
import { alternatives, quoted } from '../spec/wording.js'
import type { Claim } from './collisions.js'
import type { EntityDraft } from './drafts.js'
import { pascal } from './inflect.js'
import type { Key } from './model.js'
import type { ListQuery, Query } from './query.js'

/** Functions of the entity's query file, and the types and constants beside them. */
export function functionClaims(owner: EntityDraft): Claim[] {
  const { entity, relations, spec, span } = owner
  const spans = new Map(spec?.queries?.entries.map(({ key }) => [key.text, key.span]))
  return [
    ...[...relations.values()].flatMap((draft) => {
      const what = `what loads relation ${quoted(draft.name)}`
      const word = pascal(draft.name)
      return claims(what, draft.span, [
        ...finderNames(owner, word),
        `load${entity.names.type}${word}`,
        `${entity.names.variable}${word}Relation`,
      ])
    }),
    ...entity.queries.flatMap((query) => {
      const what = `what query ${quoted(query.name)} makes`
      return claims(what, spans.get(query.name) ?? span, namesOf(query))
    }),
    ...entity.queries.flatMap((query) => {
      const what = `what finds a row with the relations of query ${quoted(query.name)}`
      return query.kind === 'list' ? claims(what, spans.get(query.name) ?? span, combinedNames(owner, query)) : []
    }),
  ]
}

function claims(what: string, span: Span, names: readonly string[]): Claim[] {
  return names.map((name) => ({ name, what, span }))
}

/** `findPostWithAuthor` and the type of its rows. */
function finderNames({ entity }: EntityDraft, word: string): string[] {
  const type = `${entity.names.type}With${word}`
  return [type, `to${type}`, ...functionNames(`find${type}`)]
}

/** Queries that load the same relations share the finder, which is the first one's. */
function combinedNames(owner: EntityDraft, query: ListQuery): string[] {
  if (query.load.length < 2) return []
  const first = owner.entity.queries.find((other) => other.kind === 'list' && combination(other) === combination(query))
  return first === query ? finderNames(owner, combination(query)) : []
}

function combination({ load }: ListQuery): string {
  return load.map(({ relation }) => relation.pascal).join('And')
}

function functionNames(name: string): string[] {
  return [name, `${name}Statement`]
}

function namesOf(query: Query): string[] {
  const own = [...functionNames(query.functionName), `${query.functionName}Query`, query.optionsType]
  if (query.kind === 'aggregate') return [...own, query.resultType, `to${query.resultType}`]
  return [...own, `${pascal(query.functionName)}Row`]
}

/** Methods of the repository that are made of the names of columns. */
export function methodClaims(owner: EntityDraft): Claim[] {
  const { primaryKey, uniques } = owner.entity
  const keys = primaryKey === undefined ? uniques : [primaryKey, ...uniques]
  return keys.flatMap((key) => {
    const what = `the finder by ${alternatives(
      key.fields.map(({ name }) => quoted(name)),
      'and',
    )}`
    return claims(what, spanOf(owner, key), finderMethods(owner, key, key === primaryKey))
  })
}

/** Where the spec has the key: its list of columns, or the only column. */
function spanOf({ spec, columns, span }: EntityDraft, { fields }: Key): Span {
  const lists = [...(spec?.unique?.items ?? []), ...(spec?.primary_key === undefined ? [] : [spec.primary_key])]
  const names = fields.map(({ name }) => name).join()
  const list = lists.find(
    (one) => (one.kind === 'list' ? one : one.columns)?.items.map(({ text }) => text).join() === names,
  )
  return list?.span ?? columns.get(fields[0]?.name ?? '')?.key.span ?? span
}

/** What every repository has. */
const commonMethods = ['findById', 'findByIds']

function finderMethods({ entity }: EntityDraft, { pascal: word }: Key, isPrimary: boolean): string[] {
  const stem = isPrimary ? 'findById' : `findBy${word}`
  const hasPrivate = entity.fields.some((field) => field.private)
  return [...(isPrimary ? commonMethods : [stem]), ...(hasPrivate ? [`${stem}WithPrivate`] : [])]
}
