import { builtInTypes, type Family, type TypeRow } from './built-in-types.js'
import type { DataType, Enum, Field, Representation } from './model.js'
import type { Domain } from './objects.js'
import type { ProjectTypes } from './output.js'

/** Every way to write a type, for "did you mean". */
export const typeNames: readonly string[] = [...builtInTypes.keys()]

const INTERVAL_FIELDS = new RegExp(
  '^(?:year(?: to month)?|month|day(?: to (?:hour|minute|second))?|' +
    'hour(?: to (?:minute|second))?|minute(?: to second)?|second)$',
)

/** A type that was understood, or what is wrong with its text. */
export type TypeResult =
  | { readonly kind: 'type'; readonly type: DataType; readonly extension: string | undefined }
  | { readonly kind: 'unknown'; readonly name: string }
  | TypeMistake

interface TypeMistake {
  readonly kind: 'modifiers'
  readonly message: string
  readonly hint: string
}

/** The parts of a type as SQL writes it: `numeric(10, 2)[]`. */
interface TypeParts {
  readonly base: string
  readonly dimensions: number
  readonly numbers: readonly number[]
}

/** Reads a type as SQL writes it: `varchar(255)`, `timestamp(3) with time zone`, `PostStatus[]`. */
export function readType(
  text: string,
  enums: ReadonlyMap<string, Enum>,
  types: ProjectTypes,
  domains: ReadonlyMap<string, Domain> = new Map(),
): TypeResult {
  const parts = split(text)
  if ('kind' in parts) return parts
  const { base, dimensions, numbers } = parts
  if (dimensions > 6) return mistake('an array has at most 6 dimensions', 'remove some of the "[]"')
  const found = enums.get(base)
  if (found !== undefined) return enumType(found, dimensions, numbers)
  const domain = domains.get(base)
  if (domain !== undefined) return domainType(domain, dimensions, numbers)
  const word = base.toLowerCase()
  if (word.startsWith('interval ')) return intervalType(word.slice(9), dimensions, numbers)
  const row = builtInTypes.get(word)
  if (row === undefined) return { kind: 'unknown', name: base }
  return modifierMistake(row, word, numbers) ?? builtInType(row, dimensions, numbers, types)
}

function mistake(message: string, hint: string): TypeMistake {
  return { kind: 'modifiers', message, hint }
}

function split(text: string): TypeParts | TypeMistake {
  const brackets = /(?:\s*\[\s*\w*\s*\])+$/.exec(text)?.[0] ?? ''
  const rest = text.slice(0, text.length - brackets.length).trim()
  const dimensions = brackets.replaceAll(/[^[]/g, '').length
  if (/\w/.test(brackets)) {
    const hint = `write "${rest}${'[]'.repeat(dimensions)}", and a check for its length`
    return mistake('PostgreSQL does not keep the length of an array', hint)
  }
  const [, head = rest, inner, tail = ''] = /^([^()]*)\(([^()]*)\)([^()]*)$/.exec(rest) ?? []
  if (inner === undefined) {
    const isOpen = /[()]/.test(rest)
    return isOpen
      ? mistake(`the parentheses of "${text}" do not match`, 'write it like numeric(10, 2)')
      : { base: squeeze(rest), dimensions, numbers: [] }
  }
  const words = inner.split(',').map((word) => word.trim())
  if (!words.every((word) => /^-?\d{1,9}$/.test(word))) {
    const hint = /char/i.test(head)
      ? `write ${head.trim()}(200), or text for any length`
      : 'write it like numeric(10, 2)'
    return mistake(`the parentheses of "${text}" must hold numbers`, hint)
  }
  return { base: squeeze(`${head} ${tail}`), dimensions, numbers: words.map(Number) }
}

function squeeze(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ')
}

function enumType(found: Enum, dimensions: number, numbers: readonly number[]): TypeResult {
  if (numbers.length > 0) return mistake('an enum takes nothing in parentheses', `write ${found.name}`)
  return { kind: 'type', type: dataType(found.typeName, [], dimensions, 'enum', found), extension: undefined }
}

/** A column of a domain is what the domain is made of, as far as values go. */
function domainType(domain: Domain, dimensions: number, numbers: readonly number[]): TypeResult {
  const { name, type } = domain
  if (numbers.length > 0) return mistake('a domain takes nothing in parentheses', `write ${name}`)
  if (dimensions > 0 && type.dimensions > 0) {
    return mistake(`the domain ${name} is an array already`, `write ${name}, or make the domain of one element`)
  }
  return { kind: 'type', type: { ...type, dimensions: type.dimensions + dimensions, domain }, extension: undefined }
}

function intervalType(fields: string, dimensions: number, numbers: readonly number[]): TypeResult {
  if (!INTERVAL_FIELDS.test(fields))
    return mistake(`interval has no fields "${fields}"`, 'write interval, or like interval day to second')
  const [precision] = numbers
  if (
    precision !== undefined &&
    !(fields.endsWith('second') && precision >= 0 && precision <= 6 && numbers.length === 1)
  ) {
    return mistake(
      'interval takes one number from 0 to 6, behind its seconds',
      'write it like interval day to second(3)',
    )
  }
  return { kind: 'type', type: dataType('interval', [fields, ...numbers], dimensions, 'string'), extension: undefined }
}

function dataType(
  name: string,
  modifiers: DataType['modifiers'],
  dimensions: number,
  representation: Representation,
  found?: Enum,
): DataType {
  return { name, modifiers, dimensions, enum: found, domain: undefined, representation, typescript: undefined }
}

function builtInType(row: TypeRow, dimensions: number, numbers: readonly number[], types: ProjectTypes): TypeResult {
  const given = numbers.length > 0 ? numbers : (row.implied ?? [])
  // PostgreSQL stores and prints numeric(10) as numeric(10,0).
  const modifiers = row.name === 'numeric' && given.length === 1 ? [...given, 0] : given
  return {
    kind: 'type',
    type: dataType(row.name, modifiers, dimensions, formOf(row.representation, types)),
    extension: row.extension,
  }
}

/** The project decides for the types that leave a choice; `bigint` is the name of both a type and a form. */
function formOf(form: Representation | keyof ProjectTypes, types: ProjectTypes): Representation {
  switch (form) {
    case 'bigint':
    case 'numeric':
    case 'timestamptz':
    case 'timestamp':
    case 'date':
      return types[form]
    default:
      return form
  }
}

function modifierMistake(row: TypeRow, word: string, numbers: readonly number[]): TypeMistake | undefined {
  if (numbers.length === 0) return undefined
  const { modifiers } = row
  if (modifiers === undefined) {
    const hint = word === 'float' ? 'write real or double precision' : `write ${word}`
    return mistake(`${word} takes nothing in parentheses`, hint)
  }
  if (numbers.length > modifiers.most) {
    const example = modifiers.most === 1 ? `${word}(${numbers[0]})` : `${word}(${numbers[0]}, ${numbers[1]})`
    return mistake(`${word} takes at most ${modifiers.most === 1 ? 'one number' : 'two numbers'}`, `write ${example}`)
  }
  const [first = 0, scale = 0] = numbers
  const { from, to } = modifiers
  if (first < from || first > to) {
    return mistake(`the number in ${word}(${numbers.join(', ')}) is out of range`, `it takes ${from} to ${to}`)
  }
  if (scale >= -1000 && scale <= 1000) return undefined
  return mistake(`the scale in ${word}(${numbers.join(', ')}) is out of range`, 'it takes -1000 to 1000')
}

const choices: Readonly<Record<string, readonly Representation[]>> = {
  bigint: ['string', 'number', 'bigint'],
  numeric: ['string', 'number'],
  'timestamp with time zone': ['Date', 'string'],
  'timestamp without time zone': ['Date', 'string'],
  date: ['string', 'Date'],
}

/** The forms that values of a type can have in TypeScript, for an array those of its elements. */
export function representationsOf(type: DataType): readonly Representation[] {
  if (type.enum !== undefined) return []
  return Object.hasOwn(choices, type.name) ? (choices[type.name] ?? []) : [type.representation]
}

/** Whether values have an order and an equality that queries can use. */
export function isOrdered(type: DataType): boolean {
  const family = type.enum === undefined ? (builtInTypes.get(type.name)?.family ?? 'other') : 'other'
  // PostgreSQL's operators for enums do not see through a domain.
  const isHidden = type.domain !== undefined && type.enum !== undefined
  return type.dimensions === 0 && !isHidden && family !== 'json' && family !== 'unordered'
}

/** The short names that people write where `format_type` prints long ones. */
const spoken: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  character: 'char',
  'bit varying': 'varbit',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
}

/** A type in the words of the spec, without its modifiers: `varchar`, `PostStatus[]`. */
export function spokenType(type: DataType): string {
  const name =
    type.domain?.name ??
    type.enum?.name ??
    (Object.hasOwn(spoken, type.name) ? spoken[type.name] : undefined) ??
    type.name
  return `${name}${'[]'.repeat(type.dimensions - (type.domain?.type.dimensions ?? 0))}`
}

/** The family of a type; arrays and enums are `other`. */
export function familyOf(type: DataType): Family {
  if (type.dimensions > 0 || type.enum !== undefined) return 'other'
  return builtInTypes.get(type.name)?.family ?? 'other'
}

/** Whether the database has a value where an insert gives none: its own, or that of its domain. */
export function hasDefault({ default: own, type }: Field): boolean {
  const { domain } = type
  return own !== undefined || (domain?.default !== undefined && type.dimensions === domain.type.dimensions)
}
