import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type GenerateReport, type GenerateRequest, generate } from '../../src/pipeline.js'

/** A project in a folder of its own that is generated without a proof, edited by hand and generated again. */
export interface EditedProject {
  readonly folder: string
  generate(spec: string, options?: Partial<GenerateRequest>): Promise<GenerateReport>
  read(path: string): string
  write(path: string, text: string): void
  /** Replaces one text by another; throws where it is not there. */
  edit(path: string, from: string, to: string): void
  move(from: string, to: string): void
  exists(path: string): boolean
  /** Every file with its text, to see that nothing changed. */
  all(): Record<string, string>
}

/** A project with its first generation done. */
export async function editedProject(spec: string): Promise<EditedProject> {
  const project = emptyProject()
  await project.generate(spec)
  return project
}

/** A project with nothing in it, which goes with the test. */
export function emptyProject(): EditedProject {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-merge-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = (name: string) => join(folder, name)
  const read = (name: string) => readFileSync(path(name), 'utf8')
  let runs = 0
  const write = (name: string, text: string) => {
    mkdirSync(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), text)
  }
  return {
    folder,
    read,
    write,
    generate(spec, options = {}) {
      write('schema.yaml', spec)
      runs += 1
      return generate({
        specFile: path('schema.yaml'),
        root: undefined,
        migrationName: undefined,
        proof: false,
        dryRun: false,
        force: false,
        now: new Date(Date.UTC(2026, 0, 1, 0, 0, runs)),
        cacheFolder: path('../dbgen-merge-cache'),
        onStage: () => {},
        ...options,
      })
    },
    edit(name, from, to) {
      const text = read(name)
      if (!text.includes(from)) throw new Error(`${name} does not have ${from}`)
      write(
        name,
        text.replace(from, () => to),
      )
    },
    move(from, to) {
      mkdirSync(dirname(path(to)), { recursive: true })
      renameSync(path(from), path(to))
    },
    exists: (name) => existsSync(path(name)),
    all() {
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
      const names = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      return Object.fromEntries(names.sort().map((name) => [name, read(name)]))
    },
  }
}

/** Two models with a relation; each part can be another. */
export function blog({ user = '', post = '', title = '{ type: text, unique: true }' } = {}): string {
  return `version: 1
models:
  User:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: text, unique: true }
${user}  Post:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      title: ${title}
      author_id: { type: bigint, references: User }
${post}    relations:
      author: { belongs_to: User, inverse: none }
`
}
