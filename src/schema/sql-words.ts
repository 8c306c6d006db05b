/** A piece of SQL text that means something on its own. */
export type SqlWord =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: string }
  /** A name or a key word, lower case unless it was quoted. */
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'operator'; readonly value: string }

const WORD =
  /(?<comment>--[^\n]*|\/\*.*?\*\/)|(?<escaped>[eE]'(?:[^'\\]|''|\\.)*')|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<name>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<number>\d+(?:\.\d+)?)|(?<operator>::|[~!*<>=@#%^&|`?+/-]+|\S)/gs

/** The words of SQL that is known to be some, in their order, without comments. */
export function sqlWords(sql: string): SqlWord[] {
  return [...sql.matchAll(WORD)].flatMap(({ groups = {} }): SqlWord | SqlWord[] => {
    if (groups['comment'] !== undefined) return []
    const { escaped, text, quoted, name, number, operator = '' } = groups
    if (escaped !== undefined) return { kind: 'text', value: unescaped(escaped.slice(2, -1)) }
    if (text !== undefined) return { kind: 'text', value: text.slice(1, -1).replaceAll("''", "'") }
    if (quoted !== undefined) return { kind: 'name', value: quoted.slice(1, -1).replaceAll('""', '"') }
    if (name !== undefined) return { kind: 'name', value: name.toLowerCase() }
    return number !== undefined ? { kind: 'number', value: number } : { kind: 'operator', value: operator }
  })
}

const OPAQUE =
  /--[^\n]*|\/\*.*?\*\/|[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?<tag>[A-Za-z_]\w*)?\$.*?\$\k<tag>\$/gs

/** Statements as long as they are, with underscores for texts, quoted names and bodies, and spaces for comments. */
export function maskedSql(sql: string): string {
  return sql.replace(OPAQUE, (found) => (/^(?:--|\/\*)/.test(found) ? ' ' : '_').repeat(found.length))
}

/** Which of `names` an expression may refer to. */
export function namesIn(sql: string, names: readonly string[]): string[] {
  const used = new Set(sqlWords(sql).flatMap(({ kind, value }) => (kind === 'name' ? [value] : [])))
  return names.filter((name) => used.has(name))
}

/**
 * An expression with other names for columns, which are given as SQL writes them. Constants stay as they are, and so do
 * functions, which are called as a column never is, types, and what stands behind a dot.
 */
export function renamedIn(sql: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return sql
  return sql.replace(WORD, (word: string, ...rest: unknown[]) => {
    const [found] = sqlWords(word)
    const [place = 0, whole = ''] = placeOf(rest)
    const isCall = /^\s*\(/.test(whole.slice(place + word.length))
    const isColumn = found?.kind === 'name' && whole[place - 1] !== '.' && !isCall && !isType(whole.slice(0, place))
    return isColumn ? (names.get(found.value) ?? word) : word
  })
}

/** An expression with other names for types, which are given as SQL writes them: of what stands behind `::` or `as`. */
export function withTypeNames(sql: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return sql
  return sql.replace(WORD, (word: string, ...rest: unknown[]) => {
    const [found] = sqlWords(word)
    const [place = 0, whole = ''] = placeOf(rest)
    return found?.kind === 'name' && isType(whole.slice(0, place)) ? (names.get(found.value) ?? word) : word
  })
}

/** Whether a type follows, with or without its schema. */
function isType(before: string): boolean {
  return /(?:::|\bas\s)\s*(?:[\w"$]+\s*\.\s*)?$/i.test(before)
}

/** Place of a match and the whole text, out of the arguments that `replace` hands over in front of the groups. */
function placeOf(rest: readonly unknown[]): readonly [number, string] | readonly [] {
  const [place, whole] = rest.slice(-3)
  return typeof place === 'number' && typeof whole === 'string' ? [place, whole] : []
}

const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

function unescaped(text: string): string {
  return text.replaceAll("''", "'").replace(/\\(x[\da-fA-F]{1,2}|.)/gs, (_, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return controls[code] ?? code
  })
}
