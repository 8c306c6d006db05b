import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type GeneratedText, generateInMemory } from './support/generation.js'

const root = join(dirname(fileURLToPath(import.meta.url)), 'cases')

/**
 * A directory for each behaviour: `spec.yaml`, and under `expected` every file that it becomes but for the runtime, which
 * is the same for all and stands in generated-sample. Expected files change only with a commit that says why.
 */
describe.each(readdirSync(root))('%s', (name) => {
  const folder = join(root, name)
  let files: GeneratedText[] = []

  beforeAll(async () => {
    const { code, migration } = await generateInMemory(join(folder, 'spec.yaml'))
    files = [
      ...code.filter(({ isRuntime }) => !isRuntime).map((file) => ({ ...file, path: `code/${file.path}` })),
      ...migration.map((file) => ({ ...file, path: `migrations/${file.path}` })),
    ]
  })

  test('becomes the expected files', async () => {
    for (const { path, text } of files) await expect(text).toMatchFileSnapshot(join(folder, 'expected', path))
  })

  test('becomes nothing else', () => {
    expect(files.map(({ path }) => path).sort()).toEqual(filesBelow(join(folder, 'expected')))
  })

  test('becomes the same bytes again', async () => {
    const again = await generateInMemory(join(folder, 'spec.yaml'))
    expect(files.map(({ text }) => text)).toEqual(
      [...again.code.filter(({ isRuntime }) => !isRuntime), ...again.migration].map(({ text }) => text),
    )
  })

  test('is tidy: no trailing spaces, no double blank lines, one newline at the end', () => {
    const untidy = files.filter(({ text }) => /[ \t]\n/.test(text) || /\n\n\n/.test(text) || !/[^\n]\n$/.test(text))
    expect(untidy.map(({ path }) => path)).toEqual([])
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}
