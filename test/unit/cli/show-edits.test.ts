import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { diffLines } from '../../../src/cli/line-diff.js'
import type { FileChange, GenerateReport } from '../../../src/cli/pipeline-api.js'
import { generateJson, needsSettling, showGenerate } from '../../../src/cli/show-generate.js'
import { plain } from './support.js'

const cwd = resolve('/srv/shop')
const scene = { cwd, specFile: resolve(cwd, 'schema.yaml'), dryRun: false, next: 'dbgen migrate up' }

const files: readonly FileChange[] = [
  {
    path: 'src/db/models/user.ts',
    kind: 'merged',
    bytes: 800,
    edits: { kept: ['User.email', 'mine'], deleted: ['toUserRows'], marked: 0 },
  },
  {
    path: 'src/db/repositories/user.repository.ts',
    kind: 'merged',
    bytes: 900,
    edits: { kept: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], deleted: [], marked: 2 },
  },
  {
    path: 'src/db/queries/user.queries.ts',
    kind: 'unchanged',
    bytes: 700,
    edits: { kept: [], deleted: [], marked: 0 },
  },
]

const report: GenerateReport = {
  root: cwd,
  models: 2,
  files,
  adopted: [],
  migration: undefined,
  amended: '20261122104500_add_x',
  upgrade: { from: '0.1.0', to: '0.2.0', files: 1, isAlone: false },
  milliseconds: { read: 20, plan: 5, render: 15, prove: 1000, write: 10 },
}

test('edits by hand, what is left to settle, a migration taken back, an upgrade', () => {
  expect(`\n${showGenerate(report, scene, plain)}`).toMatchInlineSnapshot(`
    "
    schema.yaml: 2 models

      merged  src/db/models/user.ts                   0.8 kB
      merged  src/db/repositories/user.repository.ts  0.9 kB

    Edits by hand that stay:
      src/db/models/user.ts                   User.email, mine
      src/db/repositories/user.repository.ts  a, b, c, d, e, f and 2 more

    Deleted by hand, so not written:
      src/db/models/user.ts  toUserRows

    2 conflicts marked in src/db/repositories/user.repository.ts: choose, take the marks out, then run dbgen again

    20261122104500_add_x is taken back: a database that has it must be set up anew

    1 file differs because dbgen changed (0.1.0 is now 0.2.0), not the spec
      dbgen generate --upgrade-only writes that alone

    2 merged, 1 unchanged in 1.05 s
    "
  `)
})

test('as JSON', () => {
  expect(needsSettling(report)).toBe(true)
  expect(generateJson(report, scene)).toMatchObject({
    ok: false,
    handEdits: { files: 3, kept: 10, deleted: 1 },
    amended: '20261122104500_add_x',
    upgrade: { from: '0.1.0', to: '0.2.0', files: 1, isAlone: false },
  })
})

test('an upgrade whose extent nobody knows', () => {
  const unknown = { ...report, files: [], upgrade: { from: '0.1.0', to: '0.2.0', files: undefined, isAlone: false } }
  expect(generateJson(unknown, scene)['upgrade']).toEqual({ from: '0.1.0', to: '0.2.0', files: null, isAlone: false })
})

test.each([
  { before: '', after: '', want: [] },
  { before: 'a', after: 'a', want: [' a'] },
  { before: '', after: 'a\nb', want: ['+a', '+b'] },
  { before: 'a\r\nb', after: 'a', want: [' a', '-b'] },
  { before: 'a\nb\nc', after: 'a\nx\nc', want: [' a', '-b', '+x', ' c'] },
  { before: 'a\nb\nc\nd', after: 'b\nd\ne', want: ['-a', ' b', '-c', ' d', '+e'] },
])('lines of $before and $after', ({ before, after, want }) => {
  const marks = { same: ' ', gone: '-', new: '+' }
  expect(diffLines(before, after).map(({ kind, text }) => `${marks[kind]}${text}`)).toEqual(want)
})
