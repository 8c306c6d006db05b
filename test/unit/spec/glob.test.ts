import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { enter, isMatch, parseGlob } from '../../../src/spec/glob.js'

function matches(pattern: string, path: string): boolean {
  const glob = parseGlob(pattern)
  return isMatch(
    glob,
    path.split('/').reduce((reached, name) => enter(glob, reached, name), glob.start),
  )
}

describe('a glob', () => {
  test.each([
    ['models/user.yaml', 'models/user.yaml', true],
    ['models/user.yaml', 'models/User.yaml', false],
    ['models/*.yaml', 'models/user.yaml', true],
    ['models/*.yaml', 'models/user.yml', false],
    ['models/*.yaml', 'models/.yaml', false],
    ['models/*.yaml', 'models/blog/user.yaml', false],
    ['models/*', 'models', false],
    ['*/user.yaml', 'models/user.yaml', true],
    ['**/*.yaml', 'user.yaml', true],
    ['**/*.yaml', 'a/b/c/user.yaml', true],
    ['models/**/*.yaml', 'models/user.yaml', true],
    ['models/**/*.yaml', 'models/a/b/user.yaml', true],
    ['models/**', 'models/a/b/user.yaml', true],
    ['**/**/x', 'x', true],
    ['**/a/**/x', 'a/x', true],
    ['**/a/**/x', 'b/a/c/a/x', true],
    ['**/a/**/x', 'b/x', false],
    ['user?.yaml', 'user1.yaml', true],
    ['user?.yaml', 'user.yaml', false],
    ['*er*.yaml', 'users.yaml', true],
    ['*', '', true],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXbXbX', false],
    ['**', '.git', false],
    ['**/x.yaml', '.git/x.yaml', false],
    ['.git/x.yaml', '.git/x.yaml', true],
    ['.*/x.yaml', '.git/x.yaml', true],
    ['**/x.yaml', 'node_modules/x.yaml', false],
    ['node_modules/a/x.yaml', 'node_modules/a/x.yaml', true],
    ['[id].yaml', '[id].yaml', true],
    ['[id].yaml', 'i.yaml', false],
    ['{a,b}.yaml', 'a.yaml', false],
    ['a+(b).yaml', 'a+(b).yaml', true],
    ['a.yaml', 'aXyaml', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected)
  })

  test('agrees with a regular expression that says the same', () => {
    const names = fc
      .array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'))
    const globs = fc
      .array(fc.constantFrom('a', 'b', '*', '?', '**', 'a*', '*b', '?*'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'))
    fc.assert(
      fc.property(globs, names, (pattern, path) => {
        expect(matches(pattern, path)).toBe(asRegExp(pattern).test(path))
      }),
      { numRuns: 2000 },
    )
  })
})

function asRegExp(pattern: string): RegExp {
  const parts = pattern.split('/').map((part, index, all) => {
    if (part === '**') return index === all.length - 1 ? '(?:[^/]+/)*[^/]+' : '(?:[^/]+/)*'
    const name = part.replaceAll('?', '[^/]').replaceAll('*', '[^/]*')
    return index === all.length - 1 ? name : `${name}/`
  })
  return new RegExp(`^${parts.join('')}$`)
}
