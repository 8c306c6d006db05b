import { openPrisma } from './prisma.js'

export function open(options) {
  return openPrisma(options, 'join')
}
