/** A glob, split at `/`: `*` and `?` stand for characters of one name, `**` for any number of folders. */
export interface Glob {
  readonly segments: readonly string[]
  /** Positions in `segments` that a path has reached; `segments.length` means that it matches. */
  readonly start: ReadonlySet<number>
}

/** Splits a glob. Every character except `*` and `?` stands for itself. */
export function parseGlob(text: string): Glob {
  const segments = text.split('/')
  // Behind a name, all that is below it.
  if (segments.at(-1) === '**') segments.push('*')
  return { segments, start: reach(segments, [0]) }
}

/** Where the glob stands after one more name of a path; no positions where nothing below can match. */
export function enter({ segments }: Glob, positions: ReadonlySet<number>, name: string): ReadonlySet<number> {
  const next: number[] = []
  for (const position of positions) {
    const segment = segments[position]
    if (segment === '**' && isWildcardName(name)) next.push(position)
    else if (segment !== undefined && segment !== '**' && nameMatches(segment, name)) next.push(position + 1)
  }
  return reach(segments, next)
}

/** Whether the path that led to these positions matches. */
export function isMatch({ segments }: Glob, positions: ReadonlySet<number>): boolean {
  return positions.has(segments.length)
}

/** Whether something below the path that led to these positions may match. */
export function mayContain({ segments }: Glob, positions: ReadonlySet<number>): boolean {
  return [...positions].some((position) => position < segments.length)
}

/** `**` also stands for no folder at all. */
function reach(segments: readonly string[], positions: readonly number[]): ReadonlySet<number> {
  const reached = new Set(positions)
  for (const position of reached) {
    if (segments[position] === '**') reached.add(position + 1)
  }
  return reached
}

/** Names that no wildcard stands for: hidden ones, and installed packages. */
function isWildcardName(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules'
}

/** Two pointers and the last star: time in proportion to the lengths, whatever the pattern. */
function nameMatches(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name
  if (!isWildcardName(name) && !pattern.startsWith('.')) return false
  let [at, to, star, resume] = [0, 0, -1, 0]
  while (to < name.length) {
    if (pattern[at] === '*') [star, resume, at] = [at, to, at + 1]
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[to])) [at, to] = [at + 1, to + 1]
    else if (star !== -1) [at, resume, to] = [star + 1, resume + 1, resume + 1]
    else return false
  }
  return /^\**$/.test(pattern.slice(at))
}
