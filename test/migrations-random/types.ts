/** A type that columns of random specs have. */
export interface RandomType {
  readonly type: string
  /** Constants, as the spec writes them. */
  readonly defaults: readonly unknown[]
  /** Types to which its values go without a change. */
  readonly wider: readonly string[]
  /** Conditions on a column `x` that the proof can find rows for. */
  readonly checks: readonly string[]
  /** Whether it can be in a B-tree. */
  readonly isOrdered: boolean
}

const of = (type: string, defaults: readonly unknown[], more: Partial<RandomType> = {}): RandomType => ({
  type,
  defaults,
  wider: [],
  checks: [],
  isOrdered: true,
  ...more,
})

const numbers = ['x > -1000', 'x between -1000 and 30000', 'x <> 13', 'x >= -5 or x is null']
const words = ["x <> 'never'", 'length(x) < 1000', 'x is not null or 1 = 1', "x not like '%never%'"]

/** Every kind of type that a spec can say, with what can be done to its columns. */
export const types: readonly RandomType[] = [
  of('smallint', [0, -7], { checks: numbers }),
  of('integer', [0, 42], { checks: numbers }),
  of('bigint', [0, '9007199254740993'], { checks: numbers }),
  of('numeric(8, 2)', ['0.50', -3], { wider: ['numeric(12, 2)', 'numeric'], checks: numbers }),
  of('numeric', ['1.10'], { checks: numbers }),
  of('real', [1.5], { checks: numbers }),
  of('double precision', [0.25], { checks: numbers }),
  of('boolean', [true, false], { checks: ['x or not x'] }),
  of('text', ['', "it's", 'now()'], { checks: words }),
  of('varchar(20)', ['a', '\\'], { wider: ['varchar(40)', 'varchar', 'text'], checks: words }),
  of('varchar', ['é'], { wider: ['text'], checks: words }),
  of('char(3)', ['abc']),
  of('uuid', ['00000000-0000-4000-8000-000000000000']),
  of('date', ['2024-02-29', { sql: 'current_date' }], { checks: ["x > '1900-01-01'"] }),
  of('time', ['12:00']),
  of('timestamp(3)', ['2024-01-01 00:00:00'], { wider: ['timestamp(6)', 'timestamp'] }),
  of('timestamptz', [{ sql: 'now()' }], { checks: ["x > '1900-01-01'"] }),
  of('timestamptz(0)', [{ sql: 'now()' }], { wider: ['timestamptz(3)', 'timestamptz'] }),
  of('interval', ['1 day']),
  of('bytea', ['\\x00ff']),
  of('json', ['{}'], { isOrdered: false }),
  of('jsonb', ['{"a": [1]}']),
  of('inet', ['127.0.0.1']),
  of('cidr', ['10.0.0.0/8'], { wider: ['inet'] }),
  of('macaddr', ['08:00:2b:01:02:03']),
  of('point', ['(0,1)'], { isOrdered: false }),
  of('citext', ['Ann']),
  of('int4range', ['[1,5)']),
  of('text[]', [[], ['a', 'b']]),
  of('integer[]', [[1]]),
  of('numeric(8, 2)[]', [[]]),
]

/** What is known of a type; enums and what is widened are plain ordered types. */
export function typeNamed(name: string): RandomType {
  return types.find(({ type }) => type === name) ?? of(name, [])
}
