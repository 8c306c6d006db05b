import { normalComments, normalText } from './normal-form.js'
import { type Mixing, mixIn, startMixing } from './short-hash.js'
import { kinds, type Tokens } from './tokens.js'

/** A text that is cut, and where its tokens are that are no comments. */
export interface CutText {
  readonly source: string
  readonly tokens: Tokens
}

/**
 * The hash of what tokens say, from one number up to another: the same as that of `normalForm` and, where there are comments,
 * of `normalComments` behind it. Makes no text of it, nor an object for each token. `behind` are comments that stand elsewhere.
 */
export function mixForm(text: CutText, from: number, to: number, behind: readonly number[] = []): Mixing {
  const form: Form = { text, mixing: startMixing(), open: [], before: -1, beforeThat: -1, isFirst: true }
  const comments: number[] = []
  let at = nextCode(text, from, to, comments)
  while (at < to) {
    const next = nextCode(text, at + 1, to, comments)
    mixToken(form, at, next < to ? next : -1)
    form.beforeThat = form.before
    form.before = at
    at = next
  }
  comments.push(...behind)
  if (comments.length > 0) mixIn(form.mixing, `\n${commentsAt(text, comments)}`)
  return form.mixing
}

/** What the comments of these numbers say. */
export function commentsAt({ source, tokens: { starts, ends } }: CutText, indexes: readonly number[]): string {
  return normalComments(
    indexes.map((index) => {
      const [start, end] = [starts[index] ?? 0, ends[index] ?? 0]
      return { kind: 'comment', text: source.slice(start, end), start, end }
    }),
  )
}

interface Form {
  readonly text: CutText
  readonly mixing: Mixing
  /** Brackets that are open. */
  readonly open: number[]
  /** The token before, and the one before that; -1 where there is none. */
  before: number
  beforeThat: number
  isFirst: boolean
}

function nextCode({ tokens }: CutText, from: number, to: number, comments: number[]): number {
  let at = from
  for (; at < to && tokens.kinds[at] === kinds.comment; at += 1) comments.push(at)
  return at
}

function mixToken(form: Form, at: number, next: number): void {
  const { tokens, source } = form.text
  const [kind, start, end] = [tokens.kinds[at], tokens.starts[at] ?? 0, tokens.ends[at] ?? 0]
  if (kind === kinds.mark && end - start === 1) {
    const mark = source.charCodeAt(start)
    if (OPENING.includes(mark)) form.open.push(mark)
    if (CLOSING.includes(mark)) form.open.pop()
    if (isFormOnly(form, mark, next)) return
  }
  if (kind === kinds.text) mixPart(form, textAt(form, at, next))
  else if (kind === kinds.word && isArrow(form.text, next) && isLone(form))
    mixPart(form, `( ${source.slice(start, end)} )`)
  else mixPart(form, source, start, end)
}

function mixPart(form: Form, text: string, start = 0, end = text.length): void {
  if (!form.isFirst) mixIn(form.mixing, ' ')
  form.isFirst = false
  mixIn(form.mixing, text, start, end)
}

function codesOf(characters: string): readonly number[] {
  return [...characters].map((character) => character.charCodeAt(0))
}

const OPENING = codesOf('([{')
const CLOSING = codesOf(')]}')
const BEHIND_COMMA = codesOf(')]}>')
const BEFORE_BAR = codesOf('=(<:,[')
const BEFORE_PARAMETER = codesOf('=(,[?{')
const [PARENTHESIS, SEMICOLON, COMMA, BAR, AMPERSAND, COLON, CLOSE] = codesOf('(;,|&:)')

/** As in `normalForm`. */
function isFormOnly({ text, open, before }: Form, mark: number, next: number): boolean {
  if (mark === SEMICOLON) return open.at(-1) !== PARENTHESIS
  if (mark === COMMA) return next < 0 || BEHIND_COMMA.includes(onlyCode(text, next))
  if (mark === BAR || mark === AMPERSAND) return BEFORE_BAR.includes(onlyCode(text, before)) || isArrow(text, before)
  return false
}

function isLone({ text, before, beforeThat }: Form): boolean {
  if (before < 0) return true
  const word = textOf(text, before)
  if (text.tokens.kinds[before] === kinds.word) return word === 'async' || word === 'return'
  const only = onlyCode(text, before)
  if (only === COLON) return onlyCode(text, beforeThat) !== CLOSE
  return BEFORE_PARAMETER.includes(only) || word === '=>' || word === '&&' || word === '||' || word === '??'
}

const NO_CHARACTER = -1

/** The only character of a token; of longer ones and where there is none, no character. */
function onlyCode({ source, tokens: { starts, ends } }: CutText, index: number): number {
  const start = index < 0 ? undefined : starts[index]
  return start === undefined || ends[index] !== start + 1 ? NO_CHARACTER : source.charCodeAt(start)
}

function isArrow({ source, tokens: { starts, ends } }: CutText, index: number): boolean {
  const start = index < 0 ? undefined : starts[index]
  return start !== undefined && ends[index] === start + 2 && source.startsWith('=>', start)
}

function textAt({ text, before }: Form, at: number, next: number): string {
  const token = (index: number) => (index < 0 ? undefined : { text: textOf(text, index) })
  return normalText({ text: textOf(text, at) }, token(before), token(next))
}

function textOf({ source, tokens: { starts, ends } }: CutText, index: number): string {
  return source.slice(starts[index] ?? 0, ends[index] ?? 0)
}
