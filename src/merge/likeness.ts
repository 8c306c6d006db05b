import { findSyntaxMistakes, parseStatements } from '../render/typescript.js'
import { entriesOf, readDigests } from './base.js'
import { lexemesOf } from './lexemes.js'
import { normalComments, normalForm } from './normal-form.js'
import { unitsOf } from './units.js'

/** Whether two texts say the same in whatever layout. */
export function isSameCode(a: string, b: string): boolean {
  const [first, second] = [lexemesOf(a), lexemesOf(b)]
  return normalForm(first) === normalForm(second) && normalComments(first) === normalComments(second)
}

/** How much of a text is as the digests have it, from 0 to 1; and whether all of it is. */
export async function likenessOf(
  path: string,
  text: string,
  digests: readonly string[],
): Promise<{ readonly share: number; readonly isUntouched: boolean }> {
  if ((await findSyntaxMistakes([{ path, text }])).length > 0) return { share: 0, isUntouched: false }
  const base = readDigests(digests)
  const claims = unitsOf(text, await parseStatements(text)).flatMap((unit) => entriesOf(unit, path))
  const same = claims.filter(([key, form]) => base.has(key) && base.isSame(key, form))
  return { share: claims.length === 0 ? 0 : same.length / claims.length, isUntouched: same.length === claims.length }
}
