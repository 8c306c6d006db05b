import type { SequenceOptions } from './schema.js'

/** What the types of a sequence hold. */
const bounds: Readonly<Record<string, readonly [least: string, most: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}

/** The options without those that PostgreSQL has by itself for a sequence of the type: what is said twice is said once. */
export function withoutDefaults(options: SequenceOptions, type: string): SequenceOptions {
  const [least, most] = bounds[type] ?? bounds['bigint'] ?? ['', '']
  const isDescending = options.increment?.startsWith('-') === true
  const unlessEqual = (value: string | undefined, own: string): string | undefined =>
    value === own ? undefined : value
  const minimum = unlessEqual(options.minimum, isDescending ? least : '1')
  const maximum = unlessEqual(options.maximum, isDescending ? '-1' : most)
  const start = isDescending ? (options.maximum ?? '-1') : (options.minimum ?? '1')
  return {
    start: unlessEqual(options.start, start),
    increment: unlessEqual(options.increment, '1'),
    minimum,
    maximum,
    cache: unlessEqual(options.cache, '1'),
    cycle: options.cycle,
  }
}
