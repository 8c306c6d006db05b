import { ident, qualified } from '../../schema/quote.js'
import { earlierInStep, type Finding, isTransactional, laterInStep, type Rules, type Scene } from '../scene.js'
import { isNewTable } from '../world.js'
import { locksTable } from './locks.js'

/** Rows, settings and transactions. */
export const rowRules: Rules = {
  'write rows': ({ verb, table, isAll, twice }, scene) => {
    const subject = qualified(table)
    const doubled = twice.map(
      (column): Finding => ({
        code: 'HZ608',
        subject: `${subject}.${ident(column)}`,
        message: `${ident(column)} is set twice, which PostgreSQL refuses`,
        fix: 'keep one of the two',
      }),
    )
    if (isNewTable(scene.world, table)) return doubled
    const found = [...doubled, ...withStructure(subject, scene)]
    if (verb !== 'update' || !isAll) return found
    const message = `every row of ${subject} is locked until the last is written, and all of them are written anew`
    const fix = 'do it in batches of some thousand rows, each its own transaction, in a step outside a transaction'
    return [...found, { code: 'HZ602', subject, message, fix }]
  },
  set: ({ name, isLocal, isReset }, scene) => {
    if (isLocal || isReset) return []
    const isUndone = laterInStep(scene).some(
      (action) => action.kind === 'set' && action.isReset && action.name === name,
    )
    if (isUndone) return []
    const message = `${name} stays so for the steps behind this one, whoever runs them`
    return [{ code: 'HZ605', subject: name, message, fix: `write "set local ${name}", or reset it in the same step` }]
  },
  'control transaction': () => [
    {
      code: 'HZ604',
      subject: 'the transaction',
      message: 'the runner begins and ends the transaction of a step itself, so this one ends at the wrong moment',
      fix: 'remove it; what is to be committed by itself is a step of its own',
    },
  ],
  outside: ({ what }, scene) => refused(what, scene),
  'create index': ({ concurrently }, scene) => (concurrently ? refused('create index concurrently', scene) : []),
  'drop index': ({ concurrently }, scene) => (concurrently ? refused('drop index concurrently', scene) : []),
  reindex: ({ concurrently }, scene) => (concurrently ? refused('reindex concurrently', scene) : []),
  'detach partition': ({ concurrently }, scene) =>
    concurrently ? refused('detach partition concurrently', scene) : [],
  'drop database': (_, scene) => refused('drop database', scene),
  'lock table': ({ table }, { world }) => {
    const subject = qualified(table)
    if (isNewTable(world, table)) return []
    const message = `${subject} stays locked until the transaction of the step ends`
    return [{ code: 'HZ606', subject, message, fix: 'keep the step short' }]
  },
  opaque: ({ what }) => [
    {
      code: 'HZ607',
      subject: what,
      message: `what ${what} does is not known before it runs, so it was not judged`,
      fix: 'write the statements out where you can',
    },
  ],
}

function refused(what: string, scene: Scene): Finding[] {
  if (!isTransactional(scene)) return []
  const message = `PostgreSQL refuses ${what} inside a transaction`
  const fix = 'put it into a step of its own, with the line "-- outside a transaction" behind the line of the step'
  return [{ code: 'HZ603', subject: what, message, fix }]
}

/** The lock for the structure is held while rows are written, and PostgreSQL refuses to alter a table with deferred checks. */
function withStructure(subject: string, scene: Scene): Finding[] {
  if (!isTransactional(scene)) return []
  const changed = [...earlierInStep(scene), ...laterInStep(scene)].find(
    (action) =>
      locksTable(action) && action.kind !== 'lock table' && 'table' in action && !isNewTable(scene.world, action.table),
  )
  if (changed === undefined || !('table' in changed)) return []
  const table = qualified(changed.table)
  const message = `${table} is locked for its change as long as the rows of ${subject} are written`
  return [{ code: 'HZ601', subject, message, fix: 'write the rows in a step of their own' }]
}
