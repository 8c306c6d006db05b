/** Where runs of bytes begin and how long they are, in turns: offset, length, offset, length. */
export type Runs = readonly number[]

/** Shorter gaps are not worth two numbers. */
const LEAST_GAP = 64
const WORD = 4

/** The runs of a content that are not zero. Pages of PostgreSQL are mostly a hole, and so are its files. */
export function runsOf(content: Uint8Array): number[] {
  const runs: number[] = []
  let begin = -1
  let end = 0
  const see = (from: number, to: number): void => {
    if (begin >= 0 && from - end >= LEAST_GAP) {
      runs.push(begin, end - begin)
      begin = from
    }
    if (begin < 0) begin = from
    end = to
  }
  const words = wordsOf(content)
  for (let word = 0; word < words.length; word += 1) if (words[word] !== 0) see(word * WORD, (word + 1) * WORD)
  for (let at = words.length * WORD; at < content.length; at += 1) if (content[at] !== 0) see(at, at + 1)
  if (begin >= 0) runs.push(begin, end - begin)
  return runs
}

/** The words of a content, for a look at four bytes at a time; none where it does not begin with one. */
function wordsOf({ buffer, byteOffset, length }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset % WORD === 0 ? byteOffset : 0, byteOffset % WORD === 0 ? length >> 2 : 0)
}

/** The runs as they stand in the content. */
export function piecesOf(content: Uint8Array, runs: Runs): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let index = 0; index < runs.length; index += 2) {
    const begin = runs[index] ?? 0
    pieces.push(content.subarray(begin, begin + (runs[index + 1] ?? 0)))
  }
  return pieces
}

/** Puts runs that stand one after the other in `source`, from `from` on, where they belong; returns where they end. */
export function placeRuns(content: Uint8Array, runs: Runs, source: Uint8Array, from: number): number {
  let at = from
  for (let index = 0; index < runs.length; index += 2) {
    const length = runs[index + 1] ?? 0
    content.set(source.subarray(at, at + length), runs[index])
    at += length
  }
  return at
}
