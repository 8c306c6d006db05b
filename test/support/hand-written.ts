import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMigrations } from '../../src/database/migration-files.js'
import { extendChain } from '../../src/migrate/chain.js'
import { type ChainEntry, printSnapshot, readSnapshot } from '../../src/schema/snapshot.js'

/** A migration in both directions, as a person writes it: steps by their marks, without the head of a generated one. */
export interface HandWritten {
  readonly up: string
  readonly down: string
}

/** Puts the texts in the place of those of a migration, and its new checksum into the chain, as if it had been written so. */
export async function writeByHand(folder: string, id: string, { up, down }: HandWritten): Promise<void> {
  await writeFile(join(folder, `${id}.up.sql`), up)
  await writeFile(join(folder, `${id}.down.sql`), down)
  await chainAgain(folder)
}

/** Makes the chain in snapshot.json anew from the files as they are. */
export async function chainAgain(folder: string): Promise<void> {
  const file = join(folder, 'snapshot.json')
  const snapshot = readSnapshot(await readFile(file, 'utf8'))
  let migrations: ChainEntry[] = []
  for (const migration of await readMigrations(folder)) migrations = extendChain(migrations, migration)
  await writeFile(file, printSnapshot({ ...snapshot, migrations }))
}
