import type { CheckSpec } from '../spec/definition/constraint.js'
import type { DomainsSpec } from '../spec/definition/types.js'
import { quoted } from '../spec/wording.js'
import { checkCollation } from './collations.js'
import { readDefault } from './defaults.js'
import type { Building, Draft } from './drafts.js'
import { checkDatabaseName } from './enums.js'
import { checkSql } from './expression.js'
import { resolveType } from './fields.js'
import { formerName } from './former-names.js'
import type { DataType, Default } from './model.js'
import { checkSchema } from './name-rules.js'
import { enumTypeName } from './naming.js'
import type { Domain, DomainCheck } from './objects.js'

type DomainEntry = DomainsSpec['entries'][number]
type DomainSpec = NonNullable<DomainEntry['value']>

/** Adds the domains of the spec, which may be made of its enums. */
export function addDomains(building: Building, entries: readonly DomainEntry[]): void {
  for (const { key, value } of entries) {
    if (building.enums.has(key.text)) {
      building.problems.add('DB301', key.span, `${quoted(key.text)} is an enum too`, 'call one of them otherwise')
      continue
    }
    const type = value?.type && resolveType(building, value.type)
    if (value === undefined || type === undefined || !isPlain(building, value, type)) continue
    const made = domainOf(building, key.text, value, type, key.span.at)
    if (value.schema !== undefined) checkSchema(building, value.schema)
    checkDatabaseName(building, value.name ?? key, made, 'domain')
    building.domains.set(key.text, made)
    for (const check of [...(value.check === undefined ? [] : [value.check]), ...(value.checks?.items ?? [])])
      addCheck(building, made, check)
  }
}

function domainOf(building: Building, name: string, spec: DomainSpec, type: DataType, at: Domain['at']): Draft<Domain> {
  const schema = spec.schema?.text ?? 'public'
  const typeName = spec.name?.text ?? enumTypeName(name)
  checkCollation(building, spec.collation, type)
  return {
    name,
    at,
    schema,
    typeName,
    type,
    nullable: spec.nullable?.value ?? true,
    default: defaultOf(building, spec, type),
    checks: [],
    collation: spec.collation?.text,
    comment: spec.comment?.text,
    renamedFrom: formerName(building, spec.renamed_from, { schema, name: typeName }),
  }
}

function defaultOf(building: Building, spec: DomainSpec, type: DataType): Default | undefined {
  return spec.default && readDefault(building, spec.default, type, spec.nullable?.value ?? true)
}

/** A domain of a domain would hide from its columns what it is made of. */
function isPlain({ problems }: Building, { type: node }: DomainSpec, type: DataType): boolean {
  if (type.domain === undefined || node === undefined) return true
  const message = `a domain cannot be made of the domain ${quoted(type.domain.name)} here`
  problems.add('DB402', node.span, message, 'write out what that is made of, with its checks')
  return false
}

function addCheck(building: Building, { name, schema, typeName, checks }: Draft<Domain>, spec: CheckSpec): void {
  const node = spec.kind === 'record' ? spec.sql : spec
  if (node === undefined) return
  const place = { what: 'a check of a domain', columnsOf: 'value', isAggregate: false } as const
  if (checkSql(building, node, place) === undefined) return
  const options = spec.kind === 'record' ? spec : undefined
  const isNotValid = options?.not_valid?.value ?? false
  const check: Draft<DomainCheck> = { name: options?.name?.text ?? '', sql: node.text, isNotValid }
  checks.push(check)
  const what = `a check of the domain ${quoted(name)}`
  const owner = { kind: 'constraint', schema, table: typeName, what } as const
  if (options?.name !== undefined) {
    building.names.take({ ...owner, name: options.name.text, span: options.name.span })
    return
  }
  const assign = (made: string) => {
    check.name = made
  }
  building.names.infer({ ...owner, part: undefined, label: 'check', assign })
}
