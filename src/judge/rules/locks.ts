import { qualified } from '../../schema/quote.js'
import type { Action, ActionKind } from '../action.js'
import { type Finding, isTransactional, type Scene } from '../scene.js'
import { isNewTable } from '../world.js'

/** Kinds that take a lock of a whole table which queries feel. */
const locking: ReadonlySet<ActionKind> = new Set<ActionKind>([
  'drop table',
  'rename table',
  'add column',
  'drop column',
  'rename column',
  'alter type',
  'set not null',
  'drop not null',
  'set default',
  'add identity',
  'drop identity',
  'set expression',
  'add constraint',
  'drop constraint',
  'attach partition',
  'rewrite table',
  'enable row security',
  'lock table',
])

/** Whether an action makes the users of its table wait. */
export function locksTable(action: Action): boolean {
  return locking.has(action.kind)
}

/**
 * A program that writes to both tables locks the one that is referred to first, so who locks them the other way round
 * may meet it half way: a deadlock.
 */
export function lockOrder(action: Action, scene: Scene): Finding[] {
  const table = lockedTable(action)
  if (table === undefined || !isTransactional(scene) || isNewTable(scene.world, table.name)) return []
  const before = (scene.steps[scene.step]?.actions ?? []).slice(0, scene.position)
  const own = scene.steps[scene.step]?.actions[scene.position]?.statement
  const locked = before.filter(({ statement }) => statement !== own).flatMap((one) => lockedTable(one.action) ?? [])
  if (locked.some(({ text }) => text === table.text)) return []
  const child = locked.find(({ text, name }) => !isNewTable(scene.world, name) && refersTo(scene, text, table.text))
  if (child === undefined) return []
  const message = `${child.text} is locked before ${table.text}, to which it refers: a program that writes to both may end in a deadlock with it`
  const fix = `begin the step with "lock table ${table.text} in access exclusive mode;", or make two steps of it`
  return [{ code: 'HZ209', subject: table.text, message, fix }]
}

function lockedTable(action: Action) {
  if (!locking.has(action.kind) || !('table' in action)) return undefined
  return { name: action.table, text: qualified(action.table) }
}

function refersTo({ world }: Scene, child: string, parent: string): boolean {
  const parts = [...(world.tables.get(child)?.parts.values() ?? [])]
  return parts.some(({ target, step }) => step === undefined && target !== undefined && qualified(target) === parent)
}
