import { cutAndDie, cutAndReconnect } from './cut.js'
import type { FaultKind } from './sweep.js'

/** Everything that happens to a run, in the order of the table. */
export const kinds: readonly FaultKind[] = [cutAndReconnect, cutAndDie]
