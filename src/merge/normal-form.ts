import type { Lexeme } from './lexemes.js'

/**
 * What tokens say, whatever Prettier or Biome made of their form: white space, quotes, semicolons, trailing commas, the
 * parentheses of a lone parameter, the bar in front of a union and quotes of property names do not count.
 */
export function normalForm(lexemes: readonly Lexeme[]): string {
  const code = lexemes.filter(({ kind }) => kind !== 'comment')
  const open: string[] = []
  const parts: string[] = []
  code.forEach((lexeme, index) => {
    const { kind, text } = lexeme
    if (kind === 'mark' && (text === '(' || text === '[' || text === '{')) open.push(text)
    if (kind === 'mark' && (text === ')' || text === ']' || text === '}')) open.pop()
    const [before, next] = [code[index - 1], code[index + 1]]
    if (kind === 'mark' && isFormOnly(text, before, next, open.at(-1))) return
    if (isLoneParameter(code, index)) parts.push('(', text, ')')
    else parts.push(kind === 'text' ? normalText(lexeme, before, next) : text.replaceAll('\r\n', '\n'))
  })
  return parts.join(' ')
}

/** What comments say: how far they are indented does not count. */
export function normalComments(lexemes: readonly Lexeme[]): string {
  const comments = lexemes.filter(({ kind }) => kind === 'comment')
  return comments
    .map(({ text }) =>
      text
        .split(/\s*\r?\n\s*/)
        .join('\n')
        .trimEnd(),
    )
    .join('\n')
}

function isFormOnly(
  text: string,
  before: Lexeme | undefined,
  next: Lexeme | undefined,
  open: string | undefined,
): boolean {
  // In the head of a for loop semicolons have a meaning.
  if (text === ';') return open !== '('
  if (text === ',') return next === undefined || /^[)\]}>]$/.test(next.text)
  if (text === '|' || text === '&') return before !== undefined && /^(?:[=(<:,[]|=>)$/.test(before.text)
  return false
}

/** `x => x` is `(x) => x`. */
function isLoneParameter(code: readonly Lexeme[], index: number): boolean {
  if (code[index]?.kind !== 'word' || code[index + 1]?.text !== '=>') return false
  const before = code[index - 1]
  if (before === undefined) return true
  if (before.kind === 'word') return before.text === 'async' || before.text === 'return'
  // Behind a parenthesis a colon begins the type of the result.
  if (before.text === ':') return code[index - 2]?.text !== ')'
  return /^(?:[=(,[?{]|=>|&&|\|\||\?\?)$/.test(before.text)
}

/** What a text between quotes, or a regular expression, says beside the tokens around it. */
export function normalText(
  { text }: Pick<Lexeme, 'text'>,
  before: Pick<Lexeme, 'text'> | undefined,
  next: Pick<Lexeme, 'text'> | undefined,
): string {
  if (text.startsWith('/')) return text
  const content = text.slice(1, -1).replaceAll("\\'", "'").replaceAll('\\"', '"')
  const isProperty =
    (next?.text === ':' || next?.text === '?') &&
    (before === undefined || /^(?:[{,;]|readonly)$/.test(before.text)) &&
    /^[A-Za-z_$][\w$]*$/.test(content)
  return isProperty ? content : JSON.stringify(content)
}
