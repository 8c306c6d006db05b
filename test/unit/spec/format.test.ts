import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatSpec } from '../../../src/spec/format.js'

const project = join(import.meta.dirname, '../../..')

test.each([
  [
    'keys stand in the order of the JSON Schema, names in theirs',
    `models:
  B:
    relations: { b: { has_many: A } }
    columns:
      z: { nullable: true, type: text }
      a: text
  A: { columns: { id: bigint } }
version: 1
`,
    `version: 1
models:
  B:
    columns:
      z: { type: text, nullable: true }
      a: text
    relations: { b: { has_many: A } }
  A: { columns: { id: bigint } }
`,
  ],
  [
    'comments go along with what they are about',
    `# head

# models
models:
  # of A
  A: # behind A
    # primary
    primary_key: [a] # key
    # columns
    columns: # behind columns
      a: bigint # a
      # last
# version
version: 1 # one
# end
`,
    `# head

# version
version: 1 # one
# models
models:
  # of A
  A: # behind A
    # columns
    columns: # behind columns
      a: bigint # a
      # last
    # primary
    primary_key: [a] # key
# end
`,
  ],
  [
    'spaces, quotes and blank lines',
    `version:   1


models:
    A:
        columns:
            a:   {type: 'varchar(3)',default: "'x'"}
            b: { type: text, check: 'b <> "c"' }
        indexes:
        - [ a,b ]
        -   columns: [ b ]
`,
    `version: 1

models:
  A:
    columns:
      a: { type: "varchar(3)", default: "'x'" }
      b: { type: text, check: 'b <> "c"' }
    indexes:
      - [a, b]
      - columns: [b]
`,
  ],
  [
    'what is too long for a line in braces gets lines of its own, what has room on one gets that',
    `version: 1
models:
  A:
    columns:
      a: { type: text, default: "'a long default, so that the line is longer than it may be'", comment: "a comment that takes its room as well" }
      b: {
        type: text,
        nullable: true }
`,
    `version: 1
models:
  A:
    columns:
      a:
        type: text
        default: "'a long default, so that the line is longer than it may be'"
        comment: "a comment that takes its room as well"
      b: { type: text, nullable: true }
`,
  ],
  [
    'texts of several lines stay as they are',
    `version: 1\nsql:\n  f:\n    up: |\n      select 1,\n        2\n\n      from a\n`,
    undefined,
  ],
  [
    'what is indented, and behind what, with the blanks that were there',
    `version: 1
models:
    A:
        columns:
            a: text     # one
            long: text  # two
              # deeper

            # c: text

        # of A
    # of the models
    B: {} # B
`,
    `version: 1
models:
  A:
    columns:
      a: text     # one
      long: text  # two
        # deeper

      # c: text

    # of A
  # of the models
  B: {} # B
`,
  ],
  [
    'lists: comments of the first key stand above the dash',
    `models:
  A:
    indexes:
    -   # first
        name: x
        columns: [a] # a
    # second
    - # behind the dash
      columns: [b]
    - method: gin
      # the columns
      columns: [c]
`,
    `models:
  A:
    indexes:
      - # first
        columns: [a] # a
        name: x
      # second
      - # behind the dash
        columns: [b]
      # the columns
      - columns: [c]
        method: gin
`,
  ],
  [
    'braces with comments in them only move',
    `models:
    A: {
        # why
        columns: {a: text}, # what
    }
    B: { columns: { a: text }, comment: "a comment that takes its room", checks: [a is not null, length(a) > 10, length(a) < 100] } # B
`,
    `models:
  A: {
      # why
      columns: {a: text}, # what
  }
  B: # B
    comment: "a comment that takes its room"
    columns: { a: text }
    checks: [a is not null, length(a) > 10, length(a) < 100]
`,
  ],
  [
    'a list that is too long for a line',
    `enums:\n  E: [${Array.from({ length: 20 }, (_, index) => `value_${index}`).join(',')}]\n`,
    `enums:\n  E:\n${Array.from({ length: 20 }, (_, index) => `    - value_${index}\n`).join('')}`,
  ],
  [
    'texts of several lines move along',
    `sql:
   f:
      up: |
         select 1,
           2
      down: |+
         x

   # g
   g:
      up: >1
         a
       b
      down: "two
              lines"
`,
    `sql:
  f:
    up: |
      select 1,
        2
    down: |+
      x

  # g
  g:
    up: >2
        a
      b
    down: "two
      lines"
`,
  ],
  [
    'a modeline stays at the top',
    '# yaml-language-server: $schema=a\nmodels: {}\nversion: 1\n',
    '# yaml-language-server: $schema=a\nversion: 1\nmodels: {}\n',
  ],
  ['JSON', '{"models": {"A": {}}, "version": 1}', '"version": 1\n"models": { "A": {} }\n'],
  ['only comments', '\n # a\n\n\n# b', '# a\n\n# b\n'],
  ['a key that is none stays where it does not disturb', `version: 1\nmodles: {}\n`, undefined],
])('%s', (_, before, after = before) => {
  expect(formatSpec(before)).toBe(after)
  expect(formatSpec(after)).toBe(after)
})

describe('every spec of the tests keeps its form once it has it', () => {
  const specs = ['test/cases', 'test/migrations']
    .flatMap((folder) =>
      readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith('.yaml'))
    .sort()

  test(`${specs.length} files`, () => {
    expect(specs.length).toBeGreaterThan(500)
    const changed = specs.filter((path) => {
      // Throws where it would say something else, or lose a comment.
      const formatted = formatSpec(readFileSync(join(project, path), 'utf8'))
      return formatSpec(formatted) !== formatted
    })
    expect(changed).toEqual([])
  })

  test('the example has it', () => {
    const example = readFileSync(join(project, 'schema.example.yaml'), 'utf8')
    expect(formatSpec(example)).toBe(example)
  })
})
