import { parseStatements } from '../render/typescript.js'
import { digestOf } from './base.js'
import { lexemesOf } from './lexemes.js'
import { outlineGenerated } from './outline.js'
import { unitsOf } from './units.js'

/** What the record keeps of a text that dbgen generates, without a parser. `path` is relative to the generated files. */
export function digestGenerated(text: string, path: string): string {
  const lexemes = lexemesOf(text)
  return digestOf(unitsOf(text, outlineGenerated(text, lexemes), lexemes), path)
}

/** As `digestGenerated` for text in any layout, which must be TypeScript. */
export async function digestParsed(text: string, path: string): Promise<string> {
  return digestOf(unitsOf(text, await parseStatements(text), lexemesOf(text)), path)
}
