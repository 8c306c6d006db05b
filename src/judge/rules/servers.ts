import { qualified } from '../../schema/quote.js'
import { at, functionName, listOf } from '../../spec/sql-tree.js'
import type { PlacedAction } from '../action.js'
import { type Finding, isTransactional, type Scene } from '../scene.js'
import { visit } from '../tree.js'

/** What a tree has, and the first PostgreSQL that takes it. */
interface Feature {
  readonly since: number
  readonly what: string
}

const functions: ReadonlyMap<string, Feature> = new Map([
  ['any_value', { since: 16, what: 'any_value()' }],
  ['uuidv7', { since: 18, what: 'uuidv7()' }],
  ['uuidv4', { since: 18, what: 'uuidv4()' }],
  ['casefold', { since: 18, what: 'casefold()' }],
  ['to_bin', { since: 17, what: 'to_bin()' }],
  ['to_oct', { since: 17, what: 'to_oct()' }],
])

/** Parts of a tree that only newer servers read, whatever is in them. */
const nodes: ReadonlyMap<string, Feature> = new Map([
  ['JsonTable', { since: 17, what: 'json_table()' }],
  ['JsonFuncExpr', { since: 17, what: 'json_query(), json_value() or json_exists()' }],
  ['JsonObjectConstructor', { since: 16, what: 'json_object() with KEY and VALUE' }],
  ['JsonArrayConstructor', { since: 16, what: 'json_array()' }],
  ['JsonIsPredicate', { since: 16, what: 'is json' }],
  ['MergeSupportFunc', { since: 17, what: 'merge_action()' }],
])

/** Features of the statement that the oldest server of the spec does not have. */
export function newFeatures({ action, tree }: PlacedAction, { postgres, world }: Scene): Finding[] {
  const found: Feature[] = []
  visit(tree, (key, node) => {
    const known = nodes.get(key) ?? (key === 'FuncCall' ? functions.get(functionName(node)) : undefined)
    if (known !== undefined) found.push(known)
    if (key === 'Constraint') found.push(...constraintFeatures(node))
    if (key === 'AlterTableCmd' && at(node, 'subtype') === 'AT_SetExpression')
      found.push({ since: 17, what: 'set expression' })
    if (key === 'MergeStmt' && at(node, 'returningClause') !== undefined)
      found.push({ since: 17, what: 'merge ... returning' })
  })
  if (at(at(tree, 'MergeStmt'), 'returningClause') !== undefined) found.push({ since: 17, what: 'merge ... returning' })
  if (
    action.kind === 'add constraint' &&
    action.constraint.kind === 'foreign key' &&
    action.constraint.isNotValid &&
    world.tables.get(qualified(action.table))?.isPartitioned === true
  )
    found.push({ since: 18, what: 'a foreign key of a partitioned table that is not valid' })
  const words = new Map(found.filter(({ since }) => since > postgres).map((feature) => [feature.what, feature]))
  return [...words.values()].map(({ what, since }) => ({
    code: 'HZ803',
    subject: what,
    message: `${what} needs PostgreSQL ${since}, and migrations are for ${postgres} and up`,
    fix: `write it otherwise, or "postgres: ${since}" at the top of the spec if every server has it`,
  }))
}

function constraintFeatures(node: unknown): Feature[] {
  const kind = at(node, 'contype')
  const found: Feature[] = []
  if (kind === 'CONSTR_GENERATED' && at(node, 'generated_kind') === 'v')
    found.push({ since: 18, what: 'a virtual generated column' })
  if (kind === 'CONSTR_NOTNULL' && (at(node, 'skip_validation') === true || listOf(at(node, 'keys')).length > 0))
    found.push({ since: 18, what: 'a NOT NULL constraint of a table' })
  if (at(node, 'without_overlaps') === true || at(node, 'fk_with_period') === true)
    found.push({ since: 18, what: 'a key without overlaps' })
  const isEnforced = at(node, 'is_enforced')
  if ((kind === 'CONSTR_CHECK' || kind === 'CONSTR_FOREIGN') && isEnforced !== true)
    found.push({ since: 18, what: 'a constraint that is not enforced' })
  return found
}

/** A value of an enum that the same transaction added: PostgreSQL refuses to use it before the commit. */
export function usedTooEarly({ action, tree }: PlacedAction, scene: Scene): Finding[] {
  if (!isTransactional(scene) || action.kind === 'add value') return []
  const { newValues, made } = scene.world
  const fresh = [...newValues].flatMap(([type, values]) =>
    [...values].filter(([, step]) => step === scene.step).map(([value]) => ({ type, value })),
  )
  const early = fresh.filter(({ type }) => !(made.has(type) && scene.postgres >= 17))
  if (early.length === 0) return []
  const used = new Set<unknown>()
  visit(tree, (key, node) => {
    if (key === 'sval') used.add(at(node, 'sval'))
  })
  return early
    .filter(({ value }) => used.has(value))
    .map(({ type, value }) => ({
      code: 'HZ609',
      subject: type,
      message: `'${value}' cannot be used before the transaction that added it is committed`,
      fix: 'add the value in a step of its own, in front of this one',
    }))
}
