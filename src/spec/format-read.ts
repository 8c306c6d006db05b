import { isAlias, isMap, isScalar, isSeq, Lexer, parseDocument, Scalar } from 'yaml'
import {
  type Block,
  type Collection,
  type Comment,
  type FileTree,
  isSpacedAbove,
  type Member,
  type Text,
  type Value,
  withSpace,
} from './format-tree.js'
import { NO_TRIVIA, readTrivia, splitDeeper, type Trivia } from './format-trivia.js'

/** The failsafe schema leaves every scalar as its text, so that none changes its meaning. */
const READING = {
  schema: 'failsafe',
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
  keepSourceTokens: true,
  logLevel: 'silent',
} as const

/** What a member or a collection was read to, and the comments below it that belong to something around it. */
interface Read<Result> {
  readonly result: Result
  readonly rest: Trivia
}

/** Where a member begins, and what stands above it. */
interface Start {
  readonly column: number
  readonly above: Trivia
}

/**
 * Reads a file for the formatter: every character of it is in a text, in a comment, or blank. Line ends are `\n`. Throws
 * where it is not YAML, or YAML that a spec has no use for: anchors, tags, several documents.
 */
export function readFile(text: string): FileTree {
  const document = parseDocument(text, READING)
  const [mistake] = document.errors
  if (mistake !== undefined) throw new Error(`cannot format: ${mistake.message}`)
  const start = document.directives.docStart === true ? (/^(?:.*\n)*?---(?=[ \t\n]|$)/.exec(text)?.[0] ?? '') : ''
  const reader = new Reader(text)
  const end = /\n(?:\.\.\.|---)[ \t\n]*$/.exec(text)?.index ?? text.length
  const { contents } = document
  if (contents == null) {
    const { comments: rest } = withTail(reader.trivia(start.length, end))
    return { start, header: [], isHeaderSpaced: false, root: { kind: 'empty' }, rest, comments: reader.comments }
  }
  const { result, rest } = reader.root(contents, start.length, end)
  return { start, ...withoutHeader(result), rest: rest.comments, comments: reader.comments }
}

/** The comment at the top: all up to the last blank line above the first key, and what editors read. */
function withoutHeader(root: Collection): Pick<FileTree, 'header' | 'isHeaderSpaced' | 'root'> {
  const [first, ...others] = root.members
  if (first === undefined || root.form !== 'lines') return { header: [], isHeaderSpaced: false, root }
  const { leading } = first
  const spaced = leading.findLastIndex(({ isSpaced }, index) => isSpaced && index > 0)
  const modeline = leading.findLastIndex(({ text }) => /^# yaml-language-server:/.test(text))
  const end = first.isSpaced ? leading.length : Math.max(spaced, modeline + 1, 0)
  const below = { ...first, leading: leading.slice(end) }
  return {
    header: leading.slice(0, end),
    isHeaderSpaced: isSpacedAbove(below),
    root: { ...root, members: [withSpace(below, false), ...others] },
  }
}

class Reader {
  readonly comments: string[] = []
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  trivia(from: number, to: number): Trivia {
    const found = readTrivia(this.text, from, to)
    if (found.tail !== undefined) this.comments.push(found.tail.text)
    for (const { text } of found.comments) this.comments.push(text)
    return found
  }

  root(node: unknown, from: number, end: number): Read<Collection> {
    const [begin, close] = rangeOf(node)
    const above = withTail(this.trivia(from, begin))
    if (isLines(node)) return this.collection(node, { column: -1, above }, end)
    if (!isMap(node) && !isSeq(node)) throw new Error('cannot format a file that holds no map')
    const value = this.inline(node)
    const [first, ...others] = value.members
    const rest = withTail(this.trivia(close, end))
    if (value.form === 'verbatim' || first === undefined) return { result: value, rest: joined(above, rest) }
    const members = [{ ...first, leading: above.comments, isSpaced: above.isSpaced }, ...others]
    return { result: { ...value, form: 'lines', members }, rest }
  }

  /** A map or list in lines of its own, from its first key or dash on. */
  private collection(node: unknown, { column, above }: Start, next: number): Read<Collection> {
    const members: Member[] = []
    let trivia = above
    const items = itemsOf(node)
    for (const [index, { start, key, value }] of items.entries()) {
      const at = { column: this.columnOf(start), above: trivia }
      const { result, rest } = this.member(at, start, key, value, items[index + 1]?.start ?? next)
      members.push(result)
      trivia = rest
    }
    const { deeper: trailing, rest } = splitDeeper(trivia, column)
    const kind = isMap(node) ? 'map' : 'list'
    return { result: { kind, form: 'lines', brackets: '', source: '', members, trailing }, rest }
  }

  private member(at: Start, start: number, key: unknown, node: unknown, next: number): Read<Member> {
    const name = key === undefined ? undefined : this.scalar(key)
    const from = key === undefined ? start + 1 : this.behindColon(rangeOf(key)[1])
    const { column, above } = at
    const common = { key: name, column, leading: above.comments, isSpaced: above.isSpaced }
    const none = { head: undefined, between: [], tail: undefined, after: [] }
    if (isLines(node)) {
      const { tail: head, comments, isSpaced } = this.trivia(from, itemsOf(node)[0]?.start ?? from)
      const inner = { tail: undefined, comments, isSpaced: comments.length > 0 && isSpaced }
      const { result: value, rest } = this.collection(node, { column, above: inner }, next)
      return { result: { ...common, ...none, value, head }, rest }
    }
    const [begin, end] = isEmpty(node) ? [from, from] : rangeOf(node)
    const before = isEmpty(node) ? NO_TRIVIA : this.trivia(from, begin)
    const value = isEmpty(node) ? ({ kind: 'empty' } as const) : this.leaf(node)
    const below = this.trivia(value.kind === 'block' ? end - 1 : end, next)
    const { deeper: after, rest } = splitDeeper(below, column)
    const { tail: head, comments: between } = before
    return { result: { ...common, value, head, between, tail: below.tail, after }, rest }
  }

  private behindColon(from: number): number {
    let at = from
    while (/[ \t]/.test(this.text[at] ?? '')) at += 1
    return this.text[at] === ':' ? at + 1 : from
  }

  private columnOf(offset: number): number {
    return offset - this.text.lastIndexOf('\n', offset - 1) - 1
  }

  private leaf(node: unknown): Value {
    if (isMap(node) || isSeq(node)) return this.inline(node)
    if (isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED))
      return this.block(node)
    return this.scalar(node)
  }

  private scalar(node: unknown): Text {
    const [from, to] = rangeOf(node)
    const source = this.text.slice(from, to)
    if (isAlias(node)) return { kind: 'text', source, value: source, isPlain: true }
    if (!isScalar(node)) throw new Error('cannot format a key that is no word')
    return { kind: 'text', source, value: String(node.value), isPlain: node.type === Scalar.PLAIN }
  }

  private block(node: Scalar): Block {
    const [from, to] = rangeOf(node)
    const [first = '', ...lines] = this.text.slice(from, to).replace(/\n$/, '').split('\n')
    const [, style = '', one = '', other = '', comment = ''] = /^([|>])([-+\d]?)([-+\d]?)(.*)$/s.exec(first) ?? []
    if (comment.trim() !== '') this.comments.push(comment.trim())
    const value = String(node.value)
    const line = lines.find((text) => text.trim() !== '') ?? ''
    const inner = value.split('\n').find((text) => text.trim() !== '') ?? ''
    const indentation = line === '' ? Number.POSITIVE_INFINITY : widthOf(line) - widthOf(inner)
    return {
      kind: 'block',
      header: `${style}${one}${other}`.replace(/\d/, ''),
      comment: comment.trimEnd(),
      hasWidth: /\d/.test(one + other),
      lines: lines.map((text) => text.slice(indentation)),
      value,
    }
  }

  /** A map or list in braces or brackets. */
  private inline(node: unknown): Collection {
    const [from, to] = rangeOf(node)
    const source = this.text.slice(from, to)
    const found = source.includes('#') ? commentsIn(source) : []
    this.comments.push(...found)
    const { members, isOneLine } = this.inlineMembers(node)
    const opening = /^[{[]/.test(source) ? `${source[0]}${source.at(-1)}` : ''
    return {
      kind: isMap(node) ? 'map' : 'list',
      form: found.length > 0 || !isOneLine ? 'verbatim' : 'inline',
      brackets: opening,
      source,
      members,
      trailing: [],
    }
  }

  private inlineMembers(node: unknown): { readonly members: Member[]; readonly isOneLine: boolean } {
    const pairs = isMap(node) ? node.items : isSeq(node) ? node.items.map((value) => ({ key: undefined, value })) : []
    let isOneLine = true
    const members = pairs.map(({ key, value }): Member => {
      const name = key === undefined ? undefined : oneLine(this.scalar(key))
      const read = isEmpty(value) ? ({ kind: 'empty' } as const) : this.inlineValue(value)
      if ((name === undefined && key !== undefined) || read === undefined) isOneLine = false
      else if (isVerbatim(read)) isOneLine = false
      return {
        key: name,
        column: 0,
        value: read ?? this.scalar(value),
        leading: [],
        isSpaced: false,
        head: undefined,
        between: [],
        tail: undefined,
        after: [],
      }
    })
    return { members, isOneLine }
  }

  private inlineValue(node: unknown): Text | Collection | undefined {
    return isMap(node) || isSeq(node) ? this.inline(node) : oneLine(this.scalar(node))
  }
}

function isVerbatim(value: Value): boolean {
  return (value.kind === 'map' || value.kind === 'list') && value.form === 'verbatim'
}

/** Comments above and below something that can hold none. */
function joined(above: Trivia, below: Trivia): Trivia {
  return { tail: undefined, comments: [...above.comments, ...below.comments], isSpaced: false }
}

/** A comment behind `---` goes to those of the first key. */
function withTail({ tail, comments, isSpaced }: Trivia): Trivia {
  const first: Comment[] = tail === undefined ? [] : [{ text: tail.text, column: 0, isSpaced: false }]
  return { tail: undefined, comments: [...first, ...comments], isSpaced }
}

/** Text in braces over several lines, on one; nothing where that is not simple. */
function oneLine(text: Text): Text | undefined {
  const { source } = text
  if (!source.includes('\n')) return text
  if (/\n[ \t]*\n|\\[ \t]*\n/.test(source)) return undefined
  return { ...text, source: source.replace(/[ \t]*\n[ \t]*/g, ' ') }
}

/** The comments in a text that stands in braces or brackets. */
function commentsIn(source: string): string[] {
  return [...new Lexer().lex(source)].filter((lexeme) => lexeme.startsWith('#')).map((lexeme) => lexeme.trimEnd())
}

function widthOf(line: string): number {
  return line.length - line.replace(/^ +/, '').length
}

function isLines(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0
}

function isEmpty(node: unknown): boolean {
  return node == null || (isScalar(node) && node.range != null && node.range[0] === node.range[1])
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined
  if (range == null) throw new Error('a value without a place')
  return [range[0], range[1]]
}

interface Item {
  /** Of the key, or of the dash. */
  readonly start: number
  /** Nothing in a list. */
  readonly key: unknown
  readonly value: unknown
}

function itemsOf(node: unknown): Item[] {
  if (isMap(node)) return node.items.map(({ key, value }) => ({ start: rangeOf(key)[0], key, value }))
  if (!isSeq(node) || node.srcToken?.type !== 'block-seq') return []
  const dashes = node.srcToken.items.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind'))
  return node.items.map((value, index) => ({ start: dashes[index]?.offset ?? 0, key: undefined, value }))
}
