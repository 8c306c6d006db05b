import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openInThread } from '../../dist/prove/embedded-thread.js'
import type { StoredStep } from '../../src/migrate/step-text.js'

const options = { extensions: ['citext'], cacheFolder: join(tmpdir(), 'dbgen-test-cache') }
const step = (sql: string): StoredStep => ({ title: 'make', transactional: true, sql })
const people = [step('create extension citext; create table people (id int8 primary key, name citext not null);')]

test('an embedded PostgreSQL in another thread answers as one in this thread', { timeout: 60_000 }, async () => {
  const thread = openInThread(options, [people])
  const db = await thread.open()
  expect(db.version).toMatch(/^18\.\d+$/)
  expect(db.known?.schema.tables.map(({ name }) => name)).toEqual(['people'])
  expect(db.known?.marks.tables.size).toBe(1)
  await db.run(`insert into people values (1, 'Ada'), (2, 'Bob')`)
  const found = db.query('select id, name from people where id > $1 order by id', [0])
  const types = db.parameterTypes('select * from people where id = $1 and name = $2')
  expect(await found).toEqual([
    { id: 1, name: 'Ada' },
    { id: 2, name: 'Bob' },
  ])
  expect((await types)[0]).toBe(20)
  const error = await db.run(`insert into people values (1, 'Cleo')`).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: '23505', detail: 'Key (id)=(1) already exists.' })
  expect(error).toBeInstanceOf(Error)
  await db.close()
  await expect(db.query('select 1')).rejects.toThrow('has ended')
})

test('what fails while it is opened is told to whoever waits for it', { timeout: 60_000 }, async () => {
  const thread = openInThread({ ...options, extensions: [] }, [[step('create table t (id nothing);')]])
  await expect(thread.open()).rejects.toThrow('the step "make" of an earlier migration fails')
  thread.end()
})

test('a thread that is ended answers nothing more, and nobody waits for one in vain', { timeout: 60_000 }, async () => {
  const thread = openInThread(options, [people])
  const opening = thread.open()
  thread.end()
  await expect(opening).rejects.toThrow('has ended')
})

test('a process ends although nobody asked for the database', { timeout: 60_000 }, async () => {
  const module = pathToFileURL(join(import.meta.dirname, '../../dist/prove/embedded-thread.js')).href
  const script = `const { openInThread } = await import(${JSON.stringify(module)})
    openInThread({ extensions: [] }, []); console.log('begun')`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  expect(stdout).toBe('begun\n')
})
