import type { DefaultSpec } from '../spec/definition/value.js'
import { kindOf, type ScalarNode } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import { misfit } from './call-types.js'
import { familyOf, spokenType } from './column-types.js'
import type { Building } from './drafts.js'
import { checkSql } from './expression.js'
import { literalMistake } from './literals.js'
import type { DataType, Default } from './model.js'
import { isKnownSequence } from './sequence-names.js'

/** Function calls and keywords, which are SQL when they stand in the spec without quotes. */
const CALL = /^[A-Za-z_][\w.]*\(.*\)$/s
const KEYWORD =
  /^(?:current_timestamp|current_date|current_time|localtimestamp|localtime|current_user|session_user|current_role)$/i
/** What ordinary text seldom holds and SQL often does. */
const LOOKS_LIKE_SQL = /[()]|::|\|\||^(?:array|case|not|interval|date|timestamp)\b.*['[]/i

/** Text as YAML takes it where it must be text and nothing else. */
export function yamlText(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`
}

/** True for unquoted text that the spec reads as SQL. */
export function isPlainSql(node: ScalarNode): boolean {
  return node.style === 'plain' && (CALL.test(node.text) || KEYWORD.test(node.text))
}

/**
 * A default is a literal or SQL, and each spelling is one of them only:
 *
 * - quoted text is a literal, whatever the type of the column: `'now()'` in a text column stores those five letters;
 * - an unquoted function call or keyword is SQL: `now()`, `current_date`;
 * - `{ sql: ... }` is SQL;
 * - true, false and numbers are literals;
 * - other unquoted text is a literal, unless it looks like SQL, which is refused;
 * - a list is an array, of literals.
 */
export function readDefault(
  building: Building,
  spec: DefaultSpec,
  type: DataType | undefined,
  nullable: boolean,
): Default | undefined {
  if (spec.kind === 'record') return spec.sql === undefined ? undefined : expressionDefault(building, spec.sql, type)
  if (spec.kind === 'list') return type === undefined ? undefined : arrayDefault(building, spec, type)
  if (isPlainSql(spec)) return expressionDefault(building, spec, type)
  if (kindOf(spec) === 'null') return nullDefault(building, spec, nullable)
  if (type === undefined) return undefined
  return literalDefault(building, spec, type)
}

function expressionDefault(building: Building, node: ScalarNode, type: DataType | undefined): Default | undefined {
  const place = { what: 'a default', columnsOf: undefined, isAggregate: false }
  if (checkSql(building, node, place) === undefined) return undefined
  if (!isKnownSequence(building, node)) return undefined
  const other = type && misfit(node.text, type)
  if (type === undefined || other === undefined) return { kind: 'expression', sql: node.text }
  const message = `the default ${node.text} is a ${other}, but the column is ${spokenType(type)}`
  building.problems.add('DB403', node.span, message, `make the column ${other}, or give it another default`)
  return undefined
}

function nullDefault({ problems }: Building, node: ScalarNode, nullable: boolean): Default | undefined {
  if (nullable) return { kind: 'literal', value: null }
  const hint = 'remove the default, or add "nullable: true"'
  problems.add('DB403', node.span, 'the default is null, but the column is not nullable', hint)
  return undefined
}

function literalDefault(building: Building, node: ScalarNode, type: DataType): Default | undefined {
  const { problems } = building
  if (node.style === 'plain' && LOOKS_LIKE_SQL.test(node.text)) {
    const isText = familyOf(type) === 'text'
    const inText = isText ? `, for text use quotes: ${yamlText(node.text)}` : ''
    const hint = `for SQL write { sql: ${JSON.stringify(node.text)} }${inText}`
    problems.add('DB404', node.span, `the default ${quoted(node.text)} could be text or SQL`, hint)
    return undefined
  }
  if (type.dimensions > 0) {
    const hint = 'write it as a list: [], or [a, b]'
    problems.add('DB403', node.span, `the default of an array is a list, and ${quoted(node.text)} is one value`, hint)
    return undefined
  }
  if (!literalFits(building, node, type)) return undefined
  return { kind: 'literal', value: familyOf(type) === 'boolean' ? node.text.toLowerCase() === 'true' : node.text }
}

function literalFits({ problems }: Building, node: ScalarNode, type: DataType): boolean {
  const kind = kindOf(node)
  const family = familyOf(type)
  if (family === 'boolean' && kind === 'boolean') return true
  const isNumeric = family === 'integer' || family === 'number'
  if (kind === 'boolean' || (kind === 'number' && !isNumeric)) {
    const message = `the default ${node.text} is a ${kind}, but the column is ${spokenType(type)}`
    problems.add('DB403', node.span, message, otherKindHint(node.text, type))
    return false
  }
  const mistake = literalMistake(node.text, type)
  if (mistake === undefined) return true
  const isCall = CALL.test(node.text) || KEYWORD.test(node.text)
  const hint = isCall ? `to call it, remove the quotes: ${node.text}` : mistake.hint
  problems.add('DB403', node.span, `the default ${quoted(node.text)} ${mistake.message}`, hint)
  return false
}

const one = { true: '1', false: '0' } as const
const truth: Readonly<Record<string, string>> = { 1: 'true', 0: 'false' }

/** What stands for a boolean or a number in a column of another kind. */
function otherKindHint(text: string, type: DataType): string | undefined {
  const family = familyOf(type)
  if (family === 'boolean') return `write ${truth[text] ?? 'true or false'}`
  if (family === 'integer' || family === 'number')
    return `write ${text.toLowerCase() === 'true' ? one.true : one.false}`
  const inQuotes = yamlText(text)
  const mistake = literalMistake(text, type)
  if (mistake === undefined) return family === 'text' ? `for text, use quotes: ${inQuotes}` : `use quotes: ${inQuotes}`
  return mistake.hint
}

function arrayDefault(
  building: Building,
  spec: Extract<DefaultSpec, { kind: 'list' }>,
  type: DataType,
): Default | undefined {
  const { problems } = building
  if (type.dimensions === 0) {
    const isJson = familyOf(type) === 'json'
    const hint = isJson
      ? "write it as JSON in quotes: '[]'"
      : `write one value, or make the column ${spokenType(type)}[]`
    problems.add('DB403', spec.span, `the default is a list, but the column is ${spokenType(type)}`, hint)
    return undefined
  }
  const element = { ...type, dimensions: 0 }
  const fits = spec.items.map((node) => kindOf(node) === 'null' || elementFits(building, node, element))
  if (!fits.every(Boolean)) return undefined
  return { kind: 'literal', value: `{${spec.items.map(arrayElement).join(',')}}` }
}

/** Elements are literals, so that a call among them is a mistake whatever they are elements of. */
function elementFits(building: Building, node: ScalarNode, type: DataType): boolean {
  if (!isPlainSql(node)) return literalFits(building, node, type)
  const hint = `for text use quotes, ${yamlText(node.text)}; for SQL write { sql: "array[...]" } in place of the list`
  building.problems.add('DB404', node.span, `the element ${quoted(node.text)} could be text or SQL`, hint)
  return false
}

function arrayElement(node: ScalarNode): string {
  if (kindOf(node) === 'null') return 'NULL'
  const text = kindOf(node) === 'boolean' ? node.text.toLowerCase() : node.text
  const isPlainWord = /^[\w.+-]+$/.test(text) && !/^null$/i.test(text)
  return isPlainWord ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
