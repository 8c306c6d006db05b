import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { expectUndisturbed, runChain, withFresh } from './bench.js'
import { type Random, randomOf } from './random.js'
import { failureOf, withClient } from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

const PER_SECOND = 200
/** Milliseconds that the application is at work before and behind the migration. */
const AROUND = 300
/** Milliseconds that all writes but one in a hundred may take. */
const MOST_P99 = 250

/** An application writes all the while: no statement fails, and no write is lost. */
export const inUse: FaultKind = {
  name: 'in-use',
  isAlone: true,
  isFor: ({ name, format }) => name.startsWith('in-use') && format === 'sql',
  points: async () => Array.from({ length: 20 }, (_, index) => `run ${index + 1}`),
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkInUse(attempt, url)),
}

async function checkInUse({ bench, chain, random, note, point }: Attempt, url: string): Promise<Outcome> {
  const writer = await startWriter(url, randomOf(random.whole(0, 1e9), point))
  await sleep(AROUND)
  const failure = await failureOf(runChain(url, chain))
  await sleep(AROUND)
  const { times, shadow } = await writer.stop()
  if (failure !== undefined) throw failure
  const sorted = times.sort((a, b) => a - b)
  const p99 = Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0)
  note(`${sorted.length} writes, p99 ${p99} ms, most ${Math.round(sorted.at(-1) ?? 0)} ms`)
  await withClient(url, async (client) => {
    const found = await readOwn(client)
    if (!isDeepStrictEqual(found, shadow)) throw new Error(`writes are lost: ${describeLost(shadow, found)}`)
    await client.query(`delete from posts where title like 'w%'; delete from users where email like 'w%'`)
    await client.query(`delete from events where id >= ${FIRST_EVENT}`)
  })
  if (p99 > MOST_P99) throw new Error(`one in a hundred writes took more than ${p99} ms`)
  await expectUndisturbed(bench, chain, url)
  return 'hit'
}

/** What the application wrote and did not delete, by what it is; the text is all that it set. */
type Shadow = Map<string, string>

interface Writer {
  /** Milliseconds of each statement, and what must be in the database. Throws what a statement threw. */
  stop(): Promise<{ readonly times: number[]; readonly shadow: Shadow }>
}

async function startWriter(url: string, random: Random): Promise<Writer> {
  const state = { isOver: false, times: [] as number[], shadow: new Map<string, string>() }
  const writing = withClient(url, async (client) => {
    const started = performance.now()
    for (let count = 0; !state.isOver; count++) {
      const begun = performance.now()
      await writeOnce(client, state.shadow, random, count)
      state.times.push(performance.now() - begun)
      // Late ones are caught up with.
      await sleep(Math.max(0, started + ((count + 1) * 1000) / PER_SECOND - performance.now()))
    }
  })
  // It is thrown by `stop`.
  writing.catch(() => {})
  return {
    stop: async () => {
      state.isOver = true
      await writing
      return state
    },
  }
}

const FIRST_EVENT = 1000

/** An insert, an update or a delete of a row of its own, of one of three tables. */
async function writeOnce(client: pg.Client, shadow: Shadow, random: Random, count: number): Promise<void> {
  const mine = [...shadow.keys()]
  const [key] = mine.length < 20 || random.share() < 0.4 ? [] : random.some(mine, 1)
  if (key === undefined) return insert(client, shadow, random, count)
  const [kind = '', id = ''] = key.split(' ')
  const table = TABLES[kind] ?? ''
  if (random.share() < 0.4) {
    // The posts of a user go with it.
    await client.query(`delete from ${table} where id = $1`, [id])
    shadow.delete(key)
    return
  }
  if (kind === 'event') return
  const text = `w changed ${count}`
  const column = kind === 'user' ? 'nick' : 'body'
  await client.query(`update ${table} set ${column} = $1 where id = $2`, [text, id])
  shadow.set(key, text)
}

const TABLES: Readonly<Record<string, string>> = { user: 'users', post: 'posts', event: 'events' }

async function insert(client: pg.Client, shadow: Shadow, random: Random, count: number): Promise<void> {
  const text = `w new ${count}`
  const kind = random.some(['user', 'post', 'event'], 1).join()
  if (kind === 'event') {
    await client.query(`insert into events (id, happened) values ($1, '2026-06-07')`, [FIRST_EVENT + count])
    return void shadow.set(`event ${FIRST_EVENT + count}`, '2026-06-07')
  }
  const [sql, values] =
    kind === 'user'
      ? ['insert into users (email, nick) values ($1, $2) returning id', [`w${count}@example.org`, text]]
      : [
          'insert into posts (user_id, title, body) values ($1, $2, $3) returning id',
          [random.whole(1, 2300), `w`, text],
        ]
  const { rows } = await client.query<{ readonly id: unknown }>(sql, values)
  shadow.set(`${kind} ${String(rows[0]?.id)}`, text)
}

async function readOwn(client: pg.Client): Promise<Shadow> {
  const { rows } = await client.query<{ readonly key: string; readonly text: string }>(`
    select 'user ' || id as key, nick as text from users where email like 'w%'
    union all select 'post ' || id, body from posts where title like 'w%'
    union all select 'event ' || id, happened::text from events where id >= ${FIRST_EVENT}`)
  return new Map(rows.map(({ key, text }) => [key, text]))
}

function describeLost(shadow: Shadow, found: Shadow): string {
  const keys = [...new Set([...shadow.keys(), ...found.keys()])].filter((key) => shadow.get(key) !== found.get(key))
  return keys
    .slice(0, 10)
    .map((key) => `${key} is ${found.get(key)}, not ${shadow.get(key)}`)
    .join('; ')
}
