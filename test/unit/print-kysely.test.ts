import fc from 'fast-check'
import { format } from 'prettier'
import { ts } from 'ts-morph'
import { describe, expect, test } from 'vitest'
import type { Plan, Step } from '../../src/migrate/plan.js'
import { printKysely } from '../../src/migrate/print-kysely.js'
import { printSql } from '../../src/migrate/print-sql.js'
import { readKysely } from '../../src/migrate/read-kysely.js'
import type { StepMeasure } from '../../src/migrate/step-measure.js'
import { MigrationUnreadable, readParent, readSteps } from '../../src/migrate/step-text.js'
import { emptySchema } from '../../src/schema/schema.js'

const head = { id: '20261122104500_init', parent: 'none', proof: ['proven on PostgreSQL 18.6: up, down and up again'] }
const step = (title: string, statements: readonly string[], transactional = true): Step => ({
  title,
  statements,
  transactional,
})
const planOf = (up: readonly Step[], down: readonly Step[] = [], irreversible: readonly string[] = []): Plan => ({
  up,
  down,
  upChecks: [],
  downChecks: [],
  allowed: [],
  irreversible,
  restored: emptySchema,
  moves: { tables: {}, columns: {}, types: {}, values: {} },
})

const blog = planOf(
  [
    step('create table posts', [
      'create table posts (\n  id bigint generated always as identity not null,\n  title text not null\n);',
      "comment on table posts is E'What\\'s `new`';",
    ]),
    step(
      'create index posts_title_idx on posts',
      ['create index concurrently posts_title_idx on posts (title);'],
      false,
    ),
    step('add check posts.posts_title_check', [
      "alter table posts add constraint posts_title_check check (title <> '' and title <> '${name}' and length(title) < 200) not valid;",
    ]),
    step('add check posts.posts_body_check', ["alter table posts add check (\n  title <> 'one\ntwo'\n);"]),
  ],
  [step('drop table posts', ['drop table posts;'])],
  ['the rows of posts'],
)
const measures: readonly StepMeasure[] = [
  { locks: [{ table: 'users', mode: 'share row exclusive' }], rewrites: [], isMeasured: true, scans: [] },
  { locks: [], rewrites: [], isMeasured: true, scans: [] },
  { locks: [{ table: 'posts', mode: 'access exclusive' }], rewrites: ['posts'], isMeasured: true, scans: [] },
]

const printed = `// migration 20261122104500_init
// parent: none
// proven on PostgreSQL 18.6: up, down and up again
// some steps cannot run in a transaction: dbgen sees to it, Kysely needs \`disableTransactions: true\`

import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  // step 1/4: create table posts
  // locks: users share row exclusive
  await sql\`
    create table posts (
      id bigint generated always as identity not null,
      title text not null
    )
  \`.execute(db);
  await sql\`comment on table posts is E'What\\\\'s \\\`new\\\`'\`.execute(db);

  // step 2/4: create index posts_title_idx on posts
  // outside a transaction
  await sql\`create index concurrently posts_title_idx on posts (title)\`.execute(db);

  // step 3/4: add check posts.posts_title_check
  // locks: posts access exclusive
  // rewrites: posts
  await sql\`
    alter table posts add constraint posts_title_check check (title <> '' and title <> '\\\${name}' and length(title) < 200) not valid
  \`.execute(db);

  // step 4/4: add check posts.posts_body_check
  await sql\`alter table posts add check (
  title <> 'one
two'
)\`.execute(db);
}

// cannot bring back: the rows of posts
export async function down(db: Kysely<unknown>): Promise<void> {
  // step 1/1: drop table posts
  await sql\`drop table posts\`.execute(db);
}
`

describe('printKysely', () => {
  test('reads as if written by hand', () => {
    expect(printKysely(blog, head, measures)).toBe(printed)
  })

  test('is as Prettier would have it', async () => {
    expect(await format(printed, { parser: 'typescript', printWidth: 100 })).toBe(printed)
    const empty = printKysely(planOf([]), head, [])
    expect(await format(empty, { parser: 'typescript', printWidth: 100 })).toBe(empty)
  })

  test('holds what the SQL files hold', () => {
    const sql = printSql(blog, head, measures)
    const module = readKysely(printed)
    expect(module.up).toEqual(readSteps(sql.up))
    expect(module.down).toEqual(readSteps(sql.down))
    expect([readParent(printed), readParent(sql.up)]).toEqual(['none', 'none'])
  })

  test('keeps comments on their line', () => {
    const odd = step('a\nawait evil()\u2028evil()', ['select 1;'])
    const text = printKysely(planOf([odd], [], ['x\nevil()']), { ...head, proof: ['y\r\nevil()'] }, [])
    expect(text.split(/[\n\u2028]/).filter((line) => line.includes('evil') && !/^ *\/\//.test(line))).toEqual([])
    expect(readKysely(text).up.map(({ title }) => title)).toEqual(['a await evil() evil()'])
  })

  test('refuses a statement without its semicolon', () => {
    expect(() => printKysely(planOf([step('a', ['select 1'])]), head, [])).toThrow('does not end with a semicolon')
  })
})

/** Pieces that templates, lines and quotes trip over, among any text. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '`',
        '${',
        '$',
        '{',
        '\\',
        '\n',
        '\r',
        '\r\n',
        "'",
        '"',
        "E'",
        '$$',
        '/*',
        '--',
        ';',
        '    ',
        '\t',
        '\\n',
        '\\u0041',
      ),
      fc.constantFrom('\u2028', '\ufeff', '\u202e', '\ud800', '\udc00', '`.execute(db);', '// step 1/1: x', '}\n'),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 120 }),
    ),
  )
  .map((pieces) => pieces.join(''))
const statement = text.map((sql) => `${sql};`)
const steps = fc.array(
  fc.record({
    title: fc.constantFrom('create table posts', 'outside a transaction', 'step 1/2: x'),
    transactional: fc.boolean(),
    statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 3 },
)

/** Literals and names as SQL writes them. */
const quoted = fc.oneof(
  text.map((value) => `'${value.replaceAll("'", "''")}'`),
  text.map((value) => `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
  text.map((value) => `"${value.replaceAll('"', '""')}"`),
  text.map((value) => `$x$${value.replaceAll('$', '')}$x$`),
)

describe('any SQL', () => {
  test('is read back as it was', () => {
    fc.assert(
      fc.property(steps, steps, (up, down) => {
        const read = readKysely(printKysely(planOf(up, down), head, []))
        expect(read.up).toEqual(up.map(stored))
        expect(read.down).toEqual(down.map(stored))
      }),
      { numRuns: 500 },
    )
  })

  test('is read back from a file with the line endings of Windows', () => {
    fc.assert(
      fc.property(steps, (up) => {
        const file = printKysely(planOf(up), head, []).replaceAll('\n', '\r\n')
        expect(readKysely(`\ufeff${file}`).up).toEqual(up.map(stored))
      }),
    )
  })

  test('is what the module says to Kysely, without a parameter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 3 }), async (statements) => {
        const said = await executed(printKysely(planOf([step('a', statements)]), head, []))
        expect(said.map(({ sql }) => withoutIndent(sql))).toEqual(
          statements.map((sql) => withoutIndent(sql.slice(0, -1))),
        )
        expect(said.flatMap(({ parameters }) => parameters)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('keeps what is quoted, whatever lines it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(quoted, { minLength: 1 }), async (values) => {
        const sql = `select\n  ${values.join(',\n  ')};`
        const [said] = await executed(printKysely(planOf([step('a', [sql])]), head, []))
        for (const value of values) expect(said?.sql).toContain(value)
      }),
      { numRuns: 100 },
    )
  })
})

describe('readKysely', () => {
  const broken = (from: string | RegExp, to: string): string => printed.replace(from, to)
  test.each([
    ['a file written by hand', 'export async function up(db) {}\n', 'line 1 '],
    ['another import', broken('type Kysely', 'Kysely'), 'line 6 '],
    ['an interpolation', broken("\\${name}'", "${name}'"), 'line 27 '],
    ['other indentation', broken('    create table', '  create table'), 'line 11 '],
    ['another statement', broken('  await sql`drop', '  console.log(1);\n  await sql`drop'), 'line 40 '],
    ['a step without its mark', broken('  // step 4/4: add check posts.posts_body_check\n', ''), 'line 29 '],
    ['an open literal', broken('drop table posts`.execute(db);', 'drop table posts'), 'line 40 '],
    ['something behind', `${printed}export const x = 1;\n`, 'line 42 '],
    ['no down', broken(/\n\/\/ cannot[\s\S]*/, ''), 'line 36 '],
  ])('%s is refused', (_, module, place) => {
    expect(() => readKysely(module)).toThrow(MigrationUnreadable)
    expect(() => readKysely(module)).toThrow(place)
  })
})

describe('readSteps', () => {
  test('refuses SQL in front of the first step', () => {
    expect(() => readSteps('-- migration x\n\nselect 1;\n-- step 1/1: a\nselect 2;\n')).toThrow(
      'line 3 is in front of the first step',
    )
  })

  test('takes a file without SQL as no steps', () => {
    expect(readSteps('\ufeff-- migration x, down\r\n-- parent: none\r\n')).toEqual([])
  })
})

function stored({ title, transactional, statements }: Step): object {
  return { title, transactional, sql: statements.join('\n') }
}

/** White space in front of a line says nothing outside of quotes. */
function withoutIndent(sql: string): string {
  return sql.trim().replace(/\n +/g, '\n')
}

/** Runs the module's `up` against a Kysely that only listens. */
async function executed(module: string): Promise<{ readonly sql: string; readonly parameters: readonly unknown[] }[]> {
  const { outputText } = ts.transpileModule(module, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const kysely = await import('kysely')
  const said: { sql: string; parameters: readonly unknown[] }[] = []
  const db = new kysely.Kysely({
    dialect: {
      createAdapter: () => new kysely.PostgresAdapter(),
      createDriver: () => new kysely.DummyDriver(),
      createIntrospector: (listener) => new kysely.PostgresIntrospector(listener),
      createQueryCompiler: () => new kysely.PostgresQueryCompiler(),
    },
    log: ({ query }) => {
      said.push(query)
    },
  })
  const exported: { up?: (db: unknown) => Promise<void> } = {}
  new Function('require', 'exports', outputText)(() => kysely, exported)
  await exported.up?.(db)
  return said
}
