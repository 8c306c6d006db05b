import { runtimeNames } from '../model/reserved.js'

/** Words that cannot name a variable in a module, and names that the generated functions use themselves. */
const taken = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield ' +
    'row rows at next db options key link links patch related where'
  ).split(' '),
)

/** A variable for the value of a column; a name that cannot be one, or that would hide an import, gets an underscore behind it. */
export function localName(column: string): string {
  const name = column.replace(/[^\w$]/g, '_').replace(/^(?=\d)/, '_')
  return taken.has(name) || runtimeNames.has(name) ? `${name}_` : name
}
