const LONGEST_NAME = 63

/**
 * The name that PostgreSQL gives a constraint or index: `posts_author_id_fkey`. Where it would be longer than 63
 * bytes, the longer of the first two parts is cut, byte by byte (`makeObjectName` in indexcmds.c).
 */
export function objectName(table: string, part: string | undefined, label: string): string {
  let [first, second] = [table.length, part?.length ?? 0]
  const room = LONGEST_NAME - (part === undefined ? 0 : 1) - 1 - label.length
  while (first + second > room) {
    if (first > second) first -= 1
    else second -= 1
  }
  return [table.slice(0, first), ...(part === undefined ? [] : [part.slice(0, second)]), label].join('_')
}

/** The middle part for several columns; PostgreSQL stops adding once the name is full. */
export function columnsPart(columns: readonly string[]): string {
  let part = ''
  for (const column of columns) {
    part = part === '' ? column : `${part}_${column}`
    if (part.length >= LONGEST_NAME + 1) break
  }
  return part.slice(0, LONGEST_NAME)
}

/** Labels of index columns; a second one of the same name gets a number, as PostgreSQL does. */
export function numberedLabels(labels: readonly string[]): string[] {
  const used = new Set<string>()
  return labels.map((label) => {
    let name = label.slice(0, LONGEST_NAME)
    for (let count = 1; used.has(name); count += 1) name = `${label.slice(0, LONGEST_NAME - String(count).length)}${count}`
    used.add(name)
    return name
  })
}

/** The first free name: `posts_check`, `posts_check1`, ... */
export function freeName(
  table: string,
  part: string | undefined,
  label: string,
  isTaken: (name: string) => boolean,
): string {
  for (let count = 0; ; count += 1) {
    const name = objectName(table, part, count === 0 ? label : `${label}${count}`)
    if (!isTaken(name)) return name
  }
}
