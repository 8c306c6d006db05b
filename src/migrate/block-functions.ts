import type { SqlBlock } from '../schema/schema.js'
import { maskedSql } from '../schema/sql-words.js'

/** A block that makes one function, and says only what may be said twice about it. */
interface FunctionBlock {
  /** What calls it and what it gives back: `f(code text) returns boolean`. */
  readonly head: string
  /** The statements behind, such as `grant execute on function ...`. */
  readonly rest: readonly string[]
  /** Where `create function` stands in the text, and where what follows it. */
  readonly start: number
  readonly end: number
}

const CREATE = /^\s*(create\s+(?:or\s+replace\s+)?function\s+)/i
const TWICE = /^(?:grant|revoke|comment\s+on|alter\s+function)\s/i
/** What may follow the head, any of which another one in its place may have otherwise. */
const WORDS =
  /[()]|\b(?:language|immutable|stable|volatile|strict|called|security|external|leakproof|not|parallel|cost|rows|support|set|window|transform|as|return|begin)\b/gi

/** Whether the second makes a function that takes the place of the one that the first made, which others may use meanwhile. */
export function isReplacement(from: SqlBlock, to: SqlBlock): boolean {
  const [before, after] = [functionOf(from.up), functionOf(to.up)]
  if (before === undefined || after === undefined || before.head !== after.head) return false
  // Nothing takes back what is no longer said.
  return before.rest.every((statement) => after.rest.includes(statement))
}

/** The text of a block that makes a function, for one that is there. */
export function orReplace(up: string): string {
  const found = functionOf(up)
  return found === undefined ? up : `${up.slice(0, found.start)}create or replace function ${up.slice(found.end)}`
}

function functionOf(up: string): FunctionBlock | undefined {
  const masked = maskedSql(up)
  const create = CREATE.exec(masked)
  if (create === null) return undefined
  const [whole, words = ''] = create
  const { head, length } = headOf(up, masked, whole.length)
  const body = masked.slice(length)
  const rest = /\bbegin\s+atomic\b/i.test(body) ? afterAtomic(body) : statementsIn(up, masked, length).slice(1)
  if (rest === undefined || !rest.every((statement) => TWICE.test(statement))) return undefined
  return { head, rest, start: whole.length - words.length, end: whole.length }
}

/** Up to the first word behind parameters and result. */
function headOf(up: string, masked: string, from: number): { readonly head: string; readonly length: number } {
  let depth = 0
  let length = masked.length
  for (const { 0: word, index } of masked.slice(from).matchAll(WORDS)) {
    if (word === '(') depth++
    else if (word === ')') depth--
    else if (depth === 0) {
      length = from + index
      break
    }
  }
  return { head: up.slice(from, length).replaceAll(/\s+/g, ' ').trim(), length }
}

/** Where a body of statements ends is known only where nothing comes behind it. */
function afterAtomic(body: string): readonly string[] | undefined {
  return /\bend\s*;?\s*$/i.test(body) && !/\b(?:create|grant|revoke|comment|alter)\s/i.test(body) ? [] : undefined
}

function statementsIn(up: string, masked: string, from: number): string[] {
  const ends = [...masked.slice(from).matchAll(/;/g)].map(({ index }) => from + index)
  const starts = [from, ...ends.map((end) => end + 1)]
  return starts.flatMap((start, index) => {
    const text = up.slice(start, ends[index] ?? up.length)
    return masked.slice(start, ends[index] ?? up.length).trim() === '' ? [] : [text.trim()]
  })
}
