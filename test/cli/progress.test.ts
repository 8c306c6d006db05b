import { expect, test } from 'vitest'
import { emptyFolder, run } from './run-dbgen.js'

const built = new URL('../../dist/cli/', import.meta.url).href

/** Stands in for a command that keeps its thread busy, with a standard error that passes for a terminal. */
const preparation = `
  import { startProgress } from '${built}progress.js'
  import { openOutput } from '${built}terminal.js'
  const stream = { isTTY: true, columns: 30, on() {}, write: (text) => process.stderr.write(text) }
  const progress = startProgress(openOutput(stream, { NO_COLOR: '1' }), true)
  const block = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
`

const ERASE = '\r\u001b[2K'

test.each([
  [
    'one that takes long is shown though the thread is busy, then erased',
    "progress.begin('proving'); block(2500); progress.stop()",
    `proving ...${ERASE}`,
  ],
  [
    'short ones are not',
    "for (let n = 0; n < 20; n++) { progress.begin('a'); block(60) } progress.stop(); block(900)",
    '',
  ],
  [
    'each by itself, no longer than the line',
    "progress.begin('reading'); block(2500); progress.begin('writing three thousand files to the disk'); block(2500); progress.stop()",
    `reading ...${ERASE}writing three thousand files ${ERASE}`,
  ],
  [
    'news of one that takes long at once, and of one that does not not at all',
    "progress.begin('filling'); block(2500); progress.update('filling, 1'); block(300); progress.update('filling, 2'); block(300); progress.begin('a'); progress.update('b'); progress.stop(); block(900)",
    `filling ...${ERASE}filling, 1 ...${ERASE}filling, 2 ...${ERASE}`,
  ],
])('%s', { timeout: 30_000 }, async (_, script, want) => {
  const folder = await emptyFolder()
  const finished = await run(process.execPath, ['--input-type=module', '--eval', preparation + script], folder)
  expect(finished).toEqual({ exitCode: 0, stdout: '', stderr: want })
})

test('news that comes more often than a line is waited for does not keep it from being shown', async () => {
  const folder = await emptyFolder()
  const script =
    "progress.begin('a'); for (let n = 0; n < 20; n++) { block(150); progress.update('a') } progress.stop()"
  const { stderr } = await run(process.execPath, ['--input-type=module', '--eval', preparation + script], folder)
  expect(stderr.split(ERASE).slice(0, 2)).toEqual(['a ...', 'a ...'])
})
