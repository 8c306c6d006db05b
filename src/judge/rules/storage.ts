import { qualified } from '../../schema/quote.js'
import type { QualifiedName } from '../../schema/schema.js'
import type { Finding, Rules, Scene } from '../scene.js'
import { isNewTable } from '../world.js'

/** How tables are stored, and their partitions. */
export const storageRules: Rules = {
  'create table': ({ parent, isDefault }, scene) =>
    parent === undefined || isDefault || isNewTable(scene.world, parent) ? [] : scansDefault(parent, scene),
  'rewrite table': ({ table, how }, { world }) => {
    if (isNewTable(world, table)) return []
    const subject = qualified(table)
    const message = `"${how}" rewrites ${subject}, and every query of it waits`
    const fix = 'do it while nobody uses the table, and give the reason under "hazards:" in the spec'
    return [{ code: 'HZ701', subject, message, fix, words: [`lock ${subject}`] }]
  },
  'attach partition': ({ table, partition, isDefault }, scene) => {
    if (isNewTable(scene.world, table)) return []
    const found = isDefault ? [] : scansDefault(table, scene)
    if (isNewTable(scene.world, partition) || hasCheck(partition, scene)) return found
    const subject = qualified(partition)
    const message = `all rows of ${subject} are read while every query of it waits`
    const fix = 'first add a check that says its bounds, not valid, and validate it in a step of its own'
    return [...found, { code: 'HZ702', subject, message, fix, words: [`lock ${subject}`] }]
  },
  'detach partition': ({ table, partition, concurrently }, { world }) => {
    if (concurrently || isNewTable(world, table)) return []
    const subject = qualified(partition)
    const message = `detaching ${subject} waits for every query of ${qualified(table)}, and every later one waits behind it`
    const fix =
      'write "detach partition ... concurrently", in a step of its own with the line "-- outside a transaction"'
    return [{ code: 'HZ703', subject, message, fix, words: [`drop table ${subject}`] }]
  },
}

/** The rows of the default partition might belong into the new one. */
function scansDefault(table: QualifiedName, scene: Scene): Finding[] {
  const standard = scene.world.tables.get(qualified(table))?.defaultPartition
  if (standard === undefined || isNewTable(scene.world, standard) || hasCheck(standard, scene)) return []
  const subject = qualified(standard)
  const message = `all rows of the default partition ${subject} are read while every query of it waits`
  const fix = `first add a check to ${subject} that it holds no such row, not valid, and validate it in a step of its own`
  return [{ code: 'HZ704', subject, message, fix, words: [`lock ${qualified(table)}`] }]
}

/** A check that was validated before this step; whether it says the bounds only PostgreSQL knows. */
function hasCheck(table: QualifiedName, { world, step }: Scene): boolean {
  const parts = [...(world.tables.get(qualified(table))?.parts.values() ?? [])]
  return parts.some((part) => part.kind === 'check' && part.isValid && part.step !== undefined && part.step < step)
}
