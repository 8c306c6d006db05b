import type { Place } from './diagnostic.js'

/** A stretch of one source line, ready to be shown under a caret. */
export interface Span {
  readonly at: Place
  /** At least 1, never past the end of the line by more than that. */
  readonly length: number
  readonly sourceLine: string
}

/** A scalar with its text exactly as written: `1.10` stays `1.10`. */
export interface ScalarNode {
  readonly kind: 'scalar'
  readonly text: string
  readonly style: 'plain' | 'quoted' | 'block'
  readonly span: Span
  /** Where the text begins in the source line; undefined where escapes or folding make that untrue. */
  readonly textColumn: number | undefined
}

/** One `key: value` of a map. */
export interface MapEntry {
  readonly key: ScalarNode
  readonly value: SourceNode
}

/** A map, its entries in the order of the file. */
export interface MapNode {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
  readonly span: Span
}

/** A list. */
export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly SourceNode[]
  readonly span: Span
}

/** A value that cannot be read, which is already noted. */
export interface UnreadableNode {
  readonly kind: 'unreadable'
  readonly span: Span
}

/** What a YAML file holds, without the YAML library's types. */
export type SourceNode = ScalarNode | MapNode | ListNode | UnreadableNode

/** What a value is, as an editor's schema check sees it. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'map' | 'unreadable'

const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/
const NULL = /^(?:|~|null|Null|NULL)$/
const NUMBER = /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** Tells what a value is by the rules of YAML 1.2 (core schema), which editors follow too. */
export function kindOf(node: SourceNode): ValueKind {
  if (node.kind !== 'scalar') return node.kind
  if (node.style !== 'plain') return 'text'
  if (NULL.test(node.text)) return 'null'
  if (BOOLEAN.test(node.text)) return 'boolean'
  return NUMBER.test(node.text) || NOT_FINITE.test(node.text) ? 'number' : 'text'
}

/** The part of a scalar's span that holds `length` characters from `offset` of its text, or all of it if unknown. */
export function spanWithin(node: ScalarNode, offset: number, length: number): Span {
  const { span, textColumn } = node
  if (textColumn === undefined || offset < 0 || offset + length > node.text.length) return span
  const at = { ...span.at, column: textColumn + offset }
  return { at, length: Math.max(1, length), sourceLine: span.sourceLine }
}
