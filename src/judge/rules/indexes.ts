import { qualified } from '../../schema/quote.js'
import { earlier, type Finding, isTransactional, type Rules, type Scene } from '../scene.js'
import { isNewTable } from '../world.js'

const OUTSIDE = 'in a step of its own with the line "-- outside a transaction"'

/** Building, dropping and rebuilding indexes. */
export const indexRules: Rules = {
  'create index': (action, scene) => {
    const { table, name = 'an index', concurrently, ifNotExists, terms, unique, isOnly } = action
    const subject = qualified(table)
    if (isNewTable(scene.world, table) || scene.world.made.has(subject)) return []
    const found: Finding[] = []
    if (!concurrently && !isOnly) {
      const isPartitioned = scene.world.tables.get(subject)?.isPartitioned === true
      const way = isPartitioned
        ? `create it "on only ${subject}", concurrently on each partition, and attach those`
        : `write "create index concurrently", ${OUTSIDE}`
      const message = `building ${name} lets no row of ${subject} be written until it is done`
      found.push({ code: 'HZ101', subject, message, fix: way, words: [`lock ${subject}`] })
    }
    if (concurrently && ifNotExists) {
      const message = `a broken ${name} that an earlier attempt left behind counts as existing, and is never used`
      found.push({ code: 'HZ104', subject, message, fix: 'remove "if not exists": a run that failed is repaired' })
    }
    if (concurrently) found.push(...underTimeout(scene, name, subject))
    if (terms > 3 && !unique) {
      const message = `${name} has ${terms} columns: more than three rarely help a query, and each write pays for them`
      found.push({ code: 'HZ106', subject, message, fix: 'leave out those that the queries do not filter or sort by' })
    }
    return found
  },
  'drop index': ({ index, concurrently }, { world }) => {
    const table = world.indexTables.get(qualified(index))
    const known = table === undefined ? undefined : world.tables.get(table)
    // That of a partitioned table cannot be dropped in another way.
    if (concurrently || known?.isNew === true || known?.isPartitioned === true) return []
    const subject = qualified(index)
    const message = `dropping ${subject} waits for every query of its table, and every later one waits behind it`
    const words = table === undefined ? [] : [`lock ${table}`]
    return [{ code: 'HZ102', subject, message, fix: `write "drop index concurrently", ${OUTSIDE}`, words }]
  },
  reindex: ({ what, concurrently }) => {
    if (concurrently) return []
    const message = `rebuilding ${what} lets no row be written until it is done`
    return [{ code: 'HZ103', subject: what, message, fix: `write "reindex ... concurrently", ${OUTSIDE}` }]
  },
  'refresh view': ({ view, concurrently }, { world }) => {
    const subject = qualified(view)
    if (concurrently || world.made.has(subject)) return []
    const message = `refreshing ${subject} makes its readers wait until it is done`
    const fix = 'write "refresh materialized view concurrently", which needs a unique index on it'
    return [{ code: 'HZ107', subject, message, fix }]
  },
}

/** A timeout that is still set ends the build and leaves an index that nobody uses. */
function underTimeout(scene: Scene, name: string, subject: string): Finding[] {
  const settings = earlier(scene).filter((action) => action.kind === 'set')
  const last = settings.findLast(({ name: setting }) => /^(?:lock|statement)_timeout$/.test(setting))
  if (last === undefined || last.isReset || (last.isLocal && !isTransactional(scene))) return []
  const message = `when ${last.name} ends the build, a broken ${name} stays behind`
  return [{ code: 'HZ105', subject, message, fix: `remove "set ${last.name}": the runner sees to it` }]
}
