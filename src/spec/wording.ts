import { distance } from 'fastest-levenshtein'

const LONGEST_QUOTE = 60
const MOST_LISTED = 30

/** The user's text in double quotes, with characters that are not seen escaped and no longer than a line can hold. */
export function quoted(text: string): string {
  return `"${visible(shorten(text))}"`
}

/** The text with characters that are not seen as escapes. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\(["\\])/g, '$1')
  return escaped.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const PLAIN = /^[\w .,:;$()-]*$/

const UNSEEN = /[\x7f-\x9f\u2028\u2029\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g

/** The user's text, no longer than a line can hold. */
export function shorten(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text
}

/** `a, b or c` */
export function alternatives(words: readonly string[], conjunction = 'or'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`
}

/** The candidate that was probably meant; nothing where none is near enough. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST_QUOTE) return undefined
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const steps = stepsBetween(word.toLowerCase(), candidate.toLowerCase())
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps]
  }
  return best
}

/** Letters in another order, as in `tpye`, are one mistake. */
function stepsBetween(a: string, b: string): number {
  const steps = distance(a, b)
  return steps === 2 && [...a].sort().join('') === [...b].sort().join('') ? 1 : steps
}

/** `did you mean "users"?`, or nothing where no candidate is near enough to be what was meant. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const best = nearest(word, candidates)
  return best === undefined ? undefined : `did you mean ${quoted(best)}?`
}

/** The near candidate if there is one, else all of them where they are few. */
export function suggest(word: string, candidates: readonly string[], what: string): string | undefined {
  const near = didYouMean(word, candidates)
  if (near !== undefined || candidates.length === 0) return near
  if (candidates.length > MOST_LISTED) return undefined
  return `${what}: ${candidates.join(', ')}`
}

/** `a column`, `an index` */
export function article(word: string): string {
  return /^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`
}
