import { isFreeCast } from '../../migrate/free-cast.js'
import { ident, qualified } from '../../schema/quote.js'
import type { QualifiedName } from '../../schema/schema.js'
import { at } from '../../spec/sql-tree.js'
import type { ActionOf, SaidColumn } from '../action.js'
import { earlier, type Finding, later, type Rules, type Scene } from '../scene.js'
import { functionsIn, typeOf } from '../tree.js'
import { findColumn, isNewTable } from '../world.js'
import { losesValues } from './narrowing.js'

/** What types become, and which are chosen. */
export const typeRules: Rules = {
  'create table': ({ table, columns, constraints }) => {
    const keys = new Set(constraints.filter(({ kind }) => kind === 'primary key').flatMap((key) => key.columns))
    return columns.flatMap((column) => regretted(table, column, keys.has(column.name)))
  },
  'add column': ({ table, column }, { world }) => (isNewTable(world, table) ? [] : regretted(table, column, false)),
  'alter type': (action, scene) => {
    const { table, column } = action
    const known = findColumn(scene.world, table, column)
    if (isNewTable(scene.world, table) || known?.isNew === true) return []
    const from = known?.type
    return [
      ...rewriting(action, from),
      ...losing(action, from),
      ...zoned(action, from),
      ...smallSequence(action, scene, from, known?.sequence),
    ]
  },
}

type AlterType = ActionOf<'alter type'>

function subjectOf({ table, column }: AlterType): string {
  return `${qualified(table)}.${ident(column)}`
}

/** As the planner says it in the migration, where the spec allows it. */
function wordsOf(action: AlterType, from: string | undefined): string[] {
  const subject = subjectOf(action)
  return [from === undefined ? `change ${subject} from` : `change ${subject} from ${from} to ${action.type}`]
}

function rewriting(action: AlterType, from: string | undefined): Finding[] {
  const { table, type, using } = action
  const isPlain = using === undefined || isCastTo(using, type)
  if (isPlain && from !== undefined && (isFreeCast(from, type) || isZoneChange(from, type))) return []
  const what = from === undefined ? `to ${type}` : `from ${from} to ${type}`
  return [
    {
      code: 'HZ305',
      subject: subjectOf(action),
      message: `changing it ${what} rewrites ${qualified(table)}, and every query of it waits`,
      fix: 'add a column of the new type, keep both in step by a trigger, fill it in batches, and let them change places',
      words: [`lock ${qualified(table)}`],
    },
  ]
}

/** Free while the session is in UTC, as that of the runner is. */
function isZoneChange(from: string, to: string): boolean {
  return from === 'timestamp without time zone' && to === 'timestamp with time zone'
}

/** `title::varchar(10)`, which does what PostgreSQL does by itself, but never refuses. */
function isCastTo(using: unknown, type: string): boolean {
  const cast = at(using, 'TypeCast')
  if (cast === undefined) return at(using, 'ColumnRef') !== undefined
  return at(at(cast, 'arg'), 'ColumnRef') !== undefined && typeOf(at(cast, 'typeName')) === type
}

function losing(action: AlterType, from: string | undefined): Finding[] {
  const loss = losesValues(from, action.type, action.using)
  if (loss === undefined) return []
  return [
    {
      code: 'HZ306',
      subject: subjectOf(action),
      message: `${loss}, and nothing says which rows lose something`,
      fix: 'look for such rows first and decide what becomes of them; without USING, PostgreSQL refuses what does not fit',
      words: wordsOf(action, from),
    },
  ]
}

const ZONED = /^timestamp(?:\(\d\))? with time zone$/
const UNZONED = /^(?:timestamp(?:\(\d\))? without time zone|date|time(?:\(\d\))? without time zone)$/

function zoned(action: AlterType, from: string | undefined): Finding[] {
  const { type, using } = action
  if (from === undefined) return []
  const isAcross = (ZONED.test(from) && UNZONED.test(type)) || (UNZONED.test(from) && ZONED.test(type))
  if (!isAcross || functionsIn(using).includes('timezone')) return []
  return [
    {
      code: 'HZ307',
      subject: subjectOf(action),
      message: `the value that ${from} becomes as ${type} depends on the time zone of the session`,
      fix: `say which one: using ${ident(action.column)} at time zone 'UTC'`,
      words: wordsOf(action, from),
    },
  ]
}

const SMALL = /^(?:integer|smallint)$/

function smallSequence(
  action: AlterType,
  scene: Scene,
  from: string | undefined,
  sequence: string | undefined,
): Finding[] {
  if (action.type !== 'bigint' || from === undefined || !SMALL.test(from) || sequence === undefined) return []
  if (scene.world.sequences.get(sequence) === 'bigint') return []
  const isWidened = [...earlier(scene), ...later(scene)].some(
    (other) => other.kind === 'alter sequence' && other.type === 'int8',
  )
  if (isWidened) return []
  const name = sequence === '' ? 'its sequence' : sequence
  return [
    {
      code: 'HZ312',
      subject: subjectOf(action),
      message: `${name} stays ${from} and ends where ${from} does`,
      fix: `alter sequence ${sequence === '' ? '<name>' : sequence} as bigint;`,
    },
  ]
}

const regrets: readonly (readonly [RegExp, string, string])[] = [
  [/^character(?:\(\d+\))?$/, 'pads every value with spaces', 'use text, or varchar(n)'],
  [/^money$/, 'depends on the locale of the server', 'use numeric'],
  [/^json$/, 'has no equality, so select distinct and group by fail', 'use jsonb'],
  [/^(?:small|big)?serial$/, 'leaves its sequence behind in grants and copies', 'use "generated always as identity"'],
  [/^timestamp(?:\(\d\))? without time zone$/, 'does not say which moment it is', 'use timestamptz'],
  [/^time(?:\(\d\))? with time zone$/, 'cannot know summer time', 'use time, or timestamptz'],
]

function regretted(table: QualifiedName, { name, type, constraints }: SaidColumn, isKeyOfTable: boolean): Finding[] {
  const subject = `${qualified(table)}.${ident(name)}`
  const regret = regrets.find(([pattern]) => pattern.test(type))
  if (regret !== undefined) {
    const [, problem, fix] = regret
    return [{ code: 'HZ310', subject, message: `${type} ${problem}`, fix }]
  }
  const isKey = isKeyOfTable || constraints.some(({ kind }) => kind === 'primary key')
  if (!isKey || !SMALL.test(type)) return []
  const message = `a key of type ${type} runs out, and to widen it later takes a rewrite of every table that refers to it`
  return [{ code: 'HZ310', subject, message, fix: 'use bigint' }]
}
