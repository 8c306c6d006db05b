import { exacting, tellingFields, UnknownField } from './exacting.js'
import type { Template } from './handlebars.js'
import { compileTemplate, handlebars, options } from './handlebars.js'

/** What is wrong with a template of the user's. */
export interface TemplateMistake {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  readonly message: string
  /** Of a field that is not there: those that are. */
  readonly known?: readonly string[]
}

/** A template of the user's cannot print a view. */
export class TemplateFailed extends Error {
  override readonly name = 'TemplateFailed'
  readonly mistake: TemplateMistake

  constructor(mistake: TemplateMistake) {
    super(mistake.message)
    this.mistake = mistake
  }
}

/** What is wrong with the text of a template, whatever its view; undefined where nothing is. */
export function findTemplateMistake(source: string): TemplateMistake | undefined {
  try {
    const partial = namesIn(source).find(({ isPartial }) => isPartial)
    if (partial !== undefined)
      return { line: partial.line, column: partial.column, message: `there are no partials here: "${partial.name}"` }
    handlebars().precompile(source, options)
    return undefined
  } catch (error) {
    return mistakeOf(error)
  }
}

const own = new Map<string, Template>()

/** Prints a view with a template of the user's. Throws TemplateFailed where it asks for what the view does not have. */
export function renderSource(source: string, view: object): string {
  try {
    const template = own.get(source) ?? compileTemplate(source)
    own.set(source, template)
    return template(exacting(view))
  } catch (error) {
    const known = knownFields(source, view)
    if (!(error instanceof UnknownField)) throw new TemplateFailed({ ...mistakeOf(error), ...known })
    // Elsewhere the strict mode has said it, with the place.
    const place = namesIn(source).find(({ name, isOfBlock }) => isOfBlock && name === error.field)
    const { line, column } = place ?? { line: 1, column: 1 }
    throw new TemplateFailed({ line, column, message: error.message, ...known })
  }
}

/** What there is in place of the first field that is not there. */
function knownFields(source: string, view: object): Pick<TemplateMistake, 'known'> {
  try {
    own.get(source)?.(tellingFields(view))
    return {}
  } catch (error) {
    return error instanceof UnknownField ? { known: error.known } : {}
  }
}

interface UsedName {
  readonly name: string
  readonly isPartial: boolean
  /** Whether a block asks for it: `{{#each name}}`. */
  readonly isOfBlock: boolean
  readonly line: number
  readonly column: number
}

/** Every part of every path of a template, `names` and `type` of `{{names.type}}`, and what it includes. */
function namesIn(source: string): UsedName[] {
  const found: UsedName[] = []
  const note = (name: unknown, kind: 'path' | 'block' | 'partial', { loc }: hbs.AST.Node) => {
    const place = { line: loc.start.line, column: loc.start.column + 1 }
    found.push({ name: String(name), isPartial: kind === 'partial', isOfBlock: kind === 'block', ...place })
  }
  const visitor = new (handlebars().Visitor)()
  const visitBlock = visitor.BlockStatement
  visitor.BlockStatement = (block) => {
    for (const param of block.params) {
      const parts: unknown = 'parts' in param ? param.parts : undefined
      if (Array.isArray(parts)) for (const part of parts) note(part, 'block', param)
    }
    visitBlock.call(visitor, block)
  }
  visitor.PathExpression = (path) => {
    for (const part of path.parts) note(part, 'path', path)
  }
  visitor.PartialStatement = (partial) =>
    note('original' in partial.name ? partial.name.original : '...', 'partial', partial)
  visitor.accept(handlebars().parse(source))
  return found
}

/** Handlebars says where in the message, after a dash; its parser names the line alone and draws an arrow below it. */
function mistakeOf(error: unknown): TemplateMistake {
  const text = error instanceof Error ? error.message : String(error)
  const [, said = '', line, column] = /^(.*?) - (\d+):(\d+)$/s.exec(text) ?? []
  if (line !== undefined) return { line: Number(line), column: Number(column) + 1, message: inOurWords(said) }
  const [, parsed] = /^Parse error on line (\d+)/.exec(text) ?? []
  const got = /got '(\w+)'/.exec(text)?.[1]
  const message = got === 'EOF' ? 'it ends within a tag or a block' : `it cannot be read here (${got ?? text})`
  return parsed === undefined ? { line: 1, column: 1, message: text } : { line: Number(parsed), column: 1, message }
}

function inOurWords(message: string): string {
  return message
    .replace(/^You specified knownHelpersOnly, but used the unknown helper (.*)$/, 'there is no helper "$1"')
    .replace(/^"(.*)" not defined in .*$/s, 'the view has no "$1"')
    .replace(/^(\S+) doesn't match (\S+)$/, 'a block that "$1" begins is ended by "$2"')
}
