import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateInMemory } from '../support/generation.js'
import {
  checkWithMorph,
  checkWithTsc,
  type KyselyPackage,
  project,
  removeProgram,
  writeProgram,
} from '../support/typescript.js'
import { caseUses } from './case-uses.js'

const cases = join(project, 'test/cases')
const kyselys: readonly KyselyPackage[] = ['kysely', 'kysely-next']

/** Settings that a case needs, and files that its spec says the user has. */
const special: Readonly<
  Record<string, { options: Record<string, unknown>; files: readonly { path: string; text: string }[] }>
> = {
  'typescript-options': {
    options: { module: 'esnext', moduleResolution: 'bundler' },
    files: [
      { path: 'code/order-lines.ts', text: 'export interface OrderLines {\n  readonly skus: readonly string[];\n}\n' },
    ],
  },
  'file-names': { options: { module: 'esnext', moduleResolution: 'bundler' }, files: [] },
  'typescript-extensions': { options: { allowImportingTsExtensions: true }, files: [] },
}

/** Every case, and the example, in one program for each kind of settings. */
async function programs(): Promise<{ files: { path: string; text: string }[]; options: Record<string, unknown> }[]> {
  const plain = { files: [] as { path: string; text: string }[], options: {} }
  const own: (typeof plain)[] = []
  for (const name of readdirSync(cases)) {
    const { code, migration } = await generateInMemory(join(cases, name, 'spec.yaml'))
    const modules = [
      ...code.map(({ path, text }) => ({ path: `code/${path}`, text })),
      ...migration.filter(({ path }) => path.endsWith('.ts')),
    ]
    const uses = caseUses[name]
    if (uses !== undefined) modules.push({ path: 'uses.ts', text: uses })
    const extra = special[name]
    if (extra === undefined) plain.files.push(...modules.map(({ path, text }) => ({ path: `${name}/${path}`, text })))
    else own.push({ files: [...modules, ...extra.files], options: extra.options })
  }
  const { code } = await generateInMemory(join(project, 'schema.example.yaml'))
  plain.files.push(...code.map(({ path, text }) => ({ path: `example/${path}`, text })))
  const uses = readFileSync(join(project, 'test/types/uses.ts'), 'utf8')
  plain.files.push({ path: 'uses.ts', text: uses.replaceAll('../../generated-sample/src/db/', './example/') })
  return [plain, ...own]
}

describe.each(kyselys)('generated code against %s', (kysely) => {
  const folders: string[] = []

  beforeAll(async () => {
    for (const { files, options } of await programs()) folders.push(writeProgram(files, kysely, options))
  })

  afterAll(() => folders.forEach(removeProgram))

  test('passes TypeScript 7', () => {
    expect(folders.map(checkWithTsc)).toEqual(folders.map(() => ''))
  })

  test("passes ts-morph's compiler", () => {
    expect(folders.map(checkWithMorph)).toEqual(folders.map(() => ''))
  })
})

test('the check can fail', () => {
  const folder = writeProgram([{ path: 'wrong.ts', text: 'export const one: string = 1;\n' }], 'kysely')
  expect(checkWithTsc(folder)).toContain('TS2322')
  expect(checkWithMorph(folder)).toContain('TS2322')
  removeProgram(folder)
})
