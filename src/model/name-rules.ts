import type { ScalarNode, Span } from '../spec/node.js'
import type { Problems } from '../spec/problems.js'
import { quoted } from '../spec/wording.js'
import type { Building } from './drafts.js'
import { dangerousNames, systemColumns, takenTypes } from './reserved.js'

/** Longest name that PostgreSQL keeps whole (NAMEDATALEN - 1). */
export const LONGEST_NAME = 63

/** Notes a name that PostgreSQL would cut. */
export function checkLength(problems: Problems, span: Span, name: string): void {
  const bytes = Buffer.byteLength(name)
  if (bytes <= LONGEST_NAME) return
  const message = `${quoted(name)} is ${bytes} bytes long; PostgreSQL keeps ${LONGEST_NAME}`
  problems.add('DB305', span, message, 'shorten it')
}

/** Notes a model or enum whose TypeScript type would hide one that the generated code needs. */
export function checkTypeName({ problems }: Building, { text, span }: ScalarNode, what: string): void {
  if (!takenTypes.has(text)) return
  const hint = what === 'model' ? `name the model otherwise, and its table with "table"` : 'name it otherwise'
  problems.add('DB302', span, `${what} ${quoted(text)} has the name of a type that generated code needs`, hint)
}

/** Notes a property name that would change what an object is. */
export function checkProperty({ problems }: Building, name: string, span: Span, what: string): void {
  if (!dangerousNames.has(name)) return
  problems.add('DB306', span, `${what} cannot be called ${quoted(name)}: every JavaScript object has that already`)
}

/** Notes a column name that PostgreSQL does not allow in any table. */
export function checkColumnName(building: Building, node: ScalarNode): void {
  checkLength(building.problems, node.span, node.text)
  checkProperty(building, node.text, node.span, 'a column')
  if (!systemColumns.has(node.text)) return
  building.problems.add('DB302', node.span, `every table of PostgreSQL has a system column ${quoted(node.text)} already`)
}
