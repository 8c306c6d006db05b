import type { Contender, OpenOptions } from '../contender.js'
import { openHandWritten } from './reference.js'

/** The reference without names for its statements: the server parses and plans at each call. */
export async function open(options: OpenOptions): Promise<Contender> {
  return openHandWritten(options, false)
}
