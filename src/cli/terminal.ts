import picocolors from 'picocolors'
import { hidePasswords } from './passwords.js'

/** Functions that colour text, or leave it as it is. */
export type Colors = ReturnType<typeof picocolors.createColors>

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One of the two streams that a command writes to. No password passes through it. */
export interface Output {
  readonly colors: Colors
  readonly isTerminal: boolean
  /** Width of the terminal. */
  readonly columns: number
  write(text: string): void
  /** Writes the one JSON document of a command. */
  writeJson(value: unknown): void
}

/** What a command has to do with the outside. */
export interface World {
  readonly cwd: string
  readonly env: Environment
  readonly out: Output
  readonly err: Output
}

/** The part of a stream that is used. */
export interface TextStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** The world of this process. */
export function openWorld(): World {
  const { env } = process
  return { cwd: process.cwd(), env, out: openOutput(process.stdout, env), err: openOutput(process.stderr, env) }
}

/** Wraps a stream. A reader that goes away (`| head`) ends the output, not the work. */
export function openOutput(stream: TextStream, env: Environment): Output {
  stream.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error
  })
  return {
    colors: picocolors.createColors(wantsColors(stream, env)),
    isTerminal: stream.isTTY === true,
    // Some terminals say 0.
    columns: stream.columns || 80,
    write: (text) => {
      stream.write(hidePasswords(text))
    },
    writeJson: (value) => {
      stream.write(`${JSON.stringify(value, hideInside, 2)}\n`)
    },
  }
}

/** On a terminal; NO_COLOR and FORCE_COLOR decide otherwise. Each stream by itself, for one may be a file. */
export function wantsColors(stream: Pick<TextStream, 'isTTY'>, env: Environment): boolean {
  const { NO_COLOR: refused, FORCE_COLOR: forced, TERM: term } = env
  if (refused !== undefined && refused !== '') return false
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && term !== 'dumb'
}

/** Hides before the text is quoted: afterwards a backslash could go with the password. */
function hideInside(_: string, value: unknown): unknown {
  return typeof value === 'string' ? hidePasswords(value) : value
}
