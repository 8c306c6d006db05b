import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { check, compilers } from '../bench/types/compilers.js'
import { dbgen } from '../bench/types/contenders/dbgen.js'
import { syntheticSchema, usedModels } from '../bench/types/schema.js'

const project = join(import.meta.dirname, '../..')
const folder = join(project, 'demo', `light-${process.pid}`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The files that a file of the sample loads, itself included. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [statement, target = ''] of text.matchAll(/^(?:import|export)\b[^;]*?"(\.[^"]*)";$/gms)) {
    if (/^(?:import|export) type\b/.test(statement)) continue
    loadedBy(join(dirname(file), target.replace(/\.js$/, '.ts')), seen)
  }
  return seen
}

test('what every program loads loads nothing of any model', () => {
  const db = join(project, 'generated-sample/src/db')
  const loaded = [...loadedBy(join(db, 'index.ts'))].map((file) => file.slice(db.length + 1))
  expect(loaded).toContain('pg-pool.ts')
  expect(loaded.filter((file) => file.includes('/'))).toEqual([])
})

test('a repository loads its own model and errors, and those of no other', () => {
  const db = join(project, 'generated-sample/src/db')
  const loaded = [...loadedBy(join(db, 'repositories/tag.repository.ts'))].map((file) => file.slice(db.length + 1))
  expect(loaded.filter((file) => file.includes('/')).sort()).toEqual([
    'errors/post-tag.errors.ts',
    'errors/tag.errors.ts',
    'models/tag.ts',
    'repositories/tag.repository.ts',
  ])
})

/** Instantiations of the whole layer, as the compiler counts them with one thread. */
async function instantiations(size: number): Promise<number> {
  const own = join(folder, String(size))
  mkdirSync(own, { recursive: true })
  const schema = syntheticSchema(size)
  await dbgen.write({ schema, used: usedModels(schema, 5) }, own)
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    types: ['node'],
  }
  writeFileSync(join(own, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
  writeFileSync(join(own, 'package.json'), '{ "type": "module" }')
  const { seven } = compilers(project, project)
  const { instantiations: count, problem } = await check(seven, own, ['--singleThreaded'])
  expect(problem).toBeUndefined()
  return count
}

test('a model costs the type checker little: no generic function is called for each of them', async () => {
  const [few, many] = [await instantiations(20), await instantiations(60)]
  expect((many - few) / 40).toBeLessThan(26)
})
