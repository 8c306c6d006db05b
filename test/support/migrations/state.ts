import { introspect } from '../../../src/database/introspect.js'
import type { Queryable } from '../../../src/database/queryable.js'
import type { Plan } from '../../../src/migrate/plan.js'
import { planSchemas } from '../../../src/migrate/plan-schemas.js'
import { withoutColumnOrder } from '../../../src/prove/both-schemas.js'
import { readObjects, readUnfinished } from '../../../src/prove/catalog-objects.js'
import { withValidity } from '../../../src/prove/expected-catalog.js'
import { runStep } from '../../../src/prove/measure.js'
import { ident, qualified } from '../../../src/schema/quote.js'
import { type EnumType, emptySchema, type Schema } from '../../../src/schema/schema.js'

/** What is in a database, but for rows; two that are equal have the same. The order of columns does not count. */
export interface Catalog {
  readonly schema: Schema
  /** Everything that a migration could leave behind, by name, and what it is like where the schema does not say it. */
  readonly objects: ReadonlyMap<string, string>
  /** Constraints that are not validated, indexes that are not built to the end. */
  readonly unfinished: readonly string[]
}

export async function readCatalog(db: Queryable): Promise<Catalog> {
  return {
    schema: withoutColumnOrder(await introspect(db)),
    objects: await readObjects(db),
    unfinished: await readUnfinished(db),
  }
}

/** What need not be validated counts as not validated: in a table without rows PostgreSQL makes no difference. */
export function withOpenConstraints({ schema, unfinished, ...rest }: Catalog, { tables }: Schema): Catalog {
  const open = tables.flatMap((table) =>
    [...table.checks, ...table.foreignKeys]
      .filter(({ notValid }) => notValid === true)
      .map(({ name }) => `constraint ${ident(name)} of ${qualified(table)} is not validated`),
  )
  return {
    ...rest,
    schema: { ...schema, tables: withValidity(schema.tables, tables) },
    unfinished: unfinished.filter((line) => !open.includes(line)),
  }
}

/** Makes everything that a schema says in an empty database. */
export async function makeSchema(db: Queryable, schema: Schema): Promise<Catalog> {
  for (const step of planSchemas(emptySchema, schema).up) await runStep(db, step)
  return readCatalog(db)
}

/** With the extensions of an earlier catalog that the plan does not drop: others may use them. */
export function withExtensions(catalog: Catalog, before: Catalog, { allowed }: Plan): Catalog {
  const kept = before.schema.extensions.filter((name) => !allowed.includes(`drop extension ${name}`))
  const extensions = [...new Set([...catalog.schema.extensions, ...kept])].sort()
  return { ...catalog, schema: { ...catalog.schema, extensions } }
}

/**
 * A catalog after down without what PostgreSQL or prudence keeps: extensions, which others may use by now, and values of
 * enums, where the plan says so.
 */
export function withoutKept({ schema, ...rest }: Catalog, restored: Schema, { irreversible }: Plan): Catalog {
  const enums = schema.enums.map((type) => ({
    ...type,
    values: type.values.filter(
      (value) => valuesOf(restored, type).includes(value) || !isAnnounced(irreversible, type, value),
    ),
  }))
  return {
    ...rest,
    schema: { ...schema, enums, extensions: schema.extensions.filter((name) => restored.extensions.includes(name)) },
  }
}

function valuesOf({ enums }: Schema, type: EnumType): readonly string[] {
  return enums.find((other) => qualified(other) === qualified(type))?.values ?? []
}

function isAnnounced(lines: readonly string[], type: EnumType, value: string): boolean {
  return lines.some((line) => isNamed(line, qualified(type)) && line.includes(`"${value}"`))
}

/** Whether a line has the name, and not only as the beginning of a longer one. */
export function isNamed(line: string, name: string): boolean {
  const start = line.indexOf(name)
  if (start === -1) return false
  const [before, after] = [line[start - 1] ?? ' ', line[start + name.length] ?? ' ']
  return (/[\s("]/.test(before) && /[\s,;:)]/.test(after)) || isNamed(line.slice(start + 1), name)
}
