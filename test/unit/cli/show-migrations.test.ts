import { describe, expect, test } from 'vitest'
import type { MigrationState } from '../../../src/cli/pipeline-api.js'
import { isBroken, isPending, showMigrateDown, showMigrateUp, showStatus } from '../../../src/cli/show-migrations.js'
import { plain } from './support.js'

const database = 'postgres://bob@localhost:5432/shop'

const statusOf = (...states: MigrationState[]) => ({
  database,
  migrations: states.map((state, index) => ({
    id: `2026112${index}104500_${state}`,
    state,
    appliedAt: state === 'pending' ? undefined : '2026-11-22T10:45:03.120Z',
    underWay: undefined,
    stepsDone: 0,
    work: [],
    problem: state === 'applied' || state === 'pending' ? undefined : `${index} is ${state}: repair it`,
  })),
})

describe('migrate up', () => {
  test('some', () => {
    const applied = [
      { id: '20261122104500_init', steps: 14, milliseconds: 1203 },
      { id: '20261123090000_add_rating', steps: 1, milliseconds: 12 },
    ]
    expect(`\n${showMigrateUp({ database, applied, alreadyApplied: 3 }, plain)}`).toMatchInlineSnapshot(`
      "
      postgres://bob@localhost:5432/shop

        applied  20261122104500_init        14 steps  1.20 s
        applied  20261123090000_add_rating    1 step   12 ms

      2 migrations applied, 3 migrations before
      "
    `)
  })

  test.each([
    [3, 'postgres://bob@localhost:5432/shop: up to date, 3 migrations applied before\n'],
    [0, 'postgres://bob@localhost:5432/shop: no migrations to apply\n'],
  ])('none, %d before', (alreadyApplied, want) => {
    expect(showMigrateUp({ database, applied: [], alreadyApplied }, plain)).toBe(want)
  })
})

describe('migrate down', () => {
  const takenBack = [{ id: '20261122104500_init', steps: 14, milliseconds: 1203 }]

  test('some', () => {
    expect(`\n${showMigrateDown({ database, takenBack, left: 2 }, plain)}`).toMatchInlineSnapshot(`
      "
      postgres://bob@localhost:5432/shop

        taken back  20261122104500_init  14 steps  1.20 s

      1 migration taken back, the database has 2 migrations now
      "
    `)
  })

  test('none', () => {
    expect(showMigrateDown({ database, takenBack: [], left: 0 }, plain)).toBe(
      'postgres://bob@localhost:5432/shop: no migrations to take back, the database has none now\n',
    )
  })
})

describe('migrate status', () => {
  test('pending', () => {
    expect(
      `\n${showStatus(statusOf('applied', 'pending', 'pending'), 'dbgen migrate up', plain)}`,
    ).toMatchInlineSnapshot(`
      "
      postgres://bob@localhost:5432/shop

        applied  20261120104500_applied  2026-11-22T10:45:03.120Z
        pending  20261121104500_pending
        pending  20261122104500_pending

      2 migrations to apply. Next: dbgen migrate up
      "
    `)
  })

  test('cut off half-way', () => {
    const { migrations } = statusOf('applied', 'pending')
    const cut = migrations.map((each) => ({ ...each, underWay: 'up' as const, stepsDone: 2 })).slice(1)
    expect(`\n${showStatus({ database, migrations: cut }, 'dbgen migrate up', plain)}`).toMatchInlineSnapshot(`
      "
      postgres://bob@localhost:5432/shop

        pending  20261121104500_pending  interrupted on its way up, 2 steps done

      1 migration to apply. Next: dbgen migrate up
      "
    `)
  })

  test('with what is going to be done with large tables', () => {
    const { migrations } = statusOf('pending', 'pending')
    const posts = { table: 'posts', rows: 12_345_678, bytes: 3.4 * 1024 ** 3 }
    const work = [
      { step: 2, kind: 'rewrites' as const, lock: 'access exclusive', ...posts },
      { step: 3, kind: 'batches' as const, lock: undefined, ...posts },
      { step: 5, kind: 'reads' as const, lock: 'share row exclusive', ...posts, rows: undefined, bytes: 2 ** 24 },
    ]
    const working = migrations.map((each, index) => ({ ...each, work: index === 0 ? work : [] }))
    expect(`\n${showStatus({ database, migrations: working }, 'dbgen migrate up', plain)}`).toMatchInlineSnapshot(`
      "
      postgres://bob@localhost:5432/shop

        pending  20261120104500_pending
          step 2 rewrites posts: about 12 M rows, 3.4 GiB; access exclusive meanwhile; needs 3.4 GiB of disk, as much again for WAL
          step 3 goes through posts in batches: about 12 M rows, 3.4 GiB; needs up to 3.4 GiB of disk, as much again for WAL
          step 5 reads all rows of posts: 16 MiB; share row exclusive meanwhile
        pending  20261121104500_pending

      2 migrations to apply. Next: dbgen migrate up
      "
    `)
  })

  test('up to date', () => {
    expect(`\n${showStatus(statusOf('applied', 'applied'), 'dbgen migrate up', plain)}`).toMatchInlineSnapshot(`
      "
      postgres://bob@localhost:5432/shop

        applied  20261120104500_applied  2026-11-22T10:45:03.120Z
        applied  20261121104500_applied  2026-11-22T10:45:03.120Z

      Up to date: 2 migrations applied
      "
    `)
  })

  test('broken: what to repair, not what to apply', () => {
    const broken = statusOf('edited', 'missing', 'unknown', 'unknown', 'pending')
    expect(`\n${showStatus(broken, 'dbgen migrate up', plain)}`).toMatchInlineSnapshot(`
      "
      postgres://bob@localhost:5432/shop

        edited   20261120104500_edited   2026-11-22T10:45:03.120Z
        missing  20261121104500_missing  2026-11-22T10:45:03.120Z
        unknown  20261122104500_unknown  2026-11-22T10:45:03.120Z
        unknown  20261123104500_unknown  2026-11-22T10:45:03.120Z
        pending  20261124104500_pending

      0 is edited: repair it
      1 is missing: repair it
      2 is unknown: repair it
      3 is unknown: repair it
      "
    `)
  })

  test('none', () => {
    expect(showStatus(statusOf(), 'dbgen migrate up', plain)).toBe(
      'postgres://bob@localhost:5432/shop: no migrations, neither applied nor pending\n',
    )
  })

  test.each([
    ['applied', false, false],
    ['pending', false, true],
    ['edited', true, false],
    ['missing', true, false],
    ['unknown', true, false],
  ] as const)('%s', (state, broken, pending) => {
    const status = statusOf('applied', state)
    expect({ broken: isBroken(status), pending: isPending(status) }).toEqual({ broken, pending })
  })
})
