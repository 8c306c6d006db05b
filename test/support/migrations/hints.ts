import type { Model } from '../../../src/model/model.js'
import { type Hints, noHints } from '../../../src/schema/hints.js'

/** What a spec says about the way from the one before it. */
export function hintsFor(_model: Model): Hints {
  return noHints
}
