import { createHash } from 'node:crypto'
import { lstatSync, readdirSync } from 'node:fs'
import type { Introspected } from './introspect-again.js'

/** What was read of a database, as JSON keeps it. */
interface Notes {
  readonly schema: Introspected['schema']
  readonly rest: string
  readonly tables: readonly (readonly [oid: string, table: TableMark])[]
}

type TableMark = Introspected['marks']['tables'] extends ReadonlyMap<string, infer Mark> ? Mark : never

/** Notes of what was read of a database, for a later run that opens the same. */
export function notesOf({ schema, marks }: Introspected): object {
  return { schema, rest: marks.rest, tables: [...marks.tables] } satisfies Notes
}

/** What notes say; undefined where they are none. They are those of a database that was read by this very build. */
export function introspectedFrom(notes: unknown): Introspected | undefined {
  if (!isNotes(notes)) return undefined
  return { schema: notes.schema, marks: { rest: notes.rest, tables: new Map(notes.tables) } }
}

/** Notes are written whole; whether they are of this form is all there is to ask. */
function isNotes(value: unknown): value is Notes {
  return typeof value === 'object' && value !== null && 'schema' in value && 'tables' in value
}

/** Which build reads databases, by the sizes and times of its modules: another one may read another schema out of them. */
export function readerStamp(): string {
  const folder = new URL('.', import.meta.url)
  const files = readdirSync(folder).sort()
  const stamps = files.map((name) => {
    const { size, mtimeMs } = lstatSync(new URL(name, folder))
    return `${name} ${size} ${mtimeMs}`
  })
  return createHash('sha256').update(stamps.join('\n')).digest('hex')
}
