import { type ScalarNode, type Span, spanWithin } from '../spec/node.js'
import type { SqlExpression } from '../spec/sql.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import { sqlWords } from './reserved.js'

/** What may stand in a piece of SQL. */
export interface SqlPlace {
  /** For messages: `a default`, `a check`. */
  readonly what: string
  /** Whose columns may be used; none where there is none. Of `any` table, where the spec need not have it any more. */
  readonly columnsOf: EntityDraft | 'value' | 'any' | undefined
  readonly isAggregate: boolean
  readonly isSubqueryAllowed?: boolean
}

/** Parses SQL of the spec and checks what it refers to; nothing where it is wrong, which is then noted. */
export function checkSql(building: Building, node: ScalarNode, place: SqlPlace): SqlExpression | undefined {
  const result = building.sql(node.text)
  if (result.kind === 'mistake') {
    const span = result.offset === undefined ? node.span : spanWithin(node, result.offset, 1)
    const hint = reservedHint(node.text, place) ?? 'write one SQL expression'
    building.problems.add('DB801', span, `${result.message} (in ${place.what})`, hint)
    return undefined
  }
  const { expression } = result
  const isAllowed = checkParts(building, node, expression, place)
  const isKnown = checkColumns(building, node, expression, place)
  return isAllowed && isKnown ? expression : undefined
}

/** A column with the name of a word of SQL must be quoted in it. */
function reservedHint(text: string, { columnsOf }: SqlPlace): string | undefined {
  if (columnsOf === 'value' || columnsOf === 'any') return undefined
  const words = text.match(/(?<!["'\w])\w+(?!["'\w])/g) ?? []
  const word = words.find((name) => columnsOf?.columns.has(name) === true && sqlWords.has(name))
  return word && `column ${quoted(word)} has the name of a word of SQL: within SQL write it in double quotes, as here`
}

function checkParts({ problems }: Building, node: ScalarNode, expression: SqlExpression, place: SqlPlace): boolean {
  const { what, columnsOf, isAggregate } = place
  const part =
    (expression.hasSubquery && place.isSubqueryAllowed !== true && 'a subquery') ||
    (expression.hasWindow && 'a window function') ||
    (expression.hasAggregate && !isAggregate && 'an aggregate') ||
    undefined
  if (part === undefined) return true
  const hint = columnsOf === undefined ? 'use functions and constants only' : 'use the columns of one row only'
  problems.add(
    'DB802',
    node.span,
    `${what} cannot hold ${part}`,
    isAggregate ? 'use count, sum, avg, min or max' : hint,
  )
  return false
}

function checkColumns(building: Building, node: ScalarNode, expression: SqlExpression, place: SqlPlace): boolean {
  const { columnsOf } = place
  if (columnsOf === 'any') return true
  const known = expression.columns.map(({ name, offset }) => {
    const span = spanWithin(node, offset, name.length)
    if (columnsOf === 'value' && name === 'value') return true
    if (columnsOf !== undefined && columnsOf !== 'value') return hasColumn(building, columnsOf, name, span)
    reportColumn(building, node, name, span, place)
    return false
  })
  return known.every(Boolean)
}

const columnHints: Readonly<Record<string, string>> = {
  'a default': 'it is the same for every row; for a value made of other columns use "generated"',
  'a check of a domain': 'in it, "value" is the value',
}

function reportColumn({ problems }: Building, node: ScalarNode, name: string, span: Span, { what }: SqlPlace): void {
  const isAlone = node.text === name
  const others = columnHints[what] ?? 'use functions and constants only'
  const hint = isAlone ? `for the text itself, quote it twice: "'${name}'"` : others
  problems.add('DB802', span, `${what} cannot use a column (${quoted(name)})`, hint)
}

/** Whether an entity has a column; notes it where it does not, unless a part of the entity could not be read. */
export function hasColumn(building: Building, entity: EntityDraft, name: string, span: Span): boolean {
  if (entity.columns.has(name)) return true
  if (entity.isPartial || building.mayHold(name)) return false
  const folded = [...entity.columns.keys()].find((other) => other !== name && other.toLowerCase() === name)
  const hint = hasRelation(entity, name)
    ? 'it is a relation'
    : (hintOf(entity, name, folded) ?? suggest(name, [...entity.columns.keys()], 'its columns are'))
  const message = `model ${quoted(entity.name)} has no column ${quoted(name)}`
  building.missing.note('DB501', `column of ${entity.name}`, name, { span, message, hint })
  return false
}

/** What the name may have been meant for: a column under its old name, or one that is written otherwise in SQL. */
function hintOf({ columns }: EntityDraft, name: string, folded: string | undefined): string | undefined {
  const renamed = [...columns].find(([, { spec }]) => spec?.renamed_from?.text === name)
  if (renamed !== undefined) return `its name is "${renamed[0]}" now`
  return folded === undefined ? undefined : `within SQL, a name with capitals stands in double quotes: "${folded}"`
}

function hasRelation({ spec }: EntityDraft, name: string): boolean {
  return spec?.relations?.entries.some(({ key }) => key.text === name) === true
}
