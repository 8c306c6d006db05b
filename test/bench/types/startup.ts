import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { WrittenProgram } from './programs.js'
import { watch } from './watched-process.js'

/** Importing a module in a fresh process. */
export interface Startup {
  readonly title: string
  /** Milliseconds that the import took. */
  readonly importing: number
  /** MiB that were resident after it, and what the import added to the heap. */
  readonly resident: number
  readonly heap: number
  /** Why it cannot be imported here. */
  readonly problem: string | undefined
}

const ROUNDS = 5
const LIMIT = 120

const probe = `
const [before, start] = [process.memoryUsage().heapUsed, performance.now()]
await import(process.argv[1])
const importing = performance.now() - start
const { rss, heapUsed } = process.memoryUsage()
console.log(JSON.stringify({ importing, resident: rss / 2 ** 20, heap: (heapUsed - before) / 2 ** 20 }))
`

/** Compiles a program to JavaScript, without checking; returns the folder. */
export async function emitProgram(program: WrittenProgram, script: string): Promise<string> {
  const { folder } = program
  const output = join(folder, 'js')
  rmSync(output, { recursive: true, force: true })
  const settings = {
    extends: './tsconfig.json',
    compilerOptions: { noEmit: false, noCheck: true, rootDir: '.', outDir: 'js' },
  }
  writeFileSync(join(folder, 'tsconfig.emit.json'), JSON.stringify(settings))
  const { status, output: text } = await watch(
    process.execPath,
    [script, '-p', 'tsconfig.emit.json'],
    folder,
    LIMIT * 5,
  )
  if (status !== 0) throw new Error(text.trim().split('\n')[0] ?? 'not compiled')
  const wasm = join(folder, 'client')
  if (existsSync(wasm))
    cpSync(wasm, join(output, 'client'), { recursive: true, filter: (file) => !file.endsWith('.ts') })
  return output
}

/** A module that imports every module below a folder: what one index for everything would do. */
export function writeBarrel(output: string, below: string): string {
  const files = javaScriptIn(join(output, below))
  const barrel = join(output, 'everything.js')
  writeFileSync(barrel, files.map((file) => `import './${relative(output, file)}'\n`).join(''))
  return barrel
}

/** The median of a few fresh processes. */
export async function measureStartup(title: string, file: string): Promise<Startup> {
  const runs: { importing: number; resident: number; heap: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const { status, output } = await watch(
      process.execPath,
      ['--input-type=module', '-e', probe, file],
      join(file, '..'),
      LIMIT,
    )
    if (status !== 0)
      return { title, importing: Number.NaN, resident: Number.NaN, heap: Number.NaN, problem: reason(output) }
    runs.push(JSON.parse(output.trim().split('\n').at(-1) ?? '{}'))
  }
  const median = (name: 'importing' | 'resident' | 'heap') =>
    runs.map((run) => run[name]).sort((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? Number.NaN
  return {
    title,
    importing: median('importing'),
    resident: median('resident'),
    heap: median('heap'),
    problem: undefined,
  }
}

function reason(output: string): string {
  return /^\w*Error.*$/m.exec(output)?.[0] ?? output.trim().split('\n').at(-1) ?? 'it failed'
}

function javaScriptIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? javaScriptIn(path) : path.endsWith('.js') ? [path] : []))
}
