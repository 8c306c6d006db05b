import { describe, expect, test } from 'vitest'
import { readChecks, readReplaced, readSteps } from '../../src/migrate/step-text.js'
import { openSameSql } from '../../src/spec/same-sql.js'

describe('a migration written by hand', () => {
  test('without marks it is one step', () => {
    expect(readSteps('-- fill\n\nupdate users set name = email;\n-- and\nanalyze users;\n')).toEqual([
      {
        title: 'the whole file',
        transactional: true,
        sql: 'update users set name = email;\n-- and\nanalyze users;',
      },
    ])
  })

  test('without marks, outside a transaction', () => {
    expect(readSteps('-- vacuum\n-- outside a transaction\nvacuum users;\n')).toEqual([
      { title: 'the whole file', transactional: false, sql: 'vacuum users;' },
    ])
  })

  test('marks without numbers, and checks', () => {
    const text =
      '-- check: all have a name\n-- otherwise: give them one\nselect id from users where name is null;\n\n' +
      '-- step: a\nselect 1;\n-- step: b\n-- outside a transaction\n-- slow\nvacuum;\n'
    expect(readSteps(text)).toEqual([
      { title: 'a', transactional: true, sql: 'select 1;' },
      { title: 'b', transactional: false, sql: 'vacuum;' },
    ])
    expect(readChecks(text)).toEqual([
      { title: 'all have a name', advice: 'give them one', sql: 'select id from users where name is null' },
    ])
  })

  test('where one mark has numbers, a line without is a comment in the SQL', () => {
    expect(readSteps('-- step 1/1: a\nselect 1;\n-- step: b\nselect 2;\n')).toEqual([
      { title: 'a', transactional: true, sql: 'select 1;\n-- step: b\nselect 2;' },
    ])
  })

  test.each<[string, string, string]>([
    ['a template', '-- x\n-- not written yet: replace\n', 'line 2 says that it is not written yet'],
    ['a generated file without its marks', '-- parent: none\nselect 1;\n', 'line 2 is in front of the first step'],
    ['a check without a step', '-- x\nselect 0;\n-- check: a\nselect 1;\n', 'line 2 is in front of the first step'],
  ])('%s is refused', (_, text, message) => {
    expect(() => readSteps(text)).toThrow(message)
  })

  test('what a squashed one took the place of stands in its head alone', () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
    const head = `-- migration x, up\n-- parent: none\n-- replaces: 1_a ${a}\n-- replaces: 2_b ${b}\n-- proven\n`
    expect(readReplaced(`${head}\n-- replaces: 3_c ${b}\n`)).toEqual([
      { id: '1_a', chain: a },
      { id: '2_b', chain: b },
    ])
    expect(readReplaced(head.replaceAll('-- ', '// '))).toHaveLength(2)
    expect(readReplaced(head.replaceAll(a, 'short'))).toEqual([{ id: '2_b', chain: b }])
  })
})

describe('the same SQL, as different versions print it', () => {
  test.each<[string, string, boolean]>([
    ['SELECT posts.id FROM posts WHERE (posts.id > 1);', 'SELECT id\n FROM posts WHERE id > 1', true],
    ['SELECT p.id FROM posts p;', 'SELECT id FROM posts p;', true],
    ['SELECT a.id FROM a JOIN b ON (true);', 'SELECT b.id FROM a JOIN b ON (true);', false],
    ['SELECT (SELECT a.id FROM b) FROM a;', 'SELECT (SELECT id FROM b) FROM a;', false],
    ['(rating >= 1)', 'rating >= 1', true],
    ['(rating >= 1)', 'rating > 1', false],
    ["'a'::text", "CAST('a' AS text)", true],
    ['not sql at all (', 'not sql at all  (', false],
  ])('%s and %s: %s', async (one, other, expected) => {
    const isSame = await openSameSql()
    expect(isSame(one, other)).toBe(expected)
  })
})
