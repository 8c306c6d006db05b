import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import { withoutByteOrderMark } from './characters.js'
import type { JsonSchema } from './definition/shape.js'
import { specSchema } from './json-schema.js'

/** A flow map that ends behind this column is written in lines of its own. */
const LINE_WIDTH = 120

/** The failsafe schema leaves every scalar as its text, so that none changes its meaning. */
const READING = {
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const
const PRINTING = { lineWidth: 0, indent: 2, flowCollectionPadding: true, minContentWidth: 0 } as const

/**
 * The text of a spec file in its canonical form: the keys of each part in the order in which the JSON Schema describes
 * them, two spaces of indentation, `{ ... }` where it fits on a line. Names keep their order, and comments stay where
 * they belong. The text must be YAML without mistakes. Throws where the result would not say the same.
 */
export function formatSpec(text: string): string {
  const plain = withoutByteOrderMark(text).replaceAll('\r\n', '\n')
  const document = parseDocument(plain, READING)
  markCommentsOfKeys(document, plain)
  if (isMap(document.contents)) {
    takeFirstComment(document)
    order(document.contents, specSchema(), specSchema())
  }
  visit(document, { Scalar: (_, node) => unifyQuotes(node) })
  const formatted = breakLongLines(document)
  expectSameMeaning(text, formatted)
  return formatted
}

/** A comment right above the first key is the document's for the library, and goes along with that key. */
function takeFirstComment({ contents }: Document): void {
  if (!isMap(contents) || contents.commentBefore == null) return
  const key = contents.items[0]?.key
  if (!isScalar(key)) return
  key.commentBefore = contents.commentBefore
  contents.commentBefore = null
}

/** What cannot be in a text that YAML reads: it marks a comment until the text is printed. */
const MARK = '\u0001'

/** `load: # with options`: the library would print such a comment in a line of its own, below the key. */
function markCommentsOfKeys(document: Document, text: string): void {
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !isCollection(value) || value.flow === true || value.commentBefore == null) return
      const [, end = 0] = key.range ?? []
      if (/^[ \t]*:[ \t]+#/.test(text.slice(end))) value.commentBefore = `${MARK}${value.commentBefore}`
    },
  })
}

/** Puts the marked comments behind their keys, and takes the blanks out of `[ a ]`. */
function finish(printed: string): string {
  const places: number[] = []
  visit(parseDocument(printed, READING), {
    Seq: (_, { flow, range, items }) => {
      if (flow !== true || items.length === 0 || range == null) return
      if (printed.slice(range[0], range[0] + 2) === '[ ') places.push(range[0] + 1)
      if (printed.slice(range[1] - 2, range[1]) === ' ]') places.push(range[1] - 2)
    },
  })
  const removed = new Set(places)
  return removeAt(printed, removed).replace(new RegExp(`:\\n *#${MARK}`, 'g'), ': #')
}

function removeAt(text: string, places: ReadonlySet<number>): string {
  let result = ''
  let start = 0
  for (const place of [...places].sort((a, b) => a - b)) {
    result += text.slice(start, place)
    start = place + 1
  }
  return result + text.slice(start)
}

/** Sorts the keys of a map, and of the maps in it, by a schema; keys that it does not name stay behind the others. */
function order(map: YAMLMap, schema: JsonSchema, root: JsonSchema): void {
  const described = resolve(schema, map, root)
  const properties = recordOf(described['properties'])
  const names = Object.keys(properties)
  const place = ({ key }: Pair): number => {
    const index = names.indexOf(textOf(key))
    return index === -1 ? names.length : index
  }
  const sorted = map.items
    .map((pair, index) => ({ pair, index }))
    .sort((a, b) => place(a.pair) - place(b.pair) || a.index - b.index)
  if (sorted.some(({ index }, at) => index !== at))
    setItems(
      map,
      sorted.map(({ pair }) => pair),
    )
  for (const { key, value } of map.items) {
    const inner = properties[textOf(key)] ?? described['additionalProperties']
    orderValue(value, recordOf(inner), root)
  }
}

function orderValue(value: unknown, schema: JsonSchema, root: JsonSchema): void {
  if (isMap(value)) order(value, schema, root)
  if (!isSeq(value)) return
  for (const item of value.items) {
    if (isMap(item)) order(item, recordOf(resolve(schema, value, root)['items']), root)
  }
}

/** The blank lines between the members of a map stay between them, whichever comes first now. */
function setItems(map: YAMLMap, items: Pair[]): void {
  const spaced = map.items.slice(1).filter(({ key }) => isScalar(key) && key.spaceBefore === true).length
  const isSpaced = spaced * 2 > map.items.length - 1
  map.items = items
  for (const [index, { key }] of items.entries()) {
    if (isScalar(key)) key.spaceBefore = index > 0 && (isSpaced || key.spaceBefore === true)
  }
}

/** The alternative of a schema that describes the value. */
function resolve(schema: JsonSchema, value: unknown, root: JsonSchema): JsonSchema {
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1)
    return resolve(recordOf(recordOf(root['definitions'])[name]), value, root)
  }
  const alternatives = [schema['anyOf'], schema['oneOf'], schema['allOf']].find(Array.isArray)
  if (alternatives === undefined) return schema
  const wanted = isMap(value) ? 'object' : 'array'
  const fitting = alternatives.map((one) => resolve(recordOf(one), value, root)).filter(({ type }) => type === wanted)
  const keys = isMap(value) ? value.items.map(({ key }) => textOf(key)) : []
  const knowsAll = (one: JsonSchema): boolean => keys.every((key) => Object.hasOwn(recordOf(one['properties']), key))
  return fitting.find(knowsAll) ?? fitting.find((one) => one['additionalProperties'] !== false) ?? fitting[0] ?? {}
}

/** Double quotes, where the text holds none and nothing that they would change. */
function unifyQuotes(node: Scalar): void {
  const { type, value } = node
  if (type === Scalar.QUOTE_SINGLE && typeof value === 'string' && !/["\\\n]/.test(value))
    node.type = Scalar.QUOTE_DOUBLE
}

/** Prints, and breaks what stands in braces or brackets on a line that is too long, from the outside inwards. */
function breakLongLines(document: Document): string {
  while (true) {
    const printed = finish(document.toString(PRINTING))
    const long = findLong(printed)
    if (long.size === 0) return printed
    let index = 0
    visit(document, {
      Collection: (_, node) => {
        if (node.flow === true && long.has(index)) node.flow = false
        index += 1
      },
    })
  }
}

/** Which collections, by their number in the text, begin on a line that is too long and are in braces or brackets. */
function findLong(printed: string): Set<number> {
  const lines = printed.split('\n')
  const starts = [0]
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1)
  const long = new Set<number>()
  const taken = new Set<number>()
  let index = 0
  visit(parseDocument(printed, READING), {
    Collection: (_, node) => {
      const number = index
      index += 1
      const offset = node.range?.[0] ?? 0
      const line = starts.findLastIndex((start) => start <= offset)
      const code = (lines[line] ?? '').replace(/ #.*$/, '')
      if (node.flow !== true || code.length <= LINE_WIDTH || taken.has(line)) return
      // Only maps: a list of short words reads better on one long line than in many.
      if (!isMap(node) && !node.items.some((item) => isCollection(item))) return
      taken.add(line)
      long.add(number)
    },
  })
  return long
}

function expectSameMeaning(before: string, after: string): void {
  const [a, b] = [before, after].map((text) => sortedData(parseDocument(withoutByteOrderMark(text), READING).contents))
  if (a !== b) throw new Error('the formatted spec would not say the same as before')
  const [old, now] = [before, after].map(commentsOf)
  if (old !== now) throw new Error('the formatted spec would lose a comment')
}

function sortedData(node: unknown): string {
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => `${JSON.stringify(textOf(key))}:${sortedData(value)}`)
    return `{${entries.sort().join(',')}}`
  }
  if (isSeq(node)) return `[${node.items.map(sortedData).join(',')}]`
  if (isPair(node)) return `${sortedData(node.key)}:${sortedData(node.value)}`
  return isScalar(node) ? JSON.stringify(node.value) : 'null'
}

/** All comments of a text, sorted. */
function commentsOf(text: string): string {
  const found: string[] = []
  const document = parseDocument(withoutByteOrderMark(text).replaceAll('\r\n', '\n'), READING)
  const note = (comment: string | null | undefined): void => {
    for (const line of (comment ?? '').split('\n')) if (line.trim() !== '') found.push(line.trim())
  }
  note(document.commentBefore)
  note(document.comment)
  visit(document, {
    Node: (_, node) => {
      note(node.commentBefore)
      note(node.comment)
    },
  })
  return found.sort().join('\n')
}

function textOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : ''
}

function recordOf(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
