import { openSmallDisk, whyNoDisk } from '../support/full-disk.js'
import { expectUndisturbed, onServer, withFresh } from './bench.js'
import { startCommand } from './process.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

/** KiB that no file of the server may grow over: a segment of its log is 16 MiB, the table 14 before it is written anew. */
const LEAST = 17 * 1024
const MOST = 26 * 1024

/** MiB that are left on a disk of its own; the chain needs about 25. */
const LEAST_LEFT = 1
const MOST_LEFT = 20
const MIB = 2 ** 20
/** More than the chain needs, in bytes. */
const ROOM = 512 * MIB

const FULL = 'full disk '

/** The disk of the server is full; when there is room, the same command finishes. */
export const diskFull: FaultKind = {
  name: 'disk',
  isAlone: true,
  settings: [],
  isFor: ({ name }) => name.startsWith('large'),
  points: async () => {
    const numbers = Array.from({ length: 10 }, (_, index) => index + 1)
    return [...numbers.map((number) => `limit ${number}`), ...numbers.map((number) => `${FULL}${number}`)]
  },
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkPoint(attempt, url)),
}

async function checkPoint(attempt: Attempt, url: string): Promise<Outcome> {
  await attempt.bench.expected(attempt.chain)
  if (!attempt.point.startsWith(FULL)) return checkLimit(attempt, url)
  const reason = whyNoDisk()
  if (reason === undefined) return checkFull(attempt, url)
  attempt.note(`skipped: ${reason}`)
  return 'missed'
}

/** No file may grow over a limit, which is seen where the tests may mount nothing. */
async function checkLimit(attempt: Attempt, url: string): Promise<Outcome> {
  const { server, random } = attempt
  if (server === undefined) throw new Error('there is no server to limit')
  return checkRoom(attempt, url, {
    take: () => server.restart(random.whole(LEAST, MOST)),
    give: () => server.restart(undefined),
  })
}

/** The database is moved to a disk of its own, which has little room left. */
async function checkFull(attempt: Attempt, url: string): Promise<Outcome> {
  const disk = openSmallDisk(ROOM)
  const { bench, random } = attempt
  const [database, space] = [new URL(url).pathname.slice(1), `dbgen_full_${random.whole(1, 1e9)}`]
  try {
    await onServer(bench.url, `create tablespace ${space} location '${disk.folder}'`)
    await onServer(bench.url, `alter database ${database} set tablespace ${space}`)
    const left = random.whole(LEAST_LEFT * MIB, MOST_LEFT * MIB)
    const outcome = await checkRoom(attempt, url, {
      take: async () => disk.resize(disk.used() + left),
      give: async () => disk.resize(ROOM),
    })
    await onServer(bench.url, `alter database ${database} set tablespace pg_default`)
    await onServer(bench.url, `drop tablespace ${space}`)
    return outcome
  } finally {
    disk.close()
  }
}

interface Room {
  readonly take: () => Promise<void>
  readonly give: () => Promise<void>
}

async function checkRoom({ bench, chain, note }: Attempt, url: string, room: Room): Promise<Outcome> {
  await room.take()
  const { exitCode, stdout } = await (await startCommand(bench, chain, url)).ended
  await room.give()
  if (exitCode !== 1) throw new Error(`exit code ${exitCode}\n${stdout}`)
  const step = /"step": ?(\d+)/.exec(stdout)?.[1]
  if (step === undefined || !/disk/.test(stdout)) throw new Error(`it does not say that the disk is full\n${stdout}`)
  note(`step ${step}`)
  const again = await (await startCommand(bench, chain, url)).ended
  if (again.exitCode !== 0) throw new Error(`with room: exit code ${again.exitCode}\n${again.stdout}`)
  await expectUndisturbed(bench, chain, url)
  return 'hit'
}
