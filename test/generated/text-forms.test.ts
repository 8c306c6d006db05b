import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatArray, formatNestedArray, parseArray } from '../../generated-sample/src/db/arrays.js'
import {
  arrayOf,
  bigintAsBigint,
  bigintAsNumber,
  bigintAsString,
  booleanCodec,
  boxCodec,
  byteaCodec,
  floatCodec,
  integerCodec,
  jsonCodec,
  nestedArrayOf,
  numericAsNumber,
  numericAsString,
  oneOf,
  textCodec,
  timestampCodec,
  uuidCodec,
} from '../../generated-sample/src/db/codecs.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { containsText, endsWithText, startsWithText } from '../../generated-sample/src/db/filter.js'
import { formatTimestamp, parseAnyTimestamp, parseTimestamp } from '../../generated-sample/src/db/timestamps.js'

const same = (text: string) => text

describe('arrays', () => {
  test.each<[literal: string, elements: unknown]>([
    ['{}', []],
    ['{1}', ['1']],
    ['{1,NULL,3}', ['1', null, '3']],
    ['{"NULL",null}', ['NULL', 'null']],
    ['{"a\\"b","c\\\\d","e,f","{g}",""}', ['a"b', 'c\\d', 'e,f', '{g}', '']],
    ['{"line\nbreak"}', ['line\nbreak']],
    ['[0:1]={1,2}', ['1', '2']],
    ['[1:1][-2:-1]={{1,2}}', [['1', '2']]],
    [
      '{{1,2},{3,NULL}}',
      [
        ['1', '2'],
        ['3', null],
      ],
    ],
    ['{{{"}"}},{{"{"}}}', [[['}']], [['{']]]],
  ])('%s', (literal, elements) => {
    expect(parseArray(literal, same)).toEqual(elements)
  })

  test.each(['', 'abc', '1,2', '{', '{1', '{1,2', '{"a', '{"a\\', '{{1}', '{"a"'])(
    '%j is no array, and ends',
    (literal) => {
      expect(() => parseArray(literal, same)).toThrow('not an array')
    },
  )

  test('another delimiter', () => {
    expect(parseArray('{(1,1),(0,0);(2,2),(1,1)}', same, ';')).toEqual(['(1,1),(0,0)', '(2,2),(1,1)'])
    expect(formatArray(['(1,1),(0,0)', null], ';')).toBe('{"(1,1),(0,0)";NULL}')
  })

  test('what is formatted is parsed to the same', () => {
    const element = fc.option(
      fc.oneof(fc.string({ unit: fc.constantFrom(...'{}",;\\ aN') }), fc.constantFrom('NULL', 'null', '{}', '"')),
    )
    fc.assert(
      fc.property(fc.array(element), (elements) => {
        expect(parseArray(formatArray(elements), same)).toEqual(elements)
      }),
    )
    const nested = fc.array(fc.array(element, { minLength: 1 }), { minLength: 1 })
    fc.assert(
      fc.property(nested, (arrays) => {
        expect(parseArray(formatNestedArray(arrays.map((array) => formatArray(array))), same)).toEqual(arrays)
      }),
    )
  })
})

describe('timestamps', () => {
  test.each<[text: string, iso: string]>([
    ['2026-02-28 12:34:56+00', '2026-02-28T12:34:56.000Z'],
    ['2026-02-28 12:34:56.7+00', '2026-02-28T12:34:56.700Z'],
    ['2026-02-28 12:34:56.123456', '2026-02-28T12:34:56.123Z'],
    ['2026-02-28 12:34:56.999999+05:30', '2026-02-28T07:04:56.999Z'],
    ['2026-01-01 00:00:00-03:30', '2026-01-01T03:30:00.000Z'],
    ['1850-01-01 00:19:32+00:19:32', '1850-01-01T00:00:00.000Z'],
    ['2026-02-28', '2026-02-28T00:00:00.000Z'],
    ['0001-01-01 00:00:00', '0001-01-01T00:00:00.000Z'],
    ['0001-12-31 00:00:00 BC', '0000-12-31T00:00:00.000Z'],
    ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
    ['0044-03-15 BC', '-000043-03-15T00:00:00.000Z'],
    ['10000-01-01 00:00:00+00', '+010000-01-01T00:00:00.000Z'],
    ['infinity', '+275760-09-13T00:00:00.000Z'],
    ['-infinity', '-271821-04-20T00:00:00.000Z'],
  ])('%s', (text, iso) => {
    expect(parseTimestamp(text).toISOString()).toBe(iso)
  })

  test.each<[iso: string, text: string]>([
    ['2026-02-28T12:34:56.789Z', '2026-02-28T12:34:56.789Z'],
    ['0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
    ['0000-12-31T00:00:00.000Z', '0001-12-31T00:00:00.000Z BC'],
    ['-000043-03-15T00:00:00.000Z', '0044-03-15T00:00:00.000Z BC'],
    ['+010000-01-01T00:00:00.000Z', '10000-01-01T00:00:00.000Z'],
    ['+275760-09-13T00:00:00.000Z', 'infinity'],
    ['-271821-04-20T00:00:00.000Z', '-infinity'],
  ])('%s is sent as %s', (iso, text) => {
    expect(formatTimestamp(new Date(iso))).toBe(text)
  })

  test('every date that PostgreSQL knows is read back', () => {
    const dates = fc.date({ min: new Date('-004712-01-01T00:00:00Z'), noInvalidDate: true })
    const asPrinted = (date: Date) => formatTimestamp(date).replace('T', ' ').replace('Z', '+00')
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseTimestamp(asPrinted(date))).toEqual(date)
      }),
    )
  })

  test('the short cut for the common form gives what the pattern gives, whatever the text', () => {
    const outcome = (parse: (text: string) => Date, text: string) => {
      try {
        return parse(text).getTime()
      } catch (error) {
        return String(error)
      }
    }
    const digits = (minLength: number, maxLength: number) =>
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength })
    const mostly = (text: fc.Arbitrary<string>) =>
      fc.oneof({ weight: 30, arbitrary: text }, { weight: 1, arbitrary: fc.string({ maxLength: 2 }) })
    const part = (before: string) => mostly(digits(2, 2).map((pair) => `${before}${pair}`))
    const zone = fc.oneof(
      fc.constantFrom('', '+00', '-', '+5', '+05:3', '+05:30:', ' BC', 'Z'),
      fc
        .tuple(fc.constantFrom('+', '-'), fc.array(part(':'), { minLength: 1, maxLength: 3 }))
        .map(([sign, parts]) => `${sign}${parts.join('').slice(1)}`),
    )
    const fraction = fc.oneof(
      fc.constantFrom('', '.'),
      digits(0, 8).map((text) => `.${text}`),
    )
    const text = fc
      .tuple(mostly(digits(4, 4)), part('-'), part('-'), part(' '), part(':'), part(':'), mostly(fraction), zone)
      .chain((parts) => fc.constantFrom(parts.join(''), `${parts.join('')} BC`, parts.slice(0, 3).join('')))
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: fc.string() }), (text) => {
        expect(outcome(parseTimestamp, text)).toBe(outcome(parseAnyTimestamp, text))
      }),
      { numRuns: 5_000 },
    )
  })

  test.each(['', '28.02.2026', '02/28/2026', 'Sat Feb 28 12:34:56 2026', '2026-02-28T12:34:56Z', 'now'])(
    '%j is an error',
    (text) => {
      expect(() => parseTimestamp(text)).toThrow('DateStyle must be "ISO"')
    },
  )
})

describe('what each codec accepts', () => {
  const others = (...accepted: unknown[]): unknown[] => {
    const all = [
      'text',
      '',
      '5',
      5,
      1.5,
      -0,
      Number.NaN,
      Infinity,
      2 ** 53,
      1e21,
      5n,
      true,
      null,
      undefined,
      {},
      [],
      ['5'],
      new Date(0),
      new Date(Number.NaN),
      Buffer.from([1]),
      () => {},
      Symbol('s'),
    ]
    return all.filter(
      (value) =>
        !accepted.some(
          (one) =>
            Object.is(one, value) ||
            (one instanceof Date && value instanceof Date && one.getTime() === value.getTime()),
        ),
    )
  }

  test.each([
    [
      'textCodec',
      textCodec,
      [
        ['text', 'text'],
        ['', ''],
        ['5', '5'],
      ],
    ],
    ['uuidCodec', uuidCodec, [['123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000']]],
    ['booleanCodec', booleanCodec, [[true, true]]],
    [
      'integerCodec',
      integerCodec,
      [
        [5, 5],
        [-0, -0],
      ],
    ],
    [
      'floatCodec',
      floatCodec,
      [
        [5, '5'],
        [1.5, '1.5'],
        [-0, '-0'],
        [Number.NaN, 'NaN'],
        [Infinity, 'Infinity'],
        [2 ** 53, '9007199254740992'],
        [1e21, '1e+21'],
      ],
    ],
    [
      'bigintAsString',
      bigintAsString,
      [
        ['5', '5'],
        [5, '5'],
        [-0, '0'],
        [5n, '5'],
      ],
    ],
    [
      'bigintAsNumber',
      bigintAsNumber,
      [
        ['5', '5'],
        [5, '5'],
        [-0, '0'],
        [5n, '5'],
      ],
    ],
    [
      'bigintAsBigint',
      bigintAsBigint,
      [
        ['5', '5'],
        [5, '5'],
        [-0, '0'],
        [5n, '5'],
      ],
    ],
    [
      'numericAsString',
      numericAsString,
      [
        ['text', 'text'],
        ['5', '5'],
        [5, '5'],
        [1.5, '1.5'],
        [-0, '0'],
        [Number.NaN, 'NaN'],
        [Infinity, 'Infinity'],
        [2 ** 53, '9007199254740992'],
        [1e21, '1e+21'],
        [5n, '5'],
      ],
    ],
    [
      'numericAsNumber',
      numericAsNumber,
      [
        ['text', 'text'],
        ['5', '5'],
        [5, '5'],
        [1.5, '1.5'],
        [-0, '0'],
        [Number.NaN, 'NaN'],
        [Infinity, 'Infinity'],
        [2 ** 53, '9007199254740992'],
        [1e21, '1e+21'],
        [5n, '5'],
      ],
    ],
    [
      'timestampCodec',
      timestampCodec,
      [
        ['text', 'text'],
        ['', ''],
        ['5', '5'],
        [new Date(0), '1970-01-01T00:00:00.000Z'],
      ],
    ],
    [
      'oneOf',
      oneOf(['text', '5']),
      [
        ['text', 'text'],
        ['5', '5'],
      ],
    ],
  ] as const)('%s', (_, codec, accepted) => {
    for (const [value, sent] of accepted) expect(codec.encode(value)).toBe(sent)
    for (const value of others(...accepted.map(([value]) => value)))
      expect(() => codec.encode(value), String(value)).toThrow(InvalidInput)
  })

  test('bytea', () => {
    expect(byteaCodec.encode(Uint8Array.from([0, 255]))).toBe('\\x00ff')
    expect(byteaCodec.encode(Buffer.from([]))).toBe('\\x')
    for (const value of ['text', '\\x00', 5, null, [1], {}, new ArrayBuffer(1)])
      expect(() => byteaCodec.encode(value)).toThrow(InvalidInput)
    expect(() => byteaCodec.parse('\\000')).toThrow('bytea_output')
  })

  test('json', () => {
    for (const value of [null, 'a', 5, true, [], {}, [1, { a: null }]])
      expect(jsonCodec.encode(value)).toBe(JSON.stringify(value))
    for (const value of [undefined, () => {}, Symbol('s'), 5n, { a: 5n }])
      expect(() => jsonCodec.encode(value)).toThrow(InvalidInput)
  })

  test('arrays', () => {
    const numbers = arrayOf(integerCodec)
    expect(numbers.encode([1, null, -2])).toBe('{1,NULL,-2}')
    expect(numbers.decode('{1,NULL,-2}')).toEqual([1, null, -2])
    for (const value of ['{1}', 5, null, { 0: 1 }, ['1'], [undefined], [[1]], new Set([1])])
      expect(() => numbers.encode(value)).toThrow(InvalidInput)
    const grid = nestedArrayOf(numbers)
    expect(grid.encode([[1], [2]])).toBe('{{1},{2}}')
    expect(grid.decode('{{1},{2}}')).toEqual([[1], [2]])
    expect(grid.decode('{}')).toEqual([])
    for (const value of [[1], [null], [['1']], '{}']) expect(() => grid.encode(value)).toThrow(InvalidInput)
    expect(nestedArrayOf(arrayOf(boxCodec)).encode([['(1,1),(0,0)'], ['(2,2),(1,1)']])).toBe(
      '{{"(1,1),(0,0)"};{"(2,2),(1,1)"}}',
    )
  })

  test('bigint: every integer of 64 bits and nothing beyond', () => {
    const least = -(2n ** 63n)
    const greatest = 2n ** 63n - 1n
    const property = fc.property(fc.bigInt({ min: least - 10n, max: greatest + 10n }), (value) => {
      if (value >= least && value <= greatest) expect(bigintAsString.encode(String(value))).toBe(String(value))
      else expect(() => bigintAsString.encode(value)).toThrow(InvalidInput)
    })
    fc.assert(property)
    for (const value of [least, greatest])
      expect(bigintAsBigint.decode(String(bigintAsBigint.encode(value)))).toBe(value)
    for (const value of [least - 1n, greatest + 1n])
      expect(() => bigintAsString.encode(String(value))).toThrow(InvalidInput)
    expect(() => bigintAsNumber.decode('9007199254740993')).toThrow(
      '9007199254740993 is beyond the integers that a number holds exactly',
    )
  })

  test('a message is short, whatever was given', () => {
    expect(() => bigintAsString.encode('x'.repeat(1e6))).toThrow(
      new InvalidInput(`expected an integer of 64 bits, got "${'x'.repeat(50)}"`),
    )
  })
})

test('patterns of LIKE hold texts as they are', () => {
  expect(containsText.encode('100%_\\')).toBe('%100\\%\\_\\\\%')
  expect(startsWithText.encode('_')).toBe('\\_%')
  expect(endsWithText.encode('%')).toBe('%\\%')
})
