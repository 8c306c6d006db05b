import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { User } from '../../generated-sample/src/db/database.js'
import { UserEmailTaken } from '../../generated-sample/src/db/errors/user.errors.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { newUser, openSample, run, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('create on %s', (kind) => {
  let sample: Sample
  let users: UserRepository
  let tags: TagRepository

  beforeAll(async () => {
    sample = await openSample(kind)
    users = new UserRepository(sample.db)
    tags = new TagRepository(sample.db)
  })
  beforeEach(async () => {
    if (sample.log.length > 0) await sample.empty()
  })
  afterAll(() => sample.close())

  test('a row comes back with its defaults, without its private columns', async () => {
    const user = await users.create({ email: 'ada@example.org', hashed_password: 'secret' })
    expect(user).toEqual({
      id: '1',
      email: 'ada@example.org',
      full_name: null,
      role: 'reader',
      is_active: true,
      settings: {},
      invited_by_id: null,
      created_at: expect.any(Date),
      updated_at: user.created_at,
    })
    expect(Math.abs(user.created_at.getTime() - Date.now())).toBeLessThan(60_000)
    expect(sample.statements()).toHaveLength(1)
    expect(await run(sample.db, 'select hashed_password from users')).toEqual([{ hashed_password: 'secret' }])
  })

  test('every column that may be given is stored as given', async () => {
    const inviter = await users.create(newUser())
    const given = {
      email: 'o\'brien\\"@example.org',
      hashed_password: 'secret',
      full_name: '',
      role: 'admin',
      is_active: false,
      settings: { theme: 'dark', nested: [1, null, 'ü'] },
      invited_by_id: inviter.id,
      created_at: new Date('2020-02-29T12:34:56.789Z'),
      updated_at: new Date('1969-12-31T23:59:59.999Z'),
    } as const
    const { hashed_password: _, ...expected } = given
    const user = await users.create(given)
    expect(user).toEqual({ id: '2', ...expected })
    expect(await users.findById(user.id)).toEqual(user)
  })

  test('a column that is undefined keeps its default, one that is null is NULL', async () => {
    const row = { ...newUser(), role: undefined, full_name: null }
    const user: User = await Reflect.apply(users.create, users, [row])
    expect(user).toMatchObject({ role: 'reader', full_name: null })
  })

  test('an instance of a class is a row as well', async () => {
    class Registration {
      readonly email = 'class@example.org'
      readonly hashed_password = 'secret'
    }
    expect(await users.create(new Registration())).toMatchObject({ email: 'class@example.org' })
  })

  test('columns that the database computes cannot be given', async () => {
    const withId = { ...newUser(), id: '7' }
    await expect(users.create(withId)).rejects.toThrow(new InvalidInput('id cannot be set'))
    expect(sample.log).toEqual([])
  })

  test.each(['unknown', 'constructor', 'toString', 'hasOwnProperty', '__proto__', 'Email', 'email ', ''])(
    'the property %j is refused',
    async (name) => {
      const body = JSON.parse(`{"email":"a@b.c","hashed_password":"x",${JSON.stringify(name)}:{"is_active":false}}`)
      await expect(users.create(body)).rejects.toThrow(new InvalidInput(`users has no column "${name}"`))
      expect(sample.log).toEqual([])
    },
  )

  test.each([[null], [5], ['text'], [true], [[]], [[newUser()]]])('%j is no row', async (row) => {
    await expect(Reflect.apply(users.create, users, [row])).rejects.toThrow(
      new InvalidInput('values: expected an object'),
    )
    await expect(Reflect.apply(users.createMany, users, [[row]])).rejects.toThrow(InvalidInput)
    expect(sample.log).toEqual([])
  })

  describe('createMany', () => {
    test('no rows', async () => {
      expect(await users.createMany([])).toEqual([])
      expect(sample.log).toEqual([])
    })

    test.each([[null], [undefined], [{}], ['rows'], [5]])('%j is no list', async (rows) => {
      await expect(Reflect.apply(users.createMany, users, [rows])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    })

    test('rows come back in the order given', async () => {
      const names = ['d', 'a', 'c', 'b']
      const created = await tags.createMany(names.map((name) => ({ name })))
      expect(created).toEqual(names.map((name, index) => ({ id: String(index + 1), name })))
      expect(sample.statements()).toHaveLength(1)
    })

    test('rows that give different columns', async () => {
      const rows: object[] = [
        newUser({ email: 'a@example.org', role: 'admin' }),
        newUser({ email: 'b@example.org' }),
        newUser({ email: 'c@example.org', full_name: null, role: 'author' }),
        { ...newUser({ email: 'd@example.org' }), role: undefined },
        newUser({ email: 'e@example.org', settings: { '{}': '"\\' } }),
      ]
      const created: User[] = await Reflect.apply(users.createMany, users, [rows])
      expect(created.map(({ email, role, settings }) => [email, role, settings])).toEqual([
        ['a@example.org', 'admin', {}],
        ['b@example.org', 'reader', {}],
        ['c@example.org', 'author', {}],
        ['d@example.org', 'reader', {}],
        ['e@example.org', 'reader', { '{}': '"\\' }],
      ])
      // One insert for each set of columns (email alone twice, with role, with name and role, with settings), all in one statement.
      const [statement = ''] = sample.statements()
      expect(sample.statements()).toHaveLength(1)
      expect(statement.match(/insert into users/g)).toHaveLength(4)
    })

    test('rows that a trigger drops are not taken for others', async () => {
      await run(
        sample.db,
        `create function drop_row() returns trigger language plpgsql as
          'begin if new.name = ''dropped'' then return null; end if; return new; end'`,
      )
      await run(sample.db, 'create trigger drop_row before insert on tags for each row execute function drop_row()')
      const work = tags.createMany([{ name: 'dropped' }, { name: 'kept' }])
      await expect(work).rejects.toThrow('an insert returned fewer rows than it was given: a trigger dropped some')
      await expect(tags.create({ name: 'dropped' })).rejects.toThrow('an insert returned no row: a trigger dropped it')
      await run(sample.db, 'drop trigger drop_row on tags')
      await run(sample.db, 'drop function drop_row()')
    })

    test('the order of the properties does not matter', async () => {
      const { email, hashed_password } = newUser()
      await users.createMany([newUser(), { hashed_password, email }])
      expect(sample.statements()).toHaveLength(1)
    })

    test('all or none, also over several statements', async () => {
      await users.create(newUser({ email: 'taken@example.org' }))
      const rows = [newUser(), newUser({ role: 'admin' }), newUser({ email: 'taken@example.org', full_name: 'Third' })]
      await expect(users.createMany(rows)).rejects.toThrow(UserEmailTaken)
      expect(await users.count()).toBe(1)
    })

    test('a mistake in the last row sends nothing', async () => {
      const rows = [newUser(), { ...newUser(), is_active: 'yes' }]
      await expect(Reflect.apply(users.createMany, users, [rows])).rejects.toThrow(
        new InvalidInput('is_active: expected a boolean, got "yes"'),
      )
      expect(sample.log).toEqual([])
    })

    test('5,000 rows in one statement', async () => {
      const rows = Array.from({ length: 5_000 }, (_, index) => newUser({ email: `${index}@example.org` }))
      const created = await users.createMany(rows)
      expect(created.map(({ email }) => email)).toEqual(rows.map(({ email }) => email))
      expect(created.at(-1)?.id).toBe('5000')
      expect(sample.statements()).toHaveLength(1)
    })

    test('more values than a statement can have parameters', async () => {
      const rows = Array.from({ length: 70_000 }, (_, index) => ({ name: `tag ${index}` }))
      const created = await tags.createMany(rows)
      expect(created).toHaveLength(70_000)
      expect(created.at(-1)).toEqual({ id: '70000', name: 'tag 69999' })
    })
  })
})
