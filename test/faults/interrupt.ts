import { setTimeout as sleep } from 'node:timers/promises'
import { expectUndisturbed, withFresh } from './bench.js'
import { whileHeld } from './hold.js'
import { type Command, runCommand, startCommand } from './process.js'
import { isWaiting } from './server-side.js'
import { comesTrue, RUNNERS, runUntil, stepNamed, stepsOfChain, withClient } from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

const INTERRUPTED = 130
/** Milliseconds until the statement is cancelled, the lock given back and the process over. */
const MOST_ONCE = 5000
const MOST_TWICE = 1500

/** Ctrl-C, once or twice, or the SIGTERM of whoever runs the process, while a step waits for a lock. */
export const interrupted: FaultKind = {
  name: 'interrupt',
  isFor: ({ name }) => /^story/.test(name),
  points: async (_, chain) =>
    stepsOfChain(chain).flatMap(({ name }) => ['SIGINT', 'SIGTERM', 'SIGINT twice'].map((how) => `${how}: ${name}`)),
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkInterrupt(attempt, url)),
}

async function checkInterrupt({ bench, chain, point }: Attempt, url: string): Promise<Outcome> {
  const [how = ''] = point.split(': ', 1)
  await runUntil(url, chain, stepNamed(chain, point.slice(how.length + 2)))
  const outcome = await whileHeld(url, 'snapshot', async () => {
    const options = ['--lock-timeout', '20000', '--attempts', '1']
    const command = await startCommand(bench, chain, url, options)
    return withClient(url, async (admin): Promise<Outcome> => {
      await comesTrue(admin, `select ${RUNNERS}`, 20_000)
      if (!(await isWaiting(admin, command.ended))) {
        command.child.kill('SIGKILL')
        await command.ended
        return 'missed'
      }
      await endBySignal(command, how)
      // A second signal leaves the session to the server, which notices within a second.
      const isGone = await comesTrue(admin, `select where not exists (select ${RUNNERS})`, 4000)
      if (!isGone) throw new Error('the session of the command is still there')
      return 'hit'
    })
  })
  await runCommand(bench, chain, url)
  await expectUndisturbed(bench, chain, url)
  return outcome
}

async function endBySignal({ child, ended }: Command, how: string): Promise<void> {
  const [started, isTwice] = [performance.now(), how === 'SIGINT twice']
  child.kill(how === 'SIGTERM' ? 'SIGTERM' : 'SIGINT')
  if (isTwice) {
    await sleep(20)
    child.kill('SIGINT')
  }
  const { exitCode, stdout, stderr } = await ended
  const elapsed = Math.round(performance.now() - started)
  if (exitCode !== INTERRUPTED) throw new Error(`exit code ${exitCode}\n${stdout}${stderr}`)
  if (elapsed > (isTwice ? MOST_TWICE : MOST_ONCE)) throw new Error(`it took ${elapsed} ms to end`)
  if (!isTwice && !stdout.includes('"kind":"interrupted"') && !stdout.includes('"kind": "interrupted"'))
    throw new Error(`it does not say that it was interrupted\n${stdout}`)
}
