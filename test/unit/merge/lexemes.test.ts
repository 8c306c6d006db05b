import { expect, test } from 'vitest'
import { lexemesOf } from '../../../src/merge/lexemes.js'
import { normalComments, normalForm } from '../../../src/merge/normal-form.js'

const tokens = (source: string) => lexemesOf(source).map(({ text }) => text)
const form = (source: string) => normalForm(lexemesOf(source))

test.each([
  { source: 'a / b / c', want: ['a', '/', 'b', '/', 'c'] },
  { source: 'x = /a`"[/]/g.test(y)', want: ['x', '=', '/a`"[/]/g', '.', 'test', '(', 'y', ')'] },
  { source: 'return /`/', want: ['return', '/`/'] },
  { source: 'if (a) /`/.test(b)', want: ['if', '(', 'a', ')', '/`/', '.', 'test', '(', 'b', ')'] },
  { source: 'f(a) / 2', want: ['f', '(', 'a', ')', '/', '2'] },
  { source: '`a ${b + `c ${d} e`} f` + g', want: ['`a ${', 'b', '+', '`c ${', 'd', '} e`', '} f`', '+', 'g'] },
  { source: '`a ${{ b: 1 }} \\` \\${c}`', want: ['`a ${', '{', 'b', ':', '1', '}', '} \\` \\${c}`'] },
  { source: "'it\\'s' \"a 'b'\" // c 'd\n/* e */ f", want: ["'it\\'s'", '"a \'b\'"', "// c 'd", '/* e */', 'f'] },
  { source: 'a?.b ?? c => {}', want: ['a', '?.', 'b', '??', 'c', '=>', '{', '}'] },
  { source: '\uFEFFé\u00a0𝒳 #p @d', want: ['é', '𝒳', '#p', '@d'] },
])('$source', ({ source, want }) => {
  expect(tokens(source)).toEqual(want)
  expect(lexemesOf(source).map(({ start, end }) => source.slice(start, end))).toEqual(want)
})

test.each([
  ['semicolons', 'const a = 1;\nb();', 'const a = 1\nb()'],
  ['quotes', `f("it's", 'a "b"')`, `f('it\\'s', "a \\"b\\"")`],
  ['trailing commas', 'f(a, [b, c,], { d, },)', 'f(a, [b, c], { d })'],
  ['a lone parameter', 'a.map(x => async y => [z => z])', 'a.map((x) => async (y) => [(z) => z])'],
  ['the bar in front of a union', 'type A =\n  | "a"\n  | "b"', "type A = 'a' | 'b'"],
  ['quotes of properties', '({ "a": 1, b: "c" })', '({ a: 1, b: "c" })'],
  ['line ends in templates', '`a\nb`', '`a\r\nb`'],
])('%s do not count', (_what, a, b) => {
  expect(form(a)).toBe(form(b))
})

test.each([
  ['the head of a loop', 'for (a; b;) c()', 'for (a;; b) c()'],
  ['texts', 'f("a b")', 'f("a  b")'],
  ['templates', 'f(`a b`)', 'f(`a  b`)'],
  ['a text and a name', 'c ? "a" : b', 'c ? a : b'],
  ['the type of a result', '(a): T => b', '(a): (T) => b'],
  ['order', 'f(a, b)', 'f(b, a)'],
])('%s count', (_what, a, b) => {
  expect(form(a)).not.toBe(form(b))
})

test('comments count with their lines, not with their indentation', () => {
  const comments = (source: string) => normalComments(lexemesOf(source))
  expect(comments('/**\n * a\n */')).toBe(comments('  /**\r\n   * a\r\n   */'))
  expect(comments('// a\n// b')).not.toBe(comments('// a b'))
})
