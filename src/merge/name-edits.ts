import { posix } from 'node:path'
import type { Edit } from './edits.js'
import type { OurList } from './merge-modules.js'
import type { ModuleName } from './module-names.js'

/** A name as it stands between the braces of an import. */
export function nameText({ name, local, isType }: ModuleName, isTypeOnly: boolean): string {
  const text = name === local ? name : `${name} as ${local}`
  return isType && !isTypeOnly ? `type ${text}` : text
}

/** The edits of an import or export that keeps some of its names: some go, some come, some are called otherwise. */
export function nameEdits(source: string, { names, added, list }: OurList, rename: (word: string) => string): Edit[] {
  const braced = names.filter(({ name }) => name.isBraced)
  const texts = added.map((name) => nameText(name, list.isTypeOnly))
  const [start, end] = [braced[0]?.name.start, braced.at(-1)?.name.end]
  if (start !== undefined && end !== undefined && added.length > 0 && braced.every(({ isDropped }) => isDropped)) {
    return [{ start, end, text: texts.join(', ') }]
  }
  const edits = braced.flatMap((each, index): Edit[] => {
    const { name, isDropped, wanted } = each
    if (isDropped) return dropped(source, braced, index)
    const [now, local] = [rename(name.name), name.local === name.name ? rename(name.local) : name.local]
    const isType = name.isType && wanted?.isType !== false
    if (now === name.name && isType === name.isType) return []
    return [
      { start: name.start, end: name.end, text: nameText({ ...name, name: now, local, isType }, list.isTypeOnly) },
    ]
  })
  const last = braced.findLast(({ isDropped }) => !isDropped)
  if (last === undefined || added.length === 0) return edits
  return [...edits, { start: last.name.end, end: last.name.end, text: texts.map((text) => `, ${text}`).join('') }]
}

/** Names the module as it is called now, where the spec renames it. */
export function moduleEdit(source: string, { list }: OurList, module: string | undefined, path: string): Edit[] {
  const span = list.moduleSpan
  if (module === undefined || span === undefined) return []
  const target = posix.relative(posix.join('/', posix.dirname(path)), module)
  const quote = source.charAt(span.start)
  return [{ ...span, text: `${quote}${target.startsWith('.') ? target : `./${target}`}${quote}` }]
}

/** Takes a name out with its comma. One with a comment beside it stays: nobody minds a name too many. */
function dropped(source: string, braced: OurList['names'], index: number): Edit[] {
  const { start, end } = braced[index]?.name ?? { start: 0, end: 0 }
  const next = braced.slice(index + 1).find(({ isDropped }) => !isDropped)
  const before = braced.slice(0, index).find(({ isDropped }) => !isDropped)
  const after = braced[index + 1]?.name.start ?? end
  const span = next === undefined ? { start: braced[index - 1]?.name.end ?? start, end } : { start, end: after }
  if (/\/[/*]/.test(source.slice(span.start, span.end))) return []
  return [next === undefined && before === undefined ? { start, end, text: '' } : { ...span, text: '' }]
}
