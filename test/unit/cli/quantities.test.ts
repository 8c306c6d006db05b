import { expect, test } from 'vitest'
import { count, duration, grouped, size } from '../../../src/cli/quantities.js'

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
