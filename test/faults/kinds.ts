import { noConnection } from './connections.js'
import { cutAndDie, cutAndReconnect } from './cut.js'
import { deadlocked } from './deadlock.js'
import { diskFull } from './disk.js'
import { filesChanged } from './files.js'
import { held } from './held.js'
import { inUse } from './in-use.js'
import { interrupted } from './interrupt.js'
import { killed } from './kill.js'
import { latest } from './latest.js'
import { pooled } from './pooled.js'
import { cancelled, crashed, terminated } from './server-side.js'
import { sessionsKept } from './settings.js'
import { several } from './several.js'
import type { FaultKind } from './sweep.js'

/** Everything that happens to a run, in the order of the table. */
export const kinds: readonly FaultKind[] = [
  cutAndReconnect,
  cutAndDie,
  latest,
  killed,
  interrupted,
  terminated,
  cancelled,
  crashed,
  several,
  held,
  inUse,
  deadlocked,
  filesChanged,
  diskFull,
  pooled,
  noConnection,
  sessionsKept,
]
