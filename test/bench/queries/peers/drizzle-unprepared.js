import { openDrizzle } from './drizzle.js'

export function open(options) {
  return openDrizzle(options, false)
}
