import { expectUndisturbed, withFresh } from './bench.js'
import { startCommand } from './process.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

/** KiB that no file of the server may grow over: a segment of its log is 16 MiB, the table 14 before it is written anew. */
const LEAST = 17 * 1024
const MOST = 26 * 1024

/** The disk of the server is full; when there is room, the same command finishes. */
export const diskFull: FaultKind = {
  name: 'disk',
  isAlone: true,
  settings: [],
  isFor: ({ name }) => name.startsWith('large'),
  points: async () => Array.from({ length: 10 }, (_, index) => `limit ${index + 1}`),
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkDisk(attempt, url)),
}

async function checkDisk({ bench, server, chain, random, note }: Attempt, url: string): Promise<Outcome> {
  if (server === undefined) throw new Error('there is no server to limit')
  await bench.expected(chain)
  await server.restart(random.whole(LEAST, MOST))
  const { exitCode, stdout } = await (await startCommand(bench, chain, url)).ended
  await server.restart(undefined)
  if (exitCode !== 1) throw new Error(`exit code ${exitCode}\n${stdout}`)
  const step = /"step": ?(\d+)/.exec(stdout)?.[1]
  if (step === undefined || !/disk/.test(stdout)) throw new Error(`it does not say that the disk is full\n${stdout}`)
  note(`step ${step}`)
  const again = await (await startCommand(bench, chain, url)).ended
  if (again.exitCode !== 0) throw new Error(`with room: exit code ${again.exitCode}\n${again.stdout}`)
  await expectUndisturbed(bench, chain, url)
  return 'hit'
}
