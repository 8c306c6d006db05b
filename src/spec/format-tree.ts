/** A comment in a line of its own. */
export interface Comment {
  /** From its `#` on. */
  readonly text: string
  /** How far it was indented. */
  readonly column: number
  /** A blank line stood above it. */
  readonly isSpaced: boolean
}

/** A comment behind something in the same line. */
export interface Tail {
  /** The blanks in front of it. */
  readonly gap: string
  readonly text: string
}

/** Plain or quoted text, a number, a word. */
export interface Text {
  readonly kind: 'text'
  /** As it is written; in braces and brackets always one line. */
  readonly source: string
  readonly value: string
  readonly isPlain: boolean
}

/** Text of several lines behind `|` or `>`. */
export interface Block {
  readonly kind: 'block'
  /** `|`, `>-`, without the width of the indentation. */
  readonly header: string
  /** The comment behind the header, or nothing. */
  readonly comment: string
  /** What the header said of the indentation had to be said. */
  readonly hasWidth: boolean
  /** Without their indentation. */
  readonly lines: readonly string[]
  readonly value: string
}

/** A map or a list. */
export interface Collection {
  readonly kind: 'map' | 'list'
  /** Lines of its own; in braces or brackets; or those with something in them that is left as it is written. */
  readonly form: 'lines' | 'inline' | 'verbatim'
  /** What stands around an inline one: `{}`, `[]`, or nothing for the one pair of `[a: 1]`. */
  readonly brackets: string
  /** The text of an inline one. */
  readonly source: string
  readonly members: readonly Member[]
  /** Comments below the last member. */
  readonly trailing: readonly Comment[]
}

/** What a key or a dash leads to. */
export type Value = Text | Block | Collection | { readonly kind: 'empty' }

/** A key or a dash with its value, and with the comments that belong to it. */
export interface Member {
  /** Nothing in a list. */
  readonly key: Text | undefined
  /** How far it was indented. */
  readonly column: number
  readonly value: Value
  /** Comments in the lines above it. */
  readonly leading: readonly Comment[]
  /** A blank line stood right above it, below those comments. */
  readonly isSpaced: boolean
  /** The comment behind the key or the dash of a value in other lines. */
  readonly head: Tail | undefined
  /** Comments between the key or dash and a value that is no map or list of its own lines. */
  readonly between: readonly Comment[]
  /** The comment behind the value. */
  readonly tail: Tail | undefined
  /** Comments below the value that are indented deeper than the key. */
  readonly after: readonly Comment[]
}

/** A file of the spec. */
export interface FileTree {
  /** Directives and the line `---`, if any. */
  readonly start: string
  /** The comment at the top of the file, which stays there whatever comes first below it. */
  readonly header: readonly Comment[]
  /** A blank line stands below that comment. */
  readonly isHeaderSpaced: boolean
  readonly root: Value
  /** Comments of a file that holds no map, and those below it. */
  readonly rest: readonly Comment[]
  /** All comments, in the order of the file. */
  readonly comments: readonly string[]
}

/** Whether a blank line stands above the first line of a member, which may be a comment. */
export function isSpacedAbove({ leading, isSpaced }: Member): boolean {
  return leading[0]?.isSpaced ?? isSpaced
}

/** The member with or without a blank line above its first line. */
export function withSpace(member: Member, isSpaced: boolean): Member {
  const [first, ...others] = member.leading
  return first === undefined ? { ...member, isSpaced } : { ...member, leading: [{ ...first, isSpaced }, ...others] }
}

/** A value is text that ends with blank lines of its own: another below it would change it. */
export function endsOpen(value: Value): boolean {
  if (value.kind === 'block') return value.header.includes('+')
  if (value.kind === 'text' || value.kind === 'empty' || value.form !== 'lines' || value.trailing.length > 0)
    return false
  const last = value.members.at(-1)
  return last !== undefined && last.after.length === 0 && endsOpen(last.value)
}
