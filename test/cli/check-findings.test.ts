import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { everything, freshProject, type Project } from '../support/check-project.js'
import { chainAgain, writeByHand } from '../support/hand-written.js'

const INIT = '20260101000000_init'

test('a fresh project has nothing to be said of, and is left as it is', async () => {
  const project = await freshProject()
  const before = await everything(project.folder)
  const { findings, migrations, files } = await project.check()
  expect(findings).toEqual([])
  expect({ migrations, hasFiles: (files ?? 0) > 20 }).toEqual({ migrations: 1, hasFiles: true })
  expect(await everything(project.folder)).toEqual(before)
})

test('the same again opens no database', async () => {
  const project = await freshProject()
  const cache = join(project.folder, 'cache')
  const prepared = async () => (await readdir(cache)).filter((name) => name.endsWith('.data'))
  const first = await project.check(cache)
  const [kept = ''] = await prepared()
  await rm(join(cache, kept))
  // To open a database would prepare the directory for it again.
  expect(await project.check(cache)).toEqual(first)
  // Not so where something changed that the migrations do not depend on: they are known from before all the same.
  await project.append('# a comment\n')
  expect(await project.check(cache)).toEqual(first)
  expect(await prepared()).toEqual([])
})

test('what was well a moment ago is looked at again when anything changed', async () => {
  const project = await freshProject()
  await project.append('include: more/*.yaml\n')
  await mkdir(join(project.folder, 'more'))
  await project.write('more/one.yaml', 'enums: { Mood: [calm] }\n')
  await project.generate()
  expect(await project.places()).toEqual([])
  expect(await project.places()).toEqual([])

  await project.write('more/two.yaml', 'enums: { Size: [small] }\n')
  expect(await project.places()).toContain('more/two.yaml:1:10 CK201')
  await rm(join(project.folder, 'more/two.yaml'))
  expect(await project.places()).toEqual([])

  await project.write(`migrations/${INIT}.up.sql`, `${await project.read(`migrations/${INIT}.up.sql`)}\n`)
  expect(await project.places()).toEqual([`migrations/${INIT}.up.sql:1:1 CK302`])
})

test('code that is not what generate would write', async () => {
  const project = await freshProject()
  await project.append('output: { import_extension: .ts }\n')
  const { findings } = await project.check()
  expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['CK101']))
  expect(findings.map(({ file }) => file)).toContain(join(project.folder, 'src/db/index.ts'))
  expect(findings[0]).toMatchObject({ severity: 'error', line: 1, column: 1, fix: 'run: dbgen generate' })
})

test('a file that is missing', async () => {
  const project = await freshProject()
  await rm(join(project.folder, 'src/db/models/post.ts'))
  expect(await project.places()).toEqual(['src/db/models/post.ts:1:1 CK102'])
})

test('a file that was edited by hand is counted, as long as the edit goes together with the spec', async () => {
  const project = await freshProject()
  expect(await project.check()).toMatchObject({ findings: [], edited: 0 })
  const path = 'src/db/models/post.ts'
  const text = await project.read(path)
  await project.write(path, `${text}\n// mine\n`)
  expect(await project.check()).toMatchObject({ findings: [], edited: 1 })

  const line = text.split('\n').findIndex((each) => each.includes('title: string')) + 1
  await project.write(path, text.replace('title: string', 'title: `a${string}`'))
  await project.edit('title: varchar(200)', 'title: { type: varchar(200), nullable: true }')
  const { findings } = await project.check()
  const [conflict] = findings.filter(({ code }) => code === 'CK104')
  expect(conflict).toMatchObject({ severity: 'error', file: join(project.folder, path), line })
})

test('a file that is generated no longer', async () => {
  const project = await freshProject()
  await project.append('output: { validators: zod }\n')
  await project.generate()
  await project.edit('output: { validators: zod }\n', '')
  const places = await project.places()
  expect(places.filter((place) => place.endsWith('CK103')).length).toBeGreaterThan(0)
})

test('a column that no migration knows is shown at its model', async () => {
  const project = await freshProject()
  await project.edit(
    '      title: varchar(200)\n',
    '      title: varchar(200)\n      body: { type: text, nullable: true }\n',
  )
  const { findings } = await project.check()
  const [ahead] = findings.filter(({ code }) => code === 'CK201')
  expect(ahead).toMatchObject({
    file: project.specFile,
    line: 13,
    message: 'no migration does yet what the spec says: 1 step is missing',
    details: ['add column posts.body'],
  })
  expect(findings.filter(({ file }) => file.startsWith(project.migrations))).toEqual([])
})

test('a change that is refused is shown with what to write', async () => {
  const project = await freshProject()
  await project.edit('      name: { type: text, nullable: true }\n', '')
  const { findings } = await project.check()
  expect(findings).toHaveLength(1)
  expect(findings[0]).toMatchObject({ file: project.specFile, severity: 'error' })
  expect(findings[0]?.message).toContain('users.name')
  expect(findings[0]?.fix).toContain('drop')
})

test('mistakes of the spec stand beside everything else', async () => {
  const project = await freshProject()
  await project.edit('varchar(200)', 'varchra(200)')
  const id = (await readdir(project.migrations)).find((name) => name.endsWith('.up.sql')) ?? ''
  await project.write(`migrations/${id}`, `${await project.read(`migrations/${id}`)}\n`)
  expect(await project.places()).toEqual([`migrations/${id}:1:1 CK302`, 'schema.yaml:12:14 DB401'])
})

test('a spec that is no YAML', async () => {
  const project = await freshProject()
  await project.write('schema.yaml', 'version: [1\n')
  const places = await project.places()
  expect(places.every((place) => place.includes('DB1'))).toBe(true)
  expect(places.length).toBeGreaterThan(0)
})

test('a migration that was edited, one that is missing, one that is not known', async () => {
  const project = await freshProject()
  const added = await oneMore(project)
  await project.write(`migrations/${added}.up.sql`, '-- step 1/1: nothing\nselect 1;\n')
  expect(await project.places()).toContain(`migrations/${added}.up.sql:1:1 CK302`)

  await rm(join(project.migrations, `${added}.up.sql`))
  await rm(join(project.migrations, `${added}.down.sql`))
  const missing = (await project.check()).findings.find(({ code }) => code === 'CK301')
  const lines = (await project.read('migrations/snapshot.json')).split('\n')
  expect(lines[(missing?.line ?? 0) - 1]).toContain(added)

  await project.write('migrations/20260301000000_mine.up.sql', '-- step 1/1: nothing\nselect 1;\n')
  await project.write('migrations/20260301000000_mine.down.sql', '-- step 1/1: nothing\nselect 1;\n')
  expect(await project.places()).toContain('migrations/20260301000000_mine.up.sql:1:1 CK303')

  await rm(join(project.migrations, '20260301000000_mine.down.sql'))
  expect(await project.places()).toContain('migrations/20260301000000_mine.down.sql:1:1 CK307')
})

test('a snapshot that is missing, broken, or merged', async () => {
  const project = await freshProject()
  const text = await project.read('migrations/snapshot.json')
  await project.write('migrations/snapshot.json', `{\n<<<<<<< ours\n${text}`)
  const [merged] = (await project.check()).findings
  expect(merged).toMatchObject({ code: 'CK304', line: 2 })
  expect(merged?.fix).toContain('dbgen migrate rebase')

  await project.write('migrations/snapshot.json', '{}')
  expect(await project.places()).toContain('migrations/snapshot.json:1:1 CK305')

  await rm(join(project.migrations, 'snapshot.json'))
  expect(await project.places()).toContain('migrations/snapshot.json:1:1 CK305')
})

test('two branches that each added a migration', async () => {
  const [ours, theirs] = [await freshProject(), await freshProject()]
  const mine = await oneMore(ours)
  await theirs.edit(
    '      title: varchar(200)\n',
    '      title: varchar(200)\n      rank: { type: integer, nullable: true }\n',
  )
  const other = await theirs.generate({ now: '2026-02-02' })
  // As a merge leaves it where the conflict in snapshot.json was settled for one side.
  for (const direction of ['up', 'down'])
    await ours.write(`migrations/${other}.${direction}.sql`, await theirs.read(`migrations/${other}.${direction}.sql`))
  const forks = (await ours.check()).findings.filter(({ code }) => code === 'CK304')
  expect(forks).toHaveLength(1)
  expect(forks[0]).toMatchObject({
    file: join(ours.migrations, `${other}.up.sql`),
    line: 2,
    message: `${other} and ${mine} follow the same migration: two branches each added one`,
  })
  expect(forks[0]?.fix).toContain('dbgen migrate rebase')
})

test('migrations that do not lead to the snapshot, and a way down that leads elsewhere', async () => {
  const project = await freshProject()
  const added = await oneMore(project)
  await writeByHand(project.migrations, added, {
    up: '-- step 1/1: a column\nalter table posts add column body varchar(9);\n',
    down: '-- step 1/1: nothing\nselect 1;\n',
  })
  const { findings } = await project.check()
  const [differs] = findings.filter(({ code }) => code === 'CK402')
  expect(differs).toMatchObject({ file: join(project.migrations, 'snapshot.json') })
  expect(differs?.details.join()).toContain('table posts: column body is')
  const [back] = findings.filter(({ code }) => code === 'CK404')
  expect(back).toMatchObject({ file: join(project.migrations, `${added}.down.sql`), line: 2 })
})

test('steps that fail, forth and back', async () => {
  const project = await freshProject()
  const added = await oneMore(project)
  const up = await project.read(`migrations/${added}.up.sql`)
  const down = '-- step 1/2: nothing\nselect 1;\n\n-- step 2/2: a table that is not there\ndrop table nothing;\n'
  await writeByHand(project.migrations, added, { up, down })
  expect(await project.places()).toContain(`migrations/${added}.down.sql:5:1 CK403`)
  const wrong = '-- step 1/1: a table that is not there\nalter table nothing add column a text;\n'
  await writeByHand(project.migrations, added, { up: wrong, down })
  const [fails] = (await project.check()).findings.filter(({ code }) => code === 'CK401')
  expect(fails).toMatchObject({ file: join(project.migrations, `${added}.up.sql`), line: 2 })
  expect(fails?.details.join()).toContain('relation "nothing" does not exist')
})

test('an extension stays when its migration goes, and that is no difference', async () => {
  const project = await freshProject()
  await project.append('extensions: [pg_trgm]\n')
  await project.generate()
  expect(await project.places()).toEqual([])
})

test('a file that is no migration', async () => {
  const project = await freshProject()
  const added = await oneMore(project)
  await writeByHand(project.migrations, added, {
    up: '-- mine\nalter table posts add column body text;\n-- step 1/1: nothing\nselect 1;\n',
    down: '-- step 1/1: nothing\nselect 1;\n',
  })
  expect(await project.places()).toContain(`migrations/${added}.up.sql:2:1 CK306`)
})

test('a migration without a proof is proven by the check', async () => {
  const project = await freshProject()
  await project.edit(
    '      name: { type: text, nullable: true }',
    '      name: { type: text, backfill: "left(email, 3)" }',
  )
  await project.generate({ proof: false })
  const report = await project.check()
  expect(report.findings).toEqual([])
  expect(report.proven).toBe(1)
})

test('what cannot be proven any more, or not at all', async () => {
  const project = await freshProject()
  await project.edit(
    '      name: { type: text, nullable: true }',
    '      name: { type: text, backfill: "left(email, 3)" }',
  )
  const filled = await project.generate({ proof: false })
  await oneMore(project)
  expect(await project.places()).toEqual([`migrations/${filled}.up.sql:3:1 CK501`])
})

test('an older migration whose words say all of its way is proven too', async () => {
  const project = await freshProject()
  await project.edit(
    '      name: { type: text, nullable: true }',
    '      label: { type: text, nullable: true, renamed_from: name }',
  )
  await project.generate({ proof: false })
  await oneMore(project)
  const report = await project.check()
  expect(report.findings).toEqual([])
  expect(report.proven).toBe(1)
})

test('an extension that the embedded PostgreSQL lacks leaves the proof to a server', async () => {
  const project = await freshProject()
  await project.append('extensions: [postgis]\n')
  await project.generate({ proof: false })
  const { findings, isReplayed } = await project.check()
  expect(findings).toMatchObject([
    { code: 'CK401', severity: 'warning', file: join(project.migrations, 'snapshot.json') },
  ])
  expect(findings[0]?.message).toContain('"postgis"')
  expect(isReplayed).toBe(false)
})

test('a migration whose late proof fails', async () => {
  const project = await freshProject()
  const added = await oneMore(project)
  await writeByHand(project.migrations, added, {
    up: `-- not proven: generated with --no-proof\n\n-- step 1/2: a column\nalter table posts add column body text;\n\n-- step 2/2: lose titles\nupdate posts set title = 'x' where title is not null;\n`,
    down: '-- step 1/1: drop it\nalter table posts drop column body;\n',
  })
  const [fails] = (await project.check()).findings.filter(({ code }) => code === 'CK502')
  expect(fails).toMatchObject({ file: join(project.migrations, `${added}.up.sql`), line: 1 })
  expect(fails?.message).toContain('does not keep the rows')
})

test('hazards of a migration that was written by hand, and exceptions', async () => {
  const project = await freshProject()
  await project.edit('      title: varchar(200)\n', '      title: { type: varchar(200), index: true }\n')
  const id = await project.generate()
  await writeByHand(project.migrations, id, {
    up: '-- step 1/1: find titles\ncreate index posts_title_idx\n  on posts (title);\n',
    down: '-- step 1/1: forget them\n-- outside a transaction\ndrop index concurrently posts_title_idx;\n',
  })
  expect(await project.places()).toEqual([`migrations/${id}.up.sql:2:1 HZ101`])

  await project.append(`hazards:\n  - { allow: HZ101, migration: ${id}, reason: the table has ten rows }\n`)
  const excused = await project.check()
  expect(excused.findings).toEqual([])
  expect(excused.excepted).toBe(1)

  await project.append(
    `  - { allow: HZ102, migration: ${id}, reason: none }\n  - { allow: HZ101, migration: ${INIT}s, reason: none }\n`,
  )
  const { findings } = await project.check()
  expect(findings.map(({ line, column, code, severity, fix }) => ({ line, column, code, severity, fix }))).toEqual([
    {
      line: 15,
      column: 5,
      code: 'CK601',
      severity: 'warning',
      fix: 'it has HZ101; remove the exception, or correct it',
    },
    { line: 16, column: 32, code: 'CK602', severity: 'warning', fix: `did you mean "${INIT}"?` },
  ])
})

test('what the spec allows by a word asks for no reason', async () => {
  const project = await freshProject()
  await project.edit(
    '      title: varchar(200)\n',
    '      heading: { type: varchar(200), renamed_from: title }\n    online: false\n',
  )
  await project.edit('      name: { type: text, nullable: true }\n', '    drop: [name]\n')
  const id = await project.generate()
  expect(await project.read(`migrations/${id}.up.sql`)).toContain(
    '-- the spec allows: rename column posts.title to heading\n',
  )
  expect((await project.check()).findings).toEqual([])
})

test('modules for Kysely are checked as SQL files are', async () => {
  const project = await freshProject()
  await rm(project.migrations, { recursive: true })
  await project.append('output: { migration_format: kysely }\n')
  const id = await project.generate()
  expect((await project.check()).findings).toEqual([])
  const path = `migrations/${id}.ts`
  const text = await project.read(path)
  await project.write(
    path,
    text.replace('await sql`', 'await sql`drop schema other cascade`.execute(db);\n  await sql`'),
  )
  await chainAgain(project.migrations)
  const found = (await project.places()).filter((place) => place.endsWith('HZ404'))
  expect(found).toHaveLength(1)
})

/** One more migration, which adds `posts.body`. */
async function oneMore(project: Project): Promise<string> {
  await project.edit(
    '      title: varchar(200)\n',
    '      title: varchar(200)\n      body: { type: text, nullable: true }\n',
  )
  return project.generate({ now: '2026-02-01' })
}
