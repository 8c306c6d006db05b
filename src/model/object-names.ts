const LONGEST_NAME = 63

/**
 * The name that PostgreSQL gives a constraint or index: `posts_author_id_fkey`. Where it would be longer than 63
 * bytes, the longer of the first two parts is cut, byte by byte and then to whole characters (`makeObjectName` in
 * indexcmds.c).
 */
export function objectName(table: string, part: string | undefined, label: string): string {
  let [first, second] = [Buffer.byteLength(table), Buffer.byteLength(part ?? '')]
  const room = LONGEST_NAME - (part === undefined ? 0 : 1) - 1 - Buffer.byteLength(label)
  while (first + second > room) {
    if (first > second) first -= 1
    else second -= 1
  }
  return [clip(table, first), ...(part === undefined ? [] : [clip(part, second)]), label].join('_')
}

/** The longest beginning of a text that has no more than so many bytes; no character is cut in two. */
export function clip(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  let [length, end] = [0, 0]
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > most) break
    end += character.length
  }
  return text.slice(0, end)
}

/** The middle part for several columns; PostgreSQL stops adding once the name is full. */
export function columnsPart(columns: readonly string[]): string {
  let part = ''
  for (const column of columns) {
    part = part === '' ? column : `${part}_${column}`
    if (Buffer.byteLength(part) > LONGEST_NAME) break
  }
  return part
}

/** Labels of index columns; a second one of the same name gets a number, as PostgreSQL does. */
export function numberedLabels(labels: readonly string[]): string[] {
  const used = new Set<string>()
  return labels.map((label) => {
    let name = label
    for (let count = 1; used.has(name); count += 1) name = `${clip(label, LONGEST_NAME - String(count).length)}${count}`
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
