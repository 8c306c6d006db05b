import { ident } from '../schema/quote.js'
import { type Thing, type Trace, tableOf } from './why-thing.js'

const NAME = '(?:"(?:[^"]|"")+"|[A-Za-z_][\\w$]*)'
const NAMES = new RegExp(`${NAME}(?:\\.${NAME})*`, 'g')
const STEP = /^\s*(?:--|\/\/) ((?:step|check) \d+\/\d+: .*)$/
const TABLE = new RegExp(`\\b(?:table|on|update|into|from|only|exists|of)\\s+(${NAME}(?:\\.${NAME})?)`, 'gi')
const COLUMN = new RegExp(`\\bcolumn\\s+(?:if\\s+(?:not\\s+)?exists\\s+)?(${NAME})(?:\\s+to\\s+(${NAME}))?`, 'i')
const ASSIGNED = new RegExp(`\\bset\\s+(${NAME})\\s*=`, 'i')

/**
 * What the lines of a migration come from: SQL files and modules for Kysely alike, as dbgen writes them. Names that the
 * spec no longer has lead to the table, or nowhere.
 */
export function migrationTraces(path: string, text: string, things: readonly Thing[]): Trace[] {
  const reader = new MigrationReader(things)
  const traces: Trace[] = []
  let what = ''
  for (const [index, line] of text.split('\n').entries()) {
    const step = STEP.exec(line)?.[1]
    if (step !== undefined) {
      what = step
      reader.begin(step)
    }
    if (what === '' || line.trim() === '') continue
    const found = step === undefined ? reader.read(line) : reader.titled
    traces.push({ path, line: index + 1, endLine: index + 1, what, things: found })
  }
  return traces
}

class MigrationReader {
  /** What the step as a whole comes from. */
  titled: readonly Thing[] = []
  private table: Thing | undefined
  private isInTable = false
  private isSql = false
  private readonly tables: ReadonlyMap<string, Thing>
  private readonly columns: ReadonlyMap<string, Thing>
  private readonly parts: ReadonlyMap<string, Thing>
  private readonly others: ReadonlyMap<string, Thing>

  constructor(things: readonly Thing[]) {
    const known = things.flatMap((one) => (one.database === undefined ? [] : [{ ...one, database: one.database, one }]))
    const pick = (accepts: (thing: Thing) => boolean, name: (thing: Thing, database: string) => string) =>
      new Map(known.flatMap(({ one, database }) => (accepts(one) ? [[name(one, database), one] as const] : [])))
    const isTable = ({ kind }: Thing) => kind === 'model' || kind === 'join table'
    const inTable = ({ entity }: Thing, database: string) => `${entity && tableOf(entity)}.${database}`
    this.tables = pick(isTable, (_, database) => database)
    this.columns = pick(({ kind }) => kind === 'column', inTable)
    this.parts = pick((one) => one.entity !== undefined && !isTable(one) && one.kind !== 'column', inTable)
    this.others = pick(
      ({ entity }) => entity === undefined,
      (_, database) => database,
    )
  }

  begin(step: string): void {
    const title = step.replace(/^\w+ \d+\/\d+: /, '')
    const block = /^(?:undo )?(sql .*)$/.exec(title)?.[1]
    const words = [block ?? title.replace(/^(?:create|drop) /, ''), ...(title.match(NAMES) ?? [])]
    // A step of several parts names them all.
    this.isSql = block !== undefined && this.others.has(block)
    this.table = undefined
    this.isInTable = false
    const found =
      words.map((word) => this.others.get(word)).find((one) => one !== undefined) ??
      words.map((word) => this.columns.get(word) ?? this.tables.get(word)).find((one) => one !== undefined) ??
      words.map((word) => this.partNamed(word)).find((one) => one !== undefined)
    this.titled = found === undefined ? this.inSchema(title) : [found]
    if (found?.entity !== undefined) this.table = this.tables.get(tableOf(found.entity))
  }

  read(line: string): readonly Thing[] {
    if (this.isSql) return this.titled
    const inside = this.isInTable ? this.inTable(line) : undefined
    if (inside !== undefined) return [inside]
    this.isInTable = /\bcreate table\b/i.test(line) && /\(\s*$/.test(line)
    for (const [, name = ''] of line.matchAll(TABLE)) {
      const table = this.tables.get(name) ?? this.columnOf(name)
      if (table === undefined) continue
      this.table = this.tables.get(name) ?? this.table
      break
    }
    const found = this.inLine(line) ?? (this.titled[0]?.entity === undefined ? this.titled[0] : undefined) ?? this.table
    return found === undefined ? this.titled : [found]
  }

  /** A schema is there because models are in it. */
  private inSchema(title: string): readonly Thing[] {
    const schema = /^(?:create|drop) schema (.+)$/.exec(title)?.[1]
    return [...this.tables.values()].filter(({ entity }) => entity !== undefined && ident(entity.schema) === schema)
  }

  /** A line within the parentheses of `create table`. */
  private inTable(line: string): Thing | undefined {
    const [first = '', second = ''] = line.match(NAMES) ?? []
    if (/^\s*\)/.test(line)) {
      this.isInTable = false
      return this.table
    }
    return (first === 'constraint' ? this.part(second) : this.column(first)) ?? this.table
  }

  private inLine(line: string): Thing | undefined {
    const names = line.match(NAMES) ?? []
    const part = names.map((name) => this.part(name)).find((one) => one !== undefined)
    if (part !== undefined) return part
    const [, column = '', renamed] = COLUMN.exec(line) ?? []
    const [, assigned = ''] = ASSIGNED.exec(line) ?? []
    const qualified = names.map((name) => this.columnOf(name)).find((one) => one !== undefined)
    return this.column(renamed ?? column) ?? qualified ?? this.column(assigned)
  }

  private column(name: string): Thing | undefined {
    return this.columns.get(`${this.table?.database}.${name}`)
  }

  private columnOf(name: string): Thing | undefined {
    return this.columns.get(name)
  }

  private part(name: string): Thing | undefined {
    return (
      this.parts.get(`${this.table?.database}.${name}`) ?? (this.table === undefined ? this.partNamed(name) : undefined)
    )
  }

  private partNamed(name: string): Thing | undefined {
    for (const table of this.tables.keys()) {
      const found = this.parts.get(`${table}.${name}`)
      if (found !== undefined) return found
    }
    return undefined
  }
}
