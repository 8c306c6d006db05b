import type { ParsedStatement } from '../spec/sql-statements.js'
import { at, functionName, listOf, stringOf } from '../spec/sql-tree.js'
import type { Action } from './action.js'
import { readAlterTable } from './read-alter.js'
import {
  readAlterDomain,
  readAlterEnum,
  readAlterSequence,
  readDrop,
  readRename,
  readSetSchema,
} from './read-objects.js'
import { readRows } from './read-rows.js'
import { columnOf, constraintOf, nameOf, stringsOf, tableOf, textOf } from './tree.js'

/** What a statement does; one that no rule is about is `other`. */
export function readStatement({ kind, node }: ParsedStatement): readonly Action[] {
  return (Object.hasOwn(readers, kind) ? readers[kind]?.(node) : undefined) ?? [{ kind: 'other' }]
}

const opaque = (what: string) => (): Action[] => [{ kind: 'opaque', what }]

const outside = (what: string) => (): Action[] => [{ kind: 'outside', what }]

const readers: Readonly<Record<string, (node: unknown) => Action[]>> = {
  AlterTableStmt: readAlterTable,
  DropStmt: readDrop,
  RenameStmt: readRename,
  AlterObjectSchemaStmt: readSetSchema,
  AlterEnumStmt: readAlterEnum,
  AlterDomainStmt: readAlterDomain,
  AlterSeqStmt: readAlterSequence,
  CreateStmt: readCreateTable,
  CreateTableAsStmt: readCreateAs,
  IndexStmt: readCreateIndex,
  ReindexStmt: (node) => [
    {
      kind: 'reindex',
      what: textOf(at(node, 'relation'), 'relname'),
      concurrently: hasOption(node, 'params', 'concurrently'),
    },
  ],
  CreatePolicyStmt: (node) => [
    { kind: 'create policy', table: tableOf(at(node, 'table')), name: textOf(node, 'policy_name') },
  ],
  CreateEnumStmt: (node) => [
    { kind: 'create type', type: nameOf(at(node, 'typeName')), values: stringsOf(at(node, 'vals')) },
  ],
  CreateDomainStmt: (node) => [
    {
      kind: 'create domain',
      domain: nameOf(at(node, 'domainname')),
      hasConstraint: listOf(at(node, 'constraints')).some(
        (one) => constraintOf(at(one, 'Constraint'), [])?.kind === 'check',
      ),
    },
  ],
  CreateExtensionStmt: (node) => [
    { kind: 'create object', object: 'extension', name: { schema: 'public', name: textOf(node, 'extname') } },
  ],
  ViewStmt: (node) => [{ kind: 'create object', object: 'view', name: tableOf(at(node, 'view')) }],
  CreateFunctionStmt: (node) => [{ kind: 'create object', object: 'function', name: nameOf(at(node, 'funcname')) }],
  CreateSeqStmt: (node) => [{ kind: 'create object', object: 'sequence', name: tableOf(at(node, 'sequence')) }],
  CreateTrigStmt: (node) => [
    {
      kind: 'create object',
      object: 'trigger',
      name: { ...tableOf(at(node, 'relation')), name: textOf(node, 'trigname') },
    },
    { kind: 'change table', table: tableOf(at(node, 'relation')) },
  ],
  InsertStmt: (node) => readRows('insert', node),
  UpdateStmt: (node) => readRows('update', node),
  DeleteStmt: (node) => readRows('delete', node),
  MergeStmt: (node) => readRows('merge', node),
  CopyStmt: (node) => (at(node, 'is_from') === true ? readRows('copy', node) : [{ kind: 'other' }]),
  SelectStmt: readSelect,
  TruncateStmt: (node) =>
    listOf(at(node, 'relations')).map((one) => ({
      kind: 'truncate',
      table: tableOf(at(one, 'RangeVar')),
      cascade: at(node, 'behavior') === 'DROP_CASCADE',
    })),
  LockStmt: (node) =>
    listOf(at(node, 'relations')).map((one) => ({ kind: 'lock table', table: tableOf(at(one, 'RangeVar')) })),
  RefreshMatViewStmt: (node) => [
    { kind: 'refresh view', view: tableOf(at(node, 'relation')), concurrently: at(node, 'concurrent') === true },
  ],
  VariableSetStmt: (node) => [
    {
      kind: 'set',
      name: textOf(node, 'name') || 'all',
      isLocal: at(node, 'is_local') === true,
      isReset: textOf(node, 'kind').startsWith('VAR_RESET') || at(node, 'kind') === 'VAR_SET_DEFAULT',
    },
  ],
  TransactionStmt: () => [{ kind: 'control transaction' }],
  DoStmt: opaque('a DO block'),
  CallStmt: opaque('a call of a procedure'),
  ExecuteStmt: opaque('a prepared statement'),
  DropdbStmt: (node) => [{ kind: 'drop database', name: textOf(node, 'dbname') }],
  VacuumStmt: readVacuum,
  ClusterStmt: (node) => [{ kind: 'rewrite table', table: tableOf(at(node, 'relation')), how: 'cluster' }],
  CreatedbStmt: outside('create database'),
  AlterSystemStmt: outside('alter system'),
  CreateTableSpaceStmt: outside('create tablespace'),
  DropTableSpaceStmt: outside('drop tablespace'),
  CreateSubscriptionStmt: outside('create subscription'),
}

function readCreateTable(node: unknown): Action[] {
  const parts = listOf(at(node, 'tableElts'))
  const inherited = listOf(at(node, 'inhRelations')).map((one) => at(one, 'RangeVar'))
  const bound = at(node, 'partbound')
  return [
    {
      kind: 'create table',
      table: tableOf(at(node, 'relation')),
      columns: parts.flatMap((part) => (at(part, 'ColumnDef') === undefined ? [] : [columnOf(at(part, 'ColumnDef'))])),
      constraints: parts.flatMap((part) => constraintOf(at(part, 'Constraint'), []) ?? []),
      parent: bound === undefined || inherited.length === 0 ? undefined : tableOf(inherited[0]),
      isPartitioned: at(node, 'partspec') !== undefined,
      isDefault: at(bound, 'is_default') === true,
    },
  ]
}

function readCreateAs(node: unknown): Action[] {
  const table = tableOf(at(at(node, 'into'), 'rel'))
  if (at(node, 'objtype') === 'OBJECT_MATVIEW')
    return [{ kind: 'create object', object: 'materialized view', name: table }]
  const empty = { columns: [], constraints: [], parent: undefined, isPartitioned: false, isDefault: false }
  return [{ kind: 'create table', table, ...empty }]
}

function readCreateIndex(node: unknown): Action[] {
  const relation = at(node, 'relation')
  const terms = listOf(at(node, 'indexParams')).map((one) => at(one, 'IndexElem'))
  return [
    {
      kind: 'create index',
      table: tableOf(relation),
      name: textOf(node, 'idxname') || undefined,
      columns: terms.map((term) => textOf(term, 'name')).filter((name) => name !== ''),
      terms: terms.length,
      unique: at(node, 'unique') === true,
      concurrently: at(node, 'concurrent') === true,
      ifNotExists: at(node, 'if_not_exists') === true,
      isOnly: at(relation, 'inh') !== true,
    },
  ]
}

/** A SELECT may write by WITH, make a table by INTO, or set a sequence. */
function readSelect(node: unknown): Action[] {
  const into = at(node, 'intoClause')
  if (into !== undefined) return readCreateAs({ into })
  const call = listOf(at(node, 'targetList')).map((one) => at(at(at(one, 'ResTarget'), 'val'), 'FuncCall'))[0]
  if (functionName(call) === 'setval') {
    const [first] = listOf(at(call, 'args'))
    const constant = at(at(first, 'TypeCast'), 'arg') ?? first
    const text = at(at(at(constant, 'A_Const'), 'sval'), 'sval')
    return [{ kind: 'set sequence', sequence: typeof text === 'string' ? text : stringOf(constant) }]
  }
  if (functionName(call) === 'set_config') return [readSetConfig(listOf(at(call, 'args')))]
  return readRows('select', node)
}

/** `set_config('search_path', '', false)`, which is SET as a function. */
function readSetConfig([name, , isLocal]: readonly unknown[]): Action {
  const text = at(at(at(name, 'A_Const'), 'sval'), 'sval')
  const local = at(at(at(isLocal, 'A_Const'), 'boolval'), 'boolval') === true
  return { kind: 'set', name: typeof text === 'string' ? text : 'a setting', isLocal: local, isReset: false }
}

function readVacuum(node: unknown): Action[] {
  const isFull = hasOption(node, 'options', 'full')
  const tables = listOf(at(node, 'rels')).map((one) => tableOf(at(at(one, 'VacuumRelation'), 'relation')))
  if (at(node, 'is_vacuumcmd') !== true) return [{ kind: 'other' }]
  const full = tables.map((table): Action => ({ kind: 'rewrite table', table, how: 'vacuum full' }))
  return [{ kind: 'outside', what: 'vacuum' }, ...(isFull ? full : [])]
}

function hasOption(node: unknown, list: string, name: string): boolean {
  return listOf(at(node, list)).some((option) => at(at(option, 'DefElem'), 'defname') === name)
}
