import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dbgen, emptyFolder, launcher, run } from './run-dbgen.js'

const SECRET_URL = 'postgres://bob:s3cret/@@localhost:1/shop'

const HELP = 'dbgen --help shows the commands, dbgen <command> --help its options'

const mistakes: readonly (readonly [string, string, readonly string[]])[] = [
  ['genrate', "unknown command 'genrate'", ['did you mean generate?', HELP]],
  ['generate --drry-run', "unknown option '--drry-run'", ['did you mean --dry-run?', HELP]],
  ['generate --name', "option '--name <name>' argument missing", [HELP]],
  ['generate again', "too many arguments for 'generate'. Expected 0 arguments but got 1.", [HELP]],
  ['migrate sideways', "unknown command 'sideways'", [HELP]],
  [
    'migrate up --url postgres://h/d --embedded x',
    "option '--embedded <folder>' cannot be used with option '--url <url>'",
    [HELP],
  ],
  [
    'generate',
    'there is no schema.yaml and no dbgen.yaml in this folder',
    ['dbgen init writes a first one; --spec FILE names one that is elsewhere'],
  ],
  ['generate --spec nope.yaml', 'there is no file nope.yaml', ['dbgen init --spec nope.yaml writes a first one']],
  ['generate --spec folder', '--spec folder is a folder', ['name the file in it: --spec folder/schema.yaml']],
]

describe('a mistake on the command line is told, with exit code 1', () => {
  test.each(mistakes)('dbgen %s', async (line, message, hints) => {
    const folder = await emptyFolder()
    await mkdir(join(folder, 'folder'))
    const { exitCode, stdout, stderr } = await dbgen(folder, line.split(' '))
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toBe(`${[`error: ${message}`, ...hints.map((hint) => `  ${hint}`)].join('\n')}\n`)
  })

  test.each(mistakes.filter(([line]) => line !== 'generate --name'))(
    'dbgen %s --json',
    async (line, message, hints) => {
      const folder = await emptyFolder()
      await mkdir(join(folder, 'folder'))
      const { exitCode, stdout, stderr } = await dbgen(folder, [...line.split(' '), '--json'])
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
      expect(JSON.parse(stdout)).toEqual({ ok: false, kind: 'usage', message, hints })
    },
  )

  test('--quiet does not silence errors', async () => {
    const folder = await emptyFolder()
    const loud = await dbgen(folder, ['generate'])
    expect(await dbgen(folder, ['generate', '--quiet'])).toEqual(loud)
  })
})

describe('naming the database', () => {
  test('none at all: the three ways', async () => {
    const folder = await emptyFolder()
    await dbgen(folder, ['init'])
    const { exitCode, stderr } = await dbgen(folder, ['migrate', 'status'], { DATABASE_URL: '' })
    expect(exitCode).toBe(1)
    expect(stderr).toMatchInlineSnapshot(`
      "error: no database was named; there are three ways to name one:
        --url postgres://user:password@host:5432/database
        the environment variable DATABASE_URL, with such a URL in it
        --embedded .dbgen/db for a PostgreSQL inside dbgen that keeps its data in that folder: nothing to install
      "
    `)
  })

  test('a password in the wrong place is not printed', async () => {
    const folder = await emptyFolder()
    const { exitCode, stderr } = await dbgen(folder, [SECRET_URL])
    expect(exitCode).toBe(1)
    expect(stderr).toBe(`error: unknown command 'postgres://bob:***@localhost:1/shop'\n  ${HELP}\n`)
  })
})

test.skipIf(process.platform === 'win32')('a reader that goes away is no failure', async () => {
  const folder = await emptyFolder()
  const script = `(sleep 0.3; "${process.execPath}" "${launcher}" generate --help; echo "exit $?" >&2) | true`
  expect(await run('sh', ['-c', script], folder)).toEqual({ exitCode: 0, stdout: '', stderr: 'exit 0\n' })
})
