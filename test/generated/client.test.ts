import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { CamelCasePlugin, type LogEvent, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type DatabaseOptions } from '../../generated-sample/src/db/client.js'
import type { Tag } from '../../generated-sample/src/db/database.js'
import { findPostWithAuthorAndTags } from '../../generated-sample/src/db/queries/post.queries.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { withSession } from '../../generated-sample/src/db/session.js'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { createPost, createUser, openSample, run, type Sample, sampleSpec } from '../support/sample.js'

type Db = ReturnType<typeof createDatabase>

describe('createDatabase on a server', () => {
  let database: SpecDatabase
  let connection: string
  let watcher: pg.Client

  beforeAll(async () => {
    database = await openDatabase('postgres', sampleSpec)
    connection = String(database.connection)
    watcher = new pg.Client({ connectionString: connection })
    await watcher.connect()
  })
  afterAll(async () => {
    await watcher.end()
    await database.close()
  })

  /** Runs the work with a database that is destroyed behind it. */
  async function withDatabase<Result>(options: DatabaseOptions, work: (db: Db) => Promise<Result>): Promise<Result> {
    const db = createDatabase({ connection, ...options })
    try {
      return await work(db)
    } finally {
      await db.destroy()
    }
  }

  async function connections(name: string): Promise<{ pid: number; state: string }[]> {
    const { rows } = await watcher.query('select pid, state from pg_stat_activity where application_name = $1', [name])
    return rows
  }

  const pidOf = async (db: Db): Promise<number> => Number((await run(db, 'select pg_backend_pid() as pid'))[0]?.['pid'])

  test('the pool has no more connections than it may', async () => {
    await withDatabase({ applicationName: 'sized', pool: { size: 3 } }, async (db) => {
      await Promise.all(Array.from({ length: 20 }, () => run(db, 'select pg_sleep(0.01)')))
      expect(await connections('sized')).toHaveLength(3)
    })
  })

  test('destroy closes every connection, and nothing runs behind it', async () => {
    const db = createDatabase({ connection, applicationName: 'destroyed' })
    await Promise.all([run(db, 'select 1'), run(db, 'select 1')])
    expect(await connections('destroyed')).toHaveLength(2)
    await db.destroy()
    await expect.poll(() => connections('destroyed')).toEqual([])
    await expect(run(db, 'select 1')).rejects.toThrow()
    await db.destroy()
  })

  test('a connection that does not come in time', async () => {
    await withDatabase({ pool: { size: 1, connectionTimeout: 100 } }, async (db) => {
      const busy = run(db, 'select pg_sleep(0.5)')
      await sleep(20)
      await expect(run(db, 'select 1')).rejects.toThrow('timeout exceeded when trying to connect')
      await busy
      expect(await run(db, 'select 1 as one')).toEqual([{ one: 1 }])
    })
  })

  test('a server that is not there', async () => {
    const nowhere = { connection: 'postgres://nobody:secret@127.0.0.1:1/nothing' }
    const error: unknown = await withDatabase(nowhere, (db) => run(db, 'select 1')).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    expect(String(error)).not.toContain('secret')
  })

  test('a statement that takes too long', async () => {
    await withDatabase({ statementTimeout: 50 }, async (db) => {
      await expect(run(db, 'select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' })
      expect(await run(db, 'show statement_timeout')).toEqual([{ statement_timeout: '50ms' }])
    })
  })

  test('a lock that takes too long', async () => {
    await withDatabase({ lockTimeout: 50 }, async (db) => {
      await withSession(db, async (tx) => {
        await run(tx, 'lock table tags')
        await expect(new TagRepository(db).count()).rejects.toMatchObject({ code: '55P03' })
      })
    })
  })

  test('a transaction that idles too long is ended, the process is not', async () => {
    await withDatabase({ idleInTransactionTimeout: 50 }, async (db) => {
      const work = withSession(db, async (tx) => {
        await run(tx, 'select 1')
        await sleep(200)
        await run(tx, 'select 1')
      })
      await expect(work).rejects.toThrow()
      expect(await run(db, 'select 1 as one')).toEqual([{ one: 1 }])
    })
  })

  test('timeouts by default, and those of the server', async () => {
    const show = async (db: Db) => {
      const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
      return Promise.all(names.map(async (name) => Object.values((await run(db, `show ${name}`))[0] ?? {})[0]))
    }
    expect(await withDatabase({}, show)).toEqual(['30s', '10s', '1min'])
    const none = { statementTimeout: 0, lockTimeout: 0, idleInTransactionTimeout: 0 }
    expect(await withDatabase(none, show)).toEqual(['0', '0', '0'])
  })

  test('the name of the application, and settings in the address', async () => {
    await withDatabase({ applicationName: 'named' }, async (db) => {
      expect(await run(db, 'show application_name')).toEqual([{ application_name: 'named' }])
    })
    const address = new URL(connection)
    address.searchParams.set('application_name', 'from the address')
    address.searchParams.set('options', '-c timezone=Asia/Kolkata')
    await withDatabase({ connection: address.href }, async (db) => {
      expect(
        await run(db, "select current_setting('application_name') as name, current_setting('timezone') as zone"),
      ).toEqual([{ name: 'from the address', zone: 'Asia/Kolkata' }])
    })
  })

  test('without an address pg reads the environment', async () => {
    const { hostname, port, username, password, pathname } = new URL(connection)
    const given = {
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: username,
      PGPASSWORD: password,
      PGDATABASE: pathname.slice(1),
    }
    const before = { ...process.env }
    Object.assign(process.env, given)
    const db = createDatabase()
    try {
      expect(await new TagRepository(db).count()).toBe(0)
    } finally {
      await db.destroy()
      for (const name of Object.keys(given)) {
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      }
    }
  })

  test('a connection that died while it was idle is not used', async () => {
    await withDatabase({ pool: { size: 1, livenessCheckAfter: 0 } }, async (db) => {
      const pid = await pidOf(db)
      await watcher.query('select pg_terminate_backend($1)', [pid])
      expect(await new TagRepository(db).count()).toBe(0)
      expect(await pidOf(db)).not.toBe(pid)
    })
  })

  test('every connection of a pool may have died', async () => {
    await withDatabase({ applicationName: 'doomed', pool: { size: 5, livenessCheckAfter: 0 } }, async (db) => {
      const use = () => Promise.all(Array.from({ length: 5 }, () => run(db, 'select pg_sleep(0.01)')))
      await use()
      await watcher.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed'")
      await use()
      expect(await connections('doomed')).toHaveLength(5)
    })
  })

  test('a connection whose network is gone is given up, and another one used', async () => {
    const proxy = await freezableProxy(connection)
    try {
      await withDatabase({ connection: proxy.url, pool: { size: 1, livenessCheckAfter: 0 } }, async (db) => {
        const pid = await pidOf(db)
        proxy.freeze()
        expect(await pidOf(db)).not.toBe(pid)
      })
    } finally {
      await proxy.close()
    }
  })

  test('TLS is asked for, and not left out where there is none', async () => {
    await expect(withDatabase({ ssl: true }, (db) => run(db, 'select 1'))).rejects.toThrow('does not support SSL')
  })

  test('a connection in use is not checked', async () => {
    await withDatabase({ pool: { size: 1, livenessCheckAfter: 60_000 } }, async (db) => {
      const pid = await pidOf(db)
      for (let count = 0; count < 5; count += 1) expect(await pidOf(db)).toBe(pid)
      const { rows } = await watcher.query('select query from pg_stat_activity where pid = $1', [pid])
      expect(rows).toEqual([{ query: 'select pg_backend_pid() as pid' }])
    })
  })

  test('a connection is closed behind its lifetime', async () => {
    await withDatabase({ pool: { size: 1, maxLifetime: 50 } }, async (db) => {
      const pid = await pidOf(db)
      await sleep(100)
      expect(await pidOf(db)).not.toBe(pid)
    })
  })

  test('statements are prepared once for each connection, by their name', async () => {
    await withDatabase({ pool: { size: 1 } }, async (db) => {
      const tags = new TagRepository(db)
      await tags.findById('1')
      await tags.findById('2')
      await tags.findMany({ filter: { name: 'a' } })
      await tags.findMany({ filter: { name: 'b' } })
      const prepared = await run(db, "select name from pg_prepared_statements where name <> '' order by name")
      expect(prepared).toEqual([{ name: expect.stringMatching(/^dynamic_\d+$/) }, { name: 'Tag.findById' }].reverse())
    })
  })

  test('no statement is prepared where that is switched off', async () => {
    await withDatabase({ pool: { size: 1 }, prepare: false }, async (db) => {
      const tags = new TagRepository(db)
      await tags.findById('1')
      await tags.findMany({ filter: { name: 'a' } })
      expect(await run(db, 'select name from pg_prepared_statements')).toEqual([])
    })
  })

  test('a column that changes its type under prepared statements', async () => {
    await withDatabase({ pool: { size: 2 } }, async (db) => {
      const tags = new TagRepository(db)
      const tag = await tags.create({ name: 'altered' })
      const read = () => Promise.all(Array.from({ length: 4 }, () => tags.findById(tag.id)))
      await read()
      await watcher.query('alter table tags alter column name type varchar(60)')
      expect(await read()).toEqual([tag, tag, tag, tag])
      await watcher.query('alter table tags alter column name type varchar(50)')
      const found = await withSession(db, async (tx) => {
        await run(tx, 'select 1')
        return new TagRepository(tx).findById(tag.id)
      })
      expect(found).toEqual(tag)
      await tags.delete(tag.id)
    })
  })

  test('queries with Kysely read arrays of types that are made while it runs', async () => {
    await withDatabase({}, async (db) => {
      expect(await run(db, "select '{draft,archived}'::post_status[] as list")).toEqual([
        { list: ['draft', 'archived'] },
      ])
      await run(db, "create type mood as enum ('so, so', '\"')")
      expect(await run(db, `select '{"so, so","\\""}'::mood[] as moods, 'so, so'::mood as mood`)).toEqual([
        { moods: ['so, so', '"'], mood: 'so, so' },
      ])
      await run(db, 'drop type mood')
    })
  })
})

describe.each(databaseKinds)('createDatabase on %s', (kind) => {
  let sample: Sample

  beforeAll(async () => {
    sample = await openSample(kind)
  })
  afterAll(() => sample.close())

  test('statements and their errors are logged', async () => {
    sample.forget()
    const tags = new TagRepository(sample.db)
    await tags.create({ name: 'logged' })
    await tags.create({ name: 'logged' }).catch(() => {})
    await tags.delete('999')
    const levels = sample.log.map(({ level }) => level)
    expect(levels).toEqual(['query', 'error', 'query'])
    const [created, failed, deleted] = sample.log
    expect(created).toMatchObject({
      query: { sql: expect.stringMatching(/^insert into tags/), parameters: ['logged'] },
    })
    expect(created?.queryDurationMillis).toBeGreaterThan(0)
    expect(failed).toMatchObject({ level: 'error', error: { code: '23505' } })
    expect(deleted).toMatchObject({ query: { sql: 'delete from tags as tag where tag.id = $1', parameters: ['999'] } })
  })

  test('several statements in one text, as a migration has them', async () => {
    await run(
      sample.db,
      'create table scratch (n int); insert into scratch values (1), (2); create index on scratch (n);',
    )
    expect(await run(sample.db, 'select sum(n) as sum from scratch')).toEqual([{ sum: '3' }])
    await run(sample.db, 'drop table scratch')
  })

  test('queries at once take turns where there are fewer connections', async () => {
    const tags = new TagRepository(sample.db)
    const created = await Promise.all(
      Array.from({ length: 30 }, (_, index) => tags.create({ name: `at once ${index}` })),
    )
    expect(new Set(created.map(({ id }) => id)).size).toBe(30)
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        withSession(sample.db, async (tx) => {
          await new TagRepository(tx).update(created[index]?.id ?? '', { name: `changed ${index}` })
          await new TagRepository(tx).findMany()
        }),
      ),
    )
    expect(await tags.count({ name: { starts_with: 'changed' } })).toBe(10)
  })

  test('numbers of rows', async () => {
    const { db } = sample
    const inserted = await db
      .insertInto('tags')
      .values([{ name: 'n1' }, { name: 'n2' }])
      .executeTakeFirst()
    expect(inserted.numInsertedOrUpdatedRows).toBe(2n)
    const updated = await db.updateTable('tags').set({ name: 'n3' }).where('name', '=', 'n1').executeTakeFirst()
    expect(updated.numUpdatedRows).toBe(1n)
    const deleted = await db.deleteFrom('tags').where('name', 'like', 'n_').executeTakeFirst()
    expect(deleted.numDeletedRows).toBe(2n)
  })

  test('streams, to their end and not, and those that fail', async () => {
    const { db } = sample
    await db.deleteFrom('tags').execute()
    await new TagRepository(db).createMany(Array.from({ length: 25 }, (_, index) => ({ name: `s${index}` })))
    const read = async (query: AsyncIterableIterator<Tag>, most = 100): Promise<string[]> => {
      const found: string[] = []
      for await (const { name } of query) {
        found.push(name)
        if (found.length === most) break
      }
      return found
    }
    const query = () => db.selectFrom('tags').selectAll().where('name', 'like', 's%').orderBy('id').stream(10)
    const all = Array.from({ length: 25 }, (_, index) => `s${index}`)
    expect(await read(query())).toEqual(all)
    expect(await read(query(), 3)).toEqual(['s0', 's1', 's2'])
    await db.transaction().execute(async (tx) => {
      expect(await read(tx.selectFrom('tags').selectAll().orderBy('id').stream(7))).toEqual(all)
      expect(await read(tx.selectFrom('tags').selectAll().orderBy('id').stream(), 1)).toEqual(['s0'])
    })
    const failing = (on: Db) =>
      on
        .selectFrom('tags')
        .select(['id', sql<string>`(1 / (id - id))::text`.as('name')])
        .stream()
    await expect(read(failing(db))).rejects.toMatchObject({ code: '22012' })
    await expect(db.transaction().execute((tx) => read(failing(tx)))).rejects.toMatchObject({ code: '22012' })
    const tags = db.selectFrom('tags').selectAll()
    for (const size of ['1; drop table tags', 0, 1.5]) {
      await expect(read(Reflect.apply(tags.stream, tags, [size]))).rejects.toThrow(RangeError)
    }
    expect(await new TagRepository(db).count()).toBe(25)
  })

  test('plugins do not change what generated functions return', async () => {
    const { db } = sample
    const user = await createUser(db, { settings: { some_key: { other_key: 1 } } })
    const post = await createPost(db, user)
    const camel = db.withPlugin(new CamelCasePlugin())
    expect(await new PostRepository(camel).findById(post.id)).toEqual(post)
    expect(await findPostWithAuthorAndTags(camel, post.id)).toEqual({ ...post, author: user, tags: [] })
    expect(await new UserRepository(camel).update(user.id, { full_name: 'New' })).toMatchObject({ full_name: 'New' })
    const inSession = await withSession(camel, async (tx) => {
      await withSession(tx, (nested) => new UserRepository(nested).update(user.id, { full_name: 'Newer' }))
      return new UserRepository(tx).findById(user.id)
    })
    expect(inSession).toMatchObject({ full_name: 'Newer', settings: { some_key: { other_key: 1 } } })
    expect(await camel.selectFrom('users').select('created_at').where('id', '=', user.id).executeTakeFirst()).toEqual({
      createdAt: user.created_at,
    })
  })
})

describe('createDatabase with plugins and a log of its own', () => {
  test('on PGlite', async () => {
    const database = await openDatabase('pglite', sampleSpec)
    const events: LogEvent[] = []
    const db = createDatabase({
      connection: database.connection,
      plugins: [new CamelCasePlugin()],
      log: (event) => events.push(event),
    })
    const user = await new UserRepository(db).create({ email: 'x@example.org', hashed_password: 'x' })
    expect(Object.keys(user)).toContain('created_at')
    expect(events).toHaveLength(1)
    await db.destroy()
    if (typeof database.connection === 'string') throw new Error('not PGlite')
    expect(database.connection.closed).toBe(true)
    await database.close()
  })

  test('a transaction in a transaction does not wait for ever', async () => {
    const database = await openDatabase('pglite', sampleSpec)
    const db = createDatabase({ connection: database.connection, pool: { connectionTimeout: 100 } })
    const work = withSession(db, () => withSession(db, (tx) => new TagRepository(tx).count()))
    await expect(work).rejects.toThrow('PGlite was busy for 100 ms: does a transaction wait for another one?')
    expect(await new TagRepository(db).count()).toBe(0)
    await db.destroy()
  })

  test('a PGlite that is not ready yet', async () => {
    const ready = await openDatabase('pglite', sampleSpec)
    if (typeof ready.connection === 'string') throw new Error('not PGlite')
    const loadDataDir = await ready.connection.dumpDataDir('none')
    await ready.close()
    const db = createDatabase({ connection: new PGlite({ loadDataDir, extensions: { pg_trgm } }) })
    expect(await new TagRepository(db).count()).toBe(0)
    expect(await run(db, "select array[1, 2] as numbers, '{a,b}'::text[] as texts, 1.10 as number")).toEqual([
      { numbers: [1, 2], texts: ['a', 'b'], number: '1.10' },
    ])
    await db.destroy()
  })
})

/** A way to the server on which nothing arrives any more once it is frozen; new connections do. */
async function freezableProxy(target: string): Promise<{ url: string; freeze(): void; close(): Promise<void> }> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(target)
  url.host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return {
    url: url.href,
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause()
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
