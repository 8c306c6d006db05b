import { qualified } from '../../schema/quote.js'
import { laterInStep, type Rules } from '../scene.js'
import { isNewTable } from '../world.js'

/** Row-level security, and types that are hard to change later. */
export const accessRules: Rules = {
  'enable row security': ({ table }, scene) => {
    const subject = qualified(table)
    const policies = scene.world.chronicle.policies.get(subject)
    if (isNewTable(scene.world, table) || (policies !== undefined && policies.size > 0)) return []
    const isCreated = laterInStep(scene).some(
      (action) => action.kind === 'create policy' && qualified(action.table) === subject,
    )
    if (isCreated) return []
    const message = `without a policy ${subject} has no rows for anyone but its owner from this moment on`
    const fix = 'create the policies first, in the same step or in one before'
    return [{ code: 'HZ801', subject, message, fix, words: [`no policy for ${subject}`] }]
  },
  'drop policy': ({ table, name }, scene) => {
    const subject = qualified(table)
    const policies = scene.world.chronicle.policies.get(subject)
    if (policies?.size !== 1 || !policies.has(name) || isNewTable(scene.world, table)) return []
    const stays = laterInStep(scene).some(
      (action) =>
        (action.kind === 'create policy' || action.kind === 'drop table' || action.kind === 'change table') &&
        qualified(action.table) === subject,
    )
    if (stays) return []
    const message = `${name} is the last policy of ${subject}: without one it has no rows for anyone but its owner`
    const fix = 'create another one in the same step, or disable row-level security there'
    return [{ code: 'HZ802', subject, message, fix }]
  },
  'add value': ({ type, value, hasPlace }, { world }) => {
    const subject = qualified(type)
    if (hasPlace || world.made.has(subject)) return []
    const message = `'${value}' comes last in every order by ${subject}`
    return [{ code: 'HZ804', subject, message, fix: 'say "before" or "after" which value it stands' }]
  },
  'create domain': ({ domain, hasConstraint }) => {
    if (!hasConstraint) return []
    const message = 'to change its check later reads every table that uses it'
    return [{ code: 'HZ805', subject: qualified(domain), message, fix: 'put the check on the columns' }]
  },
}
