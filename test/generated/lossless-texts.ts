import fc from 'fast-check'

/** Texts that a careless quoting of arrays, json or SQL would change. */
const nastyTexts = [
  '',
  ' ',
  'NULL',
  'null',
  '"',
  '""',
  "'",
  '\\',
  '\\\\"',
  ',',
  '{}',
  '{a,b}',
  ';',
  'line\nbreak\r\t',
  '\u0001\u007f',
  '$1 :: ?',
  'größer 日本',
  '😀𝒳',
  'e\u0301',
  'a\ufeff\uffff\u2028',
]

const nastyUnits = fc.constantFrom(...'{}",;\\\' aN\n', '😀', 'é')

/**
 * Any text of PostgreSQL, of so many characters at most, but none that begins with U+FEFF: PGlite loses it, which has a test
 * of its own.
 */
export function texts(maxLength: number): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...nastyTexts.filter((text) => [...text].length <= maxLength)),
    fc.string({ unit: nastyUnits, maxLength: Math.min(maxLength, 8) }),
    fc
      .string({ unit: 'binary', maxLength: Math.min(maxLength, 12) })
      .map((text) => text.replaceAll(/\0|^\ufeff+/g, '0')),
  )
}

/** Integers of a range, as text: its ends, what lies around 0 and around 2^53, and others. */
export function integers(min: bigint, max: bigint): fc.Arbitrary<string> {
  const edges = [min, max, 0n, -1n, 1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n]
  const inRange = edges.filter((edge) => edge >= min && edge <= max)
  return fc.oneof(fc.constantFrom(...inRange), fc.bigInt({ min, max })).map(String)
}

/** Numbers of JavaScript as PostgreSQL reads them: those given, what is unlike them, and others. */
export function floats(others: fc.Arbitrary<number>, ...edges: readonly number[]): fc.Arbitrary<string> {
  const special = [0, -0, 0.1, Number.NaN, Infinity, -Infinity, ...edges]
  return fc.oneof(fc.constantFrom(...special), others).map((value) => (Object.is(value, -0) ? '-0' : String(value)))
}

const digits = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: least, maxLength: most })

/** Decimal numbers with so many digits on each side at most. */
export function decimals(before: number, behind: number): fc.Arbitrary<string> {
  const sign = fc.constantFrom('', '-')
  const number = fc.tuple(sign, digits(1, before), digits(0, behind))
  return fc.oneof(
    fc.constantFrom('0', '1.10', '-0.50', '0.000', 'NaN'),
    number.map(([minus, whole, part]) => `${minus}${whole}${part === '' ? '' : `.${part}`}`),
  )
}

const two = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'))

/** `.123456`, as PostgreSQL prints it: without zeros at its end. */
const fractions = fc.oneof(
  fc.constant(''),
  fc.constantFrom('.000001', '.999999', '.1', '.123', '.001'),
  digits(1, 6).map((text) => (/[1-9]/.test(text) ? `.${text.replace(/0+$/, '')}` : '')),
)

/** `12:34:56.123456` */
export const times = fc
  .tuple(two(23), two(59), two(59), fractions)
  .map(([hour, minute, second, fraction]) => `${hour}:${minute}:${second}${fraction}`)

/** Days from the first of PostgreSQL to the last year given, and the infinities. */
export function days(lastYear: number): fc.Arbitrary<string> {
  const years = fc.oneof(
    fc.integer({ min: 1900, max: 2100 }),
    fc.constantFrom(-4711, -43, 0, 1, 99, 9999, 10000, lastYear),
    fc.integer({ min: -4711, max: lastYear }),
  )
  return fc
    .tuple(years, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([year, month, day]) => dayText(year, month, day))
}

/** `0044-03-15 BC` for the year -43. */
function dayText(year: number, month: number, day: number): string {
  const shown = String(year > 0 ? year : 1 - year).padStart(4, '0')
  const rest = [month, day].map((value) => String(value).padStart(2, '0'))
  return `${[shown, ...rest].join('-')}${year > 0 ? '' : ' BC'}`
}

/** Instants of local time, with their microseconds. */
export function timestamps(lastYear: number, clock: fc.Arbitrary<string>, zone: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('infinity', '-infinity') },
    {
      weight: 6,
      arbitrary: fc
        .tuple(days(lastYear), clock)
        .map(([day, time]) => day.replace(/^(\S+)( BC)?$/, `$1 ${time}${zone}$2`)),
    },
  )
}

/** Times of day that a Date holds. */
export const milliseconds = fc
  .tuple(two(23), two(59), two(59), fc.constantFrom('', '.001', '.999', '.5'))
  .map(([hour, minute, second, fraction]) => `${hour}:${minute}:${second}${fraction}`)

/** JSON documents, deep ones among them, without what the given pattern matches. */
export function documents(unstorable: RegExp): fc.Arbitrary<string> {
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ a: [inner, '"\\'] }), null)
  const numbers = [0, -0, 1e21, 5e-324, 1.7976931348623157e308, 2 ** 53, -1.5]
  const made = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }).map((value) => JSON.stringify(value))
  return fc
    .oneof(
      fc.constantFrom(
        ...[null, {}, [], [null], '', '"', numbers, deep, { '': {} }].map((value) => JSON.stringify(value)),
      ),
      fc.constantFrom('{"__proto__":{"a":1},"constructor":null}', '"\\u0000"', '"\\ud800"'),
      made,
    )
    .filter((text) => !unstorable.test(text))
}
