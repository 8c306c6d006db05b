import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeFailure, exitCodeOf } from '../../../src/cli/failure.js'
import { failureJson, showDiagnostic, showFailure } from '../../../src/cli/show-failure.js'
import { UsageError } from '../../../src/cli/usage-error.js'
import { MigrationRefused } from '../../../src/migrate/refusal.js'
import { OutputConflict } from '../../../src/output/output-conflict.js'
import { SnapshotError } from '../../../src/schema/snapshot.js'
import { type Diagnostic, formatDiagnostic, SpecError } from '../../../src/spec/diagnostic.js'
import { plain, tagged } from './support.js'

const cwd = resolve('/srv/shop')

const context = { cwd, specFolder: resolve(cwd, 'db'), root: resolve(cwd, 'db'), writesNothing: true }

const unknownType: Diagnostic = {
  at: { file: 'schema.yaml', line: 12, column: 14 },
  length: 5,
  code: 'DB401',
  message: 'unknown type "strng"',
  hint: 'did you mean "string"?',
  sourceLine: '      title: strng',
}

const missingKey: Diagnostic = {
  at: { file: 'models/post.yaml', line: 3, column: 1 },
  length: 4,
  code: 'DB202',
  message: '"Post" needs "columns"',
  hint: undefined,
  sourceLine: 'Post: {}',
}

const named = (name: string, fields: object = {}) => Object.assign(new Error('it went wrong'), { name, ...fields })

const shown = (error: unknown) => `\n${showFailure(describeFailure(error, context), plain, '0.1.0')}`

test.each([
  [new SpecError([unknownType]), 'spec', 1],
  [new MigrationRefused([]), 'refused', 1],
  [new SnapshotError('broken'), 'snapshot', 1],
  [named('ProofFailed', { differences: [] }), 'proof', 1],
  [named('UnknownExtension'), 'proof', 1],
  [new OutputConflict([]), 'conflict', 1],
  [named('ConnectionFailed'), 'connection', 1],
  [named('MigrationFolderError'), 'migrations', 1],
  [named('MigrationUnreadable'), 'migrations', 1],
  [named('MigrationConflict', { problems: [] }), 'migration-conflict', 1],
  [named('MigrationLocked'), 'migration-locked', 1],
  [named('MigrationFailed', { migration: '1_init', step: 2 }), 'migration-failed', 1],
  [named('MigrationFailed', { migration: '1_init', step: 2, code: '55P03', isBusy: true }), 'migration-failed', 75],
  [named('MigrationFailed', { migration: '1_init', step: 2, isBusy: false }), 'migration-failed', 1],
  [new UsageError('no'), 'usage', 1],
  [named('Error', { code: 'EACCES', path: resolve(cwd, 'src') }), 'file', 1],
  [named('Error', { code: 'EACCES' }), 'bug', 2],
  [named('Error', { code: 'ENOENT', path: '/templates/x' }), 'bug', 2],
  [new TypeError('x is not a function'), 'bug', 2],
  [named('toString'), 'bug', 2],
  ['thrown text', 'bug', 2],
])('%s', (error, kind, exitCode) => {
  const failure = describeFailure(error, context)
  expect({ kind: failure.kind, exitCode: exitCodeOf(failure) }).toEqual({ kind, exitCode })
  expect(failureJson(failure)).toMatchObject({ ok: false, kind })
})

describe('mistakes in the spec', () => {
  test('one file', () => {
    expect(shown(new SpecError([unknownType]))).toMatchInlineSnapshot(`
      "
      db/schema.yaml:12:14 DB401 unknown type "strng"
        12 |       title: strng
           |              ^^^^^
        did you mean "string"?

      1 mistake in db/schema.yaml; nothing was written
      "
    `)
  })

  test('several files', () => {
    expect(shown(new SpecError([missingKey, unknownType]))).toMatchInlineSnapshot(`
      "
      db/models/post.yaml:3:1 DB202 "Post" needs "columns"
        3 | Post: {}
          | ^^^^

      db/schema.yaml:12:14 DB401 unknown type "strng"
        12 |       title: strng
           |              ^^^^^
        did you mean "string"?

      2 mistakes in 2 files; nothing was written
      "
    `)
  })

  test('without colours, as formatDiagnostic prints it', () => {
    expect(showDiagnostic(unknownType, plain)).toBe(formatDiagnostic(unknownType))
    expect(showDiagnostic(missingKey, plain)).toBe(formatDiagnostic(missingKey))
  })

  test('with colours', () => {
    expect(`\n${showDiagnostic(unknownType, tagged)}\n`).toMatchInlineSnapshot(`
      "
      <bold><cyan>schema.yaml:12:14</></> <dim>DB401</> unknown type "strng"
      <dim>  12 |</>       title: strng
      <dim>     |</><red>              ^^^^^</>
      <green>  did you mean "string"?</>
      "
    `)
  })

  test('the terminal obeys nothing that a spec holds', () => {
    const hostile = { ...unknownType, sourceLine: '\ttitle:\u001b[2J\u202estrng' }
    expect(showDiagnostic(hostile, plain).split('\n')[1]).toBe('  12 |  title:\ufffd[2J\ufffdstrng')
  })

  test('as JSON', () => {
    expect(failureJson(describeFailure(new SpecError([unknownType, missingKey]), context))).toEqual({
      ok: false,
      kind: 'spec',
      message: '2 mistakes in 2 files; nothing was written',
      diagnostics: [
        {
          file: 'db/schema.yaml',
          line: 12,
          column: 14,
          length: 5,
          code: 'DB401',
          message: 'unknown type "strng"',
          hint: 'did you mean "string"?',
        },
        {
          file: 'db/models/post.yaml',
          line: 3,
          column: 1,
          length: 4,
          code: 'DB202',
          message: '"Post" needs "columns"',
          hint: null,
        },
      ],
    })
  })
})

test('changes that are refused', () => {
  const refusal = {
    code: 'MG101',
    subject: 'posts.title',
    message: 'the column would be dropped with its values',
    hint: 'say so',
    at: { file: 'schema.yaml', line: 3, column: 7 },
  }
  expect(
    shown(new MigrationRefused([refusal, { ...refusal, subject: 'posts.body', at: undefined }])),
  ).toMatchInlineSnapshot(`
    "
    schema.yaml:3:7 posts.title MG101 the column would be dropped with its values
      say so

    posts.body MG101 the column would be dropped with its values
      say so

    2 changes refused; nothing was written
    "
  `)
})

test('files in the way, the same hint once', () => {
  const edited = Array.from({ length: 22 }, (_, index) => ({
    path: `src/db/f${String(index).padStart(2, '0')}.ts`,
    problem: 'was edited by hand',
    hint: 'move the edit out, or use --force',
  }))
  const folder = { path: 'src/db/x.ts', problem: 'is a folder', hint: 'move it away' }
  expect(shown(new OutputConflict([...edited, folder]))).toMatchInlineSnapshot(`
    "
    db/src/db/f00.ts was edited by hand
    db/src/db/f01.ts was edited by hand
    db/src/db/f02.ts was edited by hand
    db/src/db/f03.ts was edited by hand
    db/src/db/f04.ts was edited by hand
    db/src/db/f05.ts was edited by hand
    db/src/db/f06.ts was edited by hand
    db/src/db/f07.ts was edited by hand
    db/src/db/f08.ts was edited by hand
    db/src/db/f09.ts was edited by hand
    db/src/db/f10.ts was edited by hand
    db/src/db/f11.ts was edited by hand
    db/src/db/f12.ts was edited by hand
    db/src/db/f13.ts was edited by hand
    db/src/db/f14.ts was edited by hand
    db/src/db/f15.ts was edited by hand
    db/src/db/f16.ts was edited by hand
    db/src/db/f17.ts was edited by hand
    db/src/db/f18.ts was edited by hand
    db/src/db/f19.ts was edited by hand
    and 2 more conflicts
      move the edit out, or use --force

    db/src/db/x.ts is a folder
      move it away

    23 conflicts; nothing was written
    "
  `)
})

test('a wrong call', () => {
  expect(shown(new UsageError('no spec', 'write one', 'or name one'))).toMatchInlineSnapshot(`
    "
    error: no spec
      write one
      or name one
    "
  `)
})

test('what is known of a failed migration, as JSON', () => {
  const error = named('MigrationFailed', { migration: '1_init', step: undefined, code: '23505', other: 'not told' })
  expect(failureJson(describeFailure(error, context))).toEqual({
    ok: false,
    kind: 'migration-failed',
    message: 'it went wrong',
    migration: '1_init',
    step: null,
    code: '23505',
  })
})

test('a file that cannot be written', () => {
  const denied = named('Error', { code: 'EACCES', path: resolve(cwd, 'src/db') })
  expect(shown(denied)).toBe('\nerror: src/db: permission denied\n')
})

test('a command that may have done a part does not claim otherwise', () => {
  const failure = describeFailure(new SpecError([unknownType]), { ...context, writesNothing: false })
  expect(failure.message).toBe('1 mistake in db/schema.yaml')
})

test('a bug: the stack with its causes, and what to report', () => {
  const error = new Error('outer', { cause: new TypeError('inner') })
  const text = shown(error)
    .replace(/^ {4}at .*\n/gm, '')
    .replace(/node v.*/, 'node ...')
  expect(text).toMatchInlineSnapshot(`
    "
    dbgen failed, and that is a bug in dbgen, not in your project

    Error: outer
    caused by: TypeError: inner

    Please report it with the lines above, and with the spec if you can share it.
    dbgen 0.1.0, node ...
    "
  `)
})
