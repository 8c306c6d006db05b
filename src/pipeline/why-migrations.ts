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

function listed(one: Thing | undefined): readonly Thing[] | undefined {
  return one === undefined ? undefined : [one]
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
  private readonly others: ReadonlyMap<string, readonly Thing[]>

  constructor(things: readonly Thing[]) {
    const known = things.flatMap((one) => (one.database === undefined ? [] : [{ ...one, database: one.database, one }]))
    const pick = (accepts: (thing: Thing) => boolean, name: (thing: Thing, database: string) => string) =>
      new Map(known.flatMap(({ one, database }) => (accepts(one) ? [[name(one, database), one] as const] : [])))
    const isTable = ({ kind }: Thing) => kind === 'model' || kind === 'join table'
    const inTable = ({ entity }: Thing, database: string) => `${entity && tableOf(entity)}.${database}`
    this.tables = pick(isTable, (_, database) => database)
    this.columns = pick(({ kind }) => kind === 'column', inTable)
    this.parts = pick((one) => one.entity !== undefined && !isTable(one) && one.kind !== 'column', inTable)
    const others = pick(
      ({ entity }) => entity === undefined,
      (_, database) => database,
    )
    this.others = new Map([...others].map(([name, one]) => [name, [one]]))
  }

  begin(step: string): void {
    const title = step.replace(/^\w+ \d+\/\d+: /, '')
    // A step of several parts names them all.
    const found = title.split(', ').map((part) => this.partOfTitle(part))
    this.titled = [...new Set(found.flat())]
    this.isSql = this.titled.length > 0 && this.titled.every(({ kind }) => kind === 'sql')
    const owner = this.titled.find(({ entity }) => entity !== undefined)?.entity
    this.table = owner === undefined ? undefined : this.tables.get(tableOf(owner))
    this.isInTable = false
  }

  private partOfTitle(title: string): readonly Thing[] {
    const [, block] = /^(?:undo )?(sql .*)$/.exec(title) ?? []
    const [, what, name = ''] = /^(?:create|drop) (schema|extension) (.+)$/.exec(title) ?? []
    if (block !== undefined) return this.others.get(block) ?? []
    if (what === 'schema') return this.others.get(`schema ${name}`) ?? this.inSchema(name)
    if (what === 'extension') return this.others.get(`extension ${name}`) ?? this.ofType(name)
    const words = title.match(NAMES) ?? []
    const lookUps: readonly ((word: string) => readonly Thing[] | undefined)[] = [
      (word) => this.others.get(word) ?? this.others.get(word.replace(/__\w+(?="?$)/, '')),
      (word) => listed(this.columns.get(word) ?? this.parts.get(word) ?? this.standIn(word)),
      (word) => listed(this.tables.get(word) ?? this.partNamed(word)),
      (word) => this.owner(word.slice(0, word.lastIndexOf('.'))),
    ]
    return lookUps.flatMap((lookUp) => words.map(lookUp)).find((one) => one !== undefined) ?? []
  }

  /** Of something that is gone its table, or the word that let the table go. */
  private owner(table: string): readonly Thing[] | undefined {
    return listed(this.tables.get(table) ?? this.partNamed(table)) ?? this.others.get(table)
  }

  /** `posts.title__new` while values are moved, `posts.posts_title__not_null` while they are checked. */
  private standIn(word: string): Thing | undefined {
    const [, table = '', name = ''] = /^(.*)\.(.*?)"?__(?:\w+)"?$/.exec(word) ?? []
    const plain = table.slice(table.lastIndexOf('.') + 1).replaceAll('"', '')
    const own = name.replace(/^"/, '')
    const names = [own, own.startsWith(`${plain}_`) ? own.slice(plain.length + 1) : own]
    const known = names.filter((one) => one !== '').map((one) => this.columns.get(`${table}.${ident(one)}`))
    return known.find((one) => one !== undefined)
  }

  read(line: string): readonly Thing[] {
    // Notes on the step are comments.
    if (this.isSql || /^\s*(?:--|\/\/)/.test(line)) return this.titled
    const inside = this.isInTable ? this.inTable(line) : undefined
    if (inside !== undefined) return [inside]
    this.isInTable = /\bcreate table\b/i.test(line) && /\(\s*$/.test(line)
    for (const [, name = ''] of line.matchAll(TABLE)) {
      const table = this.tables.get(name) ?? this.columnOf(name)
      if (table === undefined) continue
      this.table = this.tables.get(name) ?? this.table
      break
    }
    const isOther = this.titled.length > 0 && this.titled.every(({ entity }) => entity === undefined)
    const found = this.inLine(line) ?? (isOther ? undefined : this.table)
    return found === undefined ? this.titled : [found]
  }

  /** A schema is there because something is in it. */
  private inSchema(name: string): readonly Thing[] {
    const isIn = (database: string): boolean => database.startsWith(`${name}.`)
    const others = [...this.others].flatMap(([database, things]) => (isIn(database) ? things : []))
    return [...[...this.tables].flatMap(([database, one]) => (isIn(database) ? [one] : [])), ...others]
  }

  /** An extension that is not listed is there for its types. */
  private ofType(extension: string): readonly Thing[] {
    return [...this.columns.values()].filter(({ fields: [field] }) => field?.type.name === extension)
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
