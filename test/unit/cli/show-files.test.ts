import { expect, test } from 'vitest'
import type { FileChange } from '../../../src/cli/pipeline-api.js'
import { countFiles, showFiles } from '../../../src/cli/show-files.js'
import { plain } from './support.js'

const many = (number: number, folder: string, kind: FileChange['kind'], bytes = 1500): FileChange[] =>
  Array.from({ length: number }, (_, index) => ({ path: `${folder}/file${index}.ts`, kind, bytes }))

const show = (files: readonly FileChange[]) =>
  `\n${[...showFiles(files, plain), '', countFiles(files, plain)].join('\n')}\n`

test('a few files, each by name; those left alone are counted', () => {
  const files: FileChange[] = [
    { path: 'migrations/20261122104500_init.up.sql', kind: 'created', bytes: 2149 },
    { path: 'src/db/database.ts', kind: 'created', bytes: 940 },
    { path: 'src/db/index.ts', kind: 'changed', bytes: 12_300 },
    { path: 'src/db/models/old.ts', kind: 'removed', bytes: 800 },
    { path: 'src/db/models/mine.ts', kind: 'kept', bytes: 800, reason: 'edited by hand' },
    ...many(14, 'src/db/queries', 'unchanged'),
  ]
  expect(show(files)).toMatchInlineSnapshot(`
    "
      new      migrations/20261122104500_init.up.sql   2.1 kB
      new      src/db/database.ts                      0.9 kB
      changed  src/db/index.ts                        12.3 kB
      removed  src/db/models/old.ts                    0.8 kB
      kept     src/db/models/mine.ts                   0.8 kB  edited by hand

    2 new, 1 changed, 1 removed, 1 kept, 14 unchanged
    "
  `)
})

test('twenty by name, twenty-one by folder', () => {
  expect(showFiles(many(20, 'src/db', 'created'), plain)).toHaveLength(20)
  expect(showFiles(many(21, 'src/db', 'created'), plain)).toEqual(['  src/db  31.5 kB  21 new'])
})

test('thousands, by folder; what goes is named', () => {
  const files = [
    { path: '.dbgen.json', kind: 'changed', bytes: 400_000 } as const,
    ...many(990, 'src/db/models', 'created', 1200),
    ...many(1000, 'src/db/queries', 'created', 3600),
    ...many(985, 'src/db/repositories', 'changed', 9100),
    ...many(15, 'src/db/repositories', 'unchanged', 9100),
    ...many(2, 'src/db/gone', 'removed'),
    { path: 'src/db/gone/kept.ts', kind: 'kept', bytes: 10, reason: 'edited by hand' } as const,
  ]
  expect(show(files)).toMatchInlineSnapshot(`
    "
      .                    400.0 kB  1 changed
      src/db/gone              10 B  2 removed, 1 kept
      src/db/models          1.2 MB  990 new
      src/db/queries         3.6 MB  1,000 new
      src/db/repositories    9.0 MB  985 changed

      removed  src/db/gone/file0.ts  1.5 kB
      removed  src/db/gone/file1.ts  1.5 kB
      kept     src/db/gone/kept.ts     10 B  edited by hand

    1,990 new, 986 changed, 2 removed, 1 kept, 15 unchanged
    "
  `)
})

test('more folders and removals than anyone reads', () => {
  const files = Array.from({ length: 40 }, (_, index) => many(2, `src/f${index + 10}`, 'removed')).flat()
  expect(show(files)).toMatchInlineSnapshot(`
    "
      src/f10            2 removed
      src/f11            2 removed
      src/f12            2 removed
      src/f13            2 removed
      src/f14            2 removed
      src/f15            2 removed
      src/f16            2 removed
      src/f17            2 removed
      src/f18            2 removed
      src/f19            2 removed
      src/f20            2 removed
      src/f21            2 removed
      src/f22            2 removed
      src/f23            2 removed
      src/f24            2 removed
      25 more folders    50 removed

      removed  src/f10/file0.ts  1.5 kB
      removed  src/f10/file1.ts  1.5 kB
      removed  src/f11/file0.ts  1.5 kB
      removed  src/f11/file1.ts  1.5 kB
      removed  src/f12/file0.ts  1.5 kB
      removed  src/f12/file1.ts  1.5 kB
      removed  src/f13/file0.ts  1.5 kB
      removed  src/f13/file1.ts  1.5 kB
      removed  src/f14/file0.ts  1.5 kB
      removed  src/f14/file1.ts  1.5 kB
      removed  src/f15/file0.ts  1.5 kB
      removed  src/f15/file1.ts  1.5 kB
      removed  src/f16/file0.ts  1.5 kB
      removed  src/f16/file1.ts  1.5 kB
      removed  src/f17/file0.ts  1.5 kB
      removed  src/f17/file1.ts  1.5 kB
      removed  src/f18/file0.ts  1.5 kB
      removed  src/f18/file1.ts  1.5 kB
      removed  src/f19/file0.ts  1.5 kB
      removed  src/f19/file1.ts  1.5 kB
      and 60 more files

    80 removed
    "
  `)
})
