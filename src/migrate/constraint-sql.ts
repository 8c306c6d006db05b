import { ident, identList, qualified } from '../schema/quote.js'
import type {
  CheckConstraint,
  Deferrable,
  ExclusionConstraint,
  ForeignKeyConstraint,
  IndexTerm,
  KeyConstraint,
  QualifiedName,
  TableIndex,
} from '../schema/schema.js'

/** `constraint users_pkey primary key (id)` */
export function keySql(
  { name, columns, include, nullsNotDistinct, deferrable }: KeyConstraint,
  kind: 'primary key' | 'unique',
): string {
  const nulls = nullsNotDistinct ? ' nulls not distinct' : ''
  return `constraint ${ident(name)} ${kind}${nulls} (${identList(columns)})${includeSql(include)}${deferrableSql(deferrable)}`
}

export function checkSql({ name, sql, notValid }: CheckConstraint): string {
  return `constraint ${ident(name)} check (${sql})${notValid === true ? ' not valid' : ''}`
}

export function foreignKeySql(foreignKey: ForeignKeyConstraint): string {
  const { name, columns, target, targetColumns, onDelete, onDeleteColumns, onUpdate } = foreignKey
  const set = onDeleteColumns === undefined ? '' : ` (${identList(onDeleteColumns)})`
  const words = [
    `constraint ${ident(name)} foreign key (${identList(columns)}) references ${qualified(target)} (${identList(targetColumns)})`,
    ...(foreignKey.match === 'full' ? [' match full'] : []),
    ...(onDelete === 'no action' ? [] : [` on delete ${onDelete}${set}`]),
    ...(onUpdate === 'no action' ? [] : [` on update ${onUpdate}`]),
    deferrableSql(foreignKey.deferrable),
    ...(foreignKey.notValid === true ? [' not valid'] : []),
  ]
  return words.join('')
}

export function exclusionSql({ name, method, terms, where, deferrable }: ExclusionConstraint): string {
  const list = terms.map((term) => `${termSql(term)} with ${term.operator}`).join(', ')
  const predicate = where === undefined ? '' : ` where (${where})`
  return `constraint ${ident(name)} exclude using ${ident(method)} (${list})${predicate}${deferrableSql(deferrable)}`
}

/** ` deferrable initially deferred`, with a blank in front; nothing where it is checked at once. */
export function deferrableSql(deferrable: Deferrable | undefined): string {
  if (deferrable === undefined) return ''
  return deferrable === 'deferred' ? ' deferrable initially deferred' : ' deferrable'
}

/** `create index posts_author_id_idx on posts (author_id);` */
export function createIndexSql(table: QualifiedName, index: TableIndex, concurrently: boolean): string {
  const head = `create ${index.unique ? 'unique ' : ''}index ${concurrently ? 'concurrently ' : ''}${ident(index.name)}`
  const method = index.method === 'btree' ? '' : ` using ${ident(index.method)}`
  const nulls = index.nullsNotDistinct === true ? ' nulls not distinct' : ''
  const options = index.options === undefined ? '' : ` with (${index.options.join(', ')})`
  const where = index.where === undefined ? '' : ` where ${index.where}`
  const include = includeSql(index.include)
  return `${head} on ${qualified(table)}${method} (${index.terms.map(termSql).join(', ')})${include}${nulls}${options}${where};`
}

/** The index of a key, built before the constraint. */
export function keyIndexOf(key: KeyConstraint): TableIndex {
  return {
    name: key.name,
    unique: true,
    method: 'btree',
    terms: key.columns.map((value) => ({ ...plainTerm, value })),
    include: key.include ?? [],
    nullsNotDistinct: key.nullsNotDistinct ? true : undefined,
    options: undefined,
    where: undefined,
  }
}

const plainTerm: Omit<IndexTerm, 'value'> = {
  kind: 'column',
  direction: 'asc',
  nulls: undefined,
  collation: undefined,
  operatorClass: undefined,
}

function includeSql(include: readonly string[] | undefined): string {
  return include === undefined || include.length === 0 ? '' : ` include (${identList(include)})`
}

function termSql({ kind, value, direction, nulls, collation, operatorClass }: IndexTerm): string {
  return [
    kind === 'column' ? ident(value) : `(${value})`,
    ...(collation === undefined ? [] : [`collate ${collation}`]),
    ...(operatorClass === undefined ? [] : [operatorClass.split('.').map(ident).join('.')]),
    ...(direction === 'desc' ? ['desc'] : []),
    ...(nulls === undefined ? [] : [`nulls ${nulls}`]),
  ].join(' ')
}
