import type { ExcludeSpec } from '../spec/definition/indexes.js'
import { quoted } from '../spec/wording.js'
import type { Building, Draft, EntityDraft } from './drafts.js'
import { checkSql } from './expression.js'
import { checkTypes, fullTerm, type LabelledTerm } from './indexes.js'
import { pascal } from './inflect.js'
import { columnsPart, numberedLabels } from './object-names.js'
import type { Exclusion } from './objects.js'

type ExclusionSpec = ExcludeSpec['items'][number]
type TermSpec = NonNullable<ExclusionSpec['columns']>['items'][number]

interface ComparedTerm extends LabelledTerm {
  readonly operator: string
}

/** Adds the exclusion constraints of an entity. */
export function addExclusions(building: Building, owner: EntityDraft): void {
  for (const spec of owner.spec?.exclude?.items ?? []) addExclusion(building, owner, spec)
}

function addExclusion(building: Building, owner: EntityDraft, spec: ExclusionSpec): void {
  const { columns } = spec
  const terms = columns?.items.flatMap((term) => termOf(building, owner, term) ?? []) ?? []
  if (terms.length === 0 || terms.length !== columns?.items.length) return
  const method = spec.method?.value ?? 'gist'
  checkMethod(building, method, terms)
  checkTypes(building, owner, method, terms, `an exclusion by ${method}`)
  const place = { what: 'the condition of an exclusion', columnsOf: owner, isAggregate: false } as const
  const labels = numberedLabels(terms.map(({ label }) => label))
  const exclusion: Draft<Exclusion> = {
    name: spec.name?.text ?? '',
    method,
    terms: terms.map(({ term, operator }) => ({ ...term, operator })),
    where: spec.where && checkSql(building, spec.where, place) && spec.where.text,
    deferrable: spec.deferrable?.value,
    errorName: `${owner.name}${labels.map(pascal).join('And')}Conflict`,
  }
  const isTwice = owner.entity.exclusions.some((other) => isSameRule(other, exclusion))
  if (isTwice) building.problems.add('DB510', spec.span, 'these rows exclude each other already', 'remove one')
  owner.entity.exclusions.push(exclusion)
  nameIt(building, owner, spec, exclusion, columnsPart(labels))
}

function nameIt(
  building: Building,
  owner: EntityDraft,
  { name }: ExclusionSpec,
  exclusion: Draft<Exclusion>,
  part: string,
): void {
  const { schema, table } = owner.entity
  const what = `an exclusion of ${quoted(owner.name)}`
  if (name !== undefined) {
    building.names.take({ kind: 'key', schema, table, name: name.text, what, span: name.span })
    return
  }
  const assign = (made: string) => {
    exclusion.name = made
  }
  building.names.infer({ kind: 'key', schema, table, part, label: 'excl', what, assign })
}

function termOf(building: Building, owner: EntityDraft, spec: TermSpec): ComparedTerm | undefined {
  const term = fullTerm(building, owner, spec, 'asc', undefined, 'an exclusion')
  return term && spec.with && { ...term, operator: spec.with.text }
}

/** The operators of each method that a built-in operator class has and that are the same in both directions. */
const operators: Readonly<Record<string, readonly string[]>> = {
  btree: ['='],
  hash: ['='],
}

function checkMethod({ problems }: Building, method: string, terms: readonly ComparedTerm[]): void {
  const known = operators[method]
  for (const { operator, span } of terms) {
    if (known === undefined || known.includes(operator)) continue
    const message = `an exclusion by ${method} cannot compare with ${quoted(operator)}`
    problems.add('DB512', span, message, 'leave out "method", which is gist then')
  }
  const [, second] = terms
  if (second === undefined || (method !== 'hash' && method !== 'spgist')) return
  problems.add('DB512', second.span, `an exclusion by ${method} has one column only`, 'leave out "method"')
}

/** Whether two say the same by different names: PostgreSQL makes one of them. */
function isSameRule(a: Exclusion, b: Exclusion): boolean {
  const ruleOf = ({ method, terms, where }: Exclusion): string => JSON.stringify([method, terms, where])
  return ruleOf(a) === ruleOf(b)
}
