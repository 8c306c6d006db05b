import { withoutByteOrderMark } from './characters.js'
import { ordered } from './format-order.js'
import { printFile } from './format-print.js'
import { readFile } from './format-read.js'
import type { FileTree, Value } from './format-tree.js'
import { specSchema } from './json-schema.js'

/**
 * The text of a spec file in its canonical form: the keys of each part in the order in which the JSON Schema describes
 * them, two spaces of indentation, `{ ... }` where it fits on a line. Names keep their order, and comments stay with
 * what they are about. The text must be YAML without mistakes, of the kind that a spec is written in. Throws where the
 * result would not say the same. Line ends are `\n`.
 */
export function formatSpec(text: string): string {
  const plain = withoutByteOrderMark(text).replaceAll('\r\n', '\n')
  const before = readFile(plain)
  const formatted = printFile({ ...before, root: ordered(before.root, specSchema()) })
  if (formatted !== plain) expectSameMeaning(before, readFile(formatted))
  return formatted
}

function expectSameMeaning(before: FileTree, after: FileTree): void {
  if (dataOf(before.root) !== dataOf(after.root)) throw new Error('the formatted spec would not say the same as before')
  const [old, now] = [before, after].map(({ comments }) => [...comments].sort().join('\n'))
  if (old !== now) throw new Error('the formatted spec would lose a comment')
}

/** What a value says, without the order of its keys. */
function dataOf(value: Value): string {
  switch (value.kind) {
    case 'empty':
      return 'null'
    case 'text':
      return `${value.isPlain ? 'plain' : 'text'} ${JSON.stringify(value.value)}`
    case 'block':
      return `text ${JSON.stringify(value.value)}`
    case 'list':
      return `[${value.members.map((member) => dataOf(member.value)).join(',')}]`
    case 'map': {
      const entries = value.members.map((member) => `${member.key && dataOf(member.key)}:${dataOf(member.value)}`)
      return `{${entries.sort().join(',')}}`
    }
  }
}
