import { qualified } from '../schema/quote.js'
import type { QualifiedName } from '../schema/schema.js'
import type { Action, ActionKind, ActionOf, SaidColumn, SaidConstraint } from './action.js'
import { requiredColumns } from './required.js'
import { columnsIn } from './tree.js'
import { type KnownColumn, type KnownTable, part, type World } from './world.js'

type Appliers = { readonly [Kind in ActionKind]?: (world: World, action: ActionOf<Kind>, step: number) => void }

/** Brings the world behind an action of a step; what changes nothing that a rule asks for is left out. */
export function applyAction(world: World, action: Action, step: number): void {
  // The applier of a kind takes the actions of that kind, which the type of the table says of each entry.
  const apply = appliers[action.kind] as ((world: World, action: Action, step: number) => void) | undefined
  apply?.(world, action, step)
}

const appliers: Appliers = {
  'create table': createTable,
  'drop table': ({ tables }, { table }) => {
    tables.delete(qualified(table))
  },
  'rename table': renameTable,
  'add column': (world, { table, column }, step) => {
    const known = touch(world, table)
    known.columns.set(column.name, columnOf(column))
    for (const constraint of column.constraints) addConstraint(world, table, constraint, step)
  },
  'drop column': (world, { table, column }) => {
    const known = touch(world, table)
    known.columns.delete(column)
    for (const [name, { columns }] of known.parts) if (columns.includes(column)) known.parts.delete(name)
    const { droppedColumns } = world.chronicle
    droppedColumns.set(qualified(table), (droppedColumns.get(qualified(table)) ?? 0) + 1)
  },
  'rename column': (world, { table, from, to }) => {
    const known = touch(world, table)
    const column = known.columns.get(from)
    if (column !== undefined) known.columns.set(to, column)
    known.columns.delete(from)
    const renamed = (name: string): string => (name === from ? to : name)
    for (const one of known.parts.values()) {
      one.columns = one.columns.map(renamed)
      one.notNull = one.notNull.map(renamed)
    }
  },
  'alter type': (world, { table, column, type }) => {
    const known = touch(world, table).columns.get(column)
    if (known !== undefined) known.type = type
  },
  'set not null': (world, { table, column }) => setNullable(world, table, column, false),
  'drop not null': (world, { table, column }) => setNullable(world, table, column, true),
  'add identity': (world, { table, column }) => {
    const known = touch(world, table).columns.get(column)
    if (known !== undefined) known.isIdentity = true
  },
  'set default': (world, { table, column, value }) => {
    const known = touch(world, table).columns.get(column)
    if (known !== undefined && value === undefined) known.sequence = undefined
  },
  'add constraint': (world, { table, constraint }, step) => addConstraint(world, table, constraint, step),
  'validate constraint': (world, { table, name }, step) => {
    const known = world.tables.get(qualified(table))?.parts.get(name)
    if (known === undefined) return
    known.isValid = true
    known.step = step
  },
  'drop constraint': ({ tables }, { table, name }) => {
    tables.get(qualified(table))?.parts.delete(name)
  },
  'rename constraint': ({ tables }, { table, from, to }) => renamePart(tables.get(qualified(table)), from, to),
  'create index': (world, { table, name, columns }, step) => {
    if (name === undefined) return
    touch(world, table).parts.set(name, part('index', { columns, step }))
    world.indexTables.set(qualified({ schema: table.schema, name }), qualified(table))
  },
  'drop index': ({ tables, indexTables }, { index }) => {
    tables.get(indexTables.get(qualified(index)) ?? '')?.parts.delete(index.name)
    indexTables.delete(qualified(index))
  },
  'rename index': ({ tables, indexTables }, { index, to }) => {
    const table = indexTables.get(qualified(index))
    if (table === undefined) return
    indexTables.delete(qualified(index))
    indexTables.set(qualified({ schema: index.schema, name: to }), table)
    renamePart(tables.get(table), index.name, to)
  },
  'attach partition': ({ tables }, { table, partition, isDefault }) => {
    const known = tables.get(qualified(table))
    if (known !== undefined && isDefault) known.defaultPartition = partition
  },
  'create policy': ({ chronicle: { policies } }, { table, name }) => {
    policies.set(qualified(table), new Set([...(policies.get(qualified(table)) ?? []), name]))
  },
  'drop policy': ({ chronicle: { policies } }, { table, name }) => {
    policies.get(qualified(table))?.delete(name)
  },
  'create type': ({ made }, { type }) => {
    made.add(qualified(type))
  },
  'create domain': ({ made }, { domain }) => {
    made.add(qualified(domain))
  },
  'create object': ({ made }, { name }) => {
    made.add(qualified(name))
  },
  'rename object': ({ made }, { name, to }) => {
    if (made.delete(qualified(name))) made.add(qualified(to))
  },
  'add value': ({ newValues }, { type, value }, step) => {
    const values = newValues.get(qualified(type)) ?? new Map<string, number>()
    newValues.set(qualified(type), values.set(value, step))
  },
}

function createTable(world: World, action: ActionOf<'create table'>, step: number): void {
  const { table, columns, constraints, isPartitioned, parent, isDefault } = action
  world.tables.set(qualified(table), {
    name: table,
    columns: new Map(columns.map((column) => [column.name, columnOf(column)])),
    parts: new Map(),
    isNew: true,
    isPartitioned,
    defaultPartition: undefined,
  })
  for (const constraint of [...columns.flatMap((column) => column.constraints), ...constraints])
    addConstraint(world, table, constraint, step)
  const above = parent === undefined ? undefined : world.tables.get(qualified(parent))
  if (above !== undefined && isDefault) above.defaultPartition = table
}

function columnOf({ type, isRequired, isIdentity, generated }: SaidColumn): KnownColumn {
  const isSerial = /^(?:small|big)?serial$/.test(type)
  const nullable = !isRequired && !isIdentity && !isSerial
  return {
    type,
    nullable,
    sequence: isSerial ? '' : undefined,
    isIdentity,
    isGenerated: generated !== undefined,
    isNew: true,
  }
}

/** All that is known of it goes by its new name. */
function renameTable({ tables, indexTables, chronicle }: World, { table, to }: ActionOf<'rename table'>): void {
  const [from, target] = [qualified(table), qualified(to)]
  const known = tables.get(from)
  if (known !== undefined) {
    tables.delete(from)
    tables.set(target, { ...known, name: to })
  }
  for (const [index, owner] of indexTables) if (owner === from) indexTables.set(index, target)
  moveEntry(chronicle.policies, from, target)
  moveEntry(chronicle.droppedColumns, from, target)
}

function moveEntry<Value>(map: Map<string, Value>, from: string, to: string): void {
  const value = map.get(from)
  if (value === undefined) return
  map.delete(from)
  map.set(to, value)
}

/** What is known of a table of which nothing was known is what the migration does to it. */
function touch(world: World, table: QualifiedName): KnownTable {
  const known = world.tables.get(qualified(table))
  if (known !== undefined) return known
  const empty = {
    columns: new Map(),
    parts: new Map(),
    isNew: false,
    isPartitioned: false,
    defaultPartition: undefined,
  }
  const fresh: KnownTable = { name: table, ...empty }
  world.tables.set(qualified(table), fresh)
  return fresh
}

function setNullable(world: World, table: QualifiedName, column: string, nullable: boolean): void {
  const known = touch(world, table).columns.get(column)
  if (known !== undefined) known.nullable = nullable
}

function renamePart(table: KnownTable | undefined, from: string, to: string): void {
  const known = table?.parts.get(from)
  if (known === undefined) return
  table?.parts.delete(from)
  table?.parts.set(to, known)
}

function addConstraint(world: World, table: QualifiedName, constraint: SaidConstraint, step: number): void {
  const { kind, columns, isNotValid, expression, target } = constraint
  const known = touch(world, table)
  const all = expression === undefined ? columns : [...columnsIn(expression)]
  const name = constraint.name ?? impliedName(table, kind, all)
  const notNull = kind === 'not null' ? columns : requiredColumns(expression)
  known.parts.set(name, part(kind, { columns: all, notNull, isValid: !isNotValid, target, step }))
  if (kind === 'primary key' || kind === 'unique') {
    world.indexTables.set(qualified({ schema: table.schema, name }), qualified(table))
    if (constraint.index !== undefined) known.parts.delete(constraint.index)
  }
  if (kind === 'primary key') for (const column of columns) setNullable(world, table, column, false)
}

/** As PostgreSQL names it. */
function impliedName({ name }: QualifiedName, kind: SaidConstraint['kind'], columns: readonly string[]): string {
  if (kind === 'primary key') return `${name}_pkey`
  const endings = { unique: 'key', check: 'check', 'foreign key': 'fkey', exclude: 'excl', 'not null': 'not_null' }
  return [name, ...columns, endings[kind]].join('_')
}
