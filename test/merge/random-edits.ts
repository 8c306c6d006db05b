import { lexemesOf } from '../../src/merge/lexemes.js'
import { type Unit, unitsOf, wholeEnd } from '../../src/merge/units.js'
import { parseStatements } from '../../src/render/typescript.js'

/** One edit by hand: what is done, and where, as numbers that are taken modulo what there is. */
export interface RandomEdit {
  readonly kind: (typeof editKinds)[number]
  readonly place: number
  readonly detail: number
}

export const editKinds = [
  'add member',
  'add statement',
  'add comment above',
  'add comment apart',
  'add comment behind',
  'change a word',
  'delete',
  'swap members',
  'add import',
  'add import name',
] as const

/** Makes an edit. Every word that it adds is `user<number>_`, so that a test can look for it. */
export async function applyEdit(source: string, edit: RandomEdit, number: number): Promise<string> {
  const units = unitsOf(source, await parseStatements(source))
  const all = units.flatMap((unit) => [unit, ...(unit.body?.units ?? [])]).filter(({ isComment }) => !isComment)
  const code = all.filter(({ list }) => list === undefined)
  if (code.length === 0 || (/member/.test(edit.kind) && containers(source, units).length === 0)) return source
  const unit = pick(code, edit.place)
  const word = `user${number}_`
  switch (edit.kind) {
    case 'add member': {
      const { body, isClass } = pick(containers(source, units), edit.place)
      const members = body.units
      const at = edit.detail % 2 === 0 || members.length === 0 ? body.start : wholeEnd(pick(members, edit.detail))
      return insert(source, at, isClass ? `\n\n  ${word}() {\n    return "${word}";\n  }` : `\n  ${word}?: string;`)
    }
    case 'add statement':
      return insert(source, wholeEnd(pick(units, edit.place)), `\n\nexport function ${word}() {\n  return 1;\n}`)
    case 'add comment above':
      return insert(source, unit.docStart, `// ${word}\n`)
    case 'add comment apart':
      return insert(source, unit.docStart, `// ${word}\n\n`)
    case 'add comment behind':
      return insert(source, wholeEnd(unit), ` // ${word}`)
    case 'change a word':
      return changeWord(source, unit, edit.detail, word)
    case 'delete':
      return source.slice(0, unit.docStart) + source.slice(wholeEnd(unit))
    case 'swap members':
      return swapMembers(source, containers(source, units), edit)
    case 'add import':
      return insert(source, pick(units, 0).docStart, `import { ${word} } from "./${word}.js";\n`)
    case 'add import name': {
      const lists = units.flatMap(({ list }) => (list?.kind === 'import' ? [list] : []))
      if (lists.length === 0) return source
      const name = pick(
        lists.flatMap(({ names }) => names).filter(({ isBraced }) => isBraced),
        edit.place,
      )
      return insert(source, name.end, `, ${word}`)
    }
  }
}

function containers(source: string, units: readonly Unit[]) {
  return units.flatMap((unit) =>
    unit.body === undefined ? [] : [{ body: unit.body, isClass: /\bclass\b/.test(source.slice(unit.start, unit.end)) }],
  )
}

/** A word that is no keyword and can be called anything without breaking the syntax: it follows a dot, or an argument. */
function changeWord(source: string, unit: Unit, detail: number, word: string): string {
  const lexemes = lexemesOf(source, unit.start, wholeEnd(unit))
  const words = lexemes.filter(
    ({ kind }, index) =>
      kind === 'word' &&
      /^(?:\.|\(|,)$/.test(lexemes[index - 1]?.text ?? '') &&
      /^[.,)]$/.test(lexemes[index + 1]?.text ?? ''),
  )
  if (words.length === 0) return source
  const { start, end, text } = pick(words, detail)
  return /^(?:this|super|null|true|false)$/.test(text) ? source : source.slice(0, start) + word + source.slice(end)
}

function swapMembers(source: string, all: ReturnType<typeof containers>, { place, detail }: RandomEdit): string {
  const { units } = pick(all, place).body
  const members = units.filter(({ isComment }) => !isComment)
  if (members.length < 2) return source
  const first = detail % (members.length - 1)
  const [a, b] = [members[first], members[first + 1]]
  if (a === undefined || b === undefined) return source
  const part = (unit: Unit) => source.slice(unit.docStart, wholeEnd(unit))
  const between = source.slice(wholeEnd(a), b.docStart)
  if (between.trim() !== '') return source
  return source.slice(0, a.docStart) + part(b) + between + part(a) + source.slice(wholeEnd(b))
}

function insert(source: string, at: number, text: string): string {
  return source.slice(0, at) + text + source.slice(at)
}

function pick<Each>(list: readonly Each[], number: number): Each {
  const found = list[number % Math.max(list.length, 1)]
  if (found === undefined) throw new Error('there is nothing to choose from')
  return found
}
