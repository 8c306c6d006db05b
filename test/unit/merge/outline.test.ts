import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { digestByUnits, digestGenerated } from '../../../src/merge/digest.js'
import { lexemesOf } from '../../../src/merge/lexemes.js'
import { outlineGenerated } from '../../../src/merge/outline.js'
import { unitsOf } from '../../../src/merge/units.js'
import { parseStatements } from '../../../src/render/typescript.js'

const project = join(dirname(fileURLToPath(import.meta.url)), '../../..')

/** Every generated file that is committed: the sample, and what each case becomes. */
const files = ['generated-sample/src', 'test/cases'].flatMap((folder) =>
  readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/migrations/.test(file)),
)

test('the outline by indentation is that of the parser, for every generated file', async () => {
  expect(files.length).toBeGreaterThan(100)
  for (const file of files) {
    const source = readFileSync(file, 'utf8')
    const parsed = await parseStatements(source)
    expect(unitsOf(source, outlineGenerated(source, lexemesOf(source))), file).toEqual(unitsOf(source, parsed))
  }
})

test('no generated file has two units of one name, or a statement without a name', () => {
  for (const file of files) {
    const source = readFileSync(file, 'utf8')
    const units = unitsOf(source, outlineGenerated(source, lexemesOf(source)))
    const keys = units.flatMap((unit) => [unit.key, ...(unit.body?.units ?? []).map(({ key }) => key)])
    expect(
      keys.filter((key) => key.startsWith('statement ')),
      file,
    ).toEqual([])
  }
})

test('the digest of a generated file is that of its units', () => {
  for (const file of files) {
    const source = readFileSync(file, 'utf8')
    const path = file.slice(project.length)
    expect(digestGenerated(source, path), file).toBe(digestByUnits(source, path))
  }
})

test.each([
  ['overloads', 'export function a(x: 1): void\nexport function a(x: 2): void\nexport function a(): void {}\n'],
  [
    'a class',
    '/** A. */\nexport class A<B> {\n  /** c */\n  c = 1\n\n  // by itself\n\n  d() {\n    return `${e}`\n  }\n}\n',
  ],
  ['comments of a head', 'export class A /* b */ extends C {\n  d = 1\n} // e\n'],
  [
    'members of odd names',
    'interface A {\n  readonly [b: string]: c\n  static get d(): e\n  "f g": h;\n  (i: j): k\n}\n',
  ],
  ['an empty class', 'class A {}\nclass B extends C<{ d: 1 }> {}\n'],
  [
    'imports',
    "import 'a'\nimport b, { type c, d as e } from './f.js'\nimport type { g } from '../h.js'\nexport * from 'i'\nexport { j }\n",
  ],
  ['parameters', 'const a = b => c\nconst d = async e => (f): g => h\nconst { i, j } = k\nfor (a; b; c) {}\n'],
  ['marks of form only', 'type A =\n  | "b"\n  | C\nconst d = [\n  e,\n]; // f\n'],
  ['texts', `const a = { "b": 'it\\'s', 'c d': "\\u00e9" }\nconst e = /["']/g\n`],
  ['comments alone', '// a\n\n// b\n// b\n\n// a\n'],
  ['Windows lines', 'const a = 1\r\n\r\n// b\r\nconst c = 2\r\n'],
  ['statements without a name', '// a\na()\n\nb()\na()\n'],
  ['letters beyond ASCII', 'const é = 𝒳\u00a0+ ü`ñ${ö}`\n'],
  ['an end too early', 'class A {\n  b = "c\n'],
  ['nothing', ''],
])('so is that of %s', (_what, source) => {
  expect(digestGenerated(source, '/db/a.ts')).toBe(digestByUnits(source, '/db/a.ts'))
})

test('digests tell what changed', () => {
  const digest = (source: string) => digestGenerated(source, 'a.ts')
  expect(digest('const a = 1\n')).toMatch(/^[\w-]{12}$/)
  expect(digest('const a = 1\n')).toBe(digest('const a = 1;\n'))
  expect(digest('const a = 1\n')).not.toBe(digest('const a = 2\n'))
  expect(digest('// b\nconst a = 1\n').length).toBe(24)
})
