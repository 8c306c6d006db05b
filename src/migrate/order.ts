import type { QualifiedName, Table } from '../schema/schema.js'
import type { Change, ChangeOf } from './change.js'

/**
 * The rank of each kind: what others need comes first, what needs others last. Within a rank the order of the spec stays,
 * but tables follow the tables that they refer to.
 */
const ranks: Readonly<Record<Change['kind'], number>> = {
  dropForeignKey: 0,
  dropIndex: 1,
  dropCheck: 1,
  dropUnique: 1,
  dropTable: 2,
  dropColumn: 3,
  dropEnum: 4,
  removeEnumValue: 4,
  dropSchema: 5,
  dropExtension: 6,
  createExtension: 7,
  createSchema: 8,
  createEnum: 9,
  addEnumValue: 9,
  setEnumComment: 9,
  createTable: 10,
  addColumn: 11,
  alterColumn: 11,
  setTableComment: 11,
  addUnique: 12,
  addCheck: 12,
  createIndex: 13,
  addForeignKey: 14,
}

/** The changes in an order that a database can run; the same changes always give the same order. */
export function orderChanges(changes: readonly Change[]): Change[] {
  const ranked = [...changes].sort((a, b) => ranks[a.kind] - ranks[b.kind])
  const created = ranked.filter((change) => change.kind === 'createTable')
  const sorted = sortTables(created)
  return ranked.map((change) => (change.kind === 'createTable' ? (sorted.shift() ?? change) : change))
}

/** Referenced tables first; a cycle is entered at the table that the spec names first. */
function sortTables(created: readonly ChangeOf<'createTable'>[]): ChangeOf<'createTable'>[] {
  const sorted: ChangeOf<'createTable'>[] = []
  const visited = new Set<ChangeOf<'createTable'>>()
  const visit = (change: ChangeOf<'createTable'>): void => {
    if (visited.has(change)) return
    visited.add(change)
    for (const target of targetsOf(change.table)) {
      const needed = created.find(({ table }) => isSame(table, target))
      if (needed !== undefined) visit(needed)
    }
    sorted.push(change)
  }
  created.forEach(visit)
  return sorted
}

function targetsOf(table: Table): readonly QualifiedName[] {
  return table.foreignKeys.map(({ target }) => target)
}

function isSame(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name
}
