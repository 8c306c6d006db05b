import type { Kind } from './lossless-kinds.js'
import type { Column, Literal } from './lossless-world.js'

/** A query of a client that knows nothing of the generated code. Every column that it selects is text. */
export type Oracle = (sql: string, parameters?: readonly unknown[]) => Promise<Record<string, string | null>[]>

/** A value as PostgreSQL prints it, with arrays as arrays; as JSON text, which `valueFrom` reads. */
export function printed({ kind, dimensions }: Column, sql: string): string {
  const cast = kind.isCastOther === true ? '' : dimensions > 0 ? '::text[]' : '::text'
  return `to_json((${sql})${cast})::text`
}

/** What PostgreSQL prints of each literal, without a table. */
export async function printLiterals(
  oracle: Oracle,
  columns: readonly Column[],
  cells: readonly (Literal | undefined)[],
): Promise<Record<string, string | null>> {
  if (columns.length === 0) return {}
  const list = columns.map((column, index) => {
    const type = `${column.kind.type}${'[]'.repeat(column.dimensions)}`
    return `${printed(column, `$${index + 1}::text::${type}`)} as ${column.name}`
  })
  const parameters = columns.map((column, index) => inputText(column, cells[index] ?? null))
  const [row = {}] = await oracle(`select ${list.join(', ')}`, parameters)
  return row
}

/** What stands in a table, in the order of `n`. */
export async function printRows(
  oracle: Oracle,
  table: string,
  columns: readonly Column[],
): Promise<Record<string, string | null>[]> {
  const list = columns.map((column) => `${printed(column, column.name)} as ${column.name}`)
  return oracle(`select ${[...list, 'n::text'].join(', ')} from ${table} order by n`)
}

/** The value of TypeScript for what `printed` printed. */
export function valueFrom({ kind }: Column, json: string | null): unknown {
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read)
    return typeof value === 'string' ? kind.read(value) : value
  }
  return json === null ? null : read(JSON.parse(json))
}

/** The value of TypeScript for a literal. */
export function givenOf(kind: Kind, cell: Literal): unknown {
  if (cell === null) return null
  if (typeof cell === 'string') return kind.read(cell)
  return cell.map((member) => givenOf(kind, member))
}

function inputText(column: Column, cell: Literal): string | null {
  if (cell === null || isNull(column, cell)) return null
  return typeof cell === 'string' ? cell : arrayText(column, cell)
}

/** The document `null` only exists where NULL does not: null is what both are in TypeScript. */
function isNull({ kind, dimensions, nullable }: Column, cell: Literal): boolean {
  return typeof cell === 'string' && (nullable || dimensions > 0) && kind.read(cell) === null
}

function arrayText(column: Column, cells: readonly Literal[]): string {
  const members = cells.map((cell) => {
    if (cell === null || isNull(column, cell)) return 'NULL'
    return typeof cell === 'string' ? `"${cell.replaceAll(/["\\]/g, '\\$&')}"` : arrayText(column, cell)
  })
  return `{${members.join(column.kind.type === 'box' ? ';' : ',')}}`
}
