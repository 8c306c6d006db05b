import { parents } from '../migrations/spec.js'

/** The tables of `specOf`, as drizzle-kit takes them. */
export function drizzleSchemaOf(size: number): string {
  return [
    `import { sql } from 'drizzle-orm'`,
    `import { bigint, boolean, check, index, numeric, pgEnum, pgTable, text, timestamp, varchar } from 'drizzle-orm/pg-core'`,
    `export const status = pgEnum('status', ['draft', 'active', 'archived'])`,
    ...Array.from({ length: size }, (_, number) => tableText(number)),
    '',
  ].join('\n')
}

function tableText(number: number): string {
  const columns = parents(number).map(
    (parent) => `  thing${parent}_id: bigint({ mode: 'bigint' }).notNull().references(() => thing${parent}.id),`,
  )
  const indexes = parents(number).map((parent) => `  index().on(table.thing${parent}_id),`)
  return [
    `export const thing${number} = pgTable('thing${number}s', {`,
    `  id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),`,
    `  name: varchar({ length: 100 }).notNull(),`,
    `  code: varchar({ length: 40 }).notNull().unique(),`,
    `  description: text(),`,
    `  status: status().notNull().default('draft'),`,
    `  is_active: boolean().notNull().default(true),`,
    `  amount: numeric({ precision: 12, scale: 2 }).notNull(),`,
    `  created_at: timestamp({ withTimezone: true }).notNull().defaultNow(),`,
    ...columns,
    '}, (table) => [',
    `  check('thing${number}s_amount_check', sql\`\${table.amount} >= 0\`),`,
    '  index().on(table.status, table.created_at.desc()),',
    ...indexes,
    '])',
  ].join('\n')
}
