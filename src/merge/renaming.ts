import { lexemesOf } from './lexemes.js'
import type { NewUnit } from './merging.js'
import { type Unit, wholeEnd } from './units.js'

/** What the spec renames, as the generated code names it: new names by old ones. */
export interface Renaming {
  /** Properties that are called otherwise in every file, whether or not it shows them. */
  readonly properties: ReadonlyMap<string, string>
  readonly identifiers: ReadonlyMap<string, string>
  /** Files by what every file calls them: `/models/post.js`. */
  readonly modules: ReadonlyMap<string, string>
}

export const noRenaming: Renaming = { properties: new Map(), identifiers: new Map(), modules: new Map() }

/** A text cut into units. */
export interface Cut {
  readonly source: string
  readonly units: readonly Unit[]
}

/**
 * Pairs the units of the new text with those of the text that would be generated if nothing had been renamed: they are the
 * same but for names, so the first of one is the first of the other.
 */
export function pairUnits(units: readonly Unit[], former: readonly Unit[] = units): NewUnit[] {
  const code = former.filter(({ list }) => list === undefined)
  const lists = former.filter(({ list }) => list !== undefined)
  let [nextCode, nextList] = [0, 0]
  return units.map((unit) => {
    const before = unit.list === undefined ? code[nextCode++] : lists[nextList++]
    const pair = before ?? unit
    return { ...unit, former: pair, newUnits: pairUnits(unit.body?.units ?? [], pair.body?.units) }
  })
}

/** Words that the new text has where the former one has others, and never both: only these are surely renamed. */
export function renamedWords(next: Cut, former: Cut): Map<string, string> {
  const seen = new Map<string, Set<string>>()
  const before = former.units.filter(({ list }) => list === undefined)
  const after = next.units.filter(({ list }) => list === undefined)
  after.forEach((unit, index) => {
    const old = before[index]
    if (old === undefined) return
    const [a, b] = [wordsOf(former.source, old), wordsOf(next.source, unit)]
    if (a.length !== b.length) return
    a.forEach((word, at) => {
      seen.set(word, (seen.get(word) ?? new Set()).add(b[at] ?? word))
    })
  })
  return new Map(
    [...seen].flatMap(([old, news]): [string, string][] => {
      const [only, ...others] = [...news]
      return only === undefined || others.length > 0 || only === old ? [] : [[old, only]]
    }),
  )
}

function wordsOf(source: string, unit: Unit): string[] {
  const lexemes = lexemesOf(source, unit.start, wholeEnd(unit))
  return lexemes.filter(({ kind }) => kind === 'word').map(({ text }) => text)
}
