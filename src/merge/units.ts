import { type Lexeme, lexemesOf } from './lexemes.js'
import { type ModuleList, moduleListOf } from './module-names.js'
import { declaredName, memberName } from './names.js'
import { normalComments, normalForm } from './normal-form.js'
import type { Span, Statement } from './outline.js'

/** What is merged as one: a declaration, a member, the head of a class or interface, an import, a comment by itself. */
export interface Unit extends Span {
  /** What it is called in its file, the same for each version of it: `type Post.title`, `import ./codecs.js`. */
  readonly key: string
  /** Where its own comments begin, which stand right in front of it; `start` where it has none. */
  readonly docStart: number
  /** What it says, without its form. */
  readonly form: string
  /** What its own comments say. */
  readonly doc: string
  /** Of a class or interface, whose unit is the head alone: the body with its members. */
  readonly body: UnitBody | undefined
  readonly list: ModuleList | undefined
  readonly isComment: boolean
}

/** What stands between the braces of a class or interface. */
export interface UnitBody extends Span {
  readonly units: readonly Unit[]
  /** Behind the closing brace. */
  readonly close: number
}

/** Cuts a file along its outline. The units stand in the order of the file. */
export function unitsOf(source: string, outline: readonly Statement[], lexemes = lexemesOf(source)): Unit[] {
  const scan: Scan = { source, lexemes, at: 0 }
  return unitsIn(scan, outline, source.length, (statement, code) => unitOf(scan, statement, code))
}

/** Where a unit ends with all that belongs to it. */
export function wholeEnd({ body, end }: Unit): number {
  return body?.close ?? end
}

interface Scan {
  readonly source: string
  readonly lexemes: readonly Lexeme[]
  /** The first lexeme that is in no unit yet. */
  at: number
}

type Draft = Omit<Unit, 'docStart' | 'doc'>

/** The units of statements or members, with the comments in between. */
function unitsIn<Part extends Span>(
  scan: Scan,
  parts: readonly Part[],
  end: number,
  draftOf: (part: Part, code: readonly Lexeme[]) => Draft,
): Unit[] {
  const units: Unit[] = []
  for (const part of parts) {
    const leading = takeUntil(scan, part.start)
    const own = ownComments(scan.source, leading, part.start)
    units.push(...freeComments(scan.source, leading.slice(0, leading.length - own.length)))
    const code = scan.lexemes.slice(scan.at, firstFrom(scan, part.end))
    const draft = draftOf(part, code)
    units.push({ ...draft, docStart: own[0]?.start ?? draft.start, doc: normalComments(own) })
  }
  units.push(...freeComments(scan.source, takeUntil(scan, end)))
  return numbered(units)
}

function unitOf(scan: Scan, statement: Statement, all: readonly Lexeme[]): Draft {
  const code = all.filter(({ kind }) => kind !== 'comment')
  const list = moduleListOf(code)
  if (list !== undefined) return { ...plainDraft(scan, statement, `${list.kind} ${list.module}`), list }
  const name = declaredName(code)
  const { body } = statement
  if (name === undefined || body === undefined) return plainDraft(scan, statement, name)
  const head = takeUntil(scan, body.start)
  const units = unitsIn(scan, body.members, body.end, (member, inside) =>
    plainDraft(scan, member, `${name}.${memberName(inside.filter(({ kind }) => kind !== 'comment'))}`),
  )
  const behind = takeTail(scan, statement.end)
  return {
    key: name,
    start: statement.start,
    end: body.start,
    form: formOf([...head, ...behind.filter(({ kind }) => kind === 'comment')]),
    body: { start: body.start, end: body.end, close: behind.at(-1)?.end ?? statement.end, units },
    list: undefined,
    isComment: false,
  }
}

function plainDraft(scan: Scan, span: Span, name: string | undefined): Draft {
  const inside = takeTail(scan, span.end)
  const form = formOf(inside)
  return {
    key: name ?? `statement ${form}`,
    start: span.start,
    end: inside.at(-1)?.end ?? span.end,
    form,
    body: undefined,
    list: undefined,
    isComment: false,
  }
}

function formOf(lexemes: readonly Lexeme[]): string {
  const comments = normalComments(lexemes)
  return comments === '' ? normalForm(lexemes) : `${normalForm(lexemes)}\n${comments}`
}

/** The lexemes up to the end, the comment behind it on the same line, and a semicolon or comma between. */
function takeTail(scan: Scan, end: number): Lexeme[] {
  const taken = takeUntil(scan, end)
  for (;;) {
    const next = scan.lexemes[scan.at]
    const last = taken.at(-1)
    if (next === undefined || last === undefined) return taken
    const isBehind = next.kind === 'comment' || (next.kind === 'mark' && /^[;,]$/.test(next.text))
    if (!isBehind || scan.source.slice(last.end, next.start).includes('\n')) return taken
    taken.push(next)
    scan.at += 1
  }
}

function takeUntil(scan: Scan, end: number): Lexeme[] {
  const from = scan.at
  scan.at = firstFrom(scan, end)
  return scan.lexemes.slice(from, scan.at)
}

function firstFrom({ lexemes, at }: Scan, offset: number): number {
  let next = at
  while (next < lexemes.length && (lexemes[next]?.start ?? offset) < offset) next += 1
  return next
}

/** The comments right in front of a declaration, without a blank line between. */
function ownComments(source: string, leading: readonly Lexeme[], start: number): Lexeme[] {
  const own: Lexeme[] = []
  let before = start
  for (const lexeme of leading.toReversed()) {
    if (lexeme.kind !== 'comment' || hasBlankLine(source.slice(lexeme.end, before))) break
    own.unshift(lexeme)
    before = lexeme.start
  }
  return own
}

function hasBlankLine(gap: string): boolean {
  return /\n\s*\n/.test(gap)
}

/** Comments that stand by themselves, those without a blank line between them as one. */
function freeComments(source: string, lexemes: readonly Lexeme[]): Unit[] {
  const groups: Lexeme[][] = []
  for (const lexeme of lexemes.filter(({ kind }) => kind === 'comment')) {
    const last = groups.at(-1)?.at(-1)
    if (last === undefined || hasBlankLine(source.slice(last.end, lexeme.start))) groups.push([lexeme])
    else groups.at(-1)?.push(lexeme)
  }
  return groups.map((group) => {
    const [start, end] = [group[0]?.start ?? 0, group.at(-1)?.end ?? 0]
    const form = normalComments(group)
    const nothing = { body: undefined, list: undefined, doc: '' }
    return { ...nothing, key: `comment ${form}`, start, end, docStart: start, form, isComment: true }
  })
}

/** Overloads have one name: the second is `create#2`. Lists of one module are told apart by their names. */
function numbered(units: readonly Unit[]): Unit[] {
  const seen = new Map<string, number>()
  return units.map((unit) => {
    const count = (seen.get(unit.key) ?? 0) + 1
    seen.set(unit.key, count)
    return count === 1 ? unit : { ...unit, key: `${unit.key}#${count}` }
  })
}
