import { createHash } from 'node:crypto'
import { breakable, propertyName, stringLiteral } from './typescript-text.js'

/** PostgreSQL cuts names of prepared statements beyond this many bytes, and pg warns. */
const MAX_NAME = 63

/** What a parameter is called, and how it is sent: `id`, `bigintAsString`. */
export interface Parameter {
  readonly name: string
  readonly encoder: string
}

/**
 * The name under which a statement is prepared: `Post.findById`, shortened with a hash where it is longer than `max` bytes.
 */
export function statementName(type: string, method: string, max = MAX_NAME): string {
  const name = `${type}.${method}`
  if (Buffer.byteLength(name) <= max) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${Buffer.from(name)
    .subarray(0, max - 9)
    .toString()
    .replace(/\uFFFD/g, '')}_${hash}`
}

/** The name of a query with several statements: room is left for their numbers. */
export function queryName(type: string, method: string): string {
  return statementName(type, method, MAX_NAME - 5)
}

/** What `variable` is set to: `defineStatement("Post.findById", `select ...`, { id: bigintAsString })`; `sql` is the inside of a template literal. */
export function statementDefinition(
  variable: string,
  name: string,
  sql: string,
  parameters: readonly Parameter[],
): string {
  const encoders = parameters.map(({ name: parameter, encoder }) => {
    const property = propertyName(parameter)
    return property === encoder ? property : `${property}: ${encoder}`
  })
  const text = `\`${sql}\``
  const isLong = sql.includes('\n')
  const object = breakable('{', encoders, '}', { indent: isLong ? 2 : 0, used: 1, spaced: true })
  const items = [stringLiteral(name), text, ...(parameters.length === 0 ? [] : [object])]
  if (isLong) return `defineStatement(\n${items.map((item) => `  ${item},\n`).join('')})`
  return breakable('defineStatement(', items, ')', { used: `const ${variable} = ;`.length })
}
