import { ident, qualified } from '../../schema/quote.js'
import type { QualifiedName } from '../../schema/schema.js'
import { namesIn } from '../../schema/sql-words.js'
import type { Action } from '../action.js'
import { earlier, type Finding, isUndone, later, laterInStep, type Rules, type Scene } from '../scene.js'
import { findColumn, isNewTable, type KnownColumn, type KnownPart } from '../world.js'

/** What is dropped or deleted. */
export const lossRules: Rules = {
  'drop table': ({ table, cascade }, scene) => {
    const subject = qualified(table)
    const found = cascade ? [cascading('table', subject)] : []
    if (isNewTable(scene.world, table)) return found
    if (scene.direction === 'down') return scene.madeByUp.has(subject) ? found : [...found, wayDown(subject)]
    if (laterInStep(scene).some((action) => takesTable(action, table, scene))) return found
    const message = `all rows of ${subject} are gone, and code that still reads it fails`
    const fix = 'deploy code that does without it first; keep a copy of what somebody may miss'
    return [...found, { code: 'HZ401', subject, message, fix, words: [`drop table ${subject}`] }]
  },
  'drop column': (action, scene) => {
    const { table, column, cascade } = action
    const subject = `${qualified(table)}.${ident(column)}`
    const found = cascade ? [cascading('column', subject)] : []
    if (isNewTable(scene.world, table) || isHarmless(findColumn(scene.world, table, column))) return found
    if (scene.direction === 'down') return scene.madeByUp.has(subject) ? found : [...found, wayDown(subject)]
    if (later(scene).some((other) => takesColumn(other, table, column))) return found
    const message = `all values of ${subject} are gone, and code that still names it fails`
    const fix = 'deploy code that does without it first; keep a copy of what somebody may miss'
    const words = [`drop column ${subject}`]
    return [...found, { code: 'HZ402', subject, message, fix, words }, ...collateral(table, column, scene)]
  },
  'drop object': ({ object, name, cascade, word }, scene) => {
    const subject = object === 'schema' || object === 'extension' ? ident(name.name) : qualified(name)
    const words = [`drop ${word} ${subject}`]
    if (object === 'schema' && cascade) {
      const message = `everything in ${subject} is gone, whatever it is`
      return [{ code: 'HZ404', subject, message, fix: 'drop what is in it by name, then the schema without CASCADE' }]
    }
    const found = cascade ? [cascading(word, subject)] : []
    if (scene.world.made.has(subject) || isUndone(scene, subject)) return found
    if (object === 'sequence' && becameIdentity(name, scene)) return found
    if (object === 'sequence' || object === 'extension') {
      const what = object === 'sequence' ? 'the number that it was at is gone' : 'code that calls its functions fails'
      const fix = 'make sure that nothing uses it any more'
      return [...found, { code: 'HZ405', subject, message: `${what} with ${subject}`, fix, words }]
    }
    const isCode = object === 'view' || object === 'materialized view' || object === 'function'
    if (!isCode || later(scene).some((other) => makesAgain(other, name))) return found
    const message = `code that reads or calls ${subject} fails, and its grants are gone`
    return [
      ...found,
      { code: 'HZ408', subject, message, fix: 'make it again in the same step, or deploy code without it first' },
    ]
  },
  'drop index': ({ index, cascade }) => (cascade ? [cascading('index', qualified(index))] : []),
  'drop constraint': ({ table, name, cascade }) =>
    cascade ? [cascading('constraint', `${qualified(table)}.${ident(name)}`)] : [],
  'drop database': ({ name }) => [
    {
      code: 'HZ411',
      subject: ident(name),
      message: `all of ${name} is gone`,
      fix: 'a migration is about one database, remove it',
    },
  ],
  truncate: ({ table, cascade }, { world, direction }) => {
    const subject = qualified(table)
    if (isNewTable(world, table)) return []
    const found = cascade ? [cascading('row', subject)] : []
    return [...found, direction === 'down' ? wayDown(subject) : allRows(subject)]
  },
  'write rows': ({ verb, isAll, table }, { world, direction }) => {
    if (verb !== 'delete' || !isAll || isNewTable(world, table)) return []
    return [direction === 'down' ? wayDown(qualified(table)) : allRows(qualified(table))]
  },
}

/** Nobody uses it yet, or it holds nothing that could not be computed again. */
function isHarmless(column: KnownColumn | undefined): boolean {
  return column?.isNew === true || column?.isGenerated === true
}

function allRows(subject: string): Finding {
  const fix = 'say which rows, and delete them in batches'
  return {
    code: 'HZ406',
    subject,
    message: `all rows of ${subject} are gone`,
    fix,
    words: [`delete rows of ${subject}`],
  }
}

function cascading(what: string, subject: string): Finding {
  return {
    code: 'HZ407',
    subject,
    message: `CASCADE drops everything that depends on the ${what} ${subject}: views, foreign keys, functions of others`,
    fix: 'drop what depends on it by name, and leave CASCADE out',
  }
}

function wayDown(subject: string): Finding {
  return {
    code: 'HZ409',
    subject,
    message: `${subject} was there before the way up, and the way down loses it`,
    fix: 'let the way down undo what the way up did, and nothing else',
  }
}

/** Another table gets the name in the same transaction: the rows are in that one. */
function takesTable(action: Action, table: QualifiedName, { world }: Scene): boolean {
  return action.kind === 'rename table' && qualified(action.to) === qualified(table) && isNewTable(world, action.table)
}

/** Another column gets the name: the values are in that one. */
function takesColumn(action: Action, table: QualifiedName, column: string): boolean {
  return action.kind === 'rename column' && action.to === column && qualified(action.table) === qualified(table)
}

/** A sequence that was put aside for an identity column, which goes on where it was. */
function becameIdentity(name: QualifiedName, scene: Scene): boolean {
  const before = earlier(scene)
  const isAside = before.some((action) => action.kind === 'rename object' && qualified(action.to) === qualified(name))
  return isAside && before.some(({ kind }) => kind === 'add identity')
}

function makesAgain(action: Action, name: QualifiedName): boolean {
  return action.kind === 'create object' && qualified(action.name) === qualified(name)
}

/** Indexes and constraints that other columns share with the dropped one, which PostgreSQL drops without a word. */
function collateral(table: QualifiedName, column: string, scene: Scene): Finding[] {
  const known = scene.world.tables.get(qualified(table))
  if (known === undefined) return []
  const names = [...known.columns.keys()]
  const gone = [...known.parts].filter(([, part]) => isShared(part, column, names)).map(([name]) => ident(name))
  if (gone.length === 0) return []
  const subject = `${qualified(table)}.${ident(column)}`
  const message = `${gone.join(', ')} ${gone.length === 1 ? 'goes' : 'go'} with ${ident(column)}, and with it what the other columns had of it`
  const fix = 'drop it by name, and make again what the other columns still need'
  return [{ code: 'HZ403', subject, message, fix, words: [`drop column ${subject}, and`] }]
}

function isShared({ columns, sql, kind }: KnownPart, column: string, names: readonly string[]): boolean {
  if (kind === 'foreign key' && columns.length === 1) return false
  const mentioned = new Set([...columns, ...namesIn(sql, names)])
  return mentioned.has(column) && mentioned.size > 1
}
