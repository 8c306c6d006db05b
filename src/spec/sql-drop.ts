import { at, listOf, stringOf } from './sql-tree.js'

/** A name as SQL takes it. */
export type Quote = (name: string) => string

/** Names of what a statement creates, and of what it says something about. */
interface Targets {
  readonly created: readonly string[]
  readonly others: readonly string[]
}

type DropOf = (node: unknown, quote: Quote) => string | undefined

/** What drops again what a statement creates; nothing where its tree does not tell. */
export function dropOf(kind: string, node: unknown, quote: Quote): string | undefined {
  return drops.get(kind)?.(node, quote)
}

const drops: ReadonlyMap<string, DropOf> = new Map<string, DropOf>([
  ['CreateFunctionStmt', dropFunction],
  ['ViewStmt', (node, quote) => `drop view ${relation(at(node, 'view'), quote)}`],
  ['CreateTableAsStmt', (node, quote) => `drop materialized view ${relation(at(at(node, 'into'), 'rel'), quote)}`],
  ['CreateTrigStmt', (node, quote) => onTable('trigger', at(node, 'trigname'), at(node, 'relation'), quote)],
  ['CreatePolicyStmt', (node, quote) => onTable('policy', at(node, 'policy_name'), at(node, 'table'), quote)],
  ['RuleStmt', (node, quote) => onTable('rule', at(node, 'rulename'), at(node, 'relation'), quote)],
  ['CompositeTypeStmt', (node, quote) => `drop type ${relation(at(node, 'typevar'), quote)}`],
  ['CreateRangeStmt', (node, quote) => `drop type ${dotted(at(node, 'typeName'), quote)}`],
  ['CreateCastStmt', dropCast],
  ['DefineStmt', dropDefined],
  ['CreateEventTrigStmt', (node, quote) => `drop event trigger ${quote(String(at(node, 'trigname')))}`],
  ['CreateStatsStmt', (node, quote) => `drop statistics ${dotted(at(node, 'defnames'), quote)}`],
  ['CreateSchemaStmt', (node, quote) => `drop schema ${quote(String(at(node, 'schemaname')))}`],
])

/** Names of objects that comments and grants can be about, compared as they are written. */
export function targetsOf(kind: string, node: unknown, quote: Quote): Targets {
  const created = (...names: readonly string[]): Targets => ({ created: names, others: [] })
  switch (kind) {
    case 'CreateFunctionStmt':
      return created(dotted(at(node, 'funcname'), quote))
    case 'ViewStmt':
      return created(relation(at(node, 'view'), quote))
    case 'CreateTableAsStmt':
      return created(relation(at(at(node, 'into'), 'rel'), quote))
    case 'CompositeTypeStmt':
      return created(relation(at(node, 'typevar'), quote))
    case 'CreateRangeStmt':
      return created(dotted(at(node, 'typeName'), quote))
    case 'DefineStmt':
      return created(dotted(at(node, 'defnames'), quote))
    case 'IndexStmt':
      return { created: [], others: [relation(at(node, 'relation'), quote)] }
    case 'CommentStmt':
      return { created: [], others: [objectName(at(node, 'object'), quote)] }
    case 'GrantStmt':
      return { created: [], others: listOf(at(node, 'objects')).map((one) => objectName(one, quote)) }
    default:
      return { created: [], others: [] }
  }
}

function objectName(object: unknown, quote: Quote): string {
  const names =
    at(at(object, 'ObjectWithArgs'), 'objname') ??
    at(at(object, 'List'), 'items') ??
    at(at(object, 'TypeName'), 'names')
  if (names !== undefined) return dotted(names, quote)
  const table = at(object, 'RangeVar')
  return table === undefined ? '' : relation(table, quote)
}

function dropFunction(node: unknown, quote: Quote): string | undefined {
  const isProcedure = at(node, 'is_procedure') === true
  const types = parametersOf(at(node, 'parameters'), isProcedure, quote)
  const name = dotted(at(node, 'funcname'), quote)
  return types === undefined ? undefined : `drop ${isProcedure ? 'procedure' : 'function'} ${name}(${types})`
}

/** What comes out of a function is no part of its name; of a procedure it is. */
function parametersOf(list: unknown, isProcedure: boolean, quote: Quote): string | undefined {
  const types = listOf(list).flatMap((one) => {
    const parameter = at(one, 'FunctionParameter')
    const mode = at(parameter, 'mode')
    if (mode === 'FUNC_PARAM_TABLE' || (mode === 'FUNC_PARAM_OUT' && !isProcedure)) return []
    const type = typeOf(at(parameter, 'argType'), quote)
    return [type !== undefined && mode === 'FUNC_PARAM_OUT' ? `out ${type}` : type]
  })
  return types.includes(undefined) ? undefined : types.join(', ')
}

function dropCast(node: unknown, quote: Quote): string | undefined {
  const [from, to] = [typeOf(at(node, 'sourcetype'), quote), typeOf(at(node, 'targettype'), quote)]
  return from === undefined || to === undefined ? undefined : `drop cast (${from} as ${to})`
}

const definable: ReadonlyMap<unknown, string> = new Map([
  ['OBJECT_TYPE', 'type'],
  ['OBJECT_COLLATION', 'collation'],
  ['OBJECT_TSCONFIGURATION', 'text search configuration'],
  ['OBJECT_TSDICTIONARY', 'text search dictionary'],
  ['OBJECT_TSPARSER', 'text search parser'],
  ['OBJECT_TSTEMPLATE', 'text search template'],
])

function dropDefined(node: unknown, quote: Quote): string | undefined {
  const name = dotted(at(node, 'defnames'), quote)
  const kind = at(node, 'kind')
  if (kind === 'OBJECT_AGGREGATE') return dropAggregate(node, name, quote)
  if (kind === 'OBJECT_OPERATOR') return dropOperator(node, quote)
  const word = definable.get(kind)
  return word && `drop ${word} ${name}`
}

function dropAggregate(node: unknown, name: string, quote: Quote): string | undefined {
  const [list, direct] = listOf(at(node, 'args'))
  if (at(at(direct, 'Integer'), 'ival') !== -1) return undefined
  const items = listOf(at(at(list, 'List'), 'items'))
  const types = parametersOf(items, false, quote)
  return types === undefined ? undefined : `drop aggregate ${name}(${items.length === 0 ? '*' : types})`
}

/** The signs of an operator stand without quotes. */
function dropOperator(node: unknown, quote: Quote): string | undefined {
  const names = listOf(at(node, 'defnames')).map(stringOf)
  const argument = (wanted: string): string | undefined => {
    const options = listOf(at(node, 'definition')).map((one) => at(one, 'DefElem'))
    const found = options.find((option) => at(option, 'defname') === wanted)
    return found === undefined ? 'none' : typeOf(at(at(found, 'arg'), 'TypeName'), quote)
  }
  const [left, right] = [argument('leftarg'), argument('rightarg')]
  if (left === undefined || right === undefined) return undefined
  const path = [...names.slice(0, -1).map(quote), names.at(-1) ?? ''].join('.')
  return `drop operator ${path} (${left}, ${right})`
}

function onTable(what: string, name: unknown, table: unknown, quote: Quote): string {
  return `drop ${what} ${quote(String(name))} on ${relation(table, quote)}`
}

function relation(table: unknown, quote: Quote): string {
  const names = [at(table, 'schemaname'), at(table, 'relname')].filter((name) => typeof name === 'string')
  return names.map(quote).join('.')
}

function dotted(names: unknown, quote: Quote): string {
  return listOf(names).map(stringOf).map(quote).join('.')
}

/** What people call the types that the parser gives other names. */
const spoken: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
}

function typeOf(type: unknown, quote: Quote): string | undefined {
  if (type === undefined || at(type, 'pct_type') === true || at(type, 'setof') === true) return undefined
  const names = listOf(at(type, 'names')).map(stringOf)
  const [schema, name = ''] = names
  // What the parser itself puts into pg_catalog is a key word, which does not stand in quotes.
  const text = names.length === 2 && schema === 'pg_catalog' ? (spoken[name] ?? name) : names.map(quote).join('.')
  return `${text}${'[]'.repeat(listOf(at(type, 'arrayBounds')).length)}`
}
