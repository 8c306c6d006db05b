import { cutAndDie, cutAndReconnect } from './cut.js'
import { held } from './held.js'
import { killed } from './kill.js'
import { cancelled, crashed, terminated } from './server-side.js'
import { several } from './several.js'
import type { FaultKind } from './sweep.js'

/** Everything that happens to a run, in the order of the table. */
export const kinds: readonly FaultKind[] = [
  cutAndReconnect,
  cutAndDie,
  killed,
  terminated,
  cancelled,
  crashed,
  several,
  held,
]
