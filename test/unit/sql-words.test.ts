import { expect, test } from 'vitest'
import { namesIn, renamedIn, withTypeNames } from '../../src/schema/sql-words.js'

const names = new Map([
  ['title', 'heading'],
  ['Old', '"New name"'],
])

test.each([
  ['title', 'heading'],
  ["title <> 'title'", "heading <> 'title'"],
  // A backslash ends a literal as any other character does, unless an E stands in front.
  ["title <> '\\' and title is not null", "heading <> '\\' and heading is not null"],
  ["title <> E'\\' title' and title <> ''", "heading <> E'\\' title' and heading <> ''"],
  ['TITLE || "title" || "Title"', 'heading || heading || "Title"'],
  ['"Old" > old', '"New name" > old'],
  ['title(title)', 'title(heading)'],
  ['posts.title = title', 'posts.title = heading'],
  // A type may be called as a column is.
  [
    "title = 'a'::title or cast(title as title) = b::app.title",
    "heading = 'a'::title or cast(heading as title) = b::app.title",
  ],
  ["title -- it's the title\n|| title", "heading -- it's the title\n|| heading"],
  ['subtitle || title_2', 'subtitle || title_2'],
])('%s has columns by other names', (sql, expected) => {
  expect(renamedIn(sql, names)).toBe(expected)
})

test.each([
  ["title = 'a'::title", "title = 'a'::kind"],
  ['cast(title as title) = b::app . title', 'cast(title as kind) = b::app . kind'],
  ["'::title' <> basis || title", "'::title' <> basis || title"],
])('%s has types by other names', (sql, expected) => {
  expect(withTypeNames(sql, new Map([['title', 'kind']]))).toBe(expected)
})

test.each([
  ["select title from posts -- don't\n where id > 1", ['title', 'posts', 'id']],
  ["'posts' || /* title */ id", ['id']],
  ["note <> '\\' or posts is null", ['posts']],
])('%s may refer to', (sql, expected) => {
  expect(namesIn(sql, ['title', 'posts', 'id'])).toEqual(expected)
})
