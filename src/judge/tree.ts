import { ident } from '../schema/quote.js'
import type { QualifiedName } from '../schema/schema.js'
import { at, functionName, listOf, stringOf } from '../spec/sql-tree.js'
import type { SaidColumn, SaidConstraint } from './action.js'

/** The table that a node names; what names no schema is in `public`. */
export function tableOf(node: unknown): QualifiedName {
  return { schema: textOf(node, 'schemaname') || 'public', name: textOf(node, 'relname') }
}

/** What a list of names says: `billing`, `invoices`. */
export function nameOf(list: unknown): QualifiedName {
  const names = listOf(list).map(stringOf)
  return { schema: names.at(-2) ?? 'public', name: names.at(-1) ?? '' }
}

/** A field that is text; empty without it. */
export function textOf(node: unknown, key: string): string {
  const value = at(node, key)
  return typeof value === 'string' ? value : ''
}

/** The names of a list of strings. */
export function stringsOf(list: unknown): string[] {
  return listOf(list).map(stringOf)
}

/** What PostgreSQL's own names for types are in SQL. */
const typeNames: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  bpchar: 'character',
  varbit: 'bit varying',
}

const timeTypes: Readonly<Record<string, readonly [string, string]>> = {
  timestamptz: ['timestamp', ' with time zone'],
  timestamp: ['timestamp', ' without time zone'],
  timetz: ['time', ' with time zone'],
  time: ['time', ' without time zone'],
}

/** A type as `format_type` prints it. */
export function typeOf(node: unknown): string {
  const names = stringsOf(at(node, 'names'))
  const last = names.at(-1) ?? ''
  const schema = names.length > 1 ? names[0] : undefined
  const modifiers = listOf(at(node, 'typmods')).map((modifier) => String(numberOf(modifier)))
  const numbers = modifiers.length > 0 ? `(${modifiers.join(',')})` : ''
  const [before, after] = own(timeTypes, last) ?? [own(typeNames, last) ?? quotedWhereNeeded(last), '']
  const prefix = schema === undefined || schema === 'pg_catalog' || schema === 'public' ? '' : `${ident(schema)}.`
  return `${prefix}${before}${numbers}${after}${listOf(at(node, 'arrayBounds')).length > 0 ? '[]' : ''}`
}

/** Names of types are not quoted for being words of SQL, as most of those are types. */
function quotedWhereNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : ident(name)
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function numberOf(constant: unknown): number {
  const value = at(at(at(constant, 'A_Const'), 'ival'), 'ival')
  return typeof value === 'number' ? value : 0
}

/** The column that a definition describes. */
export function columnOf(definition: unknown): SaidColumn {
  const all = listOf(at(definition, 'constraints')).map((one) => at(one, 'Constraint'))
  const kinds = all.map((one) => textOf(one, 'contype'))
  const fallback = all.find((one) => at(one, 'contype') === 'CONSTR_DEFAULT')
  const generated = all.find((one) => at(one, 'contype') === 'CONSTR_GENERATED')
  const name = textOf(definition, 'colname')
  return {
    name,
    type: typeOf(at(definition, 'typeName')),
    isRequired: kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY'),
    hasDefault: fallback !== undefined,
    default: at(fallback, 'raw_expr'),
    isIdentity: kinds.includes('CONSTR_IDENTITY'),
    generated: generated === undefined ? undefined : textOf(generated, 'generated_kind') === 'v' ? 'virtual' : 'stored',
    constraints: all.flatMap((one) => constraintOf(one, [name]) ?? []),
  }
}

const constraintKinds: Readonly<Record<string, SaidConstraint['kind']>> = {
  CONSTR_PRIMARY: 'primary key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'not null',
}

/** The constraint that a node describes; undefined for what is none, such as a default. `own` are the columns of one written with a column. */
export function constraintOf(node: unknown, own: readonly string[]): SaidConstraint | undefined {
  const kind = constraintKinds[textOf(node, 'contype')]
  if (kind === undefined) return undefined
  const keys = stringsOf(at(node, kind === 'foreign key' ? 'fk_attrs' : 'keys'))
  const target = at(node, 'pktable')
  return {
    kind,
    name: textOf(node, 'conname') || undefined,
    columns: keys.length > 0 ? keys : own,
    expression: at(node, 'raw_expr'),
    isNotValid: at(node, 'skip_validation') === true,
    index: textOf(node, 'indexname') || undefined,
    target: target === undefined ? undefined : tableOf(target),
    onDelete: textOf(node, 'fk_del_action') === 'n' ? 'set null' : 'other',
    onUpdate: textOf(node, 'fk_upd_action') === 'n' ? 'set null' : 'other',
    setColumns: stringsOf(at(node, 'fk_del_set_cols')),
    nullsNotDistinct: at(node, 'nulls_not_distinct') === true,
  }
}

/** The names of the columns that an expression mentions. */
export function columnsIn(tree: unknown): Set<string> {
  const found = new Set<string>()
  visit(tree, (key, node) => {
    const fields = listOf(at(node, 'fields'))
    if (key === 'ColumnRef' && fields.length > 0) found.add(stringOf(fields.at(-1)))
  })
  return found
}

/** The functions that an expression calls, without their schema. */
export function functionsIn(tree: unknown): string[] {
  const found: string[] = []
  visit(tree, (key, node) => {
    if (key === 'FuncCall') found.push(functionName(node))
  })
  return found
}

/** Whether a tree has a node of this kind in it. */
export function hasNode(tree: unknown, kind: string): boolean {
  let isThere = false
  visit(tree, (key) => {
    if (key === kind) isThere = true
  })
  return isThere
}

/** Calls `see` for every field of every node. */
export function visit(tree: unknown, see: (key: string, node: unknown) => void): void {
  if (Array.isArray(tree)) for (const child of tree) visit(child, see)
  else if (typeof tree === 'object' && tree !== null) {
    for (const [key, node] of Object.entries(tree)) {
      see(key, node)
      visit(node, see)
    }
  }
}
