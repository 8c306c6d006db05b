import { parentPort, workerData } from 'node:worker_threads'
import { introspectAgain } from '../database/introspect-again.js'
import type { StoredStep } from '../migrate/step-text.js'
import type { EmbeddedOptions } from './embedded.js'
import { type Answer, OPENING, type Request, toMessage } from './embedded-messages.js'
import { openReplayed } from './replay.js'

// The other thread gives it exactly this.
const { options, migrations } = workerData as {
  readonly options: EmbeddedOptions
  readonly migrations: readonly (readonly StoredStep[])[]
}
const port = parentPort
if (port === null) throw new Error('this module runs in a thread of its own')

const opening = openReplayed(options, migrations).then(async (db) => {
  const known = await introspectAgain(db, db.known)
  return { db, known }
})

/** Answers one request after the other: PGlite has one session. */
let last: Promise<unknown> = answer(OPENING, async () => {
  const { db, known } = await opening
  return { version: db.version, known }
})

port.on('message', ({ id, kind, sql, parameters }: Request) => {
  last = last.then(() =>
    answer(id, async () => {
      const { db } = await opening
      if (kind === 'query') return db.query(sql, parameters)
      if (kind === 'parameterTypes') return db.parameterTypes(sql)
      await (kind === 'run' ? db.run(sql) : db.close())
      return undefined
    }),
  )
})

async function answer(id: number, work: () => Promise<unknown>): Promise<void> {
  const message: Answer = await work().then(
    (result) => ({ id, result }),
    (error: unknown) => ({ id, error: toMessage(error) }),
  )
  port?.postMessage(message)
}
