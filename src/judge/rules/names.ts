import { ident, qualified } from '../../schema/quote.js'
import type { QualifiedName } from '../../schema/schema.js'
import type { Action } from '../action.js'
import { valueName } from '../made.js'
import { earlier, isUndone, later, laterInStep, type Rules, type Scene } from '../scene.js'
import { findColumn, isNewTable } from '../world.js'

const DEPLOY = 'let code use both names for a while'

/** What gets another name while code runs that knows the old one. */
export const nameRules: Rules = {
  'rename table': ({ table, to }, scene) => {
    const from = qualified(table)
    if (isNewTable(scene.world, table) || isUndone(scene, from) || wasRenamed(scene, table)) return []
    const target = finalTable(later(scene), to)
    if (qualified(target) === from || laterInStep(scene).some((action) => standsIn(action, table))) return []
    const message = `code that still says ${from} fails from this moment on`
    const fix = `${DEPLOY}: in the same step, create view ${from} as select * from ${qualified(target)}`
    return [{ code: 'HZ501', subject: from, message, fix, words: [`rename table ${from} to ${qualified(target)}`] }]
  },
  'rename column': ({ table, from, to }, scene) => {
    const known = findColumn(scene.world, table, from)
    if (isUndone(scene, `${qualified(table)}.${ident(from)}`)) return []
    if (isNewTable(scene.world, table) || known?.isNew === true || isRenamedBefore(scene, table, from)) return []
    const target = finalColumn(later(scene), table, to)
    if (target === from || laterInStep(scene).some((action) => isColumn(action, table, from))) return []
    const subject = `${qualified(table)}.${ident(from)}`
    const message = `code that still says ${ident(from)} fails from this moment on`
    const fix = `${DEPLOY}: add ${ident(target)} beside it, keep both in step by a trigger, and drop ${ident(from)} later; or keep the name and write "column: ${ident(from)}" in the spec`
    const tables = [table, finalTable(later(scene), table)].map(qualified)
    const words = tables.map((name) => `rename column ${name}.${ident(from)} to ${ident(target)}`)
    return [{ code: 'HZ502', subject, message, fix, words }]
  },
  'rename object': ({ object, name, to }, scene) => {
    const isSchema = object === 'schema'
    const subject = isSchema ? ident(name.name) : qualified(name)
    const target = isSchema ? ident(to.name) : qualified(finalObject(later(scene), to))
    if (scene.world.made.has(subject) || isUndone(scene, subject)) return []
    if (target === subject || wasObjectRenamed(scene, name)) return []
    if (later(scene).some((action) => action.kind === 'drop object' && qualified(action.name) === target)) return []
    const isOwned =
      object === 'sequence' && [...earlier(scene), ...later(scene)].some(({ kind }) => kind === 'rename table')
    if (object === 'trigger' || object === 'policy' || isOwned) return []
    const message = `code that still says ${subject} fails from this moment on`
    const words = [`rename ${object === 'domain' ? 'type' : object} ${subject} to ${target}`]
    return [{ code: isSchema ? 'HZ503' : 'HZ505', subject, message, fix: `${DEPLOY}, or keep the name`, words }]
  },
  'rename value': ({ type, from, to }, scene) => {
    const subject = qualified(type)
    if (scene.world.made.has(subject) || isUndone(scene, valueName(type, from))) return []
    const message = `code that still says '${from}' fails from this moment on`
    const fix = `add '${to}', let code take both, change the rows in batches, and remove '${from}' later`
    return [{ code: 'HZ504', subject, message, fix, words: [`rename value "${from}" of enum ${subject} to "${to}"`] }]
  },
}

/** Whether this migration gave the table the name that it has now. */
function wasRenamed(scene: Scene, table: QualifiedName): boolean {
  return earlier(scene).some((action) => action.kind === 'rename table' && qualified(action.to) === qualified(table))
}

function wasObjectRenamed(scene: Scene, name: QualifiedName): boolean {
  return earlier(scene).some((action) => action.kind === 'rename object' && qualified(action.to) === qualified(name))
}

function isRenamedBefore(scene: Scene, table: QualifiedName, column: string): boolean {
  return earlier(scene).some(
    (action) => action.kind === 'rename column' && action.to === column && qualified(action.table) === qualified(table),
  )
}

function finalTable(actions: readonly Action[], table: QualifiedName): QualifiedName {
  return actions.reduce(
    (name, action) =>
      action.kind === 'rename table' && qualified(action.table) === qualified(name) ? action.to : name,
    table,
  )
}

function finalObject(actions: readonly Action[], object: QualifiedName): QualifiedName {
  return actions.reduce(
    (name, action) =>
      action.kind === 'rename object' && qualified(action.name) === qualified(name) ? action.to : name,
    object,
  )
}

function finalColumn(actions: readonly Action[], table: QualifiedName, column: string): string {
  let name = column
  let owner = qualified(table)
  for (const action of actions) {
    if (action.kind === 'rename table' && qualified(action.table) === owner) owner = qualified(action.to)
    if (action.kind === 'rename column' && qualified(action.table) === owner && action.from === name) name = action.to
  }
  return name
}

/** A view under the old name, so that code which still says it goes on. */
function standsIn(action: Action, table: QualifiedName): boolean {
  return action.kind === 'create object' && action.object === 'view' && qualified(action.name) === qualified(table)
}

/** A column, such as a generated one, under the old name. */
function isColumn(action: Action, table: QualifiedName, column: string): boolean {
  return action.kind === 'add column' && action.column.name === column && qualified(action.table) === qualified(table)
}
