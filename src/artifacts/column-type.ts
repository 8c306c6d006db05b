import type { DataType, Field, TypeImport } from '../model/model.js'

/** The codec of one element, as exported by `codecs.ts` or, for an enum, by `enums.ts`. */
export function elementCodec(type: DataType): string {
  if (type.enum !== undefined) return enumCodec(type.enum.name)
  switch (type.representation) {
    case 'boolean':
      return 'booleanCodec'
    case 'number':
      return numberCodec(type)
    case 'bigint':
      return 'bigintAsBigint'
    case 'Date':
      return 'timestampCodec'
    case 'Uint8Array':
      return 'byteaCodec'
    case 'json':
      return 'jsonCodec'
    case 'enum':
    case 'string':
      return stringCodecs[type.name] ?? 'textCodec'
  }
}

/** Strings that are checked before they are sent, or whose arrays look different. */
const stringCodecs: Readonly<Record<string, string>> = {
  bigint: 'bigintAsString',
  numeric: 'numericAsString',
  uuid: 'uuidCodec',
  box: 'boxCodec',
}

/** `postStatus` for the enum `PostStatus`: its codec in `enums.ts`. */
export function enumCodec(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}Codec`
}

/** The codec of the column as an expression: `timestampCodec`, `arrayOf(textCodec)`, `jsonOf<Settings>()`. */
export function codecExpression(type: DataType): string {
  let codec = documentCodec(type) ?? elementCodec(type)
  for (let depth = 0; depth < type.dimensions; depth += 1) {
    codec = depth === 0 ? `arrayOf(${codec})` : `nestedArrayOf(${codec})`
  }
  return codec
}

/** A document of a type that the spec names. */
function documentCodec({ representation, typescript }: DataType): string | undefined {
  return representation === 'json' && typescript !== undefined ? `jsonOf<${typescript.name}>()` : undefined
}

/** The encoder of the column as an expression: what it sends is all that matters. */
export function encoderExpression(type: DataType): string {
  if (type.dimensions === 0) return elementCodec(type)
  return type.dimensions === 1 ? `listOf(${elementCodec(type)})` : codecExpression(type)
}

/** Names that a codec expression needs from `codecs.ts`. */
export function codecImports(type: DataType): string[] {
  const codec = documentCodec(type) === undefined ? elementCodec(type) : 'jsonOf'
  const element = type.enum === undefined ? [codec] : []
  if (type.dimensions === 0) return element
  return type.dimensions === 1 ? [...element, 'arrayOf'] : [...element, 'arrayOf', 'nestedArrayOf']
}

/** The TypeScript type of a value that is not null. */
export function valueType(type: DataType): string {
  const element = elementType(type)
  return `${element}${'[]'.repeat(type.dimensions)}`
}

/** The TypeScript type of a row's property. */
export function fieldType(field: Field): string {
  return orNull(valueType(field.type), field.nullable)
}

/** The type that a json column names, with its import as seen from a folder below the output folder. */
export function namedType(type: DataType): TypeImport | undefined {
  const named = type.typescript
  if (named?.from === undefined) return undefined
  return { name: named.name, from: named.from.startsWith('.') ? `../${named.from.replace(/^\.\//, '')}` : named.from }
}

function elementType(type: DataType): string {
  if (type.enum !== undefined) return type.enum.name
  if (type.representation === 'json') return type.typescript?.name ?? 'JsonValue'
  return type.representation === 'enum' ? 'string' : type.representation
}

function numberCodec(type: DataType): string {
  if (type.name === 'bigint') return 'bigintAsNumber'
  if (type.name === 'numeric') return 'numericAsNumber'
  return ['real', 'double precision'].includes(type.name) ? 'floatCodec' : 'integerCodec'
}

function orNull(type: string, nullable: boolean): string {
  return nullable ? `${type} | null` : type
}
