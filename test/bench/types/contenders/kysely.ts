import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Contender, firstUsed, type Workload } from '../contender.js'
import { type ColumnKind, columns, loadedRelation, pascal, plural, type SyntheticModel, statuses } from '../schema.js'

/** Builder chains over table types, as a person writes them. */
export const kysely: Contender = {
  name: 'kysely by hand',
  isPeer: false,
  write: async (workload, folder) => {
    writeFileSync(join(folder, 'database.ts'), database(workload.schema))
    writeFileSync(join(folder, 'main.ts'), program(workload))
  },
}

const types: Readonly<Record<ColumnKind, string>> = {
  key: 'GeneratedAlways<string>',
  name: 'string',
  code: 'string',
  text: 'string | null',
  status: 'Generated<Status>',
  flag: 'Generated<boolean>',
  amount: 'ColumnType<string, string | number, string | number>',
  count: 'Generated<number>',
  time: 'ColumnType<Date, Date | string | undefined, Date | string>',
}

function database(schema: readonly SyntheticModel[]): string {
  const joinTables = schema.flatMap((model) => model.links.map((to) => [model.name, to.name] as const))
  return [
    "import type { ColumnType, Generated, GeneratedAlways } from 'kysely'",
    '',
    `export type Status = ${statuses.map((status) => `'${status}'`).join(' | ')}`,
    '',
    ...schema.map(table),
    ...joinTables.map(
      ([one, other]) =>
        `export interface ${pascal(one)}${pascal(other)}Links {\n  ${one}_id: string\n  ${other}_id: string\n}\n`,
    ),
    'export interface Database {',
    ...schema.map(({ name }) => `  ${plural(name)}: ${pascal(name)}Table`),
    ...joinTables.map(([one, other]) => `  ${one}_${other}_links: ${pascal(one)}${pascal(other)}Links`),
    '}',
    '',
  ].join('\n')
}

function table({ name, parents }: SyntheticModel): string {
  return [
    `export interface ${pascal(name)}Table {`,
    ...columns.map(([column, kind]) => `  ${column}: ${types[kind]}`),
    ...parents.map((parent) => `  ${parent.name}_id: string`),
    '}',
    '',
  ].join('\n')
}

function program(workload: Workload): string {
  return [
    "import { Kysely, PostgresDialect } from 'kysely'",
    "import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'",
    "import pg from 'pg'",
    "import type { Database } from './database.js'",
    '',
    'export function connect() {',
    '  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: new pg.Pool() }) })',
    '}',
    '',
    'export const helpers = { jsonArrayFrom, jsonObjectFrom }',
    '',
    ...workload.used.map(usage),
    'export async function inOneTransaction(db: Kysely<Database>) {',
    `  return db.transaction().execute(async (tx) => use${pascal(firstUsed(workload).name)}(tx))`,
    '}',
    '',
  ].join('\n')
}

function usage(model: SyntheticModel): string {
  const table = plural(model.name)
  const parents = model.parents.map((parent) => `, ${parent.name}_id: '1'`).join('')
  return `export async function use${pascal(model.name)}(db: Kysely<Database>) {
  const values = { name: 'one', code: 'first', amount: '1.50'${parents} }
  const created = await db.insertInto('${table}').values(values).returningAll().executeTakeFirstOrThrow()
  const found = await db.selectFrom('${table}').selectAll().where('id', '=', created.id).executeTakeFirst()
  const updated = await db.updateTable('${table}').set({ quantity: 2 }).where('id', '=', created.id).returningAll().executeTakeFirst()
  const listed = await db
    .selectFrom('${table}')
    .selectAll()
    .where('is_active', '=', true)
    .where('quantity', '>=', 1)
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute()
${load(model)}
}
`
}

function load(model: SyntheticModel): string {
  const { kind, target } = loadedRelation(model)
  const [table, other] = [plural(model.name), plural(target.name)]
  const [helper, name, condition, loaded] =
    kind === 'parent'
      ? ([
          'jsonObjectFrom',
          target.name,
          `'${other}.id', '=', '${table}.${target.name}_id'`,
          `loaded?.${target.name}?.name`,
        ] as const)
      : ([
          'jsonArrayFrom',
          other,
          `'${other}.${model.name}_id', '=', '${table}.id'`,
          `loaded?.${other}.map((row) => row.name)`,
        ] as const)
  return `  const loaded = await db
    .selectFrom('${table}')
    .selectAll('${table}')
    .select((eb) => ${helper}(eb.selectFrom('${other}').selectAll('${other}').whereRef(${condition})).as('${name}'))
    .where('${table}.id', '=', created.id)
    .executeTakeFirst()
  return { found: found?.name, updated: updated?.quantity, listed: listed.map((row) => row.amount), loaded: ${loaded} }`
}
