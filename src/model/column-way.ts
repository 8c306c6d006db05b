import type { ScalarNode } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, ColumnDraft, EntityDraft } from './drafts.js'
import { checkSql } from './expression.js'
import type { ColumnWay } from './objects.js'

/** What a column says about its values on the way to what it is. */
export function columnWay(building: Building, owner: EntityDraft, column: ColumnDraft): ColumnWay {
  const { spec } = column
  const { using } = spec ?? {}
  const back = using?.kind === 'record' ? using.back : undefined
  checkComputed(building, column)
  return {
    renamedFrom: formerColumn(building, owner, column),
    using: expressionOf(building, using?.kind === 'record' ? using.sql : using, '"using"', false),
    usingBack: expressionOf(building, back, '"back"', false),
    backfill: expressionOf(building, spec?.backfill, '"backfill"', true),
  }
}

/** Columns that it mentions may be gone from the spec. */
function expressionOf(
  building: Building,
  node: ScalarNode | undefined,
  what: string,
  isSubqueryAllowed: boolean,
): string | undefined {
  if (node === undefined) return undefined
  const place = { what, columnsOf: 'any', isAggregate: false, isSubqueryAllowed } as const
  return checkSql(building, node, place) && node.text
}

/** Nobody gives a generated column its values. */
function checkComputed({ problems }: Building, { spec }: ColumnDraft): void {
  if (spec?.generated === undefined) return
  for (const key of ['using', 'backfill']) {
    const span = spec.keys.get(key)
    if (span === undefined) continue
    const message = `"generated" and ${quoted(key)} exclude each other: a generated column has no other value`
    problems.add('DB405', span, message, `remove ${quoted(key)}`)
  }
}

function formerColumn({ problems }: Building, owner: EntityDraft, { spec, key }: ColumnDraft): string | undefined {
  const node = spec?.renamed_from
  if (node === undefined) return undefined
  const other = owner.columns.get(node.text)
  if (node.text === key.text) {
    problems.add('DB902', node.span, `${quoted(node.text)} is what it is called now`, 'remove "renamed_from"')
    return undefined
  }
  // Two columns may exchange their names.
  if (other === undefined || other.spec?.renamed_from !== undefined) return node.text
  const message = `${owner.name} still has a column ${quoted(node.text)}`
  problems.add('DB902', node.span, message, 'remove "renamed_from", or that column')
  return undefined
}
