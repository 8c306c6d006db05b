import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type GenerateReport, type GenerateRequest, generate } from '../src/pipeline.js'
import { run } from './cli/run-dbgen.js'

/** A project in a folder of its own that goes with the test. */
export interface Project {
  readonly folder: string
  readonly specFile: string
  /** The clock of the next migration moves on by a minute with each call. */
  generate(spec?: string, more?: Partial<GenerateRequest>): Promise<GenerateReport>
  write(path: string, text: string): void
  read(path: string): string
  remove(path: string): void
  /** Names in the migrations folder, sorted. */
  migrations(): string[]
  /** Runs git; throws with what it says where it fails, unless `isAllowedToFail`. */
  git(words: readonly string[], isAllowedToFail?: boolean): Promise<string>
  /** Commits all that there is. */
  commit(message: string): Promise<void>
}

export const cacheFolder = join(tmpdir(), 'dbgen-test-pglite')

/** An empty project, with a repository of its own where git is asked for. */
export async function createProject(options: { readonly git?: boolean } = {}): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-history-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const specFile = join(folder, 'schema.yaml')
  let minute = 0
  const project: Project = {
    folder,
    specFile,
    generate: async (spec, more = {}) => {
      if (spec !== undefined) project.write('schema.yaml', spec)
      minute += 1
      return generate({
        specFile,
        root: undefined,
        migrationName: undefined,
        proof: true,
        dryRun: false,
        force: false,
        now: new Date(Date.UTC(2026, 0, 2, 3, minute, 0)),
        cacheFolder,
        onStage: () => {},
        ...more,
      })
    },
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    remove: (path) => rmSync(join(folder, path)),
    migrations: () => readdirSync(join(folder, 'migrations')).sort(),
    git: async (words, isAllowedToFail = false) => {
      const settings = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false']
      const { exitCode, stdout, stderr } = await run('git', [...settings, ...words], folder, gitSettings)
      if (exitCode !== 0 && !isAllowedToFail) throw new Error(`git ${words.join(' ')}: ${stdout}${stderr}`)
      return stdout + stderr
    },
    commit: async (message) => {
      await project.git(['add', '--all'])
      await project.git(['commit', '--quiet', '--message', message])
    },
  }
  if (options.git === true) await project.git(['init', '--quiet', '--initial-branch=main'])
  return project
}

/** Whatever the machine is set to. */
const gitSettings = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_EDITOR: 'true' }

/** A spec of the models. */
export function specOf(models: string, more = ''): string {
  return `version: 1\n${more}models:${models}`
}

export const users = `
  User:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: text, unique: true }
      name: { type: text, nullable: true }
`

export const posts = `
  Post:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      title: text
      author_id: { type: bigint, references: User }
    relations:
      author: { belongs_to: User, inverse: none }
`
