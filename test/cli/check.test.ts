import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { writeByHand } from '../support/hand-written.js'
import { dbgen, emptyFolder } from './run-dbgen.js'

const PATIENCE = 240_000

/** A project of the tour whose newest migration was written by hand, and does harm. */
async function hazardousProject(): Promise<{ folder: string; id: string }> {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  await dbgen(folder, ['generate'])
  const spec = join(folder, 'schema.yaml')
  const text = await readFile(spec, 'utf8')
  await writeFile(spec, text.replace('content: text', 'content: { type: text, index: true }'))
  await dbgen(folder, ['generate', '--name', 'find posts'])
  const names = await readdir(join(folder, 'migrations'))
  const id = names.find((name) => name.endsWith('find_posts.up.sql'))?.replace('.up.sql', '') ?? ''
  await writeByHand(join(folder, 'migrations'), id, {
    up: '-- step 1/1: find posts by content\ncreate index posts_content_idx on posts (content);\n',
    down: '-- step 1/1: forget them\n-- outside a transaction\ndrop index concurrently posts_content_idx;\n',
  })
  return { folder, id }
}

/** Reads workflow commands as GitHub's runner does. */
function readAnnotations(text: string) {
  return text
    .split('\n')
    .filter((line) => line.startsWith('::'))
    .map((line) => {
      const [, command = '', properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? []
      const pairs = properties.split(',').map((pair) => pair.split('=').map(unescapeProperty))
      return { command, ...Object.fromEntries(pairs), message: unescapeText(message) }
    })
}

function unescapeText(text: string): string {
  return text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%')
}

function unescapeProperty(text: string): string {
  return unescapeText(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}

/** What GitLab documents of a Code Quality report. */
const gitlabSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^[^/]' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
}

test('the whole story: all is well, a hazard in every format, a reason', { timeout: PATIENCE }, async () => {
  const { folder, id } = await hazardousProject()
  const file = `migrations/${id}.up.sql`
  const message = 'building posts_content_idx lets no row of posts be written until it is done'

  const shown = await dbgen(folder, ['check'])
  expect({ exitCode: shown.exitCode, stderr: shown.stderr }).toEqual({ exitCode: 1, stderr: '' })
  expect(shown.stdout.replaceAll(id, 'ID')).toMatchInlineSnapshot(`
    "migrations/ID.up.sql:2:1 HZ101 building posts_content_idx lets no row of posts be written until it is done
        or in the spec: hazards: [{ allow: HZ101, migration: ID, reason: ... }]
      write "create index concurrently", in a step of its own with the line "-- outside a transaction"

    1 problem
    "
  `)

  const json = await dbgen(folder, ['check', '--json'])
  expect(json.exitCode).toBe(1)
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    spec: 'schema.yaml',
    migrations: 2,
    findings: [{ code: 'HZ101', severity: 'error', file, line: 2, column: 1, message }],
  })
  expect((await dbgen(folder, ['check', '--format', 'json'])).stdout).toBe(json.stdout)

  const github = await dbgen(folder, ['check', '--format', 'github'])
  expect(github.exitCode).toBe(1)
  const [annotation, ...others] = readAnnotations(github.stdout)
  expect(others).toEqual([])
  expect(annotation).toMatchObject({ command: 'error', file, line: '2', col: '1', title: 'dbgen HZ101' })
  expect(annotation?.message.split('\n')[0]).toBe(message)

  const gitlab = await dbgen(folder, ['check', '--format', 'gitlab'])
  expect(gitlab.exitCode).toBe(1)
  const report: unknown = JSON.parse(gitlab.stdout)
  const ajv = new Ajv()
  expect(ajv.validate(gitlabSchema, report), ajv.errorsText()).toBe(true)
  expect(report).toMatchObject([
    { check_name: 'HZ101', severity: 'major', location: { path: file, lines: { begin: 2 } } },
  ])

  const spec = join(folder, 'schema.yaml')
  const reason = `hazards:\n  - { allow: HZ101, migration: ${id}, reason: the table has ten rows }\n`
  await writeFile(spec, `${await readFile(spec, 'utf8')}\n${reason}`)
  const excused = await dbgen(folder, ['check'])
  expect({ ...excused, stdout: excused.stdout.replace(/\d+ files/, 'N files') }).toEqual({
    exitCode: 0,
    stdout:
      '✓ schema.yaml: N files up to date, 2 migrations replayed, reversed and judged, 1 hazard let through for a reason\n',
    stderr: '',
  })
  expect((await dbgen(folder, ['check', '--format', 'gitlab'])).stdout).toBe('[]\n')
  expect((await dbgen(folder, ['check', '--format', 'github'])).stdout).toBe('dbgen check: all is well\n')
  expect(await dbgen(folder, ['check', '--quiet'])).toEqual({ exitCode: 0, stdout: '', stderr: '' })
})

test('mistakes of the spec are annotated at their lines, whatever is in them', { timeout: PATIENCE }, async () => {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  const spec = join(folder, 'schema.yaml')
  const text = await readFile(spec, 'utf8')
  await writeFile(spec, text.replace('content: text', `content: { type: text, chek: "100%, a::b" }`))
  const { exitCode, stdout } = await dbgen(folder, ['check', '--format', 'github'])
  expect(exitCode).toBe(1)
  const [annotation] = readAnnotations(stdout)
  const line = text.split('\n').findIndex((one) => one.includes('content: text')) + 1
  expect(annotation).toMatchObject({ command: 'error', file: 'schema.yaml', line: String(line), title: 'dbgen DB201' })
})

test('a folder without a spec, and a format that does not exist', { timeout: PATIENCE }, async () => {
  const folder = await emptyFolder()
  const none = await dbgen(folder, ['check'])
  expect(none.exitCode).toBe(1)
  expect(none.stderr).toContain('there is no schema.yaml')
  const format = await dbgen(folder, ['check', '--format', 'xml'])
  expect(format.exitCode).toBe(1)
  expect(format.stderr).toContain('text, json, github, gitlab')
  const report = await dbgen(folder, ['check', '--format', 'gitlab'])
  expect({ exitCode: report.exitCode, stdout: report.stdout }).toEqual({ exitCode: 1, stdout: '' })
})
