import { kindOf, type MapEntry, type MapNode, type ScalarNode } from '../node.js'
import { MOST_SHOWN } from '../problems.js'
import { alternatives, nearest, quoted, suggest } from '../wording.js'
import type { Reading } from './shape.js'

/** What the keys of a record must be, in the words of its definition. */
export interface KeyRules {
  /** Names the record in messages: `a column`. */
  readonly what: string
  /** All keys there are. */
  readonly known: ReadonlySet<string>
  readonly required: readonly string[]
  /** Exactly one of these must be there. */
  readonly oneOf: readonly string[]
  /** What to write instead of keys that people know from elsewhere. */
  readonly hints: ReadonlyMap<string, string>
}

/** Notes keys that do not exist, and keys that are missing unless an unknown one is likely to be meant for them. */
export function checkKeys(node: MapNode, label: string, rules: KeyRules, reading: Reading): void {
  const unknown = node.entries.filter(({ key }) => !rules.known.has(key.text))
  for (const [index, entry] of unknown.entries()) {
    const { key } = entry
    // Finding what is near takes time, and so many mistakes have one cause.
    const hint = reading.problems.count + index < MOST_SHOWN ? hintFor(entry, rules) : undefined
    reading.problems.add('DB201', key.span, `unknown key ${quoted(key.text)} in ${rules.what}`, hint)
  }
  const isGiven = (name: string) => node.entries.some(({ key }) => key.text === name)
  const isMeant = (name: string) => unknown.some(({ key }) => mayMean(key, name))
  const isMeantForOne = (name: string) => isMeant(name) || unknown.some(({ key }) => rules.hints.has(key.text))
  checkRequired(node, label, rules, (name) => isGiven(name) || isMeant(name), reading)
  checkOneOf(node, label, rules, isMeantForOne, reading)
}

/** `type:int` or `type int` for `type: int`. */
const JOINED = /^([\w$]+)(?::| +)(.*)$/s

function hintFor({ key: { text }, value }: MapEntry, { known, hints }: KeyRules): string | undefined {
  const [, name = '', rest] = kindOf(value) === 'null' ? (JOINED.exec(text) ?? []) : []
  if (known.has(name)) return `write ${quoted(`${name}: ${rest}`)}`
  if (isText(text)) return 'put text that holds ": " in quotes'
  return hints.get(text) ?? suggest(text, [...known], 'it takes')
}

/** No key has spaces or signs in it: this was text, in which ": " was taken for the end of a key. */
function isText(key: string): boolean {
  return /[^\w$.-]/.test(key)
}

function mayMean({ text }: ScalarNode, name: string): boolean {
  return isText(text) || nearest(text, [name]) !== undefined
}

function checkRequired(
  { span }: MapNode,
  label: string,
  { required }: KeyRules,
  isThere: (name: string) => boolean,
  { problems, isWhole }: Reading,
): void {
  if (!isWhole) return
  for (const name of required) {
    if (!isThere(name)) problems.add('DB202', span, `${label} needs ${quoted(name)}`)
  }
}

function checkOneOf(
  node: MapNode,
  label: string,
  { what, oneOf }: KeyRules,
  isMeant: (name: string) => boolean,
  { problems, isWhole }: Reading,
): void {
  if (oneOf.length === 0) return
  const found = node.entries.map(({ key }) => key).filter(({ text }) => oneOf.includes(text))
  const [, second] = found
  if (second !== undefined) {
    const names = alternatives(
      found.map(({ text }) => quoted(text)),
      'and',
    )
    problems.add('DB207', second.span, `${label} has ${names}, which exclude each other`, 'keep one')
  }
  if (found.length > 0 || !isWhole || oneOf.some(isMeant)) return
  const message = `${label} is ${what} that does not say which`
  problems.add('DB207', node.span, message, `give it one of ${alternatives(oneOf)}`)
}
