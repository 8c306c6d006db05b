/**
 * A text that a regular expression of PostgreSQL matches, another one for each `index` as far as the expression leaves a
 * choice. Undefined where it uses more than literals, classes, groups, alternatives and repetition.
 */
export function sampleRegex(pattern: string, index: number): string | undefined {
  const reader: Reader = { pattern, at: 0, choice: index }
  try {
    const text = alternatives(reader)
    return reader.at === pattern.length ? text : undefined
  } catch (error) {
    if (error instanceof NotSampled) return undefined
    throw error
  }
}

interface Reader {
  readonly pattern: string
  at: number
  /** What is left to choose between; each choice takes its share. */
  choice: number
}

class NotSampled extends Error {}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-. /:@+#!,;=%&()'
const digits = '0123456789'
const word = 'abcdefghijklmnopqrstuvwxyz0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** What stands for each class; constraint escapes match no character. */
const escapes: Readonly<Record<string, string>> = {
  d: digits,
  w: word,
  s: ' ',
  D: 'abc',
  W: '-',
  S: 'abc',
  n: '\n',
  t: '\t',
  A: '',
  Z: '',
  m: '',
  M: '',
  y: '',
}

const named: Readonly<Record<string, string>> = {
  alpha: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: digits,
  alnum: 'abcdefghijklmnopqrstuvwxyz0123456789',
  space: ' ',
  punct: '-.,;',
  xdigit: '0123456789abcdef',
  word,
}

function alternatives(reader: Reader): string {
  const branches = [sequence(reader)]
  while (peek(reader) === '|') {
    reader.at += 1
    branches.push(sequence(reader))
  }
  return branches.length === 1 ? (branches[0] ?? '') : pick(reader, branches)
}

function sequence(reader: Reader): string {
  let text = ''
  while (reader.at < reader.pattern.length && peek(reader) !== '|' && peek(reader) !== ')') {
    const start = reader.at
    const atom = readAtom(reader)
    const end = reader.at
    const times = readRepetition(reader)
    const after = reader.at
    text += times === 0 ? '' : atom
    for (let done = 1; done < times; done += 1) {
      reader.at = start
      text += readAtom(reader)
      if (reader.at !== end) throw new NotSampled()
    }
    reader.at = after
  }
  return text
}

/** One character, class or group. */
function readAtom(reader: Reader): string {
  const character = take(reader)
  switch (character) {
    case '^':
    case '$':
      return ''
    case '.':
      return pick(reader, ALPHABET.slice(0, 36))
    case '(':
      return readGroup(reader)
    case '[':
      return pick(reader, readClass(reader))
    case '\\':
      return readEscape(reader)
    case '*':
    case '+':
    case '?':
      throw new NotSampled()
    default:
      return character
  }
}

function readGroup(reader: Reader): string {
  if (reader.pattern.startsWith('?:', reader.at)) reader.at += 2
  else if (peek(reader) === '?') throw new NotSampled()
  const text = alternatives(reader)
  if (take(reader) !== ')') throw new NotSampled()
  return text
}

function readEscape(reader: Reader): string {
  const character = take(reader)
  if (!/[a-z\d]/i.test(character)) return character
  const characters = Object.hasOwn(escapes, character) ? escapes[character] : undefined
  if (characters === undefined) throw new NotSampled()
  return characters === '' ? '' : pick(reader, characters)
}

/** The characters of a bracket expression, from behind its `[`. */
function readClass(reader: Reader): string {
  const isNegated = peek(reader) === '^'
  if (isNegated) reader.at += 1
  let characters = ''
  let isFirst = true
  while (isFirst || peek(reader) !== ']') {
    characters += readClassPart(reader)
    isFirst = false
  }
  reader.at += 1
  const found = isNegated ? [...ALPHABET].filter((one) => !characters.includes(one)).join('') : characters
  if (found === '') throw new NotSampled()
  return found
}

function readClassPart(reader: Reader): string {
  const posix = /^\[:(\w+):\]/.exec(reader.pattern.slice(reader.at))
  if (posix !== null) {
    reader.at += posix[0].length
    return named[posix[1] ?? ''] ?? ''
  }
  const first = take(reader)
  if (first === '\\') {
    const escaped = take(reader)
    return Object.hasOwn(escapes, escaped) ? (escapes[escaped] ?? '') : escaped
  }
  if (peek(reader) !== '-' || reader.pattern[reader.at + 1] === ']') return first
  reader.at += 1
  return between(first, take(reader))
}

function between(first: string, last: string): string {
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)]
  if (to < from || to - from > 1000) throw new NotSampled()
  return String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, offset) => from + offset))
}

/** How often what was read before stands: as rarely as may be, but once where it may be left out. */
function readRepetition(reader: Reader): number {
  const [text = '', least] = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(reader.pattern.slice(reader.at)) ?? []
  reader.at += text.length
  const times = least === undefined ? 1 : Number(least)
  if (times > 1000) throw new NotSampled()
  return least === '0' ? 1 : times
}

function pick(reader: Reader, from: string | readonly string[]): string {
  const chosen = from[reader.choice % from.length] ?? ''
  reader.choice = Math.floor(reader.choice / from.length)
  return chosen
}

function peek(reader: Reader): string | undefined {
  return reader.pattern[reader.at]
}

function take(reader: Reader): string {
  const character = reader.pattern[reader.at]
  if (character === undefined) throw new NotSampled()
  reader.at += 1
  return character
}
