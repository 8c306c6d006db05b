import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readDeclarations } from '../render/declarations.js'
import { type CodeSource, describeCode, renderArtifact } from './render-artifact.js'
import type { CodeNames } from './why-code.js'
import { migrationTraces } from './why-migrations.js'
import type { Thing, Trace } from './why-thing.js'

/** A file of the generated code: as it would be written now and as it is. */
export interface CodeFile {
  /** Relative to the folder of the generated code. */
  readonly path: string
  readonly generated: string
  /** Undefined where the file is not there. */
  readonly found: string | undefined
}

/** The files that a model makes, with those on disk. `folder` is that of the generated code. */
export async function codeFiles(source: CodeSource, specFile: string, folder: string): Promise<readonly CodeFile[]> {
  const { artifacts } = describeCode(source, basename(specFile))
  return Promise.all(
    artifacts.map(async (artifact) => ({
      path: artifact.path,
      generated: renderArtifact(artifact, source.templates),
      found: await readIfThere(join(folder, artifact.path)),
    })),
  )
}

/** What the lines of a file come from, as it is on disk, and as it would be generated. */
export interface CodeTraces {
  readonly file: CodeFile
  readonly found: readonly Trace[]
  readonly generated: readonly Trace[]
}

/** Reads files of code: the compiler is loaded once for all of them. */
export async function traceCode(files: readonly CodeFile[], names: CodeNames): Promise<readonly CodeTraces[]> {
  const declared = await readDeclarations(
    files.flatMap(({ path, generated, found }) => [
      { path: `generated/${path}`, text: generated },
      ...(found === undefined || found === generated ? [] : [{ path: `found/${path}`, text: found }]),
    ]),
  )
  return files.map((file) => {
    const generated = names.trace(file.path, declared.get(`generated/${file.path}`) ?? [])
    const other = declared.get(`found/${file.path}`)
    if (file.found === undefined) return { file, generated, found: [] }
    return { file, generated, found: other === undefined ? generated : names.trace(file.path, other) }
  })
}

/** What the lines of all migrations come from, the oldest first; paths are relative to their folder. */
export async function traceMigrations(folder: string, things: readonly Thing[]): Promise<readonly Trace[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(?:sql|ts)$/.test(name)).sort(byMigration)
  const traces = await Promise.all(
    names.map(async (name) => migrationTraces(name, await readFile(join(folder, name), 'utf8'), things)),
  )
  return traces.flat()
}

/** Up comes before down. */
function byMigration(a: string, b: string): number {
  const [x, y] = [a, b].map((name) => name.replace('.up.sql', '.a.sql').replace('.down.sql', '.b.sql'))
  return x === y ? 0 : (x ?? '') < (y ?? '') ? -1 : 1
}

/** The text of a file; undefined where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return undefined
    throw error
  })
}
