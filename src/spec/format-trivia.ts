import type { Comment, Tail } from './format-tree.js'

/** What stands between two pieces of a file: blanks, line ends and comments. */
export interface Trivia {
  /** The comment in the line in which it begins. */
  readonly tail: Tail | undefined
  /** Comments in lines of their own. */
  readonly comments: readonly Comment[]
  /** A blank line stands right above what follows. */
  readonly isSpaced: boolean
}

/** Nothing. */
export const NO_TRIVIA: Trivia = { tail: undefined, comments: [], isSpaced: false }

/** Reads what stands between two places of a text. Throws where it is anything else. */
export function readTrivia(text: string, from: number, to: number): Trivia {
  if (isBlank(text, from, to)) return NO_TRIVIA
  const [first = '', ...lines] = text.slice(from, to).split('\n')
  const tail = readTail(first, from === 0 || text[from - 1] === '\n')
  const comments: Comment[] = tail.comment === undefined ? [] : [tail.comment]
  let isSpaced = false
  for (const [index, line] of lines.entries()) {
    const { blanks, comment } = split(line)
    if (comment !== '') {
      comments.push({ text: comment, column: blanks.length, isSpaced })
      isSpaced = false
    } else if (index < lines.length - 1) isSpaced = true
  }
  return { tail: tail.tail, comments, isSpaced }
}

/** Most often there is one space. */
function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text[at] !== ' ') return false
  return true
}

function readTail(line: string, isStart: boolean): { readonly tail?: Tail; readonly comment?: Comment } {
  const { blanks, comment } = split(line)
  if (comment === '') return {}
  if (isStart) return { comment: { text: comment, column: blanks.length, isSpaced: false } }
  return { tail: { gap: blanks === '' ? ' ' : blanks, text: comment } }
}

/** The question mark of an explicit key goes: no key needs it. */
function split(line: string): { readonly blanks: string; readonly comment: string } {
  const [, blanks, comment] = /^([ \t]*(?:\?[ \t]*)?)(#.*)?$/s.exec(line) ?? []
  if (blanks === undefined) throw new Error(`cannot format ${JSON.stringify(line.trim().slice(0, 40))}`)
  return { blanks, comment: comment?.trimEnd() ?? '' }
}

/** Splits comments at the first that is not indented deeper than a column. */
export function splitDeeper(
  trivia: Trivia,
  column: number,
): { readonly deeper: readonly Comment[]; readonly rest: Trivia } {
  const { comments } = trivia
  const end = comments.findIndex((comment) => comment.column <= column)
  const at = end === -1 ? comments.length : end
  return { deeper: comments.slice(0, at), rest: { ...trivia, tail: undefined, comments: comments.slice(at) } }
}
