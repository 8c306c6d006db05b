import { Worker } from 'node:worker_threads'
import { IDLE, type ProgressLine, SHOWN, WRITING } from './progress-state.js'
import type { Output } from './terminal.js'

/** One line about what is going on, gone when it is over. */
export interface Progress {
  /** What begins now; it is shown if it takes a while. */
  begin(what: string): void
  /** What is to be said now of that which has begun: it is not waited for anew before it is shown. */
  update(what: string): void
  /** Erases the line. */
  stop(): void
}

/** Milliseconds before something is shown. */
const PATIENCE = 500

const ERASE_LINE = '\r\u001b[2K'

/** Progress on a terminal; elsewhere nothing, for a log has no line that goes away. */
export function startProgress(err: Output, isWanted: boolean): Progress {
  if (!isWanted || !err.isTerminal) return { begin: () => {}, update: () => {}, stop: () => {} }
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const worker = openWorker(state)
  let number = 0
  let begunAt = 0
  const stop = () => {
    if (takeBack(state)) err.write(ERASE_LINE)
  }
  const update = (what: string) => {
    stop()
    number += 1
    Atomics.store(state, 0, number)
    const text = err.colors.dim(`${what} ...`.slice(0, err.columns - 1))
    const line: ProgressLine = { number, text, delay: Math.max(0, begunAt + PATIENCE - performance.now()) }
    worker.postMessage(line)
  }
  const begin = (what: string) => {
    begunAt = performance.now()
    update(what)
  }
  return { begin, update, stop }
}

/** A thread of its own, because the embedded PostgreSQL keeps this one busy for seconds: no timer would go off. */
function openWorker(state: Int32Array): Worker {
  const worker = new Worker(new URL('./progress-worker.js', import.meta.url), { workerData: state, execArgv: [] })
  // What cannot be shown is no reason to stop.
  worker.on('error', () => {})
  worker.unref()
  return worker
}

/** Makes sure that the line does not appear any more; true where it is there already. */
function takeBack(state: Int32Array): boolean {
  Atomics.wait(state, 0, WRITING, 1000)
  const before = Atomics.exchange(state, 0, IDLE)
  return before === WRITING || before === SHOWN
}
