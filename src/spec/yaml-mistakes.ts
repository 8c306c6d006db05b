import { visible } from './wording.js'

/** What the YAML library found, without its types. */
export interface YamlMistake {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

const LONGEST = 120

/** What is said about it: message and hint. */
export type Wording = readonly [message: string, hint: string | undefined]

/** What the check of the lexemes says better, at the place where it begins. */
const SAID_BEFORE =
  /^(?:ALIAS_PROPS|BAD_ALIAS|BAD_DIRECTIVE|BAD_PROP_ORDER|BAD_COLLECTION_TYPE|MULTIPLE_ANCHORS|MULTIPLE_TAGS|TAG_RESOLVE_FAILED)$/
const SAID_BEFORE_TEXT =
  /^(?:Missing closing|Tags and anchors must|Missing directives-end|.* must (?:end with|be sufficiently indented)|.* and end with a|Unexpected flow-(?:map|seq)-end)/

const LOCAL = /^(?:BAD_DQ_ESCAPE|BAD_SCALAR_START)$/
const LOCAL_TEXT = /^(?:Unexpected scalar at node end|Comments must be separated|Unexpected , in|Unexpected empty item)/

/** The library's messages by how they begin, in words that need no knowledge of YAML's grammar. */
const WORDINGS: readonly (readonly [RegExp, Wording])[] = [
  [
    /^Nested mappings are not allowed/,
    [
      'a second ": " on one line',
      'put text that holds ": " in quotes; write a map as { key: value }, or on lines of its own',
    ],
  ],
  [
    /^All mapping items must/,
    ['this line does not begin where the lines before it do', 'the keys of one map begin at the same column'],
  ],
  [
    /^All sequence items must/,
    ['this line does not begin where the lines before it do', 'the items of one list begin at the same column'],
  ],
  [
    /^Implicit keys need to be on a single line|^Implicit keys of flow/,
    ['a key must be on one line, with ":" behind it', 'is a ":" missing, or is a value not in quotes?'],
  ],
  [
    /^Implicit map keys need/,
    ['a key without ":"', 'write "key: value"; text over several lines is indented more than its key'],
  ],
  [/^Tabs are not allowed/, ['a tab is used for indentation', 'indent with spaces, in this line and all others']],
  [
    /^Missing , or : between flow (?:map|sequence)|^Missing , between flow/,
    ['a "," is missing before this', undefined],
  ],
  [/^Missing space after :/, ['a space is missing after ":"', undefined]],
  [/^Unexpected , in flow|^Unexpected empty item in flow/, ['a "," with nothing in front of it', 'remove one']],
  [
    /^A block sequence may not/,
    ['this line does not begin where the lines before it do', 'the items of one list begin at the same column'],
  ],
  [/^Sequence item without - indicator/, ['an item of a list without "- "', undefined]],
  [
    /^Unexpected block-seq-ind on same line/,
    ['a list cannot begin on the line of its key', 'begin it on the next line, or write [a, b]'],
  ],
  [
    /^Block collections are not allowed within flow/,
    ['a key or "- " inside a value', 'within { } and [ ], put "," between the parts; write a list as [a, b]'],
  ],
  [
    /^Comments must be separated/,
    ['a space is missing before "#"', 'write one before a comment; put text that holds "#" in quotes'],
  ],
  [/^Unexpected flow-.* at node end/, ['a "," is missing before this', undefined]],
  [
    /^Unexpected .* at node end/,
    ['text behind the end of a value', "put the whole value in quotes; within single quotes, ' is written twice"],
  ],
  [
    /^Block scalar header includes extra|^Not a YAML token/,
    ['text behind "|" or ">"', 'begin the text on the next line'],
  ],
  [/^Plain value cannot start with a tab/, ['a tab in front of a value', 'use spaces']],
  [/^Plain value cannot start with .*(.)$/s, ['text cannot begin with "$1"', 'put it in quotes']],
  [/^The : indicator must be at most 1024/, ['a key longer than 1024 characters', undefined]],
  [
    /^Invalid escape sequence (\S{1,10})/,
    ['"$1" is not an escape in double quotes', 'write "\\\\" for a backslash, or use single quotes'],
  ],
  [
    /^Block scalar/,
    ['the lines of a text behind "|" or ">" do not begin alike', 'indent each of them more than its key'],
  ],
  [
    /^Unexpected|^Map comment with/,
    ['this does not belong to what is in front of it', 'is it indented as it should be, or is a value not in quotes?'],
  ],
]

/** Whether a mistake is about where a line begins, for which the library names the spaces in front. */
export function isIndentation({ code, message }: YamlMistake): boolean {
  return code === 'BAD_INDENT' || message.startsWith('A block sequence may not')
}

/** Whether a mistake concerns a single value, so that nothing around it can have been taken for something else. */
export function isLocal({ code, message }: YamlMistake): boolean {
  return LOCAL.test(code) || SAID_BEFORE.test(code) || LOCAL_TEXT.test(message)
}

/** How to put a mistake that the library found; nothing where the check of the lexemes has already done so. */
export function wordingOf({ code, message }: YamlMistake): Wording | undefined {
  if (SAID_BEFORE.test(code) || SAID_BEFORE_TEXT.test(message)) return undefined
  for (const [pattern, [text, hint]] of WORDINGS) {
    const match = pattern.exec(message)
    if (match !== null) return [text.replace('$1', () => match[1] ?? ''), hint]
  }
  const words = visible(message.slice(0, LONGEST)).replace(/\.$/, '')
  return [words.charAt(0).toLowerCase() + words.slice(1), undefined]
}
