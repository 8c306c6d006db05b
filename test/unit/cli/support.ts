import picocolors from 'picocolors'
import { type Environment, type Output, openOutput } from '../../../src/cli/terminal.js'

/** Colours off, so that expected text can be read. */
export const plain = picocolors.createColors(false)

/** Every colour as its tag. */
export const tagged = new Proxy(plain, {
  get: (_, name) => (name === 'isColorSupported' ? true : (text: string) => `<${String(name)}>${text}</>`),
})

/** An output that keeps what was written to it. */
export function recorded(stream: { isTTY?: boolean; columns?: number } = {}, env: Environment = {}) {
  const written: string[] = []
  const listeners: ((error: Error) => void)[] = []
  const output: Output = openOutput(
    {
      ...stream,
      write: (text) => written.push(text),
      on: (_, listener) => listeners.push(listener),
    },
    env,
  )
  return { output, written, fail: (error: Error) => listeners.map((listener) => listener(error)) }
}
