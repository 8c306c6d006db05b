import { readFileSync } from 'node:fs'
import type pg from 'pg'

/** CPU time that the backends of a contender have used, in microseconds; undefined where this cannot be seen. */
export async function serverCpu(admin: pg.Client, applicationName: string): Promise<number | undefined> {
  const { rows } = await admin.query<{ pid: number }>({
    name: 'backends',
    text: 'select pid from pg_stat_activity where application_name = $1',
    values: [applicationName],
  })
  const times = rows.map(({ pid }) => readTime(pid))
  return times.includes(undefined) || times.length === 0
    ? undefined
    : times.reduce((sum: number, time) => sum + (time ?? 0), 0)
}

/** Linux tells it in nanoseconds. */
function readTime(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1000
  } catch {
    return undefined
  }
}
