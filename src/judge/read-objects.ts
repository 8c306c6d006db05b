import type { QualifiedName } from '../schema/schema.js'
import { at, isObject, listOf, stringOf } from '../spec/sql-tree.js'
import type { Action, ObjectKind } from './action.js'
import { nameOf, tableOf, textOf } from './tree.js'

const objectKinds: Readonly<Record<string, ObjectKind>> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_SCHEMA: 'schema',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_AGGREGATE: 'function',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
}

function kindOf(type: string): ObjectKind {
  return (Object.hasOwn(objectKinds, type) ? objectKinds[type] : undefined) ?? 'other'
}

/** `OBJECT_FOREIGN_TABLE` as SQL says it: `foreign table`. */
function wordOf(type: string): string {
  return type
    .replace(/^OBJECT_/, '')
    .replace('MATVIEW', 'MATERIALIZED VIEW')
    .replaceAll('_', ' ')
    .toLowerCase()
}

/** DROP, an action for each object that it names. */
export function readDrop(node: unknown): Action[] {
  const type = textOf(node, 'removeType')
  const cascade = at(node, 'behavior') === 'DROP_CASCADE'
  return listOf(at(node, 'objects')).map((object): Action => {
    const names = namesOf(object)
    const name = { schema: names.at(-2) ?? 'public', name: names.at(-1) ?? '' }
    if (type === 'OBJECT_TABLE') return { kind: 'drop table', table: name, cascade }
    if (type === 'OBJECT_INDEX')
      return { kind: 'drop index', index: name, concurrently: at(node, 'concurrent') === true, cascade }
    if (type === 'OBJECT_POLICY') {
      const table = { schema: names.at(-3) ?? 'public', name: names.at(-2) ?? '' }
      return { kind: 'drop policy', table, name: name.name }
    }
    return { kind: 'drop object', object: kindOf(type), name, cascade, word: wordOf(type) }
  })
}

/** The names of an object in any of the forms in which DROP and RENAME hold it. */
function namesOf(object: unknown): string[] {
  const list = at(at(object, 'List'), 'items') ?? at(at(object, 'TypeName'), 'names')
  const names = list ?? at(at(object, 'ObjectWithArgs'), 'objname')
  return names === undefined ? [stringOf(object)] : listOf(names).map(stringOf)
}

/** ALTER ... RENAME. */
export function readRename(node: unknown): Action[] {
  const type = textOf(node, 'renameType')
  const to = textOf(node, 'newname')
  const table = tableOf(at(node, 'relation'))
  const from = textOf(node, 'subname')
  if (type === 'OBJECT_COLUMN' && at(node, 'relationType') === 'OBJECT_TABLE')
    return [{ kind: 'rename column', table, from, to }]
  if (type === 'OBJECT_TABLE') return [{ kind: 'rename table', table, to: { ...table, name: to } }]
  if (type === 'OBJECT_INDEX') return [{ kind: 'rename index', index: table, to }]
  if (type === 'OBJECT_TABCONSTRAINT') return [{ kind: 'rename constraint', table, from, to }]
  if (type === 'OBJECT_DOMCONSTRAINT' || type === 'OBJECT_ATTRIBUTE' || type === 'OBJECT_COLUMN')
    return [{ kind: 'other' }]
  const name = renamed(node, type, from)
  return [{ kind: 'rename object', object: kindOf(type), name, to: { ...name, name: to } }]
}

function renamed(node: unknown, type: string, from: string): QualifiedName {
  if (type === 'OBJECT_SCHEMA') return { schema: 'public', name: from }
  if (at(node, 'relation') !== undefined) return tableOf(at(node, 'relation'))
  const names = namesOf(at(node, 'object'))
  return { schema: names.at(-2) ?? 'public', name: names.at(-1) ?? '' }
}

/** ALTER ... SET SCHEMA. */
export function readSetSchema(node: unknown): Action[] {
  const type = textOf(node, 'objectType')
  const schema = textOf(node, 'newschema')
  const relation = at(node, 'relation')
  if (type === 'OBJECT_TABLE') {
    const table = tableOf(relation)
    return [{ kind: 'rename table', table, to: { schema, name: table.name } }]
  }
  const names = relation === undefined ? namesOf(at(node, 'object')) : []
  const name =
    relation === undefined ? { schema: names.at(-2) ?? 'public', name: names.at(-1) ?? '' } : tableOf(relation)
  return [{ kind: 'rename object', object: kindOf(type), name, to: { schema, name: name.name } }]
}

/** ALTER TYPE of an enum: a value that is new, or that is called otherwise. */
export function readAlterEnum(node: unknown): Action[] {
  const type = nameOf(at(node, 'typeName'))
  const [value, from] = [textOf(node, 'newVal'), textOf(node, 'oldVal')]
  if (from !== '') return [{ kind: 'rename value', type, from, to: value }]
  return [{ kind: 'add value', type, value, hasPlace: at(node, 'newValNeighbor') !== undefined }]
}

/** ALTER DOMAIN: what its values must fulfil from now on. */
export function readAlterDomain(node: unknown): Action[] {
  const domain = nameOf(at(node, 'typeName'))
  const subtype = textOf(node, 'subtype')
  const constraint = at(at(node, 'def'), 'Constraint')
  if (subtype === 'C') {
    const isNotValid = at(constraint, 'skip_validation') === true
    const name = textOf(constraint, 'conname') || undefined
    return [{ kind: 'constrain domain', domain, name, isNotValid, isValidation: false }]
  }
  if (subtype === 'O')
    return [{ kind: 'constrain domain', domain, name: undefined, isNotValid: false, isValidation: false }]
  if (subtype === 'V') {
    const name = textOf(node, 'name')
    return [{ kind: 'constrain domain', domain, name, isNotValid: false, isValidation: true }]
  }
  return [{ kind: 'other' }]
}

/** ALTER SEQUENCE: where it goes on, and what it can hold. */
export function readAlterSequence(node: unknown): Action[] {
  const options = listOf(at(node, 'options')).map((option) => at(option, 'DefElem'))
  const find = (name: string): unknown => options.find((option) => at(option, 'defname') === name)
  const restart = find('restart')
  const type = at(at(find('as'), 'arg'), 'TypeName')
  return [
    {
      kind: 'alter sequence',
      sequence: tableOf(at(node, 'sequence')),
      restart: restart === undefined ? undefined : numberText(at(restart, 'arg')),
      type: type === undefined ? undefined : stringOf(listOf(at(type, 'names')).at(-1)),
    },
  ]
}

/** `RESTART` alone goes back to the start. */
function numberText(argument: unknown): string {
  const whole = at(at(argument, 'Integer'), 'ival')
  const big = at(at(argument, 'Float'), 'fval')
  if (isObject(argument)) return String(whole ?? big ?? 0)
  return 'the start'
}
