import { writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type ProgressLine, SHOWN, WRITING } from './progress-state.js'

const STANDARD_ERROR = 2

// The other thread gives nothing else.
const state = workerData as Int32Array

let timer: NodeJS.Timeout | undefined

parentPort?.on('message', (line: ProgressLine) => {
  clearTimeout(timer)
  timer = setTimeout(show, line.delay, line)
})

function show({ number, text }: ProgressLine): void {
  if (Atomics.compareExchange(state, 0, number, WRITING) !== number) return
  try {
    writeSync(STANDARD_ERROR, text)
  } finally {
    // Unless the other thread gave up waiting.
    Atomics.compareExchange(state, 0, WRITING, SHOWN)
    Atomics.notify(state, 0)
  }
}
