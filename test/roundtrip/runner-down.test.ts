import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MigrationFormat } from '../../src/database/migration-files.js'
import { migrateDown, migrateUp, migrationStatus } from '../../src/database/runner.js'
import type { DownTarget } from '../../src/database/runner-down.js'
import { differencesOf, withoutExpressions } from '../../src/schema/differences.js'
import { emptySchema, type Schema } from '../../src/schema/schema.js'
import { blog, catalogOf, grownBlog, migrationsThrough, type Place, places, taggedBlog } from './runner-support.js'

const options = { version: '1.2.3', lockTimeout: 500, attempts: 2, retryDelay: 10, patience: 30_000 }
const formats: readonly MigrationFormat[] = ['sql', 'kysely']
const one: DownTarget = { kind: 'steps', count: 1 }

describe.each(places)('on %s', (_, open) => {
  let place: Place
  beforeEach(async () => {
    place = await open()
  })
  afterEach(() => place.close())

  const expectSchema = async (schema: Schema): Promise<void> => {
    expect(differencesOf(withoutExpressions(schema), withoutExpressions(await catalogOf(place.db)))).toEqual([])
  }

  describe.each(formats)('in the %s format', (format) => {
    const migrations = migrationsThrough([blog, grownBlog, taggedBlog], format)
    const [first, second, third] = migrations.map(({ id }) => id)
    const ids = (applied: readonly { readonly id: string }[]): string[] => applied.map(({ id }) => id)
    const states = async (): Promise<string[]> =>
      (await migrationStatus(place.db, migrations)).map(({ state }) => state)

    test('one after the other, the newest first, and up again', async () => {
      await migrateUp(place.db, migrations, options)
      expect(ids(await migrateDown(place.db, migrations, one, options))).toEqual([third])
      await expectSchema(grownBlog)
      expect(await states()).toEqual(['applied', 'applied', 'pending'])
      expect(ids(await migrateDown(place.db, migrations, { kind: 'to', id: first ?? '' }, options))).toEqual([second])
      expect(ids(await migrateDown(place.db, migrations, { kind: 'to', id: first ?? '' }, options))).toEqual([])
      await migrateUp(place.db, migrations, options)
      await expectSchema(taggedBlog)
      expect(ids(await migrateDown(place.db, migrations, { kind: 'all' }, options))).toEqual([third, second, first])
      await expectSchema(emptySchema)
      expect(ids(await migrateDown(place.db, migrations, one, options))).toEqual([])
    })

    test('one whose files are gone, or which the database does not have: refused, and nothing is changed', async () => {
      await migrateUp(place.db, migrations, options)
      await expect(migrateDown(place.db, migrations.slice(0, 2), one, options)).rejects.toThrow(
        `the database has ${third}, which is not in this folder`,
      )
      await expect(migrateDown(place.db, migrations, { kind: 'to', id: 'nowhere' }, options)).rejects.toThrow(
        'the database does not have nowhere',
      )
      await expectSchema(taggedBlog)
    })
  })

  test('cut off on its way down, it goes on there, and there is no way up before that', async () => {
    const migrations = migrationsThrough([blog, grownBlog])
    await migrateUp(place.db, migrations, options)
    await place.db.run(`create view reader as select email from users`)
    await place.db.run(`create view blocker as select status from posts`)
    const failure = await migrateDown(place.db, migrations, one, options).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'MigrationFailed', code: '2BP01' })
    const [, status] = await migrationStatus(place.db, migrations)
    expect(status).toMatchObject({ state: 'applied', underWay: 'down' })
    expect(status?.stepsDone).toBeGreaterThan(0)
    await expect(migrateUp(place.db, migrations, options)).rejects.toThrow(
      `was interrupted on its way down, with ${status?.stepsDone} steps done: finish that with dbgen migrate down first`,
    )
    await place.db.run('drop view blocker, reader')
    const seen: string[] = []
    await migrateDown(place.db, migrations, one, { ...options, onStep: ({ state }) => seen.push(state) })
    expect(seen.filter((state) => state === 'skipped')).toHaveLength(status?.stepsDone ?? 0)
    // Values of an enum stay.
    await expectSchema({ ...blog, enums: grownBlog.enums })
  })

  test('cut off on its way up, there is no way down', async () => {
    const migrations = migrationsThrough([blog, grownBlog])
    await migrateUp(place.db, migrations.slice(0, 1), options)
    await place.db.run(`create index "Posts ""by"" author" on posts (author_id)`)
    await expect(migrateUp(place.db, migrations, options)).rejects.toMatchObject({ name: 'MigrationFailed' })
    await expect(migrateDown(place.db, migrations, one, options)).rejects.toThrow(
      'finish that with dbgen migrate up first',
    )
  })
})
