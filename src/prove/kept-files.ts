import { MemoryFS, PGlite } from '@electric-sql/pglite'
import { type DataDirectory, readDataDirectory, writeDataDirectory } from './data-directory.js'

/**
 * PGlite's file system in memory, filled before PostgreSQL starts. A tar file, which is what PGlite itself loads and dumps,
 * takes several times as long; and what is dumped from a running server must be recovered at each start.
 */
export class KeptFiles extends MemoryFS {
  #given: DataDirectory | undefined
  #segment: string | undefined
  #left: DataDirectory = []

  /** Owns the contents of `directory`; empty without one. */
  constructor(directory?: DataDirectory) {
    super()
    this.#given = directory
  }

  /** What the data directory is to be read for when the server has shut down; `segment` is the WAL file in use. */
  keep(segment: string): void {
    this.#segment = segment
  }

  /** What the server left behind; nothing where that was not to be kept. */
  get left(): DataDirectory {
    return this.#left
  }

  override async initialSyncFs(): Promise<void> {
    if (this.#given !== undefined && this.pg !== undefined) {
      writeDataDirectory(this.pg.Module.FS, PGlite.paths.PGDATA, this.#given)
    }
    this.#given = undefined
  }

  override async closeFs(): Promise<void> {
    if (this.#segment !== undefined && this.pg !== undefined) {
      this.#left = readDataDirectory(this.pg.Module.FS, PGlite.paths.PGDATA, this.#segment)
    }
    await super.closeFs()
  }
}
