/** Results in a form in which equal things are equal: each contender has its own names, dates and integers. */
export function canonical(value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint' || typeof value === 'number') return canonicalNumber(String(value))
  if (typeof value === 'string') return canonicalText(value)
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, member]) => typeof member !== 'function')
  return Object.fromEntries(
    entries
      .map(([key, member]): [string, unknown] => [snakeCase(key), canonical(member)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}

/** What differs from run to run is replaced: ids of new rows, and the times at which rows were written. */
export function withoutTimesOfWriting(value: unknown, lastKnownId: number): unknown {
  if (Array.isArray(value)) return value.map((member) => withoutTimesOfWriting(member, lastKnownId))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: [string, unknown]) => {
      if (key === 'id' && Number(member) > lastKnownId) return [key, 'new']
      if ((key === 'created_at' || key === 'updated_at') && isRecent(member)) return [key, 'now']
      return [key, withoutTimesOfWriting(member, lastKnownId)]
    }),
  )
}

const TIMESTAMP = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)$/

function canonicalText(text: string): string {
  if (TIMESTAMP.test(text)) return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
  return canonicalNumber(text)
}

/** Averages may differ in their last digits. */
function canonicalNumber(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? String(Number(Number(text).toPrecision(12))) : text
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function isRecent(value: unknown): boolean {
  return typeof value === 'string' && Math.abs(Date.now() - Date.parse(value)) < 3_600_000
}
