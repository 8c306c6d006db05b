import type { Building } from './drafts.js'

interface Named {
  errorName: string
}

/**
 * Typed errors are named after what they are about, and two can be about the same: a unique constraint and a partial
 * unique index on one column. The second then gets a number. Names of the spec's order, so that they stay.
 */
export function settleErrorNames(building: Building): void {
  const taken = new Set<string>()
  const free = (name: string): string => {
    let candidate = name
    for (let count = 2; taken.has(candidate); count += 1) candidate = `${name}${count}`
    taken.add(candidate)
    return candidate
  }
  for (const { entity } of building.entities.values()) {
    const { primaryKey, uniques, checks, exclusions, indexes, foreignKeys } = entity
    const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques, ...checks, ...exclusions]
    for (const named of [...keys, ...indexes.filter(({ unique }) => unique)]) rename(named, free)
    for (const key of foreignKeys) {
      Object.assign(key, { missingError: free(key.missingError), inUseError: free(key.inUseError) })
    }
  }
}

/** Parts of the model are written until it is built. */
function rename(named: Readonly<Named>, free: (name: string) => string): void {
  Object.assign(named, { errorName: free(named.errorName) })
}
