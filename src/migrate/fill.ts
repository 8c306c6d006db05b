import { ident, identList, qualified } from '../schema/quote.js'
import type { QualifiedName, Table } from '../schema/schema.js'
import { addOutside, addStep, findNamed, isOffline, type Journey } from './journey.js'

const BATCH = 1000

/** What to change in which rows: the condition is no longer true of a row that was changed, so that it can be repeated. */
export interface Fill {
  readonly title: string
  /** `slug = lower(title)` */
  readonly set: string
  readonly where: string
}

/**
 * Changes rows in batches along the primary key, each in a transaction of its own: no lock is held for long, and a run
 * that was cut off goes on where it was. A table that nobody uses, or that has no key, is changed at once.
 */
export function addFill(journey: Journey, table: Table, fill: Fill): void {
  const key = batchKey(findNamed(journey.now.tables, table) ?? table)
  if (key === undefined || isOffline(journey, table)) {
    addStep(journey, fill.title, `update ${qualified(table)} set ${fill.set} where ${fill.where};`)
  } else
    addOutside(
      journey,
      fill.title,
      inBatches(table, key, (range) => updateSql(table, fill, range)),
    )
}

/** Deletes rows in batches in the same way. */
export function addDelete(journey: Journey, table: Table, title: string, where: string): void {
  const key = batchKey(findNamed(journey.now.tables, table) ?? table)
  if (key === undefined || isOffline(journey, table))
    addStep(journey, title, `delete from ${qualified(table)} where ${where};`)
  else {
    addOutside(
      journey,
      title,
      inBatches(table, key, (range) => `delete from ${qualified(table)}\n    where ${range} and ${where};`),
    )
  }
}

function updateSql(table: QualifiedName, { set, where }: Fill, range: string): string {
  return `update ${qualified(table)} set ${set}\n    where ${range} and ${where};`
}

/** The columns by which rows are taken in order: the primary key, or a unique constraint without NULL. */
function batchKey({ primaryKey, uniques, columns }: Table): readonly string[] | undefined {
  const isSure = (name: string): boolean => columns.some((column) => column.name === name && !column.nullable)
  return (
    primaryKey?.columns ?? uniques.find((key) => key.columns.every(isSure) && key.deferrable === undefined)?.columns
  )
}

/** A block that goes through the table in the order of the key. */
function inBatches(table: QualifiedName, key: readonly string[], statement: (range: string) => string): string {
  const name = qualified(table)
  const columns = identList(key)
  const variables = (place: string): string[] =>
    key.map((_, index) => `${place}${key.length === 1 ? '' : `_${index + 1}`}`)
  const [first, last] = [variables('batch_first'), variables('batch_last')]
  const declared = [...first, ...last].map((variable, index) => {
    const column = key[index % key.length] ?? ''
    return `  ${variable} ${name}.${ident(column)}%type;`
  })
  const side = (list: readonly string[]): string => (list.length === 1 ? (list[0] ?? '') : `(${list.join(', ')})`)
  const value = key.length === 1 ? columns : `(${columns})`
  const backwards = key.map((column) => `${ident(column)} desc`).join(', ')
  const range = `${value} >= ${side(first)} and ${value} <= ${side(last)}`
  const body = `
declare
${declared.join('\n')}
begin
  select ${columns} into ${first.join(', ')} from ${name} order by ${columns} limit 1;
  while ${first[0]} is not null loop
    select ${columns} into ${last.join(', ')}
    from (select ${columns} from ${name} where ${value} >= ${side(first)} order by ${columns} limit ${BATCH}) as batch
    order by ${backwards} limit 1;
    ${statement(range)}
    commit;
    select ${columns} into ${first.join(', ')} from ${name} where ${value} > ${side(last)} order by ${columns} limit 1;
  end loop;
end
`
  return `do ${dollarQuoted(`\n#variable_conflict use_variable${body}`)};`
}

/** How a step goes through a table. */
export interface Batches {
  /** As SQL writes it. */
  readonly table: string
  /** Rows of the table that are one transaction. */
  readonly size: number
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|\w+)`
const BLOCK = new RegExp(
  String.raw`^do (\$\w*\$)\n#variable_conflict use_variable\ndeclare\n {2}batch_first(?:_1)? ((?:${NAME}\.)?${NAME})\.${NAME}%type;\n`,
)

/** Reads back which table a block of this file goes through; undefined for any other SQL. */
export function batchesIn(sql: string): Batches | undefined {
  const table = BLOCK.exec(sql)?.[2]
  const size = / limit (\d+)\) as batch$/m.exec(sql)?.[1]
  return table === undefined || size === undefined ? undefined : { table, size: Number(size) }
}

/** Text between dollar signs that do not occur in it. */
export function dollarQuoted(text: string): string {
  for (let number = 0; ; number += 1) {
    const tag = number === 0 ? '$$' : `$body${number}$`
    if (!text.includes(tag)) return `${tag}${text}${tag}`
  }
}
