import { describe, expect, test } from 'vitest'
import { checkPath, checkPaths } from '../../../src/output/check-paths.js'
import { planOutput } from '../../../src/output/plan-output.js'
import { conflictsOf, request, snapshot, temporaryFolder } from './project.js'

describe('a path', () => {
  test.each([
    ['', 'has an empty part in it'],
    ['/etc/passwd', 'is not a relative path'],
    ['C:/windows', 'is not a relative path'],
    ['c:x', 'is not a relative path'],
    ['..', 'leads out of its folder'],
    ['../x.ts', 'leads out of its folder'],
    ['src/../../x.ts', 'leads out of its folder'],
    ['src/./x.ts', 'has an empty part in it'],
    ['./x.ts', 'has an empty part in it'],
    ['src//x.ts', 'has an empty part in it'],
    ['src/x.ts/', 'has an empty part in it'],
    ['src\\x.ts', 'has a backslash in it'],
    ['..\\x.ts', 'has a backslash in it'],
    ['src/a\0b.ts', 'has the character "\\u0000" in it'],
    ['src/a\nb.ts', 'has the character "\\n" in it'],
    ['src/a:b.ts', 'has the character ":" in it'],
    ['src/what?.ts', 'has the character "?" in it'],
    ['con', 'has "con" in it, which is a device on Windows'],
    ['src/NUL.ts', 'has "NUL" in it, which is a device on Windows'],
    ['aux/x.ts', 'has "aux" in it, which is a device on Windows'],
    ['src/com1.repository.ts', 'has "com1" in it, which is a device on Windows'],
    ['src/lpt9', 'has "lpt9" in it, which is a device on Windows'],
    ['src/x.', 'has a name that ends in a dot or a space'],
    ['src /x.ts', 'has a name that ends in a dot or a space'],
    ['src/...', 'has a name that ends in a dot or a space'],
    [`src/${'é'.repeat(127)}.ts`, 'has a name longer than 255 bytes'],
  ])('%j is refused', (path, problem) => {
    expect(checkPath(path)?.problem).toBe(problem)
  })

  test.each([
    'x.ts',
    'src/db/a.b.ts',
    '.dbgen.json',
    'src/context.ts',
    'com10.ts',
    'nulls/con-fig.ts',
    '..a/b..c',
    'élan.ts',
  ])('%j is fine', (path) => {
    expect(checkPath(path)).toBeUndefined()
  })
})

describe('paths that cannot all exist', () => {
  test.each([
    [['a.ts', 'a.ts'], ['src/db/a.ts: is written twice']],
    [['User.ts', 'user.ts'], ['src/db/user.ts: differs from the output src/db/User.ts only by case']],
    [['Q/a.ts', 'q/b.ts'], ['src/db/q: differs from the output src/db/Q only by case']],
    [['a', 'a/b.ts'], ['src/db/a: is a file and the folder of another output']],
    [['a/b.ts', 'a'], ['src/db/a: is a file and the folder of another output']],
    [['A', 'a/b.ts'], ['src/db/a: differs from the output src/db/A only by case']],
    [['\u00e9.ts', 'e\u0301.ts'], ['src/db/e\u0301.ts: differs from the output src/db/\u00e9.ts only by case']],
    [['.dbgen.json'], ['src/db/.dbgen.json: is written twice']],
    [['a/b.ts', 'a/c.ts', 'ab.ts'], []],
  ])('%j', (names, problems) => {
    const files = names.map((name) => ({ path: `src/db/${name}`, text: '' }))
    const conflicts = checkPaths(request({}, { files }), 'src/db/.dbgen.json')
    expect(conflicts.map(({ path, problem }) => `${path}: ${problem}`)).toEqual(problems)
  })

  test('count across the three lists', () => {
    const wanted = request({ 'src/db/a.ts': '' }, { appended: { 'SRC/b.sql': '' }, replaced: { 'src/db/a.ts': '' } })
    expect(checkPaths(wanted, 'src/db/.dbgen.json').map(({ problem }) => problem)).toEqual([
      'differs from the output src only by case',
      'is written twice',
    ])
  })
})

test('a generated file outside its folder is refused', () => {
  const conflicts = checkPaths(request({ 'src/dbx/a.ts': '', 'b.ts': '' }), 'src/db/.dbgen.json')
  expect(conflicts.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
    'src/dbx/a.ts: is not below src/db',
    'b.ts: is not below src/db',
  ])
})

test('all bad paths are named at once, and nothing is written', async () => {
  const root = await temporaryFolder()
  const wanted = request({ 'src/db/../../x.ts': 'x' }, { appended: { '/y.sql': 'y', 'm/ok.sql': 'z' } })
  expect(await conflictsOf(planOutput(root, wanted))).toEqual([
    '/y.sql: is not a relative path',
    'src/db/../../x.ts: leads out of its folder',
  ])
  expect(await snapshot(root)).toEqual({})
})

test('the folder of the generated files is checked as well', async () => {
  const root = await temporaryFolder()
  expect(await conflictsOf(planOutput(root, request({}, { folder: '../out' })))).toEqual([
    '../out: leads out of its folder',
  ])
})
