import { expect, test } from 'vitest'
import { count, databaseSize, duration, grouped, rough, size } from '../../../src/cli/quantities.js'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('grouped %d', (value, want) => {
  expect(grouped(value)).toBe(want)
})

test.each([
  [0, '0 files'],
  [1, '1 file'],
  [3000, '3,000 files'],
])('count %d', (value, want) => {
  expect(count(value, 'file')).toBe(want)
})

test.each([
  [0, '0 B'],
  [99, '99 B'],
  [100, '0.1 kB'],
  [420, '0.4 kB'],
  [12_149, '12.1 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [3_210_000, '3.2 MB'],
])('size of %d bytes', (bytes, want) => {
  expect(size(bytes)).toBe(want)
})

test.each([
  [0.4, '0 ms'],
  [311.6, '312 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [1240, '1.24 s'],
  [59_994, '59.99 s'],
  [59_996, '1 min 0 s'],
  [125_400, '2 min 5 s'],
])('duration of %d ms', (milliseconds, want) => {
  expect(duration(milliseconds)).toBe(want)
})

test.each([
  [0, '0'],
  [7, '7'],
  [344, '340'],
  [994, '990'],
  [995, '1 k'],
  [12_345, '12 k'],
  [994_999, '990 k'],
  [995_000, '1 M'],
  [3_449_000, '3.4 M'],
  [120_000_000, '120 M'],
  [1_250_000_000, '1.3 bn'],
])('rough %d', (value, want) => {
  expect(rough(value)).toBe(want)
})

test.each([
  [16 * 2 ** 20, '16 MiB'],
  [1023.4 * 2 ** 20, '1023 MiB'],
  [1023.6 * 2 ** 20, '1.0 GiB'],
  [3.4 * 2 ** 30, '3.4 GiB'],
  [1023.97 * 2 ** 30, '1.0 TiB'],
  [2.5 * 2 ** 40, '2.5 TiB'],
])('database size of %d bytes', (bytes, want) => {
  expect(databaseSize(bytes)).toBe(want)
})
