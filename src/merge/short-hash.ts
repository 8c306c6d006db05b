/** Two times 32 bits of a text that is given piece by piece. */
export interface Mixing {
  a: number
  b: number
}

/** The hash of no text yet. */
export function startMixing(): Mixing {
  return { a: 0xdeadbeef, b: 0x41c6ce57 }
}

/** Adds a piece of a text, by multiplying and shifting: far faster than SHA-256 for a hundred thousand short texts. */
export function mixIn(mixing: Mixing, text: string, start = 0, end = text.length): void {
  let { a, b } = mixing
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  mixing.a = a
  mixing.b = b
}

/** So many characters that stand for the text, ten at most. */
export function shortOf({ a, b }: Mixing, length: number): string {
  const first = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  const second = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909)
  let code = ''
  for (let at = 0; at < length; at += 1) {
    const bits = at < 5 ? first >>> (at * 6) : second >>> ((at - 5) * 6)
    code += ALPHABET[bits & 63]
  }
  return code
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Not for secrets: a chance of one in four million millions for two texts to look alike at twelve characters. */
export function short(text: string, length: number): string {
  const mixing = startMixing()
  mixIn(mixing, text)
  return shortOf(mixing, length)
}
