import { distance } from 'fastest-levenshtein'

const LONGEST_QUOTE = 60

/** The user's text in double quotes, with control characters escaped and no longer than a line can hold. */
export function quoted(text: string): string {
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text
  return JSON.stringify(short).replaceAll('\\"', '"')
}

/** `a, b or c` */
export function alternatives(words: readonly string[], conjunction = 'or'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`
}

/** `did you mean "users"?`, or nothing where no candidate is near enough to be what was meant. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST_QUOTE) return undefined
  const limit = Math.max(1, Math.floor(word.length / 3))
  let best: string | undefined
  let bestDistance = limit + 1
  for (const candidate of candidates) {
    const steps = distance(word.toLowerCase(), candidate.toLowerCase())
    if (steps < bestDistance) [best, bestDistance] = [candidate, steps]
  }
  return best === undefined ? undefined : `did you mean ${quoted(best)}?`
}

/** The near candidate if there is one, else all of them where they are few. */
export function suggest(word: string, candidates: readonly string[], what: string): string | undefined {
  const near = didYouMean(word, candidates)
  if (near !== undefined || candidates.length === 0) return near
  if (candidates.length > 16) return undefined
  return `${what}: ${candidates.join(', ')}`
}

/** `a column`, `an index` */
export function article(word: string): string {
  return /^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`
}
