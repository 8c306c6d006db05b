import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender } from '../contender.js'

/** What a compiler takes for nothing. */
export const empty: Contender = {
  name: 'empty',
  isPeer: false,
  write: async (_workload, folder) => writeFileSync(join(folder, 'main.ts'), 'export {}\n'),
}
