import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bench, runChain, withFresh, writeProjectTo } from './bench.js'
import type { Chain } from './chains.js'
import { type Edit, edits, type Files } from './edits.js'
import { type Ended, startIn } from './process.js'
import { expectState, readState, type State } from './state.js'
import { runUntil, stepsOfChain } from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

/** Which step of the second migration is the first that is not done, where it is half done. */
const NEXT = 7

/** Files are edited, lost or put in another order between two runs. */
export const filesChanged: FaultKind = {
  name: 'files',
  isFor: ({ name }) => /^story(?:-kysely)?$/.test(name),
  points: async (_, { format }) => edits.filter(({ formats }) => formats.includes(format)).map(nameOf),
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkFiles(attempt, url)),
}

function nameOf({ when, name }: Edit): string {
  return `${when}: ${name}`
}

async function checkFiles({ bench, chain, point }: Attempt, url: string): Promise<Outcome> {
  const edit = edits.find((each) => nameOf(each) === point)
  if (edit === undefined) throw new Error(`no edit ${point}`)
  const [part, id] = [{ ...chain, migrations: chain.migrations.slice(0, 2) }, chain.migrations[1]?.id ?? '']
  const shown = edit.when === 'half' ? part : chain
  await begin(url, chain, part, edit)
  const before = await readState(url, chain.rows)
  const original = filesOf(shown)
  const ended = await runWith(edit.change(original, id), shown, url)
  if (edit.refusal !== undefined) {
    expectRefusal(ended, edit.refusal)
    expectState(before, await readState(url, chain.rows))
    const { exitCode, stdout } = await runWith(original, shown, url)
    if (exitCode !== 0) throw new Error(`with the files as they were: exit code ${exitCode}\n${stdout}`)
  } else if (ended.exitCode !== 0) throw new Error(`exit code ${ended.exitCode}\n${ended.stdout}${ended.stderr}`)
  expectLedgerApart(await expectedOf(bench, shown), await readState(url, chain.rows), edit)
  return 'hit'
}

async function begin(url: string, chain: Chain, part: Chain, { when }: Edit): Promise<void> {
  if (when === 'applied') return runChain(url, { ...chain, migrations: chain.migrations.slice(0, 3) })
  const step = stepsOfChain(part)[NEXT - 1]
  if (step === undefined) throw new Error('the second migration is too short')
  await runUntil(url, part, step)
}

function expectRefusal({ exitCode, stdout }: Ended, message: string): void {
  const isRefused = exitCode === 1 && /"kind": ?"migration(?:s|-conflict)"/.test(stdout) && stdout.includes(message)
  if (!isRefused) throw new Error(`expected "${message}" and exit code 1, not ${exitCode}\n${stdout}`)
}

/** The checksum of a migration that was edited on its way is another one. */
function expectLedgerApart(expected: State, actual: State, { when, refusal }: Edit): void {
  const isOther = when === 'half' && refusal === undefined
  const ledger = isOther && expected.ledger.length === actual.ledger.length ? actual.ledger : expected.ledger
  expectState({ ...expected, ledger }, actual)
}

/** What an undisturbed run leads to, for a chain that is a part of one of the bench too. */
async function expectedOf(bench: Bench, chain: Chain): Promise<State> {
  return withFresh(bench, chain, async (url) => {
    await runChain(url, chain)
    return readState(url, chain.rows)
  })
}

function filesOf({ migrations }: Chain): Files {
  return Object.assign({}, ...migrations.map(({ files }) => files))
}

async function runWith(files: Files, chain: Chain, url: string): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), 'dbgen-faults-'))
  try {
    await writeProjectTo(folder, files)
    return await startIn(folder, chain, url, [], 'all').ended
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
