import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8')

/** The text of the README between two sentences. */
function between(start: string, end: string): string {
  const from = readme.indexOf(start)
  const to = readme.indexOf(end, from + start.length)
  if (from === -1 || to === -1) throw new Error(`README.md has no "${start}" with "${end}" behind it`)
  return readme.slice(from + start.length, to)
}

/** What is indented, without its indent; what holds the time of a run is masked. */
function blockOf(text: string): string {
  const lines = text
    .split('\n')
    .flatMap((line) => (line.startsWith('    ') ? [line.slice(4)] : line === '' ? [''] : []))
  return masked(lines.join('\n')).trim()
}

function masked(text: string): string {
  return text.replace(/\b\d{14}_/g, 'TIME_').replace(/parent: [0-9a-f]{64}/, 'parent: HASH')
}

test('the tour of the README: first generation, one more column, a typo', async () => {
  const folder = await emptyFolder()
  const file = join(folder, 'schema.yaml')
  await dbgen(folder, ['init'])
  const first = await dbgen(folder, ['generate'])
  const shown = blockOf(between('turns it into code and one migration:', 'Use it:'))
  const [sizes = '', migration = ''] = shown.split(/\n\n(?=Migration )/)
  expect(masked(first.stdout).replace(/^ {2}/gm, '')).toContain(sizes)
  expect(masked(first.stdout)).toContain(migration)

  const spec = await readFile(file, 'utf8')
  const [, column = ''] = /say with `(subtitle: .*)` in/.exec(readme) ?? []
  await writeFile(file, spec.replace('      content: text\n', `      content: text\n      ${column}\n`))
  await dbgen(folder, ['generate'])
  const added = (await readdir(join(folder, 'migrations'))).find((name) => name.endsWith('subtitle_and_1_more.up.sql'))
  const sql = await readFile(join(folder, 'migrations', added ?? ''), 'utf8')
  expect(masked(sql).trim()).toBe(masked(between('and there is one more migration:\n\n```sql\n', '```')).trim())

  await writeFile(file, spec.replace('varchar(255)', 'varchra(255)'))
  const mistake = await dbgen(folder, ['generate'])
  const lines = blockOf(between('and nothing is written:', '`dbgen migrate up`')).split('\n')
  for (const line of lines)
    expect(
      mistake.stderr.split('\n').some((real) => real.startsWith(line)),
      line,
    ).toBe(true)
})
