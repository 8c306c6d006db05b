import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stepsOf } from '../src/database/migration-files.js'
import { migrateUp } from '../src/database/runner.js'
import { runStep } from '../src/prove/measure.js'
import { printCase, readCase } from './support/migrations/case.js'
import { openEmbeddedPlace, openServerPlace, type Place } from './support/migrations/places.js'
import { makeSchema } from './support/migrations/state.js'

/** Directories of test/migrations by what is made by hand before their change: no migration may take it away. */
const cases: readonly (readonly ['views' | 'tables', string])[] = [
  ['views', 'sql-view-over-retyped-column'],
  ['views', 'sql-view-over-dropped-column'],
  ['views', 'sql-view-over-renamed-column'],
  ['views', 'sql-view-changed-under-view'],
  ['views', 'sql-materialized-view-over-changed-column'],
  ['tables', 'column-new-not-null-backfill-constant'],
  ['tables', 'column-not-null-set'],
  ['tables', 'column-integer-to-bigint'],
  ['tables', 'column-type-under-index'],
  ['tables', 'column-varchar-widened'],
  ['tables', 'check-new'],
]

const kinds = { views: "'v', 'm'", tables: "'r'" } as const

const places: Place[] = []
beforeAll(async () => {
  places.push(
    await openEmbeddedPlace(),
    await openServerPlace('databaseUrl'),
    await openServerPlace('olderDatabaseUrl'),
  )
})
afterAll(async () => {
  for (const place of places) await place.close()
})

describe.each(['the embedded PostgreSQL', 'a server', 'an older server'])('on %s', (where) => {
  const index = ['the embedded PostgreSQL', 'a server', 'an older server'].indexOf(where)

  test.for(cases)('what is made by hand of %s stays: %s', async ([what, name]) => {
    const place = places[index]
    if (place === undefined) throw new Error(`there is no place ${index}`)
    const { before, after, rows, outcome } = await readCase(name)
    if (outcome.kind === 'refused') throw new Error(outcome.message)
    const { db } = place
    await place.reset()
    await makeSchema(db, before)
    if (rows !== '') await db.run(rows)
    await db.run(byHand[what])
    const found = await readByHand(place, what)
    expect(found.length).toBeGreaterThan(0)
    for (const row of found) expect(row).toMatchObject(made[what])
    // Other views may have other columns.
    const isOther = what === 'views' && JSON.stringify(before.sql) !== JSON.stringify(after.sql)
    const read = async () => (await readByHand(place, what)).map((row) => (isOther ? { ...row, columns: '' } : row))
    const start = await read()

    const migration = printCase(outcome.plan, [])
    await migrateUp(db, [migration], { version: 'test', attempts: 1 })
    expect(await read(), 'up keeps it').toEqual(start)
    for (const step of stepsOf(migration, 'down')) await runStep(db, { ...step, statements: [step.sql] })
    expect(await read(), 'down keeps it').toEqual(start)
  })
})

test('what a block says about its view is not given back once it says otherwise', async () => {
  const [place] = places
  if (place === undefined) throw new Error('there is no place')
  const { before, outcome } = await readCase('sql-view-grant-gone')
  if (outcome.kind === 'refused') throw new Error(outcome.message)
  await place.reset()
  await makeSchema(place.db, before)
  await migrateUp(place.db, [printCase(outcome.plan, [])], { version: 'test', attempts: 1 })
  const [row] = await place.db.query(`select relacl::text as grants from pg_class where relname = 'titles'`)
  expect(row).toEqual({ grants: null })
})

test.each([0, 1, 2])('nobody else has a say in what views are given back (place %i)', async (index) => {
  const place = places[index]
  if (place === undefined) throw new Error(`there is no place ${index}`)
  const { before, outcome } = await readCase('sql-materialized-view-over-changed-column')
  if (outcome.kind === 'refused') throw new Error(outcome.message)
  const { db } = place
  await place.reset()
  await makeSchema(db, before)
  await db.run(`do $$ begin create role meddler; exception when duplicate_object then null; end $$;
    grant usage on schema public to meddler;
    alter default privileges grant all on tables to meddler`)
  let tries = 0
  for (const step of stepsOf(printCase(outcome.plan, []), 'up')) {
    await runStep(db, { ...step, statements: [step.sql] })
    const found = await db.query(`select 1 from pg_class where relname = 'zz_rights'`)
    if (found.length === 0) continue
    tries += 1
    await db.run('set role meddler')
    await expect(db.run(`insert into zz_rights values ('create table stolen ()')`)).rejects.toThrow(
      'row-level security',
    )
    expect(await db.query('update zz_rights set again = $$select 1$$ returning again')).toEqual([])
    await db.run('reset role')
  }
  await db.run('alter default privileges revoke all on tables from meddler')
  expect(tries).toBeGreaterThan(0)
  expect(await db.query(`select 1 from pg_class where relname = 'stolen'`)).toEqual([])
})

/** What is made by hand, as `readByHand` finds it. */
const made = {
  views: {
    owner: 'pg_read_all_data',
    comment: "made by hand; it's so",
    columns: expect.stringContaining('pg_monitor=r/pg_read_all_data'),
  },
  tables: { owner: 'pg_read_all_data', identity: 'f', columns: expect.stringContaining('r/pg_read_all_data} 7') },
} as const

/** Another owner, grants with and without option and to everyone; default privileges that came later and are not theirs. */
const byHand = { views: changeAll('views'), tables: changeAll('tables') } as const

function changeAll(what: 'views' | 'tables'): string {
  const more =
    what === 'tables'
      ? `execute format('alter table %s replica identity full', one.name);
        execute (select string_agg(format('alter table %s alter column %I set statistics 7', one.name, attname), ';')
          from pg_attribute where attrelid = one.name and attnum > 0 and not attisdropped);`
      : `execute format('comment on %s %s is %L', one.kind, one.name, 'made by hand; it''s so');`
  return `
    do $$
    declare one record;
    begin
      for one in
        select oid::regclass as name, case relkind when 'm' then 'materialized view' else 'view' end as kind
        from pg_class where relnamespace = 'public'::regnamespace and relkind in (${kinds[what]})
      loop
        execute format('grant select on %s to pg_monitor with grant option', one.name);
        execute format('grant select on %s to public', one.name);
        execute (select string_agg(format('grant select (%I) on %s to pg_monitor', attname, one.name), ';')
          from pg_attribute where attrelid = one.name and attnum > 0 and not attisdropped);
        execute format('alter table %s owner to pg_read_all_data', one.name);
        ${more}
      end loop;
    end $$;
    alter default privileges in schema public grant insert on tables to pg_write_all_data;`
}

function readByHand({ db }: Place, what: 'views' | 'tables'): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return db.query(`
    select relname as name, relowner::regrole::text as owner, relreplident::text as identity,
      obj_description(oid, 'pg_class') as comment,
      (select string_agg(acl::text, ' ' order by acl::text collate "C") from unnest(relacl) as acl) as grants,
      (select string_agg(concat_ws(' ', attname, attacl, nullif(attstattarget, -1)), ', ' order by attname)
        from pg_attribute where attrelid = c.oid and attacl is not null and attnum > 0 and not attisdropped) as columns
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in (${kinds[what]}) and not relname like 'zz%'
    order by relname`)
}
