import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompletionProbe, HoverProbe } from './contender.js'
import type { WrittenProgram } from './programs.js'

/** A language server, as an editor talks to it. Lines and characters count from 0. */
export interface LanguageServer {
  /** Opens a file with this text; resolves when its project is loaded, before anything is checked. */
  open(file: string, text: string): Promise<void>
  /** Replaces the text, as after a keystroke. */
  type(file: string, text: string): Promise<void>
  complete(file: string, place: Place): Promise<readonly string[]>
  hover(file: string, place: Place): Promise<string>
  stop(): void
}

export interface Place {
  readonly line: number
  readonly character: number
}

export interface ServerKind {
  readonly name: string
  readonly start: (folder: string, autoImports: boolean) => Promise<LanguageServer>
}

/** How long one completion took, in milliseconds. */
export interface Completion {
  readonly title: string
  readonly server: string
  /** Until the project was loaded. */
  readonly loading: number
  readonly first: number
  readonly again: number
  /** After one more character, when the program has to be looked at anew. */
  readonly typing: number
  readonly answers: number
  readonly problem: string | undefined
}

export interface Hover {
  readonly title: string
  readonly server: string
  readonly text: string
}

const REPEATS = 9

/** Asks for completion at one place, in a server of its own, so that the first answer is the first. */
export async function measureCompletion(
  kind: ServerKind,
  program: WrittenProgram,
  probe: CompletionProbe,
): Promise<Completion> {
  const file = join(program.folder, 'main.ts')
  const { text, place } = withProbe(file, probe.typed)
  const server = await kind.start(program.folder, probe.autoImports === true)
  try {
    const loading = await timed(() => server.open(file, text))
    const first = await timed(() => server.complete(file, place))
    const again = await repeat(() => server.complete(file, place))
    let keystrokes = 0
    const typing = await repeat(async () => {
      keystrokes += 1
      // A comment far below, so that the cursor stays where it is.
      await server.type(file, `${text}// ${'x'.repeat(keystrokes)}\n`)
      return server.complete(file, place)
    })
    return {
      title: probe.title,
      server: kind.name,
      loading: loading.took,
      first: first.took,
      again,
      typing,
      answers: first.value.length,
      problem: first.value.includes(probe.expected) ? undefined : `${probe.expected} is not among the answers`,
    }
  } finally {
    server.stop()
  }
}

/** What the editor shows for each of the places. */
export async function readHovers(
  kind: ServerKind,
  program: WrittenProgram,
  probes: readonly HoverProbe[],
): Promise<Hover[]> {
  const file = join(program.folder, 'main.ts')
  const server = await kind.start(program.folder, false)
  try {
    const { text } = withProbe(file, probes.map(({ typed }) => typed).join('\n'))
    await server.open(file, text)
    const hovers: Hover[] = []
    const before = readFileSync(file, 'utf8')
    for (const [index, { title, typed }] of probes.entries()) {
      const place = { line: before.split('\n').length - 1 + index, character: typed.indexOf('|') }
      hovers.push({ title, server: kind.name, text: await server.hover(file, place) })
    }
    return hovers
  } finally {
    server.stop()
  }
}

/** A type that is written out where its name would do: two members or more, or three alternatives or more. */
export function isExpansion(text: string): boolean {
  return /\{[^{}]*;[^{}]*[;\n][^{}]*\}/.test(text) || (text.match(/ \| /g) ?? []).length > 3 || text.length > 400
}

/** The program with something typed at its end, and the place of `|` in it. */
function withProbe(file: string, typed: string): { text: string; place: Place } {
  const before = readFileSync(file, 'utf8')
  const cursor = typed.indexOf('|')
  return {
    text: `${before}${typed.replaceAll('|', '')}\n`,
    place: { line: before.split('\n').length - 1, character: cursor },
  }
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ took: number; value: Value }> {
  const start = performance.now()
  const value = await work()
  return { took: performance.now() - start, value }
}

async function repeat(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < REPEATS; round += 1) times.push((await timed(work)).took)
  return times.sort((one, other) => one - other)[Math.floor(REPEATS / 2)] ?? Number.NaN
}
