/** The widest line of generated code, as in Prettier's `printWidth`. */
export const LINE_WIDTH = 100

/** A TypeScript string literal that holds exactly `value`, in the quotes that need fewer escapes. */
export function stringLiteral(value: string): string {
  const text = JSON.stringify(value).replace(/[\u2028\u2029]/g, escapeUnit)
  const [double, single] = ['"', "'"].map((quote) => value.split(quote).length)
  if (double === undefined || single === undefined || double <= single) return text
  return `'${text.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** `left right` on one line where it fits behind `indent` columns, else the right side on the next line. */
export function assignment(left: string, right: string, indent: number): string {
  const line = `${left} ${right}`
  return indent + line.length <= LINE_WIDTH ? line : `${left}\n${' '.repeat(indent + 2)}${right}`
}

/** Text that stands inside a template literal as itself. */
export function escapeTemplate(value: string): string {
  return value.replace(/\\|`|\$\{/g, '\\$&').replace(/[\u2028\u2029]/g, escapeUnit)
}

/** Text for a doc comment: it can neither end the comment nor be read as an instruction to a tool. */
export function commentText(text: string): string {
  return text
    .replace(/\*\//g, '*\u200b/')
    .replace(/[\u0000-\u001f\u2028\u2029]+/g, ' ')
    .replace(/@ts-|eslint-|biome-|sourceMappingURL|<reference/g, (match) => `${match.charAt(0)} ${match.slice(1)}`)
    .trim()
}

/** A property name in an object or interface, quoted only where it must be. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name)
}

interface BreakOptions {
  /** Columns in front of the line on which `close` stands when it is broken. */
  readonly indent?: number
  /** Columns that something else takes on the line when it is not broken. */
  readonly used?: number
  /** Spaces inside the brackets, as in `{ a }`. */
  readonly spaced?: boolean
}

/** `open a, b close` on one line where it fits, else one item a line, as Prettier breaks it. */
export function breakable(
  open: string,
  items: readonly string[],
  close: string,
  { indent = 0, used = 0, spaced = false }: BreakOptions = {},
): string {
  const space = spaced && items.length > 0 ? ' ' : ''
  const line = `${open}${space}${items.join(', ')}${space}${close}`
  if (indent + used + line.length <= LINE_WIDTH && !line.includes('\n')) return line
  const pad = ' '.repeat(indent)
  return `${open}\n${items.map((item) => `${pad}  ${item},\n`).join('')}${pad}${close}`
}

/** `open(a, b, [c, d]);`, broken as Prettier breaks a call whose last argument is a list. */
export function callWithList(
  open: string,
  leading: readonly string[],
  items: readonly string[],
  indent: number,
): string {
  const line = `${open}(${[...leading, `[${items.join(', ')}]`].join(', ')});`
  if (indent + line.length <= LINE_WIDTH) return line
  const pad = ' '.repeat(indent)
  const head = `${open}(${leading.join(', ')}, [`
  if (indent + head.length <= LINE_WIDTH)
    return `${head}\n${items.map((item) => `${pad}  ${item},\n`).join('')}${pad}]);`
  const list = breakable('[', items, ']', { indent: indent + 2, used: 1 })
  return `${open}(\n${[...leading, list].map((item) => `${pad}  ${item},\n`).join('')}${pad});`
}

/** A union type behind `prefix`, one alternative a line where it does not fit. */
export function unionType(prefix: string, alternatives: readonly string[]): string {
  const line = `${alternatives.join(' | ')};`
  if (prefix.length + 1 + line.length <= LINE_WIDTH) return `${prefix} ${line}`
  if (2 + line.length <= LINE_WIDTH) return `${prefix}\n  ${line}`
  return `${prefix}\n${alternatives.map((alternative) => `  | ${alternative}`).join('\n')};`
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`
}
