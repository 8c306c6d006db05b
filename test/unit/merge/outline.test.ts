import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
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
