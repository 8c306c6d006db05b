import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ts } from 'ts-morph'
import { describe, expect, test } from 'vitest'

const project = join(dirname(fileURLToPath(import.meta.url)), '..')
const src = join(project, 'src')
const files = filesBelow(src).filter((file) => file.endsWith('.ts'))

/** What each folder of src may import, beside itself. `.` are the files of src itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  model: ['spec'],
  schema: ['model'],
  migrate: ['schema'],
  artifacts: ['model', 'schema'],
  render: [],
  merge: ['render'],
  output: [],
  database: ['schema', 'migrate'],
  prove: ['schema', 'migrate', 'database', 'artifacts'],
  judge: ['spec', 'schema', 'migrate', 'database'],
  pipeline: [
    'spec',
    'model',
    'schema',
    'migrate',
    'artifacts',
    'render',
    'output',
    'database',
    'prove',
    'judge',
    'merge',
    'version',
  ],
  cli: ['.', 'spec/diagnostic'],
  '.': [
    'spec',
    'model',
    'schema',
    'migrate',
    'artifacts',
    'render',
    'output',
    'database',
    'prove',
    'judge',
    'merge',
    'pipeline',
  ],
}

/** Each library has one door, so that replacing it means rewriting one file, or one folder. */
const doors: Readonly<Record<string, RegExp>> = {
  yaml: /^spec\/(?:source|format-read)\.ts$/,
  'fastest-levenshtein': /^spec\/wording\.ts$/,
  'libpg-query': /^spec\/sql\.ts$/,
  inflection: /^model\/inflect\.ts$/,
  handlebars: /^render\/handlebars\.ts$/,
  'ts-morph': /^render\/(?:typescript|declarations)\.ts$/,
  pg: /^database\//,
  kysely: /^database\//,
  'kysely-codegen': /^database\//,
  '@electric-sql/pglite': /^prove\//,
  commander: /^cli\//,
  chokidar: /^cli\//,
  picocolors: /^cli\//,
  rolldown: /^write-bundle\.ts$/,
}

describe('who may import whom', () => {
  test.each(Object.keys(allowed))('%s', (folder) => {
    const wrong = files
      .filter((file) => folderOf(file) === folder)
      .flatMap((file) => relativeImports(file).map((target) => ({ file, target })))
      .filter(({ target }) => !isAllowed(folder, target))
    expect(wrong).toEqual([])
  })

  test('every folder has its rule', () => {
    expect([...new Set(files.map(folderOf))].filter((folder) => !Object.hasOwn(allowed, folder))).toEqual([])
  })
})

describe('one door for each library', () => {
  test.each(Object.entries(doors))('%s', (library, door) => {
    const importers = files.filter((file) => packagesOf(file).includes(library))
    expect(importers.filter((file) => !door.test(file))).toEqual([])
    expect(importers.length).toBeGreaterThan(0)
  })

  test('no library without one', () => {
    const used = new Set(files.flatMap(packagesOf))
    expect([...used].filter((name) => !Object.hasOwn(doors, name)).sort()).toEqual([])
  })
})

describe('what is loaded before it is needed', () => {
  test.each([
    ['cli/main.ts', ['commander', 'picocolors']],
    ['unchanged.ts', ['fastest-levenshtein']],
    ['pipeline.ts', ['fastest-levenshtein', 'inflection', 'yaml']],
  ])('%s', (entry, libraries) => {
    const loaded = [...loadedBy(entry)].flatMap((file) => [...read(file).matchAll(VALUE_IMPORT)].map(packageOf))
    expect([...new Set(loaded)].filter((name) => name !== undefined).sort()).toEqual(libraries)
  })
})

describe('files of src', () => {
  test('none imports itself over others', () => {
    expect(cycles()).toEqual([])
  })

  test('none is longer than 300 lines', () => {
    expect(files.filter((file) => read(file).split('\n').length > 301)).toEqual([])
  })

  test('none has a default export or re-exports a module whole', () => {
    expect(files.filter((file) => /^export (?:default|\*)/m.test(read(file)))).toEqual([])
  })

  test('only cli knows the console, the arguments and the environment', () => {
    const outside = files.filter((file) => folderOf(file) !== 'cli' && file !== 'write-schema.ts')
    expect(outside.filter((file) => /\bconsole\.|process\.(?:argv|env|exit|cwd|std)/.test(read(file)))).toEqual([])
  })
})

describe('templates', () => {
  const templates = filesBelow(join(project, 'templates'))

  test('use no helper but each, if and unless', () => {
    const tags = templates.flatMap((file) => [
      ...readFileSync(join(project, 'templates', file), 'utf8').matchAll(/\{\{[~]?[#/]?([^}~]*)/g),
    ])
    const wrong = tags
      .map(([, inner = '']) => inner.trim())
      .filter((inner) => inner.includes(' ') && !/^(?:each|if|unless|else if) [\w.@]+$/.test(inner))
    expect(wrong).toEqual([])
  })
})

function isAllowed(folder: string, target: string): boolean {
  const targetFolder = folderOf(target)
  if (targetFolder === folder) return true
  const rules = allowed[folder] ?? []
  return rules.some((rule) => rule === targetFolder || `${rule}.ts` === target)
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '.') : '.'
}

/** By TypeScript's own scanner: text that only looks like an import is none. */
function importsOf(file: string): string[] {
  return ts.preProcessFile(read(file)).importedFiles.map(({ fileName }) => fileName)
}

function relativeImports(file: string): string[] {
  return importsOf(file)
    .filter((target) => target.startsWith('.'))
    .map((target) => join(dirname(file), target).replace(/\.js$/, '.ts'))
}

function packagesOf(file: string): string[] {
  return importsOf(file)
    .filter((target) => !target.startsWith('.') && !target.startsWith('node:'))
    .map((target) =>
      target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/'),
    )
}

/** Files that lead back to themselves over value imports. */
function cycles(): string[] {
  const edges = new Map(files.map((file) => [file, valueImports(file)]))
  const reaches = (from: string, target: string, seen: Set<string>): boolean =>
    (edges.get(from) ?? []).some((next) => {
      if (next === target) return true
      if (seen.has(next)) return false
      seen.add(next)
      return reaches(next, target, seen)
    })
  return files.filter((file) => reaches(file, file, new Set()))
}

function valueImports(file: string): string[] {
  const statements = [...read(file).matchAll(/^import (?!type)([^;]*?) from ['"](\.[^'"]+)['"]/gms)]
  return statements
    .filter(([, names = '']) => !/^\{(?:\s*type \w+,?)+\s*\}$/.test(names))
    .map(([, , target = '']) => join(dirname(file), target).replace(/\.js$/, '.ts'))
}

const VALUE_IMPORT = /^import (?!type)(?:([^;]*?) from )?['"]([^'"]+)['"]/gms

/** The package of an import that brings a value. */
function packageOf([, names = '', target = '']: readonly string[]): string | undefined {
  const isType = /^\{(?:\s*type \w+,?)+\s*\}$/.test(names)
  return isType || target.startsWith('.') || target.startsWith('node:') ? undefined : target
}

/** A file with those that it imports, and those that they import. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  seen.add(file)
  for (const next of valueImports(file)) if (!seen.has(next)) loadedBy(next, seen)
  return seen
}

function read(file: string): string {
  return readFileSync(join(src, file), 'utf8')
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}
