import type { ChainEntry } from '../schema/snapshot.js'
import type { Plan } from './plan.js'

const LONGEST_NAME = 60

/** `20261122104500_add_column_posts_subtitle`: the time in UTC, always later than the migration before, and what it does. */
export function migrationId(now: Date, chain: readonly Pick<ChainEntry, 'id'>[], name: string): string {
  const wanted = timestampOf(now)
  const last = chain.at(-1)?.id.slice(0, wanted.length) ?? ''
  return `${wanted > last ? wanted : secondAfter(last)}_${name}`
}

/** A name made of what the plan does first: `create_table_comments_and_2_more`; `init` for the first migration. */
export function nameOfPlan({ up }: Plan, chain: readonly ChainEntry[]): string {
  if (chain.length === 0) return 'init'
  // What follows a colon is how it is done; blocks that are undone are run again behind what the step is about.
  const titles = [
    ...new Set(up.map(({ title }) => (title.split(':')[0] ?? title).replace(/^(?:undo sql [^,]*, )+/, ''))),
  ]
  const rest = titles.length > 1 ? `_and_${titles.length - 1}_more` : ''
  return `${shortened(slug(titles[0] ?? 'nothing'), LONGEST_NAME - rest.length)}${rest}`
}

/** Whole words as far as there is room for them. */
function shortened(name: string, room: number): string {
  if (name.length <= room) return name
  const start = name.slice(0, room + 1)
  const end = start.lastIndexOf('_')
  return start.slice(0, end > 0 ? end : room)
}

/** Letters, digits and underscores, as file names and Kysely's Migrator take them. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
}

function timestampOf(time: Date): string {
  return time.toISOString().replace(/[-:T]/g, '').slice(0, 14)
}

function secondAfter(timestamp: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(timestamp) ?? []
  return timestampOf(
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second) + 1)),
  )
}
