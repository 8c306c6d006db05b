import { describe, expect, test } from 'vitest'
import { clip, columnsPart, freeName, numberedLabels, objectName } from '../../../src/model/object-names.js'

const a = (length: number) => 'a'.repeat(length)
const b = (length: number) => 'b'.repeat(length)

test.each([
  ['posts', undefined, 'pkey', 'posts_pkey'],
  ['posts', 'author_id', 'fkey', 'posts_author_id_fkey'],
  [a(63), undefined, 'pkey', `${a(58)}_pkey`],
  [a(40), b(10), 'key', `${a(40)}_${b(10)}_key`],
  [a(50), b(10), 'fkey', `${a(47)}_${b(10)}_fkey`],
  [a(10), b(63), 'fkey', `${a(10)}_${b(47)}_fkey`],
  [a(63), b(63), 'fkey', `${a(29)}_${b(28)}_fkey`],
  ['größe', 'ü'.repeat(40), 'key', `größe_${'ü'.repeat(25)}_key`],
])('objectName %s, %s, %s', (table, part, label, want) => {
  expect(objectName(table, part, label)).toBe(want)
  expect(Buffer.byteLength(want)).toBeLessThanOrEqual(63)
})

test.each([
  ['abc', 2, 'ab'],
  ['aüb', 2, 'a'],
  ['aüb', 3, 'aü'],
  ['a😀', 4, 'a'],
  ['a😀', 5, 'a😀'],
])('clip %s to %i bytes', (text, most, want) => expect(clip(text, most)).toBe(want))

test('columnsPart stops once the name is full', () => {
  expect(columnsPart(['a', 'b'])).toBe('a_b')
  expect(columnsPart([a(40), b(40), 'c'])).toBe(`${a(40)}_${b(40)}`)
})

test.each([
  [
    ['lower', 'lower', 'lower'],
    ['lower', 'lower1', 'lower2'],
  ],
  [
    ['title', 'title1', 'title'],
    ['title', 'title1', 'title2'],
  ],
  [
    [a(63), a(63)],
    [a(63), `${a(62)}1`],
  ],
])('numberedLabels %j', (labels, want) => expect(numberedLabels(labels)).toEqual(want))

describe('freeName', () => {
  const taken =
    (...names: string[]) =>
    (name: string) =>
      names.includes(name)

  test.each([
    [taken(), 'posts_check'],
    [taken('posts_check'), 'posts_check1'],
    [taken('posts_check', 'posts_check1'), 'posts_check2'],
  ])('%#', (isTaken, want) => expect(freeName('posts', undefined, 'check', isTaken)).toBe(want))

  test('the number takes its room from the name', () => {
    const first = freeName(a(60), undefined, 'check', taken())
    expect(first).toBe(`${a(57)}_check`)
    expect(freeName(a(60), undefined, 'check', taken(first))).toBe(`${a(56)}_check1`)
  })
})
