import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generate } from '../src/pipeline.js'
import { project } from './support/typescript.js'

const sample = join(project, 'generated-sample')
const folder = mkdtempSync(join(tmpdir(), 'dbgen-sample-'))

/** The same run as the one whose output is committed: the time in the name of its migration is part of the input. */
beforeAll(async () => {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_init\.up\.sql$/m.exec(readdirSync(join(sample, 'migrations')).join('\n')) ??
    []
  await generate({
    specFile: join(project, 'schema.example.yaml'),
    root: folder,
    migrationName: undefined,
    proof: true,
    dryRun: false,
    force: false,
    now: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
    cacheFolder: join(tmpdir(), 'dbgen-test-cache'),
    onStage: () => {},
  })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('generated-sample is what schema.example.yaml becomes, byte for byte', () => {
  const [committed, generated] = [readAll(sample), readAll(folder)]
  expect(Object.keys(generated)).toEqual(Object.keys(committed))
  for (const [path, text] of Object.entries(committed)) expect(generated[path], path).toBe(text)
})

test('no path of a machine, time or host is in it', () => {
  const text = Object.values(readAll(sample)).join('\n')
  expect(text).not.toMatch(/\/(?:tmp|home|root|Users|work)\/|localhost:\d/)
})

function readAll(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return Object.fromEntries(entries.map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]))
}
