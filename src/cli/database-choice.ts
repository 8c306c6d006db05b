import { resolve } from 'node:path'
import { EXAMPLE_URL } from './passwords.js'
import type { DatabaseChoice } from './pipeline-api.js'
import type { World } from './terminal.js'
import { UsageError } from './usage-error.js'

/** How the options of a command name a database. */
export interface DatabaseFlags {
  readonly url?: string
  readonly embedded?: string
}

/** The database of `--url` or `--embedded`, else of DATABASE_URL. Throws UsageError without one. */
export function chooseDatabase({ cwd, env }: Pick<World, 'cwd' | 'env'>, flags: DatabaseFlags): DatabaseChoice {
  if (flags.embedded !== undefined) return { kind: 'embedded', folder: resolve(cwd, flags.embedded) }
  const url = flags.url ?? env['DATABASE_URL']
  if (url !== undefined && url !== '') return { kind: 'url', url }
  throw new UsageError(
    'no database was named; there are three ways to name one:',
    `--url ${EXAMPLE_URL}`,
    'the environment variable DATABASE_URL, with such a URL in it',
    '--embedded .dbgen/db for a PostgreSQL inside dbgen that keeps its data in that folder: nothing to install',
  )
}
