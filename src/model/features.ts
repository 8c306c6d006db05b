import type { Span } from '../spec/node.js'
import type { Building } from './drafts.js'

/** Notes a feature that the oldest server of the spec does not have. */
export function needsServer({ problems, postgres }: Building, version: number, what: string, span: Span): void {
  if (postgres >= version) return
  const message = `${what} needs PostgreSQL ${version}, and migrations are for ${postgres} and up`
  problems.add('DB412', span, message, `write "postgres: ${version}" at the top of the spec, if every server has it`)
}
