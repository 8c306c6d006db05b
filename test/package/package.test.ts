import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { project } from '../support/typescript.js'

/** What a user has after `npm install dbgen kysely pg` in an empty project. */
describe('the package in an empty project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-package-'))
  const dbgen = (...parameters: string[]) => run(join(folder, 'node_modules/.bin/dbgen'), parameters, folder)

  beforeAll(() => {
    const { stdout } = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], project)
    writeFileSync(join(folder, 'package.json'), '{ "name": "shop", "version": "1.0.0", "type": "module" }\n')
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
    expect(stdout).toContain(tarball)
    const versions = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
    const { kysely, pg } = versions.dependencies
    const types = versions.devDependencies['@types/pg']
    run(
      'npm',
      [
        'install',
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        `./${tarball}`,
        `kysely@${kysely}`,
        `pg@${pg}`,
        `@types/pg@${types}`,
      ],
      folder,
    )
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('holds the command, the templates and the JSON Schema, and no tests or sources', () => {
    const installed = join(folder, 'node_modules/dbgen')
    expect(readdirSync(installed).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'package.json',
      'schema.example.yaml',
      'spec.schema.json',
      'templates',
    ])
  })

  test('init, generate, migrate and a second generate work', () => {
    expect(dbgen('init').status).toBe(0)
    const first = dbgen('generate', '--json')
    expect(JSON.parse(first.stdout)).toMatchObject({
      ok: true,
      migration: { id: expect.stringMatching(/^\d{14}_init$/) },
    })
    expect(existsSync(join(folder, 'src/db/client.ts'))).toBe(true)
    expect(dbgen('migrate', 'up', '--embedded', 'data').stdout).toContain('1 migration applied')
    expect(dbgen('generate').stdout).toContain('all up to date')
  })

  test('what it generated compiles there, without dbgen at run time', () => {
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module: 'nodenext',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          types: [],
        },
        include: ['src'],
      }),
    )
    const tsc = join(project, 'node_modules/typescript/bin/tsc')
    const { stdout } = run(
      process.execPath,
      [tsc, '-p', folder, '--typeRoots', join(project, 'node_modules/@types'), '--types', 'node'],
      folder,
    )
    expect(stdout).toBe('')
    const code = readdirSync(join(folder, 'src/db'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const imports = code.flatMap((entry) => [
      ...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/ from "([^."][^"]*)"/g),
    ])
    const packages = imports.map(([, name = '']) => name).filter((name) => !name.startsWith('node:'))
    expect([...new Set(packages)].sort()).toEqual(['kysely', 'pg'])
  })
})

function run(command: string, parameters: readonly string[], cwd: string) {
  const result = spawnSync(command, [...parameters], { cwd, encoding: 'utf8' })
  if (result.error !== undefined) throw result.error
  if (result.status !== 0) throw new Error(`${command} ${parameters.join(' ')}\n${result.stdout}${result.stderr}`)
  return result
}
