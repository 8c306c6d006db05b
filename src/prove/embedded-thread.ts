import { Worker } from 'node:worker_threads'
import type { Introspected } from '../database/introspect-again.js'
import type { Queryable } from '../database/queryable.js'
import type { StoredStep } from '../migrate/step-text.js'
import type { Embedded, EmbeddedOptions } from './embedded.js'
import { type Answer, fromMessage, OPENING, type Request } from './embedded-messages.js'

/** An embedded PostgreSQL that another thread has opened, or is about to. */
export interface EmbeddedThread {
  /** The database, when it is open. Rejects where that failed; opening it in this thread then says why. */
  open(): Promise<Embedded>
  /** Ends the thread, whatever it does. */
  end(): void
}

/**
 * Opens an embedded PostgreSQL in another thread, with migrations applied and its catalog read, while this one goes on. The
 * process does not wait for the thread where nothing is asked of it.
 */
export function openInThread(options: EmbeddedOptions, migrations: readonly (readonly StoredStep[])[]): EmbeddedThread {
  const worker = new Worker(new URL('./embedded-worker.js', import.meta.url), { workerData: { options, migrations } })
  const calls = new Calls(worker)
  const end = (): void => void worker.terminate()
  const opened = calls.opening().then((result): Embedded => {
    // The worker is our own module, and says exactly this.
    const { version, known } = result as { readonly version: string; readonly known: Introspected }
    const query: Queryable['query'] = async (sql, parameters = []) =>
      (await calls.ask('query', sql, parameters)) as Record<string, unknown>[]
    const parameterTypes = async (sql: string): Promise<number[]> =>
      (await calls.ask('parameterTypes', sql)) as number[]
    const close = async (): Promise<void> => {
      await calls.ask('close', '').finally(end)
    }
    return { version, known, query, parameterTypes, close, run: async (sql) => void (await calls.ask('run', sql)) }
  })
  // Whoever waits for it hears of it; where nobody does, it is of no use any more.
  opened.catch(() => {})
  const open = (): Promise<Embedded> => {
    worker.ref()
    return opened
  }
  return { open, end }
}

interface Call {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** The calls that wait for an answer. */
class Calls {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Call>()
  #last = OPENING
  #over: Error | undefined

  constructor(worker: Worker) {
    this.#worker = worker
    worker.unref()
    worker.on('message', (answer: Answer) => this.#settle(answer))
    worker.on('error', (error) => this.#endWith(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => this.#endWith(new Error('the thread of the embedded PostgreSQL has ended')))
  }

  /** What the worker says when the database is open. */
  opening(): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.set(OPENING, { resolve, reject }))
  }

  ask(kind: Request['kind'], sql: string, parameters: readonly unknown[] = []): Promise<unknown> {
    if (this.#over !== undefined) return Promise.reject(this.#over)
    this.#last += 1
    const request: Request = { id: this.#last, kind, sql, parameters }
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject })
      this.#worker.ref()
      this.#worker.postMessage(request)
    })
  }

  #settle(answer: Answer): void {
    const call = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if ('error' in answer) call?.reject(fromMessage(answer.error))
    else call?.resolve(answer.result)
  }

  #endWith(error: Error): void {
    this.#over = error
    for (const call of this.#waiting.values()) call.reject(error)
    this.#waiting.clear()
  }
}
