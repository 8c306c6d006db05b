import { dirname, join } from 'node:path'
import { readMigrations } from '../database/migration-files.js'
import { migrationId, slug } from '../migrate/migration-name.js'
import { templateByHand } from '../migrate/template.js'
import type { FileChange } from '../output/file-change.js'
import { planFiles } from '../output/plan-files.js'
import { writeOutput } from '../output/write-output.js'
import { readOutputOptions } from './compile.js'
import { withRoot } from './root.js'

/** What `migrate new` is asked to write. */
export interface NewMigrationRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the migrations lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  /** What the migration does, in words: `fill slugs`. */
  readonly name: string
  /** For the timestamp in the name of the migration. */
  readonly now: Date
}

/** What `migrate new` wrote. */
export interface NewMigrationReport {
  /** `20261122104500_fill_slugs` */
  readonly id: string
  readonly root: string
  /** Paths relative to `root`. */
  readonly files: readonly FileChange[]
}

/**
 * Writes a migration to be filled in by hand, in both directions. It is no part of the chain before `generate` takes it in.
 * Throws RangeError where the name has no letter or digit.
 */
export async function newMigration({
  specFile,
  root: given,
  name,
  now,
}: NewMigrationRequest): Promise<NewMigrationReport> {
  const { migrations: folder, migrationFormat } = await readOutputOptions(specFile)
  const root = given ?? dirname(specFile)
  const word = slug(name)
  if (word === '') throw new RangeError(`"${name}" has no letter and no digit to make the name of a file of`)
  return withRoot(root, false, async () => {
    const id = migrationId(now, await readMigrations(join(root, folder)), word)
    const created = Object.entries(templateByHand(id, migrationFormat)).map(([file, text]) => ({
      path: `${folder}/${file}`,
      text,
    }))
    const plan = await planFiles(root, folder, { created, replaced: [], removed: [] })
    await writeOutput(plan)
    return { id, root, files: plan.changes }
  })
}
