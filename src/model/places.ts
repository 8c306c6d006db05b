import type { Span } from '../spec/node.js'

/** What a message says of where something is. */
export function placeOf({ at }: Span): string {
  return `${at.file}:${at.line}`
}
