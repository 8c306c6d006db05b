import type { SchemaDifference } from '../schema/differences.js'

/** One thing that is not what the migrations lead to. */
export interface Drift {
  /** `table`, `column`, `constraint`, `index`, `view`, `function`, `trigger`, `policy`, `grant`, `owner`, `comment` and so on. */
  readonly kind: string
  /** `posts.title`, `posts_title_key on posts` */
  readonly name: string
  readonly state: 'missing' | 'unexpected' | 'changed'
  /** What is wrong with it, behind its name: `type is text, expected character varying(200)`. */
  readonly message: string
}

/** The differences of schemas as drift: columns, constraints and indexes by names of their own. */
export function schemaDrift(differences: readonly SchemaDifference[]): Drift[] {
  return differences.flatMap((difference) => {
    const { kind, name, part, state } = difference
    if (part === undefined) return [{ kind, name, state, message: plainMessage(state) }]
    // Columns stand in the order of their names: another one says only that one is missing or not expected.
    return part === 'order of columns' ? [] : partDrift(difference, part)
  })
}

function plainMessage(state: Drift['state']): string {
  return state === 'missing' ? 'is missing' : 'is not expected'
}

function partDrift(difference: SchemaDifference, part: string): Drift[] {
  const { kind, name, state } = difference
  const [, word = '', own = ''] = /^(column|unique|foreign key|check|exclusion|index|partition) (.*)$/s.exec(part) ?? []
  if (part === 'comment') return [{ kind: 'comment', name: `${kind} ${name}`, ...commentChange(difference) }]
  if (part === 'primary key') return keyDrift(difference)
  if (word === '') return [{ kind, name, state: 'changed', message: `${part} ${valueChange(difference)}` }]
  const named =
    word === 'column'
      ? { kind: word, name: `${name}.${own}` }
      : word === 'index' || word === 'partition'
        ? { kind: word, name: `${own} on ${name}` }
        : { kind: 'constraint', name: `${own} on ${name}` }
  if (state !== 'changed') return [{ ...named, state, message: plainMessage(state) }]
  return changedFields(difference).map(([field, change]) =>
    field === 'comment'
      ? { kind: 'comment', name: `${word} ${named.name}`, state, message: change }
      : { ...named, state, message: `${field} ${change}` },
  )
}

/** A table has one primary key at most: it is missing, not expected or other. */
function keyDrift(difference: SchemaDifference): Drift[] {
  const { name, expected, actual } = difference
  const named = { kind: 'constraint', name: `primary key of ${name}` }
  if (expected === undefined) return [{ ...named, state: 'unexpected', message: plainMessage('unexpected') }]
  if (actual === undefined) return [{ ...named, state: 'missing', message: plainMessage('missing') }]
  return changedFields(difference).map(([field, change]) => ({
    ...named,
    state: 'changed',
    message: `${field} ${change}`,
  }))
}

function commentChange({ expected, actual }: SchemaDifference): Pick<Drift, 'state' | 'message'> {
  if (actual === undefined) return { state: 'missing', message: plainMessage('missing') }
  if (expected === undefined) return { state: 'unexpected', message: plainMessage('unexpected') }
  return { state: 'changed', message: `is ${actual}, expected ${expected}` }
}

function valueChange({ expected, actual }: SchemaDifference): string {
  return `is ${plain(parse(actual))}, expected ${plain(parse(expected))}`
}

/** The fields of a column, a constraint or an index that are not the same, with what they are. */
function changedFields({ expected, actual }: SchemaDifference): [string, string][] {
  const [wanted, found] = [record(parse(expected)), record(parse(actual))]
  const fields = [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
  return fields
    .filter((field) => JSON.stringify(wanted[field]) !== JSON.stringify(found[field]))
    .map((field) => [words(field), `is ${plain(found[field])}, expected ${plain(wanted[field])}`])
}

/** `targetColumns` as `target columns`; `sql` is what a check says. */
function words(field: string): string {
  return field === 'sql' ? 'expression' : field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function parse(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json)
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
