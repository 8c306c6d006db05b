import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Command, Reply } from './messages.js'

/** A contender in its own process. */
export interface Worker {
  readonly name: string
  send(command: Command): Promise<unknown>
  stop(): Promise<void>
}

/** Starts the process of a contender; it waits for what it is told. */
export function startWorker(name: string): Worker {
  const child = fork(join(import.meta.dirname, 'worker.js'), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  return {
    name,
    send: (command) => ask(child, command),
    stop: () => stop(child),
  }
}

/** Nothing that is asked takes longer. */
const TIMEOUT = 120_000

function ask(child: ChildProcess, command: Command): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (message: string) => () => settle(() => reject(new Error(message)))
    const onExit = fail('the process of the contender has ended')
    const onReply = (reply: Reply) =>
      settle(() => (reply.kind === 'done' ? resolve(reply.value) : reject(new Error(reply.message))))
    const deadline = setTimeout(fail(`no answer to ${command.kind} in ${TIMEOUT / 1000} s`), TIMEOUT)
    const settle = (finish: () => void) => {
      clearTimeout(deadline)
      child.off('exit', onExit)
      child.off('message', onReply)
      finish()
    }
    child.once('exit', onExit)
    child.once('message', onReply)
    child.send(command)
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (!child.connected) return resolve()
    const deadline = setTimeout(() => child.kill('SIGKILL'), 5_000)
    child.once('exit', () => {
      clearTimeout(deadline)
      resolve()
    })
    child.send({ kind: 'close' } satisfies Command)
  })
}
