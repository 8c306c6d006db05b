import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildModel } from '../../../src/model/build.js'
import { noTemplates } from '../../../src/pipeline/templates.js'
import { codeNames } from '../../../src/pipeline/why-code.js'
import { codeFiles, traceCode } from '../../../src/pipeline/why-files.js'
import { migrationTraces } from '../../../src/pipeline/why-migrations.js'
import { thingsOf } from '../../../src/pipeline/why-things.js'
import { diskFiles } from '../../../src/spec/files.js'
import { parseSpec } from '../../../src/spec/parse-spec.js'
import { createProblems } from '../../../src/spec/problems.js'

const tests = join(import.meta.dirname, '../..')

async function read(folder: string, file: string) {
  const problems = createProblems()
  const spec = await parseSpec(file, diskFiles(folder), problems)
  const model = await buildModel(spec, problems)
  expect(problems.sorted()).toEqual([])
  return { model, things: thingsOf(spec, model) }
}

function foldersIn(path: string): string[] {
  const entries = readdirSync(join(tests, path), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

test.each(foldersIn('cases'))(
  'case %s: all code of a model, and all of a migration, comes from something',
  async (name) => {
    const folder = join(tests, 'cases', name)
    const { model, things } = await read(folder, 'spec.yaml')
    const code = await traceCode(
      await codeFiles({ model, templates: noTemplates }, 'spec.yaml', join(folder, 'expected/src/db')),
      codeNames(things, model),
    )
    const ofModels = code.filter(({ file }) => file.path.includes('/') && !file.path.startsWith('validators/'))
    expect(ofModels.length).toBeGreaterThan(0)
    const without = ofModels.flatMap(({ file, generated }) =>
      generated.filter((trace) => trace.things.length === 0).map(({ what }) => `${file.path} ${what}`),
    )
    const migrations = join(folder, 'expected/migrations')
    const files = existsSync(migrations) ? readdirSync(migrations).filter((file) => /\.(?:sql|ts)$/.test(file)) : []
    for (const file of files) {
      const traces = migrationTraces(file, readFileSync(join(migrations, file), 'utf8'), things)
      expect(traces.length).toBeGreaterThan(0)
      without.push(...traces.filter((trace) => trace.things.length === 0).map(({ what }) => `${file} ${what}`))
    }
    expect(without).toEqual([])
  },
)

test('every line of every migration from one spec to another comes from the new one, but for what is gone', async () => {
  const gone = new Set<string>()
  let lines = 0
  for (const name of foldersIn('migrations')) {
    const folder = join(tests, 'migrations', name)
    const file = join(folder, 'expected.up.sql')
    if (!existsSync(file)) continue
    const { things } = await read(folder, 'after.yaml')
    for (const { what, things: causes } of migrationTraces('up.sql', readFileSync(file, 'utf8'), things)) {
      lines += 1
      if (causes.length === 0) gone.add(`${name}: ${what.replace(/^step \d+\/\d+: /, '')}`)
    }
  }
  expect(lines).toBeGreaterThan(4000)
  expect([...gone].sort()).toMatchSnapshot()
})
