import { type Introspected, introspectAgain } from '../database/introspect-again.js'
import { planSchemas } from '../migrate/plan-schemas.js'
import { qualified } from '../schema/quote.js'
import { type Domain, emptySchema, type QualifiedName, type Schema, type Table } from '../schema/schema.js'
import type { Embedded } from './embedded.js'
import { messageOf } from './insert-sql.js'
import { inTransaction } from './measure.js'
import { type Moves, own, pairsOf } from './moves.js'

/** What the tables and domains that were there before must have become, as PostgreSQL prints it. */
export interface ExpectedTables {
  readonly schema: Schema
  /** Tables whose expressions cannot be compared, and why. */
  readonly notes: readonly string[]
}

/** The catalogs on both sides of a migration, and what the spec makes of them. */
export interface Catalogs {
  /** As the snapshot has it. */
  readonly before: Schema
  readonly target: Schema
  /** The catalog before up, and after it. */
  readonly start: Schema
  readonly found: Introspected
}

/**
 * The tables and domains that both schemas have, expressions included: those that stay as they were from the catalog at the
 * start, those that change or are renamed as PostgreSQL prints them when they are made from scratch.
 */
export async function expectedTables(
  db: Embedded,
  { before, target, start, found }: Catalogs,
  moves: Moves,
): Promise<ExpectedTables> {
  const pairs = [...pairsOf(before, target, moves), ...domainPairs(before, target, moves)]
  const isChanged = ({ before: old, target: now }: Pair): boolean => JSON.stringify(old) !== JSON.stringify(now)
  const unchanged = new Set(pairs.filter((pair) => !isChanged(pair)).map((pair) => qualified(pair.target)))
  const changed = new Set(pairs.filter(isChanged).map((pair) => qualified(pair.target)))
  const printed = onlyNamed(start, unchanged)
  if (changed.size === 0) return { schema: printed, notes: [] }
  try {
    const made = await makeFromScratch(db, onlyNamed(target, changed), found)
    const schema = {
      ...emptySchema,
      tables: [...printed.tables, ...made.tables],
      domains: [...printed.domains, ...made.domains],
    }
    return { schema, notes: [] }
  } catch (error) {
    const note = `expressions of ${[...changed].join(', ')} were not compared, as they cannot be made in place: ${messageOf(error)}`
    return { schema: printed, notes: [note] }
  }
}

interface Pair {
  readonly before: QualifiedName
  readonly target: QualifiedName
}

function domainPairs(before: Schema, target: Schema, { types }: Moves): Pair[] {
  const old = new Map<string, Domain>(before.domains.map((domain) => [qualified(domain), domain]))
  return target.domains.flatMap((domain) => {
    const known = old.get(own(types, qualified(domain)) ?? qualified(domain))
    return known === undefined ? [] : [{ before: known, target: domain }]
  })
}

/** Only those tables and domains of a catalog that another one has. */
export function onlySame(schema: Schema, { tables, domains }: Schema): Schema {
  return onlyNamed(schema, new Set([...tables, ...domains].map((part) => qualified(part))))
}

function onlyNamed({ tables, domains }: Schema, names: ReadonlySet<string>): Schema {
  const isNamed = (part: QualifiedName): boolean => names.has(qualified(part))
  return { ...emptySchema, tables: tables.filter(isNamed), domains: domains.filter(isNamed) }
}

/**
 * In a transaction that is rolled back: what else is in the database, types and referenced tables, stays as it is.
 * Sequences that belong to a column go with their table, and have to be there again for its defaults.
 */
async function makeFromScratch(db: Embedded, { tables, domains }: Schema, found: Introspected): Promise<Schema> {
  const names = new Set([...tables, ...domains].map((part) => qualified(part)))
  return inTransaction(db, async () => {
    const owned = found.schema.sequences.filter(
      ({ ownedBy }) => ownedBy !== undefined && names.has(qualified(ownedBy.table)),
    )
    const steps = planSchemas(emptySchema, { ...emptySchema, sequences: owned, tables, domains }).up
    const sql = steps.flatMap(({ statements }) => statements).join('\n')
    await db.run(`begin;\n${dropSql('table', tables)}${dropSql('domain', domains)}${sql}`)
    const { schema: made } = await introspectAgain(db, found)
    await db.run('rollback')
    const own = onlyNamed(made, names)
    return { ...own, tables: withValidity(own.tables, tables) }
  })
}

function dropSql(kind: string, list: readonly (Table | Domain)[]): string {
  return list.length === 0 ? '' : `drop ${kind} ${list.map((part) => qualified(part)).join(', ')} cascade;\n`
}

/** Nothing has to be validated in a table without rows: what need not be is as the schema says. */
export function withValidity(made: readonly Table[], tables: readonly Table[]): Table[] {
  const wanted = new Map(tables.map((table) => [qualified(table), table]))
  return made.map((table) => withValidityOf(table, wanted.get(qualified(table))))
}

function withValidityOf(made: Table, wanted: Table | undefined): Table {
  const isOpen = (list: readonly Validated[] = [], name: string): true | undefined =>
    list.find((part) => part.name === name)?.notValid
  return {
    ...made,
    checks: made.checks.map((check) => ({ ...check, notValid: check.notValid ?? isOpen(wanted?.checks, check.name) })),
    foreignKeys: made.foreignKeys.map((key) => ({
      ...key,
      notValid: key.notValid ?? isOpen(wanted?.foreignKeys, key.name),
    })),
  }
}

interface Validated {
  readonly name: string
  readonly notValid: true | undefined
}
