import type { Lexeme } from './lexemes.js'

const modifiers = new Set(['export', 'default', 'abstract', 'declare', 'async'])
const declarators = new Set(['function', 'class', 'enum', 'namespace', 'module', 'const', 'let', 'var'])
const typeDeclarators = new Set(['interface', 'type'])

/**
 * What a statement declares: `toPost`, `type Post` for an interface or a type, which may have the name of a value;
 * undefined where it declares nothing that has a name. Takes the tokens of the statement, without comments.
 */
export function declaredName(code: readonly Lexeme[]): string | undefined {
  const at = code.findIndex(({ text }) => !modifiers.has(text))
  const word = code[at]?.text ?? ''
  const next = code[at + 1]?.text === '*' || code[at + 1]?.text === 'enum' ? code[at + 2] : code[at + 1]
  if (next?.kind === 'text') return `${word} ${next.text.slice(1, -1)}`
  if (typeDeclarators.has(word) && next?.kind === 'word') return `type ${next.text}`
  if (word === 'global') return 'global'
  if (!declarators.has(word)) return isDefault(code) ? 'default' : undefined
  if (next?.kind === 'word') return next.text
  return next === undefined
    ? undefined
    : code
        .slice(
          at + 1,
          code.findIndex(({ text }) => text === '='),
        )
        .map(({ text }) => text)
        .join('')
}

function isDefault(code: readonly Lexeme[]): boolean {
  return code[0]?.text === 'export' && code[1]?.text === 'default'
}

const memberModifiers = new Set([
  'public',
  'private',
  'protected',
  'static',
  'readonly',
  'async',
  'override',
  'abstract',
  'declare',
  'accessor',
  'get',
  'set',
])

/** What follows the name of a member: a word in front of these is the name, whatever else it could mean. */
const behindName = new Set(['(', ':', '?', '!', '=', '<', ';', ','])

/** Whether a member that begins with the word has it for its name, whatever comes behind. */
export function isMemberName(word: string): boolean {
  return !memberModifiers.has(word)
}

/** What a member is called in its class or interface: `create`, `get size`, `static from`, `[index]`. */
export function memberName(code: readonly Lexeme[]): string {
  const said: string[] = []
  for (const [index, { kind, text }] of code.entries()) {
    const isLast = index === code.length - 1 || behindName.has(code[index + 1]?.text ?? '')
    if (memberModifiers.has(text) && !isLast) {
      if (text === 'get' || text === 'set' || text === 'static') said.push(text)
      continue
    }
    if (text === '*') continue
    if (text === '[') return [...said, textUntil(code, index, ']')].join(' ')
    if (kind === 'word') return [...said, text].join(' ')
    if (kind === 'text') return [...said, text.slice(1, -1)].join(' ')
    return [...said, textUntil(code, index, ')')].join(' ')
  }
  return said.join(' ')
}

function textUntil(code: readonly Lexeme[], from: number, close: string): string {
  const end = code.findIndex(({ text }, index) => index >= from && text === close)
  return code
    .slice(from, end + 1)
    .map(({ text }) => text)
    .join('')
}
