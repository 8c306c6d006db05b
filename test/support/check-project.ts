import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type CheckReport, check, generate } from '../../src/pipeline.js'

/** Prepared databases are kept between the runs of the tests. */
export const cacheFolder = join(import.meta.dirname, '../../.cache/dbgen')

/** The spec that the projects begin with. */
export const SPEC = `version: 1
models:
  User:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: varchar(255), unique: true }
      name: { type: text, nullable: true }
  Post:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      user_id: { type: bigint, references: User, index: true }
      title: varchar(200)
`

/** A project in a folder of its own. */
export interface Project {
  readonly folder: string
  readonly specFile: string
  readonly migrations: string
  /** Replaces a part of the spec. */
  edit(from: string, to: string): Promise<void>
  append(text: string): Promise<void>
  generate(options?: { readonly proof?: boolean; readonly now?: string }): Promise<string>
  check(cache?: string): Promise<CheckReport>
  /** The findings as `schema.yaml:4:22 DB401`, relative to the folder. */
  places(): Promise<string[]>
  /** Text of a file by its path in the folder. */
  read(path: string): Promise<string>
  write(path: string, text: string): Promise<void>
}

let first: Promise<string> | undefined

/** A project that was just generated; it goes with the test. */
export async function freshProject(): Promise<Project> {
  first ??= makeFirst()
  const folder = await mkdtemp(join(tmpdir(), 'dbgen-check-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(await first, folder, { recursive: true })
  return projectIn(folder)
}

/** Generated once for all tests of a file. */
async function makeFirst(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dbgen-check-first-'))
  process.once('exit', () => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'schema.yaml'), SPEC)
  await projectIn(folder).generate({ now: '2026-01-01' })
  return folder
}

function projectIn(folder: string): Project {
  const specFile = join(folder, 'schema.yaml')
  const migrations = join(folder, 'migrations')
  const read = (path: string) => readFile(join(folder, path), 'utf8')
  const write = (path: string, text: string) => writeFile(join(folder, path), text)
  const run = (cache = cacheFolder) => check({ specFile, root: undefined, cacheFolder: cache, onStage: () => {} })
  return {
    folder,
    specFile,
    migrations,
    read,
    write,
    async edit(from, to) {
      const text = await read('schema.yaml')
      if (!text.includes(from)) throw new Error(`the spec has no ${from}`)
      await write('schema.yaml', text.replace(from, to))
    },
    append: async (text) => write('schema.yaml', `${await read('schema.yaml')}${text}`),
    async generate({ proof = true, now = '2026-02-01' } = {}) {
      const options = { migrationName: undefined, dryRun: false, force: false, onStage: () => {} }
      const { migration } = await generate({
        ...options,
        specFile,
        root: undefined,
        proof,
        now: new Date(`${now}T00:00:00Z`),
        cacheFolder,
      })
      return migration?.id ?? ''
    },
    check: run,
    async places() {
      const { findings } = await run()
      return findings.map(
        ({ file, line, column, code }) => `${file.slice(folder.length + 1)}:${line}:${column} ${code}`,
      )
    },
  }
}

/** Every file below a folder with its text. */
export async function everything(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(
    files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')]),
  )
  return Object.fromEntries(texts)
}
