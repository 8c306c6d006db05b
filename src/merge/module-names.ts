import type { Lexeme } from './lexemes.js'
import type { Span } from './outline.js'

/** A name that an `import` brings or an `export { }` gives. */
export interface ModuleName extends Span {
  /** In the module: `Post`, `default`, `*`; empty for an import that brings nothing. */
  readonly name: string
  /** In this file. */
  readonly local: string
  readonly isType: boolean
  /** False for what is not between braces. */
  readonly isBraced: boolean
}

/** An `import`, or an `export { }` with or without a module. */
export interface ModuleList {
  readonly kind: 'import' | 'export'
  /** As it is written; empty for an export of names of this file. */
  readonly module: string
  /** Where that stands, with its quotes; undefined where there is none. */
  readonly moduleSpan: Span | undefined
  /** True where `type` stands in front of all of them. */
  readonly isTypeOnly: boolean
  readonly names: readonly ModuleName[]
}

/** Reads the tokens of a statement, without comments; undefined where it is something else. */
export function moduleListOf(code: readonly Lexeme[]): ModuleList | undefined {
  const [first, second] = code
  if (first === undefined || second === undefined) return undefined
  const kind = first.text
  if (kind !== 'import' && kind !== 'export') return undefined
  const isTypeOnly = second.text === 'type' && isListStart(code[2]) && code[2]?.text !== 'from'
  const start = isTypeOnly ? 2 : 1
  if (kind === 'export' && !/^[{*]$/.test(code[start]?.text ?? '')) return undefined
  // import("x") and import.meta are expressions.
  if (/^[(.]$/.test(second.text)) return undefined
  const from = code.findLastIndex(({ text }) => text === 'from')
  const module = code.slice(Math.max(from, 0)).find(({ kind: is }) => is === 'text')
  const isBare = second.kind === 'text'
  const names = isBare ? [bareName(second)] : namesIn(code, start, from < 0 ? code.length : from, isTypeOnly)
  const moduleSpan = module && { start: module.start, end: module.end }
  return { kind, module: module?.text.slice(1, -1) ?? '', moduleSpan, isTypeOnly, names }
}

function isListStart(lexeme: Lexeme | undefined): boolean {
  return lexeme !== undefined && (lexeme.kind === 'word' || /^[{*]$/.test(lexeme.text))
}

function bareName({ start, end }: Lexeme): ModuleName {
  return { name: '', local: '', isType: false, isBraced: false, start, end }
}

function namesIn(code: readonly Lexeme[], start: number, end: number, isTypeOnly: boolean): ModuleName[] {
  const names: ModuleName[] = []
  let isBraced = false
  let parts: Lexeme[] = []
  const finish = () => {
    const name = nameOf(parts, isBraced, isTypeOnly)
    if (name !== undefined) names.push(name)
    parts = []
  }
  for (const lexeme of code.slice(start, end)) {
    if (lexeme.text === '{' || lexeme.text === '}' || lexeme.text === ',' || lexeme.text === ';') {
      finish()
      if (lexeme.text === '{') isBraced = true
      if (lexeme.text === '}') isBraced = false
    } else parts.push(lexeme)
  }
  finish()
  return names
}

function nameOf(parts: readonly Lexeme[], isBraced: boolean, isTypeOnly: boolean): ModuleName | undefined {
  const [first] = parts
  const last = parts.at(-1)
  if (first === undefined || last === undefined) return undefined
  const isMarked = first.text === 'type' && parts.length > 1 && parts[1]?.text !== 'as'
  const named = isMarked ? parts.slice(1) : parts
  const name = named[0]?.text ?? ''
  return {
    name: isBraced || name === '*' ? name : 'default',
    local: last.text,
    isType: isTypeOnly || isMarked,
    isBraced,
    start: first.start,
    end: last.end,
  }
}
