import { familyOf } from './column-types.js'
import type { DataType } from './model.js'

interface Result {
  /** What PostgreSQL says the call returns. */
  readonly type: string
  /** Types of columns that take it, beside text. */
  readonly takers: readonly string[]
}

const stamps = [
  'timestamp with time zone',
  'timestamp without time zone',
  'date',
  'time without time zone',
  'time with time zone',
]
const moment: Result = { type: 'timestamptz', takers: stamps }
const local: Result = { type: 'timestamp', takers: stamps.filter((name) => name !== 'time with time zone') }
const day: Result = { type: 'date', takers: ['date', 'timestamp without time zone', 'timestamp with time zone'] }
const uuid: Result = { type: 'uuid', takers: ['uuid'] }
const number: Result = {
  type: 'bigint',
  takers: ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'oid'],
}
const person: Result = { type: 'name', takers: [] }

/** The functions and keywords that defaults are mostly made of. */
const results: ReadonlyMap<string, Result> = new Map([
  ['now', moment],
  ['current_timestamp', moment],
  ['clock_timestamp', moment],
  ['statement_timestamp', moment],
  ['transaction_timestamp', moment],
  ['localtimestamp', local],
  ['current_date', day],
  ['gen_random_uuid', uuid],
  ['uuidv4', uuid],
  ['uuidv7', uuid],
  ['nextval', number],
  ['current_user', person],
  ['session_user', person],
  ['current_role', person],
])

/** The type that a call returns and a column of the given type cannot store; nothing where it can, or nobody knows. */
export function misfit(sql: string, type: DataType): string | undefined {
  const [, name = ''] = /^(\w+)(?:\((?:\d*|'[^']*')\))?$/.exec(sql) ?? []
  const result = results.get(name.toLowerCase())
  if (result === undefined) return undefined
  const isTaken =
    familyOf(type) === 'text' || (type.dimensions === 0 && type.enum === undefined && result.takers.includes(type.name))
  return isTaken ? undefined : result.type
}
