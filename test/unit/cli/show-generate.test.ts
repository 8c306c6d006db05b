import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { GenerateReport, MigrationReport } from '../../../src/cli/pipeline-api.js'
import { generateJson, showGenerate } from '../../../src/cli/show-generate.js'
import { plain } from './support.js'

const cwd = resolve('/srv/shop')

const scene = { cwd, specFile: resolve(cwd, 'schema.yaml'), dryRun: false, next: 'dbgen migrate up' }

const migration: MigrationReport = {
  id: '20261122104500_init',
  paths: ['migrations/20261122104500_init.up.sql', 'migrations/20261122104500_init.down.sql'],
  steps: ['create table users', 'create table posts', 'index posts.author_id'],
  irreversible: [],
  proof: [
    'PostgreSQL 18.6 applied it, reversed it and applied it again, with 12 rows in its tables',
    'it leads to the spec',
  ],
}

const report: GenerateReport = {
  root: cwd,
  models: 2,
  files: [
    { path: 'migrations/20261122104500_init.up.sql', kind: 'created', bytes: 2149 },
    { path: 'src/db/index.ts', kind: 'changed', bytes: 12_300 },
    { path: 'src/db/models/user.ts', kind: 'unchanged', bytes: 800 },
  ],
  adopted: [],
  migration,
  milliseconds: { read: 20, plan: 5.2, render: 15, prove: 1000.5, write: 10 },
}

const allUnchanged = report.files.map((file) => ({ ...file, kind: 'unchanged' as const }))

test('files and a migration', () => {
  expect(`\n${showGenerate(report, scene, plain)}`).toMatchInlineSnapshot(`
    "
    schema.yaml: 2 models

      new      migrations/20261122104500_init.up.sql   2.1 kB
      changed  src/db/index.ts                        12.3 kB

    Migration 20261122104500_init

      1  create table users
      2  create table posts
      3  index posts.author_id

      ✓ PostgreSQL 18.6 applied it, reversed it and applied it again, with 12 rows in its tables
      ✓ it leads to the spec

    1 new, 1 changed, 1 unchanged in 1.05 s

    Next: dbgen migrate up
    "
  `)
})

test('code alone', () => {
  expect(`\n${showGenerate({ ...report, migration: undefined }, scene, plain)}`).toMatchInlineSnapshot(`
    "
    schema.yaml: 2 models

      new      migrations/20261122104500_init.up.sql   2.1 kB
      changed  src/db/index.ts                        12.3 kB

    1 new, 1 changed, 1 unchanged in 1.05 s
    "
  `)
})

test('migrations written by hand that were taken in', () => {
  const adopted = [
    { id: '20261122104501_fill', changes: 'rows' as const },
    { id: '20261122104502_age', changes: 'schema' as const },
  ]
  const lines = showGenerate({ ...report, files: allUnchanged, migration: undefined, adopted }, scene, plain).split(
    '\n',
  )
  expect(lines.filter((line) => line.includes('by hand'))).toEqual([
    'Took in 20261122104501_fill, written by hand: it changes rows alone',
    'Took in 20261122104502_age, written by hand: it leads to what the spec says',
  ])
})

test('nothing to do', () => {
  const idle = { ...report, files: allUnchanged, migration: undefined }
  expect(showGenerate(idle, scene, plain)).toMatchInlineSnapshot(`
    "schema.yaml: 2 models, 3 files, all up to date (1.05 s)
    "
  `)
})

test('a dry run, not proven, with losses and many steps, for output elsewhere', () => {
  const steps = Array.from({ length: 2000 }, (_, index) => `create table t${index}`)
  const large = {
    ...migration,
    steps,
    irreversible: steps.map((_, index) => `the rows of t${index}`),
    proof: undefined,
  }
  const shown = showGenerate(
    { ...report, root: resolve('/srv/out'), migration: large },
    { ...scene, dryRun: true },
    plain,
  )
  expect(`\n${shown}`).toMatchInlineSnapshot(`
    "
    schema.yaml: 2 models

      new      ../out/migrations/20261122104500_init.up.sql   2.1 kB
      changed  ../out/src/db/index.ts                        12.3 kB

    Migration that would be written: 20261122104500_init

       1  create table t0
       2  create table t1
       3  create table t2
       4  create table t3
       5  create table t4
       6  create table t5
       7  create table t6
       8  create table t7
       9  create table t8
      10  create table t9
      11  create table t10
      12  create table t11
      13  create table t12
      14  create table t13
      15  create table t14
      16  create table t15
      17  create table t16
      18  create table t17
      19  create table t18
      20  create table t19
      and 1,980 more steps in ../out/migrations/20261122104500_init.up.sql

      not proven: --no-proof was given
      the way down loses the rows of t0, the rows of t1, the rows of t2, the rows of t3 and 1,996 more

    1 new, 1 changed, 1 unchanged in 1.05 s

    Dry run: nothing was written. Next: the same command without --dry-run
    "
  `)
})

test('as JSON: nothing is left out because it is undefined', () => {
  const { migration: _, ...rest } = report
  expect(generateJson({ ...report, migration: undefined }, scene)).toEqual({
    ok: true,
    dryRun: false,
    spec: 'schema.yaml',
    handEdits: { files: 0, kept: 0, deleted: 0 },
    migration: null,
    ...rest,
  })
  const unproven = generateJson({ ...report, migration: { ...migration, proof: undefined } }, scene)
  expect(unproven['migration']).toEqual({ ...migration, proof: null })
})
