import type { QualifiedName } from '../schema/schema.js'

/** One rename. */
export interface RenamePair {
  readonly from: QualifiedName
  readonly to: QualifiedName
}

/**
 * The renames in an order in which no name is taken while another thing still has it: of a chain its end first, and a
 * swap by way of a name that nobody has.
 */
export function renamePairs(wanted: readonly RenamePair[]): RenamePair[] {
  const left = [...wanted]
  const done: RenamePair[] = []
  const aside: RenamePair[] = []
  while (left.length > 0) {
    const index = left.findIndex(({ to }) => !left.some(({ from }) => isSame(from, to)))
    if (index >= 0) {
      done.push(...left.splice(index, 1))
      continue
    }
    // Only circles are left: one of them steps aside.
    const [first] = left.splice(0, 1)
    if (first === undefined) break
    const free = { schema: first.from.schema, name: `${first.from.name.slice(0, 50)}__aside` }
    done.push({ from: first.from, to: free })
    aside.push({ from: free, to: first.to })
  }
  return [...done, ...aside]
}

function isSame(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name
}
