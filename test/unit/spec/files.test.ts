import { chmod, link, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatDiagnostic } from '../../../src/spec/diagnostic.js'
import { diskFiles } from '../../../src/spec/files.js'
import { parseSpec } from '../../../src/spec/parse-spec.js'
import { createProblems } from '../../../src/spec/problems.js'
import { memoryFiles } from '../../support/spec.js'

let outside: string
let root: string

beforeEach(async () => {
  outside = await mkdtemp(join(await realpath(tmpdir()), 'dbgen-spec-'))
  root = join(outside, 'project')
  await mkdir(root)
})

afterEach(async () => {
  await chmod(join(root, 'locked'), 0o755).catch(() => undefined)
  await rm(outside, { recursive: true, force: true })
})

/** Writes files below the folder of the spec, or beside it with `../`. */
async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

/** The names of the models, and what is wrong. */
async function read(): Promise<{ models: readonly string[]; shown: string }> {
  const problems = createProblems()
  const spec = await parseSpec('spec.yaml', diskFiles(root), problems)
  return {
    models: spec.models.map(({ key }) => key.text),
    shown: problems.sorted().map(formatDiagnostic).join('\n'),
  }
}

const model = (name: string) => `models: { ${name}: { columns: { id: bigint } } }\n`
const main = (include: string) => `version: 1\ninclude: ${include}\n`

describe('what is read', () => {
  test.each([
    ['one file', 'a.yaml', ['A']],
    ['a glob', 'models/*.yaml', ['B', 'C']],
    ['several, in order', '[models/c.yaml, a.yaml, models/*.yaml]', ['C', 'A', 'B']],
    ['all folders', '"**/*.yaml"', ['A', 'B', 'C', 'D']],
    ['a file twice', '[a.yaml, ./a.yaml, models/../a.yaml]', ['A']],
    ['an installed package, by name', 'node_modules/shared/e.yaml', ['E']],
    ['a name with brackets', '"[id].yaml"', ['F']],
  ])('%s', async (_, include, expected) => {
    await write({
      'spec.yaml': main(include),
      'a.yaml': model('A'),
      'models/b.yaml': model('B'),
      'models/c.yaml': model('C'),
      'models/deep/er/d.yaml': model('D'),
      'models/notes.txt': 'not a spec',
      '.hidden/x.yaml': model('X'),
      'node_modules/shared/e.yaml': model('E'),
      '[id].yaml': include.includes('[id]') ? model('F') : '{}',
    })
    expect(await read()).toEqual({ models: expected, shown: '' })
  })

  test('what an included file includes, relative to it; a circle ends', async () => {
    await write({
      'spec.yaml': main('models/b.yaml'),
      'models/b.yaml': `include: [deep/*.yaml, ../a.yaml, ../spec.yaml]\n${model('B')}`,
      'models/deep/d.yaml': `include: ../b.yaml\n${model('D')}`,
      'a.yaml': model('A'),
    })
    expect(await read()).toEqual({ models: ['B', 'D', 'A'], shown: '' })
  })

  test('a file with the mark of Windows and its ends of lines', async () => {
    await write({ 'spec.yaml': `\ufeff${main('a.yaml')}`, 'a.yaml': `\ufeff${model('A').replaceAll('\n', '\r\n')}` })
    expect(await read()).toEqual({ models: ['A'], shown: '' })
  })

  test('a hard link, which nothing tells from a file', async () => {
    await write({ 'spec.yaml': main('a.yaml'), '../other.yaml': model('A') })
    await link(join(outside, 'other.yaml'), join(root, 'a.yaml'))
    expect(await read()).toEqual({ models: ['A'], shown: '' })
  })
})

describe('what is refused', () => {
  test.each([
    ['a file outside', '../other.yaml', 'is not a path below the folder'],
    ['a file outside, the long way', 'models/../../other.yaml', 'is not a path below the folder'],
    ['an absolute path', '/etc/passwd', 'is not a path below the folder'],
    ['a home folder', '~/spec.yaml', 'is not a path below the folder'],
    ['a drive', 'C:/spec.yaml', 'is not a path below the folder'],
    ['the other slash', '..\\other.yaml', 'is not a path below the folder'],
    ['a file that is not there', 'missing.yaml', 'matches no file'],
    ['a glob that matches nothing', 'models/*.yml', 'matches no file'],
    ['braces', '"{a,b}.yaml"', 'in a glob, only *, ** and ? have a meaning'],
    ['an exclusion', '"!a.yaml"', 'matches no file'],
    ['a folder', 'models', 'it is a folder'],
    ['a folder with a slash', 'models/', 'it is a folder'],
    ['a file as a folder', 'a.yaml/b.yaml', 'matches no file'],
  ])('%s', async (_, include, message) => {
    await write({
      'spec.yaml': main(include),
      'a.yaml': model('A'),
      'models/b.yaml': model('B'),
      '../other.yaml': model('X'),
    })
    const { models, shown } = await read()
    expect(models).toEqual([])
    expect(shown).toContain('spec.yaml:2:10 DB10')
    expect(shown).toContain(message)
  })

  test('an included file that leaves the folder from within', async () => {
    await write({
      'spec.yaml': main('models/b.yaml'),
      'models/b.yaml': 'include: ../../other.yaml\n',
      '../other.yaml': model('X'),
    })
    expect((await read()).shown).toContain(
      'models/b.yaml:1:10 DB108 include "../../other.yaml" is not a path below the folder',
    )
  })

  test('keys that belong in the main file', async () => {
    await write({ 'spec.yaml': main('a.yaml'), 'a.yaml': `version: 1\noutput: {}\nextensions: [ltree]\n${model('A')}` })
    const { models, shown } = await read()
    expect(models).toEqual(['A'])
    expect(shown.match(/unknown key "\w+" in an included file/g)).toHaveLength(3)
    expect(shown.match(/it belongs in the main file of the spec/g)).toHaveLength(3)
  })

  test('an included file that is empty', async () => {
    await write({ 'spec.yaml': main('a.yaml'), 'a.yaml': '# nothing yet\n' })
    expect((await read()).shown).toContain('a.yaml:1:1 DB203 the file is empty')
  })

  test('a main file that is not there', async () => {
    expect((await read()).shown).toBe(
      'spec.yaml:1:1 DB101 cannot read "spec.yaml": there is no such file\n  1 |\n    | ^\n  dbgen init writes a first one',
    )
  })

  test('a main file that is a folder', async () => {
    await mkdir(join(root, 'spec.yaml'))
    expect((await read()).shown).toContain('DB101 cannot read "spec.yaml": it is a folder')
  })

  test('a file of 3 MB, of which only the beginning is read', async () => {
    await write({ 'spec.yaml': `version: 1\ncomment: ${'x'.repeat(3_000_000)}\n` })
    expect((await read()).shown).toContain('spec.yaml:1:1 DB106 the file is larger than 1 MB')
    expect((await diskFiles(root).read('spec.yaml')).length).toBeLessThan(1_000_100)
  })

  test('bytes that are not UTF-8', async () => {
    await write({ 'spec.yaml': 'version: 1\n' })
    await writeFile(join(root, 'spec.yaml'), Buffer.from('version: 1 # caf\xe9\n', 'latin1'))
    expect((await read()).shown).toContain('spec.yaml:1:17 DB109 the file holds the invisible character U+FFFD')
    await writeFile(join(root, 'spec.yaml'), Buffer.from('\ufeffversion: 1\n', 'utf16le'))
    expect((await read()).shown).toContain('DB109')
  })
})

describe.skipIf(process.platform === 'win32')('links', () => {
  test.each([
    ['named', 'a.yaml', 'cannot read "a.yaml": it is a symbolic link'],
    ['matched', '"*.yaml"', 'cannot read "a.yaml": it is a symbolic link'],
  ])('a linked file, %s', async (_, include, message) => {
    await write({ 'spec.yaml': main(include), '../other.yaml': model('Secret') })
    await symlink(join(outside, 'other.yaml'), join(root, 'a.yaml'))
    const { models, shown } = await read()
    expect(models).toEqual([])
    expect(shown).toContain(message)
    expect(shown).not.toContain('Secret')
  })

  test.each([
    ['named', 'models/b.yaml', 'cannot read "models": it is a symbolic link'],
    ['matched', 'models/*.yaml', 'cannot read "models": it is a symbolic link'],
    ['below others', '"**/b.yaml"', 'cannot read "models": it is a symbolic link'],
  ])('a linked folder, %s', async (_, include, message) => {
    await write({ 'spec.yaml': main(include), '../elsewhere/b.yaml': model('Secret') })
    await symlink(join(outside, 'elsewhere'), join(root, 'models'))
    const { models, shown } = await read()
    expect(models).toEqual([])
    expect(shown).toContain(message)
  })

  test('a link that no include can mean is no mistake', async () => {
    await write({ 'spec.yaml': main('models/*.yaml'), 'models/b.yaml': model('B'), '../elsewhere/x.yaml': model('X') })
    await symlink(join(outside, 'elsewhere'), join(root, 'docs'))
    await symlink(join(outside, 'elsewhere'), join(root, 'models/old'))
    await symlink(join(outside, 'nowhere'), join(root, 'models/dead'))
    expect(await read()).toEqual({ models: ['B'], shown: '' })
  })

  test('links in a circle', async () => {
    await write({ 'spec.yaml': main('"**/*.yaml"'), 'models/b.yaml': model('B') })
    await symlink(root, join(root, 'models/up'))
    await symlink(join(root, 'loop'), join(root, 'loop'))
    const { models, shown } = await read()
    expect(models).toEqual(['B'])
    expect(shown).toContain('cannot read "models/up": it is a symbolic link')
  })

  test('a main file that is a link', async () => {
    await write({ '../other.yaml': 'version: 1\n' })
    await symlink(join(outside, 'other.yaml'), join(root, 'spec.yaml'))
    expect((await read()).shown).toContain('cannot read "spec.yaml": it is a symbolic link')
  })

  test('a link above the folder of the spec does not matter', async () => {
    await write({ 'spec.yaml': main('a.yaml'), 'a.yaml': model('A') })
    await symlink(root, join(outside, 'alias'))
    const problems = createProblems()
    const spec = await parseSpec('spec.yaml', diskFiles(join(outside, 'alias')), problems)
    expect([problems.count, spec.models.length]).toEqual([0, 1])
  })
})

describe('what the system does not let be read', () => {
  test.skipIf(process.getuid?.() === 0)('a file and a folder without permission', async () => {
    await write({ 'spec.yaml': main('[a.yaml, "**/b.yaml"]'), 'a.yaml': model('A'), 'locked/b.yaml': model('B') })
    await chmod(join(root, 'a.yaml'), 0o000)
    await chmod(join(root, 'locked'), 0o000)
    const { shown } = await read()
    expect(shown).toContain('DB101 cannot read "a.yaml": permission denied')
    expect(shown).toContain('DB101 cannot list the files of "**/b.yaml": permission denied')
  })

  const refusing = (code: string) =>
    Object.assign(new Error(`${code}: no, open '/home/me/spec'`), { code, syscall: 'open' })

  test.each([
    ['EACCES', 'permission denied'],
    ['ENAMETOOLONG', 'the path is too long'],
    ['EIO', 'EIO: no'],
  ])('%s, on any system', async (code, reason) => {
    const problems = createProblems()
    const files = memoryFiles({ 'spec.yaml': main('a.yaml'), 'a.yaml': '' })
    const read = (path: string) => (path === 'a.yaml' ? Promise.reject(refusing(code)) : files.read(path))
    await parseSpec('spec.yaml', { ...files, read }, problems)
    const listing = { ...files, list: () => Promise.reject(refusing(code)) }
    await parseSpec('spec.yaml', listing, problems)
    expect(problems.sorted().map(({ message }) => message)).toEqual([
      `cannot read "a.yaml": ${reason}`,
      `cannot list the files of "a.yaml": ${reason}`,
    ])
  })

  test('a mistake of ours is not taken for one of the user', async () => {
    const files = { ...memoryFiles({}), read: () => Promise.reject(new TypeError('x is not a function')) }
    await expect(parseSpec('spec.yaml', files, createProblems())).rejects.toThrow('x is not a function')
  })
})
