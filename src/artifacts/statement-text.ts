import { createHash } from 'node:crypto'
import { breakable, stringLiteral } from './typescript-text.js'

/** PostgreSQL cuts names of prepared statements beyond this many bytes, and pg warns. */
const MAX_NAME = 63

/** The name under which a statement is prepared: `Post.findById`, shortened with a hash where it is too long. */
export function statementName(type: string, method: string): string {
  const name = `${type}.${method}`
  if (Buffer.byteLength(name) <= MAX_NAME) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${Buffer.from(name)
    .subarray(0, MAX_NAME - 9)
    .toString()
    .replace(/\uFFFD/g, '')}_${hash}`
}

/** What `variable` is set to: `defineStatement("Post.findById", `select ...`, toPost)`; `sql` is the inside of a template literal. */
export function statementDefinition(variable: string, name: string, sql: string, decode: string | undefined): string {
  const call = decode === undefined ? 'defineCommand(' : 'defineStatement('
  const text = `\`${sql}\``
  const items = [stringLiteral(name), text, ...(decode === undefined ? [] : [decode])]
  return sql.includes('\n')
    ? spread(call, items)
    : breakable(call, items, ')', { used: `const ${variable} = ;`.length })
}

function spread(call: string, items: readonly string[]): string {
  return `${call}\n${items.map((item) => `  ${item},\n`).join('')})`
}
