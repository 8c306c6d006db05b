import {
  type Block,
  type Collection,
  type Comment,
  endsOpen,
  type FileTree,
  isSpacedAbove,
  type Member,
  type Tail,
  type Text,
  type Value,
} from './format-tree.js'

/** What stands in braces or brackets and ends behind this column is written in lines of its own. */
const LINE_WIDTH = 120

/** Prints a file: two spaces for each level, at most one blank line in a row, and one line end at the end. */
export function printFile({ start, header, isHeaderSpaced, root, rest }: FileTree): string {
  const lines = start === '' ? [] : start.split('\n')
  lines.push(...printComments(header, 0))
  if (header.length > 0 && isHeaderSpaced) lines.push('')
  if (root.kind === 'map' || root.kind === 'list')
    lines.push(...(root.form === 'lines' ? printCollection(root, 0) : printLeaf(root, 0, 0)))
  lines.push(...printComments(rest, 0))
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function printComments(comments: readonly Comment[], indent: number): string[] {
  return comments.flatMap(({ text, isSpaced }, index) => [
    ...(isSpaced && index > 0 ? [''] : []),
    `${' '.repeat(indent)}${text}`,
  ])
}

/** The lines of a map or list, whatever its form was. */
function printCollection({ kind, members, trailing }: Collection, indent: number): string[] {
  const lines: string[] = []
  let isOpen = true
  for (const member of members) {
    const shown = kind === 'list' ? hoisted(member, indent) : member
    if (isSpacedAbove(shown) && !isOpen) lines.push('')
    lines.push(...printMember(shown, indent))
    isOpen = shown.after.length === 0 && endsOpen(shown.value)
  }
  if (trailing[0]?.isSpaced === true && !isOpen) lines.push('')
  lines.push(...printComments(trailing, indent))
  return lines
}

/** Comments above the first key behind a dash stand above the dash. */
function hoisted(member: Member, indent: number): Member {
  const value = inLines(member, indent)
  if (value === undefined || headOf(member) !== undefined) return member
  const [first, ...others] = value.members
  if (first === undefined) return member
  const inner = value.kind === 'list' ? hoisted(first, indent + 2) : first
  const [comment, ...more] = inner.leading
  if (comment === undefined) return member
  return {
    ...member,
    leading: [...member.leading, { ...comment, isSpaced: member.isSpaced }, ...more],
    isSpaced: inner.isSpaced,
    value: { ...value, members: [{ ...inner, leading: [], isSpaced: false }, ...others] },
    between: [],
  }
}

/** The value as a map or list in lines of its own, if it is one or becomes one for want of room. */
function inLines(member: Member, indent: number): Collection | undefined {
  const { key, value, head, between, tail, after } = member
  if (value.kind === 'text' || value.kind === 'block' || value.kind === 'empty') return undefined
  if (value.form === 'lines') return value
  const [first, ...others] = value.members
  const width = indent + (key === undefined ? 2 : printText(key).length + 2) + printInline(value).length
  if (value.form === 'verbatim' || first === undefined || width <= LINE_WIDTH) return undefined
  const behind: Comment[] =
    head === undefined || tail === undefined ? [] : [{ text: tail.text, column: 0, isSpaced: false }]
  const leading = [...between, ...behind]
  return { ...value, form: 'lines', members: [{ ...first, leading }, ...others], trailing: after }
}

/** The comment behind the key or the dash of a value that is printed in lines of its own. */
function headOf({ key, head, tail }: Member): Tail | undefined {
  const found = head ?? tail
  return found === undefined || (head !== undefined && key !== undefined) ? head : { gap: ' ', text: found.text }
}

function printMember(member: Member, indent: number): string[] {
  const { key, leading, isSpaced } = member
  const start = `${' '.repeat(indent)}${key === undefined ? '-' : `${printText(key)}:`}`
  return [
    ...printComments(leading, indent),
    ...(leading.length > 0 && isSpaced ? [''] : []),
    ...printValue(member, start, indent),
  ]
}

function printValue(member: Member, start: string, indent: number): string[] {
  const { key, value, head, between, tail, after } = member
  const lines = inLines(member, indent)
  if (lines !== undefined) {
    const [first = '', ...others] = printCollection(lines, indent + 2)
    const behind = headOf(member)
    if (key !== undefined || behind !== undefined) return [`${start}${printTail(behind)}`, first, ...others]
    return [`${start} ${first.slice(indent + 2)}`, ...others]
  }
  const below = printComments(after, indent + (value.kind === 'block' ? 1 : 2))
  const blank = after[0]?.isSpaced === true ? [''] : []
  const leaf = printLeaf(value, indent, member.column)
  leaf.push(`${leaf.pop() ?? ''}${printTail(tail)}`)
  const [first = '', ...others] = leaf
  if (value.kind === 'empty') return [`${start}${first}`, ...blank, ...below]
  if (head === undefined && between.length === 0) return [`${start} ${first}`, ...others, ...blank, ...below]
  const comments = printComments(between, indent + 2)
  return [`${start}${printTail(head)}`, ...comments, `${' '.repeat(indent + 2)}${first}`, ...others, ...blank, ...below]
}

function printTail(tail: Tail | undefined): string {
  return tail === undefined ? '' : `${tail.gap}${tail.text}`
}

/** A value that is no map or list in lines of its own; its first line without indentation. */
function printLeaf(value: Value, indent: number, column: number): string[] {
  switch (value.kind) {
    case 'empty':
      return ['']
    case 'text':
      return printText(value)
        .split('\n')
        .map((line, index) => (index === 0 ? line : indented(line.trimStart(), indent + 2)))
    case 'block':
      return printBlock(value, indent + 2)
    case 'map':
    case 'list':
      return value.form === 'verbatim' ? shifted(value.source, indent - column) : [printInline(value)]
  }
}

function printBlock({ header, comment, hasWidth, lines }: Block, indent: number): string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  const above = first === -1 ? lines : lines.slice(0, first + 1)
  const needsWidth = above.some((line) => line.startsWith(' ')) || (hasWidth && first === -1)
  return [
    `${header}${needsWidth ? '2' : ''}${comment}`,
    ...lines.map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`)),
  ]
}

function indented(line: string, indent: number): string {
  return line === '' ? '' : `${' '.repeat(indent)}${line}`
}

/** Text of several lines, all but the first moved to the right. */
function shifted(source: string, by: number): string[] {
  const [first = '', ...others] = source.split('\n')
  return [
    first,
    ...others.map((line) => {
      const text = line.trimStart()
      return indented(text, Math.max(0, line.length - text.length + by))
    }),
  ]
}

function printInline({ kind, brackets, members }: Collection): string {
  const inner = members
    .map(({ key, value }) => {
      if (key === undefined) return printInlineValue(value)
      return value.kind === 'empty' ? `${printText(key)}: ` : `${printText(key)}: ${printInlineValue(value)}`
    })
    .join(', ')
    .trimEnd()
  const [open = '', close = ''] = brackets
  return kind === 'map' && members.length > 0 && open !== '' ? `${open} ${inner} ${close}` : `${open}${inner}${close}`
}

function printInlineValue(value: Value): string {
  if (value.kind === 'text') return printText(value)
  return value.kind === 'map' || value.kind === 'list' ? printInline(value) : ''
}

/** Double quotes, where the text holds none and nothing that they would change. */
function printText({ source, value }: Text): string {
  return source.startsWith("'") && !/["\\\n]/.test(value) && !source.includes('\n') ? `"${value}"` : source
}
