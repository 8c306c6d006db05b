import type { QualifiedName } from '../schema/schema.js'
import { at, listOf } from '../spec/sql-tree.js'
import type { Action } from './action.js'
import { columnOf, constraintOf, tableOf, textOf, typeOf } from './tree.js'

/** The parts of ALTER TABLE, each an action of its own. */
export function readAlterTable(node: unknown): Action[] {
  const table = tableOf(at(node, 'relation'))
  const isOnly = at(at(node, 'relation'), 'inh') !== true
  const isTable = at(node, 'objtype') === 'OBJECT_TABLE'
  // Indexes, views and sequences have an ALTER with the same parts, and none of them concerns rows.
  if (!isTable) return [{ kind: 'other' }]
  return listOf(at(node, 'cmds')).map((part) => readPart(table, at(part, 'AlterTableCmd'), isOnly))
}

type Reader = (table: QualifiedName, name: string, part: unknown, isOnly: boolean) => Action

const readers: Readonly<Record<string, Reader>> = {
  AT_AddColumn: (table, _, part) => ({
    kind: 'add column',
    table,
    column: columnOf(at(at(part, 'def'), 'ColumnDef')),
  }),
  AT_DropColumn: (table, column, part) => ({ kind: 'drop column', table, column, cascade: cascades(part) }),
  AT_AlterColumnType: (table, column, part) => {
    const definition = at(at(part, 'def'), 'ColumnDef')
    const type = typeOf(at(definition, 'typeName'))
    return { kind: 'alter type', table, column, type, using: at(definition, 'raw_default') }
  },
  AT_SetNotNull: (table, column) => ({ kind: 'set not null', table, column }),
  AT_DropNotNull: (table, column) => ({ kind: 'drop not null', table, column }),
  AT_ColumnDefault: (table, column, part) => ({ kind: 'set default', table, column, value: at(part, 'def') }),
  AT_AddIdentity: (table, column, part) => {
    const options = listOf(at(at(at(part, 'def'), 'Constraint'), 'options')).map((option) => at(option, 'DefElem'))
    const hasStart = options.some((option) => at(option, 'defname') === 'start')
    return { kind: 'add identity', table, column, hasStart }
  },
  AT_DropIdentity: (table, column) => ({ kind: 'drop identity', table, column }),
  AT_SetExpression: (table, column) => ({ kind: 'set expression', table, column }),
  AT_AddConstraint: (table, _, part, isOnly) => {
    const constraint = constraintOf(at(at(part, 'def'), 'Constraint'), [])
    if (constraint === undefined) return { kind: 'change table', table }
    return { kind: 'add constraint', table, constraint, isOnly }
  },
  AT_ValidateConstraint: (table, name) => ({ kind: 'validate constraint', table, name }),
  AT_DropConstraint: (table, name, part) => ({ kind: 'drop constraint', table, name, cascade: cascades(part) }),
  AT_AttachPartition: (table, _, part) => {
    const partition = at(at(part, 'def'), 'PartitionCmd')
    const isDefault = at(at(partition, 'bound'), 'is_default') === true
    return { kind: 'attach partition', table, partition: tableOf(at(partition, 'name')), isDefault }
  },
  AT_DetachPartition: (table, _, part) => {
    const partition = at(at(part, 'def'), 'PartitionCmd')
    const concurrently = at(partition, 'concurrent') === true
    return { kind: 'detach partition', table, partition: tableOf(at(partition, 'name')), concurrently }
  },
  AT_SetLogged: (table) => ({ kind: 'rewrite table', table, how: 'set logged' }),
  AT_SetUnLogged: (table) => ({ kind: 'rewrite table', table, how: 'set unlogged' }),
  AT_SetTableSpace: (table) => ({ kind: 'rewrite table', table, how: 'set tablespace' }),
  AT_SetAccessMethod: (table) => ({ kind: 'rewrite table', table, how: 'set access method' }),
  AT_EnableRowSecurity: (table) => ({ kind: 'enable row security', table }),
}

function readPart(table: QualifiedName, part: unknown, isOnly: boolean): Action {
  const subtype = textOf(part, 'subtype')
  const read = Object.hasOwn(readers, subtype) ? readers[subtype] : undefined
  return read?.(table, textOf(part, 'name'), part, isOnly) ?? { kind: 'change table', table }
}

function cascades(part: unknown): boolean {
  return at(part, 'behavior') === 'DROP_CASCADE'
}
