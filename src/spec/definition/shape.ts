import { kindOf, type ScalarNode, type SourceNode, type Span, type ValueKind } from '../node.js'
import type { Problems } from '../problems.js'
import { alternatives, article, quoted, shorten, suggest } from '../wording.js'

/** What reading a shape leaves behind besides its value. */
export interface Reading {
  readonly problems: Problems
  /** Every piece of SQL met, so that the parser is only loaded where there is some. */
  readonly sql: string[]
  /** False where parts of the file may not have been read, so that nothing is said about what is not there. */
  readonly isWhole: boolean
}

/** A JSON Schema (draft 07). */
export type JsonSchema = { readonly [keyword: string]: unknown }

/**
 * One form that a value of the spec can have. The same object reads it and describes it, so that the checks of the
 * command and those of an editor cannot drift apart.
 */
export interface Shape<Value> {
  /** What is expected, for messages: `text`, `a list`. */
  readonly expected: string
  /** The kinds of YAML value it takes; alternatives are told apart by these alone. */
  readonly accepts: readonly ValueKind[]
  /** The value, or nothing where it is of the wrong form, which is then noted. `label` names it in messages: `"email"`. */
  read(node: SourceNode, label: string, reading: Reading): Value | undefined
  /** Describes the form; shapes that refer to themselves put their parts into `definitions`. */
  schema(definitions: Map<string, JsonSchema>): JsonSchema
}

/** What a shape reads. */
export type Value<S> = S extends Shape<infer V> ? V : never

/** What a person reads in an editor about a value. */
export interface Help {
  readonly description: string
  readonly examples?: readonly unknown[]
}

/** A boolean with its place. */
export interface Flag {
  readonly kind: 'flag'
  readonly value: boolean
  readonly span: Span
}

/** A whole number with its place. */
export interface Whole {
  readonly kind: 'whole'
  readonly value: number
  readonly span: Span
}

/** One of several words, with its place. */
export interface Choice<Word extends string> {
  readonly kind: 'choice'
  readonly value: Word
  readonly span: Span
}

/** Notes a value of the wrong kind in words that help; true where it is of a right one. */
export function accepts(shape: Shape<unknown>, node: SourceNode, label: string, reading: Reading): boolean {
  const kind = kindOf(node)
  if (shape.accepts.includes(kind)) return true
  if (kind === 'unreadable') return false
  const text = node.kind === 'scalar' ? node.text : ''
  if (kind === 'null' && text === '') {
    const hint = `write ${shape.expected}, or remove the line`
    if (reading.isWhole) reading.problems.add('DB203', node.span, `${label} is empty`, hint)
    return false
  }
  const found = kind === 'list' || kind === 'map' ? article(kind) : `the ${kind} ${quoted(text)}`
  const message = `${label} must be ${shape.expected}, not ${found}`
  reading.problems.add('DB203', node.span, message, kindHint(shape, kind, text))
  return false
}

function kindHint(shape: Shape<unknown>, kind: ValueKind, text: string): string | undefined {
  const takes = (wanted: ValueKind) => shape.accepts.includes(wanted)
  if (kind === 'number' || kind === 'boolean' || kind === 'null')
    return takes('text') ? `for text, use quotes: '${shorten(text)}'` : undefined
  if (kind === 'list' && takes('map') && !takes('text')) return 'write "name: value", without "-" or brackets'
  if (kind !== 'text') return undefined
  if (takes('boolean') && /^(?:yes|on|y)$/i.test(text)) return 'write true'
  if (takes('boolean') && /^(?:no|off|n)$/i.test(text)) return 'write false'
  if ((takes('boolean') && /^(?:true|false)$/i.test(text)) || (takes('number') && /^-?\d+$/.test(text)))
    return 'remove the quotes'
  return takes('list') && /^-?\w+$/.test(text) ? `write [${text}]` : undefined
}

/** Text of a given form is no longer than this, so that no pattern can take long. */
const MOST_CHARACTERS = 500

/** Text of a given form. Unquoted numbers and booleans are refused: `1.10` and `no` would not survive every reader. */
export function text(
  help: Help & { readonly pattern?: RegExp; readonly form?: string; readonly isEmptyAllowed?: boolean },
): Shape<ScalarNode> {
  const { description, examples, pattern, form, isEmptyAllowed } = help
  const shape: Shape<ScalarNode> = {
    expected: 'text',
    accepts: ['text'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'scalar') return undefined
      if (node.text === '' && isEmptyAllowed !== true) {
        reading.problems.add('DB205', node.span, `${label} is empty`, `write ${shape.expected}, or remove it`)
        return undefined
      }
      if (pattern !== undefined && node.text.length > MOST_CHARACTERS) {
        reading.problems.add('DB205', node.span, `${label} is longer than ${MOST_CHARACTERS} characters`)
        return undefined
      }
      if (pattern !== undefined && !pattern.test(node.text)) {
        reading.problems.add('DB205', node.span, `${quoted(node.text)} is not ${form ?? 'of the right form'}`)
        return undefined
      }
      return node
    },
    schema: () => ({
      type: 'string',
      description,
      ...(isEmptyAllowed === true ? {} : { minLength: 1 }),
      ...(examples ? { examples } : {}),
      ...(pattern ? { pattern: pattern.source, maxLength: MOST_CHARACTERS } : {}),
      ...(form ? { patternErrorMessage: `must be ${form}` } : {}),
    }),
  }
  return shape
}

/** Text that is an SQL expression; what it says is checked later, by PostgreSQL's own parser. */
export function sql(help: Help): Shape<ScalarNode> {
  const plain = text(help)
  return {
    ...plain,
    expected: 'an SQL expression',
    read(node, label, reading) {
      const found = plain.read(node, label, reading)
      if (found !== undefined) reading.sql.push(found.text)
      return found
    },
  }
}

/** A plain word, or a call such as `now()`, which is SQL. */
export function wordOrCall(help: Help): Shape<ScalarNode> {
  const plain = text(help)
  return {
    ...plain,
    read(node, label, reading) {
      const found = plain.read(node, label, reading)
      if (found?.text.includes('(')) reading.sql.push(found.text)
      return found
    },
  }
}

/** A scalar of any kind, kept as written. */
export function scalar(help: Help): Shape<ScalarNode> {
  const shape: Shape<ScalarNode> = {
    expected: 'a value',
    accepts: ['text', 'number', 'boolean', 'null'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'scalar') return undefined
      reading.sql.push(...(node.style === 'plain' && node.text.includes('(') ? [node.text] : []))
      return node
    },
    schema: () => ({ type: ['string', 'number', 'boolean', 'null'], ...help }),
  }
  return shape
}

/** `true` or `false`. */
export function flag(help: Help): Shape<Flag> {
  const shape: Shape<Flag> = {
    expected: 'true or false',
    accepts: ['boolean'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'scalar') return undefined
      return { kind: 'flag', value: node.text.toLowerCase() === 'true', span: node.span }
    },
    schema: () => ({ type: 'boolean', ...help }),
  }
  return shape
}

/** A whole number within bounds. */
export function whole(
  help: Help & { readonly least: number; readonly most: number; readonly hint?: string },
): Shape<Whole> {
  const { least, most, hint, ...rest } = help
  const shape: Shape<Whole> = {
    expected: least === most ? String(least) : `a whole number from ${least} to ${most}`,
    accepts: ['number'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'scalar') return undefined
      const value = Number(node.text)
      if (Number.isInteger(value) && value >= least && value <= most) return { kind: 'whole', value, span: node.span }
      reading.problems.add('DB206', node.span, `${label} must be ${shape.expected}, not ${shorten(node.text)}`, hint)
      return undefined
    },
    schema: () =>
      least === most ? { enum: [least], ...rest } : { type: 'integer', minimum: least, maximum: most, ...rest },
  }
  return shape
}

/** One of a few words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  { hint, refused, ...help }: Help & { readonly hint?: string; readonly refused?: Readonly<Record<string, string>> },
): Shape<Choice<Word>> {
  const shape: Shape<Choice<Word>> = {
    expected: alternatives(words),
    accepts: ['text'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'scalar') return undefined
      const value = words.find((word) => word === node.text)
      if (value !== undefined) return { kind: 'choice', value, span: node.span }
      const message = `${label} cannot be ${quoted(node.text)}`
      const why = refused !== undefined && Object.hasOwn(refused, node.text) ? refused[node.text] : undefined
      reading.problems.add('DB204', node.span, message, why ?? suggest(node.text, words, 'it takes') ?? hint)
      return undefined
    },
    schema: () => ({ enum: words, ...help }),
  }
  return shape
}

/** The safe whole numbers, which are all that a JSON Schema can speak of. */
const MOST = Number.MAX_SAFE_INTEGER

/** A whole number of any size, kept as written: int8 holds more than the numbers of JavaScript. */
export function bigWhole(help: Help): Shape<ScalarNode> {
  const shape: Shape<ScalarNode> = {
    expected: 'a whole number',
    accepts: ['number'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'scalar') return undefined
      if (/^-?\d{1,19}$/.test(node.text)) return node
      reading.problems.add('DB206', node.span, `${label} must be ${shape.expected}, not ${shorten(node.text)}`)
      return undefined
    },
    schema: () => ({ type: 'integer', minimum: -MOST, maximum: MOST, ...help }),
  }
  return shape
}
