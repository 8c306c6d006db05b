import { at, functionName, isObject, lastOf, stringOf } from './sql-tree.js'

/** The name that PostgreSQL gives a column of an expression. As FigureColname does it: the column, function or construct at the top, else the type of a cast, else `expr`. */
export function labelOf(value: unknown): string {
  return figure(value).name || 'expr'
}

interface Label {
  readonly name: string
  /** A cast and a case give way to a better name within them. */
  readonly isSure: boolean
}

const constructs: Readonly<Record<string, string>> = {
  A_ArrayExpr: 'array',
  CoalesceExpr: 'coalesce',
  RowExpr: 'row',
  GroupingFunc: 'grouping',
  JsonArrayConstructor: 'json_array',
  JsonObjectConstructor: 'json_object',
  JsonParseExpr: 'json',
  JsonScalarExpr: 'json_scalar',
  JsonSerializeExpr: 'json_serialize',
  XmlSerialize: 'xmlserialize',
}

const jsonFunctions: Readonly<Record<string, string>> = {
  JSON_EXISTS_OP: 'json_exists',
  JSON_QUERY_OP: 'json_query',
  JSON_VALUE_OP: 'json_value',
}

function figure(value: unknown): Label {
  const construct = isObject(value) ? Object.keys(value).find((key) => Object.hasOwn(constructs, key)) : undefined
  if (construct !== undefined) return sure(constructs[construct] ?? '')
  if (at(value, 'ColumnRef') !== undefined) return sure(lastOf(at(at(value, 'ColumnRef'), 'fields')))
  if (at(value, 'FuncCall') !== undefined) return sure(functionName(at(value, 'FuncCall')))
  if (at(value, 'CollateClause') !== undefined) return figure(at(at(value, 'CollateClause'), 'arg'))
  if (at(value, 'MinMaxExpr') !== undefined)
    return sure(at(at(value, 'MinMaxExpr'), 'op') === 'IS_LEAST' ? 'least' : 'greatest')
  if (at(at(value, 'A_Expr'), 'kind') === 'AEXPR_NULLIF') return sure('nullif')
  if (at(value, 'JsonFuncExpr') !== undefined)
    return sure(jsonFunctions[String(at(at(value, 'JsonFuncExpr'), 'op'))] ?? '')
  return figureInner(value)
}

/** What is named after a part of it. */
function figureInner(value: unknown): Label {
  const element = at(value, 'A_Indirection')
  if (element !== undefined) {
    const path = at(element, 'indirection')
    const field = (Array.isArray(path) ? path : []).map(stringOf).findLast((name) => name !== '')
    return field === undefined ? figure(at(element, 'arg')) : sure(field)
  }
  const cast = at(value, 'TypeCast')
  if (cast !== undefined) return better(figure(at(cast, 'arg')), lastOf(at(at(cast, 'typeName'), 'names')))
  const choice = at(value, 'CaseExpr')
  return choice === undefined ? { name: '', isSure: false } : better(figure(at(choice, 'defresult')), 'case')
}

function better(inner: Label, name: string): Label {
  return inner.isSure ? inner : { name, isSure: false }
}

function sure(name: string): Label {
  return { name, isSure: name !== '' }
}
