import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { introspect } from '../../src/database/introspect.js'
import type { Hazard } from '../../src/judge/hazard.js'
import { judgeMigration } from '../../src/judge/judge-migration.js'
import { locateMigration } from '../../src/judge/locate.js'
import { type Chronicle, emptyChronicle } from '../../src/judge/world.js'
import { openEmbedded } from '../../src/prove/embedded.js'
import type { Schema } from '../../src/schema/schema.js'
import { openStatements, type StatementReader } from '../../src/spec/sql.js'

/** How a migration is judged in a test. */
export interface Judged {
  readonly up: string
  readonly down?: string
  readonly postgres?: number
  readonly isGenerated?: boolean
  readonly chronicle?: Chronicle
}

/** Judges migrations over the database of before.sql, as PostgreSQL itself describes it. */
export async function openJudge(): Promise<(migration: Judged) => Hazard[]> {
  const [before, read] = [await readBefore(), await openStatements()]
  return (migration) => judge(migration, before, read)
}

function judge(migration: Judged, before: Schema, read: StatementReader): Hazard[] {
  const { up, down = '', postgres = 15, isGenerated = false, chronicle = knownPolicies() } = migration
  const files = { 'm.down.sql': withSteps(down), 'm.up.sql': withSteps(up) }
  const located = locateMigration({ id: 'm', files }, isGenerated)
  return judgeMigration(located, { before, after: before, chronicle, postgres, read })
}

/** What the migration that made the policy of before.sql left behind. */
function knownPolicies(): Chronicle {
  const chronicle = emptyChronicle()
  chronicle.policies.set('closed', new Set(['closed_all']))
  return chronicle
}

/** Text without the mark of a step is one step. */
function withSteps(text: string): string {
  return text === '' || text.includes('-- step ') ? text : `-- step 1/1: it\n${text}\n`
}

async function readBefore(): Promise<Schema> {
  const db = await openEmbedded({ extensions: [], cacheFolder: join(tmpdir(), 'dbgen-test-pglite') })
  try {
    await db.run(await readFile(join(import.meta.dirname, 'before.sql'), 'utf8'))
    return await introspect(db)
  } finally {
    await db.close()
  }
}

/** Steps one behind the other; those that begin with `outside:` are no transaction. */
export function steps(...texts: readonly string[]): string {
  const printed = texts.map((text, index) => {
    const isOutside = text.startsWith('outside: ')
    const body = isOutside ? text.slice('outside: '.length) : text
    return `-- step ${index + 1}/${texts.length}: it\n${isOutside ? '-- outside a transaction\n' : ''}${body}\n`
  })
  return printed.join('\n')
}
