/** A file made to take a reader of YAML as long, or as much memory, as can be. */
interface Bomb {
  readonly name: string
  /** Made when it is wanted, because some are large. */
  readonly make: () => string
}

/** As large as a file may be. */
const FULL = 990_000

const fill = (piece: string) => piece.repeat(Math.floor(FULL / piece.length))

function numbered(line: (index: number) => string, most: number): string {
  let text = ''
  for (let index = 0; text.length < most; index += 1) text += line(index)
  return text
}

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

const letters = [...'abcdefghij']

export const bombs: readonly Bomb[] = [
  {
    name: 'aliases of aliases',
    make: () =>
      `a: &a [x]\n${letters.map((letter, index) => `${letter}${index}: &${letter}${index} [${Array(9).fill(`*${letters[index - 1] ?? 'a'}${index - 1}`)}]`).join('\n')}`,
  },
  { name: 'an alias within itself', make: () => 'a: &a { b: *a }\n' },
  { name: 'many aliases', make: () => fill('- *a\n') },
  { name: 'many anchors', make: () => fill('- &a x\n') },
  { name: 'many tags', make: () => fill('- !x y\n') },
  { name: 'many directives', make: () => fill('%a b\n') },
  ...['[', '{', '{a: ', '- ', '? ', ': ', 'a: ', '- ? '].map((sign) => ({
    name: `20,000 times ${sign}`,
    make: () => sign.repeat(20_000),
  })),
  ...['[', '- ', ']', '] ', ']\n', '[]', '[a]\n', ',', '{}'].map((sign) => ({
    name: `nothing but ${JSON.stringify(sign)}`,
    make: () => fill(sign),
  })),
  { name: 'a key deeper with each line', make: () => lines(1300, (index) => `${' '.repeat(index)}a:`) },
  { name: 'a key less deep with each line', make: () => lines(1300, (index) => `${' '.repeat(1300 - index)}a:`) },
  { name: 'keys in and out', make: () => lines(100_000, (index) => (index % 2 === 0 ? '  b:' : 'a:')) },
  { name: '100 MB of letters', make: () => `a: ${'x'.repeat(100_000_000)}` },
  { name: '100 MB of lines', make: () => '\n'.repeat(100_000_000) },
  { name: '1.5 MB in quotes', make: () => `a: "${'x'.repeat(1_500_000)}"` },
  { name: 'a line of 1 MB', make: () => `a: ${fill('xy ')}` },
  { name: 'a key of 1 MB', make: () => `${'k'.repeat(FULL)}: 1` },
  { name: 'an explicit key of 1 MB', make: () => `? ${'k'.repeat(FULL)}\n: 1` },
  { name: 'a million keys', make: () => lines(1_000_000, (index) => `k${index}: 1`) },
  { name: 'as many keys as fit', make: () => numbered((index) => `k${index}: 1\n`, FULL) },
  { name: 'as many keys as fit, in one line', make: () => `{${numbered((index) => `k${index}: 1, `, FULL)}}` },
  { name: 'as many items as fit', make: () => fill('- a\n') },
  { name: 'as many items as fit, in one line', make: () => `a: [${fill('a,')}a]` },
  { name: 'many unknown keys', make: () => `version: 1\n${numbered((index) => `colunms${index}: 1\n`, 600_000)}` },
  {
    name: 'many wrong models',
    make: () => `version: 1\nmodels:\n${numbered((index) => ` K${index}: { colums: 1 }\n`, 600_000)}`,
  },
  { name: 'one key again and again', make: () => fill('a: 1\n') },
  { name: 'many documents', make: () => fill('---\n') },
  { name: 'many ends of documents', make: () => fill('...\n') },
  { name: 'nothing but comments', make: () => fill('# c\n') },
  { name: 'comments in a list', make: () => `[a,${fill('# c\n')}]` },
  ...[' ', '\t', '\n', '\r', '\r\n', '\0'].map((sign) => ({
    name: `nothing but ${JSON.stringify(sign)}`,
    make: () => sign.repeat(FULL / 2),
  })),
  { name: 'empty lines in a block', make: () => `a: |\n${'\n'.repeat(FULL)}` },
  { name: 'spaces in a block', make: () => `a: |\n${fill('   \n')}` },
  ...['"', "'", '"\n', "'\n", "'''\n", `"' `, "- 'a''\n"].map((sign) => ({
    name: `nothing but ${JSON.stringify(sign)}`,
    make: () => fill(sign),
  })),
  ...['\\"', '\\"\n', '\\q', '\\u0000'].map((sign) => ({
    name: `escapes ${JSON.stringify(sign)}`,
    make: () => `"${fill(sign)}"`,
  })),
  ...[
    '%',
    '`',
    '- @a\n',
    '|',
    '|\n',
    '- >\n',
    '*',
    '&',
    '!',
    '!<a',
    '&a &b ',
    'a: b: c\n',
    'a: - b\n',
    'a\n',
    'a\nb:\n',
  ].map((sign) => ({ name: `nothing but ${JSON.stringify(sign)}`, make: () => fill(sign) })),
  { name: 'a number with a tail', make: () => `a: ${'1'.repeat(900_000)}x` },
  { name: 'a number with gaps and a tail', make: () => `a: 1${'_'.repeat(900_000)}x` },
  {
    name: 'a type that takes a pattern long',
    make: () =>
      `version: 1\nmodels: { A: { columns: { a: { type: jsonb, typescript: "A<${'> | A'.repeat(150_000)}!" } } } }`,
  },
  {
    name: 'a module that takes a pattern long',
    make: () =>
      `version: 1\nmodels: { A: { columns: { a: { type: jsonb, typescript: { type: A, import: "${'../'.repeat(300_000)}!" } } } } }`,
  },
  { name: 'a glob that takes a pattern long', make: () => `version: 1\ninclude: "${'*a'.repeat(400_000)}"` },
  { name: 'a glob of many folders', make: () => `version: 1\ninclude: "${'**/'.repeat(300_000)}x"` },
]
