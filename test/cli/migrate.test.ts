import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/database/connect.js'
import { createTestDatabase } from '../support/server.js'
import { dbgen, emptyFolder, type Finished, launcher } from './run-dbgen.js'

const PATIENCE = 60_000

const EMBEDDED = ['--embedded', '.dbgen/db']

async function project(): Promise<string> {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  await dbgen(folder, ['generate', '--no-proof', '--name', 'init'])
  return folder
}

/** The JSON document is the only thing printed. */
async function documentOf(
  running: Promise<Finished>,
): Promise<{ readonly exitCode: number | null; readonly document: unknown }> {
  const { exitCode, stdout, stderr } = await running
  expect(stderr).toBe('')
  return { exitCode, document: JSON.parse(stdout) }
}

/** What stands below the name of the database, without times. */
function shown({ exitCode, stdout, stderr }: Finished) {
  expect(stderr).toBe('')
  const text = stdout
    .replace(/\d{14}/g, '…')
    .replace(/\S+Z$/gm, '…')
    .replace(/ +\d+ steps.*/g, ' … steps')
  return { exitCode, lines: text.split('\n').slice(1) }
}

test('a migration from pending to applied to edited', { timeout: 2 * PATIENCE }, async () => {
  const folder = await project()
  const migrate = (...args: string[]) => dbgen(folder, ['migrate', ...args, ...EMBEDDED])
  const names = await readdir(join(folder, 'migrations'))
  const file = names.find((name) => name.endsWith('.up.sql')) ?? ''
  const id = file.replace('.up.sql', '')

  expect(shown(await migrate('status', '--exit-code'))).toEqual({
    exitCode: 1,
    lines: ['', '  pending  …_init', '', '1 migration to apply. Next: dbgen migrate up --embedded .dbgen/db', ''],
  })
  expect(await documentOf(migrate('status', '--json'))).toMatchObject({
    exitCode: 0,
    document: { ok: true, upToDate: false, migrations: [{ id, state: 'pending', appliedAt: null, problem: null }] },
  })
  expect(shown(await migrate('up'))).toEqual({
    exitCode: 0,
    lines: ['', '  applied  …_init … steps', '', '1 migration applied', ''],
  })
  expect(await documentOf(migrate('up', '--json'))).toMatchObject({
    exitCode: 0,
    document: { ok: true, applied: [], alreadyApplied: 1 },
  })
  expect(shown(await migrate('status', '--exit-code'))).toEqual({
    exitCode: 0,
    lines: ['', '  applied  …_init  …', '', 'Up to date: 1 migration applied', ''],
  })
  await appendFile(join(folder, 'migrations', file), '-- mine\n')
  expect(await documentOf(migrate('status', '--json'))).toMatchObject({
    exitCode: 1,
    document: { ok: true, upToDate: false, migrations: [{ id, state: 'edited' }] },
  })
  expect(await documentOf(migrate('up', '--json'))).toMatchObject({
    exitCode: 1,
    document: { ok: false, kind: 'migration-conflict' },
  })
})

const places: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>])[] = [
  ['nobody there', ['--url', 'postgres://bob:s3cret@127.0.0.1:1/shop'], {}],
  ['nobody there, by the environment', [], { DATABASE_URL: 'postgres://bob:s3cret@127.0.0.1:1/shop' }],
  ['another database', ['--url', 'mysql://bob:s3cret@127.0.0.1:1/shop'], {}],
  ['no URL', ['--url', 'bob:s3cret@127.0.0.1'], {}],
  ['a space in the password', ['--url', 'postgres://bob:s3cret x@127.0.0.1:1/shop'], {}],
]

test('without a connection: exit code 1, and the password is not printed', { timeout: PATIENCE }, async () => {
  const folder = await project()
  for (const [name, args, env] of places) {
    const person = await dbgen(folder, ['migrate', 'up', ...args], env)
    expect({ name, exitCode: person.exitCode, stdout: person.stdout }).toEqual({ name, exitCode: 1, stdout: '' })
    expect({ name, start: person.stderr.slice(0, 7) }).toEqual({ name, start: 'error: ' })
    const program = dbgen(folder, ['migrate', 'status', ...args, '--json'], env)
    expect(await documentOf(program)).toMatchObject({ exitCode: 1, document: { ok: false, kind: 'connection' } })
    expect({ name, leaks: /s3cret/.test(person.stderr + (await program).stdout) }).toEqual({ name, leaks: false })
  }
})

test('down by one, by all, and as a script', { timeout: 2 * PATIENCE }, async () => {
  const folder = await project()
  const migrate = (...args: string[]) => dbgen(folder, ['migrate', ...args])
  const [name = ''] = (await readdir(join(folder, 'migrations'))).filter((file) => file.endsWith('.up.sql'))
  const id = name.replace('.up.sql', '')
  await migrate('up', ...EMBEDDED)
  expect(shown(await migrate('down', ...EMBEDDED))).toEqual({
    exitCode: 0,
    lines: ['', '  taken back  …_init … steps', '', '1 migration taken back, the database has none now', ''],
  })
  expect(await documentOf(migrate('down', '--all', '--json', ...EMBEDDED))).toMatchObject({
    exitCode: 0,
    document: { ok: true, takenBack: [], left: 0 },
  })
  expect(await migrate('down', '--steps', '0', ...EMBEDDED)).toMatchObject({ exitCode: 1, stdout: '' })
  expect(await migrate('down', '--to', 'nothing', ...EMBEDDED)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('the database does not have nothing'),
  })
  const { exitCode, stdout } = await migrate('sql')
  expect({ exitCode, begin: stdout.split('\n')[0] }).toEqual({ exitCode: 0, begin: `-- dbgen migrate sql, up: ${id}` })
  expect(await documentOf(migrate('sql', '--from', id, '--json'))).toEqual({
    exitCode: 0,
    document: { ok: true, script: '', migrations: [] },
  })
  expect((await migrate('sql', '--down')).stdout).toContain(`delete from dbgen.migrations where id = '${id}';`)
})

test('a lock that is not to be had ends it with 75, up and down', { timeout: 2 * PATIENCE }, async () => {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  const folder = await project()
  const holder = await connect(url)
  onTestFinished(() => holder.close())
  const impatient = ['--url', url, '--lock-timeout', '100', '--attempts', '1', '--json']
  const busy = { exitCode: 75, document: { ok: false, kind: 'migration-failed', code: '55P03' } }
  const up = () => documentOf(dbgen(folder, ['migrate', 'up', ...impatient]))
  await holder.run(`begin; create table users (id integer)`)
  expect(await up()).toMatchObject(busy)
  await holder.run('rollback')
  expect(await up()).toMatchObject({ exitCode: 0 })
  await holder.run('begin; select from users')
  expect(await documentOf(dbgen(folder, ['migrate', 'down', ...impatient]))).toMatchObject(busy)
  await holder.run('rollback; create view watching as select email from users')
  expect(await documentOf(dbgen(folder, ['migrate', 'down', ...impatient]))).toMatchObject({
    exitCode: 1,
    document: { kind: 'migration-failed', code: '2BP01' },
  })
})

test('a signal ends it with 130, and the next run goes on', { timeout: 2 * PATIENCE }, async () => {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  const folder = await project()
  const holder = await connect(url)
  onTestFinished(() => holder.close())
  await holder.query(`select pg_advisory_lock(hashtextextended(current_database() || ' dbgen.migrations', 0))`)
  const child = spawn(process.execPath, [launcher, 'migrate', 'up', '--url', url], { cwd: folder })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const closed = once(child, 'close')
  while (Number((await holder.query(OTHERS))[0]?.['count']) === 0) await sleep(20)
  child.kill('SIGINT')
  expect((await closed)[0]).toBe(130)
  expect(stderr).toContain('error: interrupted while it waited')
  await holder.query('select pg_advisory_unlock_all()')
  expect((await dbgen(folder, ['migrate', 'up', '--url', url])).exitCode).toBe(0)
})

const OTHERS = `select count(*)::int as count from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_try_advisory_lock%'`
