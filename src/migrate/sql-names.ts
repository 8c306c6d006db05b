/** Text, quoted names, names, and everything else. */
const TOKEN =
  /(?<text>[eE]?'(?:[^'\\]|''|\\.)*')|"(?<quoted>(?:[^"]|"")*)"|(?<name>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<space>\s+)|(?<other>\d[\w.]*|[^\sA-Za-z_"'])/gs

interface Token {
  readonly text: string
  /** The name that it is, lower case unless quoted; undefined for anything else. */
  readonly name: string | undefined
  readonly isSpace: boolean
}

/** Which of `names` SQL may refer to: those that stand in it as names, key words and functions included. */
export function namesIn(sql: string, names: readonly string[]): string[] {
  const used = new Set(tokens(sql).map(({ name }) => name))
  return names.filter((name) => used.has(name))
}

/** The expression with other names for columns, each as `ident` writes it; functions and qualified names stay. */
export function withNames(sql: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return sql
  const found = tokens(sql)
  return found
    .map(({ text, name }, index) => {
      const next = found.slice(index + 1).find(({ isSpace }) => !isSpace)
      const isColumn = found[index - 1]?.text !== '.' && next?.text !== '('
      return (name !== undefined && isColumn ? renamed.get(name) : undefined) ?? text
    })
    .join('')
}

function tokens(sql: string): Token[] {
  return [...sql.matchAll(TOKEN)].map(({ 0: text, groups = {} }) => ({
    text,
    name: groups['quoted']?.replaceAll('""', '"') ?? groups['name']?.toLowerCase(),
    isSpace: groups['space'] !== undefined,
  }))
}
