import { type ScalarNode, spanWithin } from '../spec/node.js'
import type { SqlExpression } from '../spec/sql.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'

/** What may stand in a piece of SQL. */
export interface SqlPlace {
  /** For messages: `a default`, `a check`. */
  readonly what: string
  /** Whose columns may be used; none where there is none. */
  readonly columnsOf: EntityDraft | undefined
  readonly isAggregate: boolean
}

/** Parses SQL of the spec and checks what it refers to; nothing where it is wrong, which is then noted. */
export function checkSql(building: Building, node: ScalarNode, place: SqlPlace): SqlExpression | undefined {
  const { problems } = building
  const result = building.sql(node.text)
  if (result.kind === 'mistake') {
    const span = result.offset === undefined ? node.span : spanWithin(node, result.offset, 1)
    problems.add('DB801', span, `${result.message} (in ${place.what})`, 'write one SQL expression')
    return undefined
  }
  const { expression } = result
  const before = problems.count
  if (expression.hasSubquery) problems.add('DB802', node.span, `${place.what} cannot hold a subquery`)
  if (expression.hasWindow) problems.add('DB802', node.span, `${place.what} cannot hold a window function`)
  if (expression.hasAggregate && !place.isAggregate) {
    problems.add('DB802', node.span, `${place.what} cannot hold an aggregate`)
  }
  checkColumns(building, node, expression, place)
  return problems.count === before ? expression : undefined
}

function checkColumns(building: Building, node: ScalarNode, expression: SqlExpression, place: SqlPlace): void {
  const { problems } = building
  for (const { name, offset } of expression.columns) {
    const span = spanWithin(node, offset, name.length)
    if (place.columnsOf === undefined) {
      const hint = `for the text itself, quote it twice: "'${name}'"`
      problems.add('DB802', span, `${place.what} cannot use a column (${quoted(name)})`, hint)
    } else reportUnknownColumn(building, place.columnsOf, name, span)
  }
}

/** Notes a column that an entity does not have; true where it has it or may have it. */
export function reportUnknownColumn(
  building: Building,
  entity: EntityDraft,
  name: string,
  span: ScalarNode['span'],
): boolean {
  if (entity.columns.has(name)) return true
  if (building.mayHold(name)) return true
  const hint = suggest(name, [...entity.columns.keys()], 'its columns are')
  building.problems.add('DB501', span, `model ${quoted(entity.name)} has no column ${quoted(name)}`, hint)
  return false
}
