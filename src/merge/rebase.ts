import { posix } from 'node:path'
import { applyEdits } from './edits.js'
import { lexemesOf } from './lexemes.js'

/** The text of a file for another place: what its relative imports lead to stays the same. */
export function rebaseModules(source: string, from: string, to: string): string {
  const [here, there] = [posix.dirname(from), posix.dirname(to)]
  if (here === there) return source
  const lexemes = lexemesOf(source).filter(({ kind }) => kind !== 'comment')
  const edits = lexemes.flatMap(({ kind, text, start, end }, index) => {
    const before = lexemes[index - 1]?.text
    if (kind !== 'text' || !/^["']\.\.?\//.test(text) || (before !== 'from' && before !== 'import')) return []
    const target = posix.relative(there, posix.join(here, text.slice(1, -1)))
    const quote = text.charAt(0)
    return [{ start, end, text: `${quote}${target.startsWith('.') ? target : `./${target}`}${quote}` }]
  })
  return applyEdits(source, edits)
}
