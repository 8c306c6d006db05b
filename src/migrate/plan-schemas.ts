import { type Hints, noHints } from '../schema/hints.js'
import type { Schema } from '../schema/schema.js'
import { diffSchemas } from './diff.js'
import { type Plan, planChanges } from './plan.js'

/**
 * The plan that leads from one schema to another and back; no steps where they are the same. Throws MigrationRefused for
 * what would lose or change data without a word in the spec.
 */
export function planSchemas(from: Schema, to: Schema, _hints: Hints = noHints): Plan {
  return { ...planChanges(diffSchemas(from, to)), restored: from }
}
