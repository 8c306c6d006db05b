import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CompletionProbe, type Contender, firstUsed, type Workload } from '../contender.js'
import {
  type ColumnKind,
  camel,
  columns,
  loadedRelation,
  pascal,
  plural,
  type SyntheticModel,
  statuses,
} from '../schema.js'

export const drizzle: Contender = {
  name: 'drizzle',
  isPeer: true,
  write: async (workload, folder) => {
    writeFileSync(join(folder, 'schema.ts'), schemaFile(workload.schema))
    writeFileSync(join(folder, 'main.ts'), program(workload))
  },
  completions,
}

const types: Readonly<Record<ColumnKind, (column: string) => string>> = {
  key: (column) => `bigint('${column}', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity()`,
  name: (column) => `varchar('${column}', { length: 100 }).notNull()`,
  code: (column) => `varchar('${column}', { length: 40 }).notNull().unique()`,
  text: (column) => `text('${column}')`,
  status: (column) => `statusEnum('${column}').notNull().default('draft')`,
  flag: (column) => `boolean('${column}').notNull().default(true)`,
  amount: (column) => `numeric('${column}', { precision: 12, scale: 2 }).notNull()`,
  count: (column) => `integer('${column}').notNull().default(0)`,
  time: (column) => `timestamp('${column}', { withTimezone: true }).notNull().defaultNow()`,
}

function schemaFile(schema: readonly SyntheticModel[]): string {
  return [
    "import { relations } from 'drizzle-orm'",
    "import { bigint, boolean, index, integer, numeric, pgEnum, pgTable, primaryKey, text, timestamp, varchar } from 'drizzle-orm/pg-core'",
    '',
    `export const statusEnum = pgEnum('status', [${statuses.map((status) => `'${status}'`).join(', ')}])`,
    '',
    ...schema.map(table),
    ...schema.flatMap((model) => model.links.map((to) => joinTable(model.name, to.name))),
    ...schema.map(relationsOf),
    '',
  ].join('\n')
}

function table({ name, parents }: SyntheticModel): string {
  return [
    `export const ${camel(plural(name))} = pgTable('${plural(name)}', {`,
    ...columns.map(([column, kind]) => `  ${camel(column)}: ${types[kind](column)},`),
    ...parents.map((parent) => `  ${foreignKey(parent.name)},`),
    parents.length === 0
      ? '})'
      : `}, (table) => [${parents.map((parent) => `index().on(table.${camel(parent.name)}Id)`).join(', ')}])`,
    '',
  ].join('\n')
}

function joinTable(one: string, other: string): string {
  const name = `${one}_${other}_links`
  return [
    `export const ${camel(name)} = pgTable('${name}', {`,
    `  ${foreignKey(one)},`,
    `  ${foreignKey(other)},`,
    `}, (table) => [primaryKey({ columns: [table.${camel(one)}Id, table.${camel(other)}Id] })])`,
    '',
    `export const ${camel(name)}Relations = relations(${camel(name)}, ({ one }) => ({`,
    `  ${oneRelation(name, one)}`,
    `  ${oneRelation(name, other)}`,
    '}))',
    '',
  ].join('\n')
}

function foreignKey(to: string): string {
  return `${camel(to)}Id: bigint('${to}_id', { mode: 'bigint' }).notNull().references(() => ${camel(plural(to))}.id, { onDelete: 'cascade' })`
}

function oneRelation(from: string, to: string): string {
  return `${camel(to)}: one(${camel(plural(to))}, { fields: [${camel(from)}.${camel(to)}Id], references: [${camel(plural(to))}.id] }),`
}

function relationsOf({ name, parents, children, links, linkedBy }: SyntheticModel): string {
  const joinTables = [
    ...links.map((to) => `${name}_${to.name}_links`),
    ...linkedBy.map((from) => `${from.name}_${name}_links`),
  ]
  const kinds = [
    ...(parents.length === 0 ? [] : ['one']),
    ...(children.length + joinTables.length === 0 ? [] : ['many']),
  ].join(', ')
  return [
    `export const ${camel(plural(name))}Relations = relations(${camel(plural(name))}, ({ ${kinds} }) => ({`,
    ...parents.map((parent) => `  ${oneRelation(plural(name), parent.name)}`),
    ...children.map((child) => `  ${camel(plural(child.name))}: many(${camel(plural(child.name))}),`),
    ...joinTables.map((link) => `  ${camel(link)}: many(${camel(link)}),`),
    '}))',
    '',
  ].join('\n')
}

function program(workload: Workload): string {
  return [
    "import { and, desc, eq, gte } from 'drizzle-orm'",
    "import { drizzle } from 'drizzle-orm/node-postgres'",
    "import pg from 'pg'",
    "import * as schema from './schema.js'",
    '',
    'export function connect() {',
    '  return drizzle(new pg.Pool(), { schema })',
    '}',
    '',
    "type Db = Pick<ReturnType<typeof connect>, 'insert' | 'select' | 'update' | 'query'>",
    '',
    ...workload.used.map(usage),
    'export async function inOneTransaction(db: ReturnType<typeof connect>) {',
    `  return db.transaction(async (tx) => use${pascal(firstUsed(workload).name)}(tx))`,
    '}',
    '',
  ].join('\n')
}

function usage(model: SyntheticModel): string {
  const { kind, target } = loadedRelation(model)
  const table = camel(plural(model.name))
  const relation = kind === 'parent' ? camel(target.name) : camel(plural(target.name))
  const parents = model.parents.map((parent) => `, ${camel(parent.name)}Id: 1n`).join('')
  const loaded = kind === 'parent' ? `loaded?.${relation}.name` : `loaded?.${relation}.map((row) => row.name)`
  return `export async function use${pascal(model.name)}(db: Db) {
  const { ${table} } = schema
  const [created] = await db.insert(${table}).values({ name: 'one', code: 'first', amount: '1.50'${parents} }).returning()
  const id = created?.id ?? 0n
  const [found] = await db.select().from(${table}).where(eq(${table}.id, id))
  const [updated] = await db.update(${table}).set({ quantity: 2 }).where(eq(${table}.id, id)).returning()
  const filter = and(eq(${table}.isActive, true), gte(${table}.quantity, 1))
  const listed = await db.select().from(${table}).where(filter).orderBy(desc(${table}.createdAt)).limit(20)
  const loaded = await db.query.${table}.findFirst({ where: eq(${table}.id, id), with: { ${relation}: true } })
  return { found: found?.name, updated: updated?.quantity, listed: listed.map((row) => row.amount), loaded: ${loaded} }
}
`
}

function completions(workload: Workload): CompletionProbe[] {
  const model = firstUsed(workload)
  const { kind, target } = loadedRelation(model)
  const expected = camel(kind === 'parent' ? target.name : plural(target.name))
  return [
    {
      title: 'relation to load',
      typed: `connect().query.${camel(plural(model.name))}.findFirst({ with: { | } })`,
      expected,
    },
  ]
}
