/** A column type taken apart: what `format_type` printed, with the labels of its enum. */
export interface ValueType {
  /** Without modifiers and brackets: `character varying`, `timestamp with time zone`, `post_status`. */
  readonly name: string
  readonly numbers: readonly number[]
  /** What an interval is restricted to: `year to month`. */
  readonly fields: string
  readonly isArray: boolean
  /** The values of an enum, by their order. */
  readonly labels: readonly string[] | undefined
}

/** Labels of enums by the name that columns use for them: `post_status`, `billing.invoice_state`. */
export type EnumLabels = ReadonlyMap<string, readonly string[]>

/** Takes apart what `format_type` prints. */
export function readValueType(type: string, enums: EnumLabels): ValueType {
  const isArray = type.endsWith('[]')
  const element = isArray ? type.slice(0, -2) : type
  const labels = enums.get(element)
  if (labels !== undefined) return { name: element, numbers: [], fields: '', isArray, labels }
  const [, head = element, inner = '', tail = ''] = /^([^(]*)\((-?\d+(?:,-?\d+)*)\)(.*)$/.exec(element) ?? []
  const numbers = inner === '' ? [] : inner.split(',').map(Number)
  const interval = /^interval (.*)$/.exec(head)
  if (interval !== null) return { name: 'interval', numbers, fields: interval[1] ?? '', isArray, labels }
  return { name: `${head}${tail}`, numbers, fields: '', isArray, labels }
}

/**
 * The text of the value number `index` of a type, as PostgreSQL reads it: another one for each number as far as the type
 * has that many. Undefined for a type that is not known.
 */
export function sampleValue(type: ValueType, index: number): string | undefined {
  const element = (offset: number): string | undefined => sampleElement(type, index + offset)
  if (!type.isArray) return element(0)
  const elements = [element(0), element(1)].filter((text) => text !== undefined)
  return elements.length === 0 ? undefined : arrayText(elements, type.name)
}

/** `{"a","b"}`; the elements of a box array are separated by semicolons. */
export function arrayText(elements: readonly string[], typeName: string): string {
  const quoted = elements.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
  return `{${quoted.join(typeName === 'box' ? ';' : ',')}}`
}

function sampleElement(type: ValueType, index: number): string | undefined {
  const { name, labels } = type
  if (labels !== undefined) return labels[index % labels.length]
  const sampler = Object.hasOwn(samplers, name) ? samplers[name] : undefined
  return sampler?.(index, type)
}

type Sampler = (index: number, type: ValueType) => string

const wholeNumber: Sampler = (index) => String(index + 1)
const plainText: Sampler = (index, { numbers }) => shortText(index, numbers[0])
const timestamp: Sampler = (index) => `${day(index)} 10:30:00`
const bits: Sampler = (index, { numbers }) => bitText(index, numbers[0])

const samplers: Readonly<Record<string, Sampler>> = {
  smallint: wholeNumber,
  integer: wholeNumber,
  bigint: wholeNumber,
  oid: wholeNumber,
  numeric: (index, { numbers }) => decimal(index, numbers),
  real: (index) => `${index + 1}.5`,
  'double precision': (index) => `${index + 1}.25`,
  money: (index) => `${index + 1}.50`,
  boolean: (index) => (index % 2 === 0 ? 'true' : 'false'),
  text: plainText,
  name: plainText,
  'character varying': plainText,
  character: plainText,
  bpchar: plainText,
  citext: plainText,
  '"char"': (index) => shortText(index, 1),
  ltree: (index) => `a.b${index + 1}`,
  lquery: (index) => `a.b${index + 1}.*`,
  hstore: (index) => `"a"=>"${index + 1}"`,
  uuid: (index) => `00000000-0000-4000-8000-${(index + 1).toString(16).padStart(12, '0')}`,
  date: (index) => day(index),
  'time without time zone': (index) => clock(index),
  'time with time zone': (index) => `${clock(index)}+00`,
  'timestamp without time zone': timestamp,
  'timestamp with time zone': (index, type) => `${timestamp(index, type)}+00`,
  interval: (index, { fields }) => `${index + 1} ${fields === '' ? 'day' : (fields.split(' ').at(0) ?? 'day')}`,
  bytea: (index) => `\\x${(index + 1).toString(16).padStart(4, '0')}`,
  json: (index) => `{"a": ${index + 1}}`,
  jsonb: (index) => `{"a": ${index + 1}}`,
  bit: bits,
  'bit varying': bits,
  xml: (index) => `<a>${index + 1}</a>`,
  jsonpath: (index) => `$."a${index + 1}"`,
  inet: (index) => `10.0.0.${(index % 250) + 1}`,
  cidr: (index) => `10.0.${(index % 250) + 1}.0/24`,
  macaddr: (index) => `08:00:2b:01:02:${byte(index)}`,
  macaddr8: (index) => `08:00:2b:01:02:03:04:${byte(index)}`,
  tsvector: (index) => `'a${index + 1}':1`,
  tsquery: (index) => `'a${index + 1}'`,
  pg_lsn: (index) => `0/${(index + 1).toString(16).toUpperCase()}`,
  point: (index) => `(${index + 1},${index + 1})`,
  line: (index) => `{1,${index + 1},0}`,
  lseg: (index) => `[(0,0),(${index + 1},1)]`,
  box: (index) => `(${index + 1},${index + 1}),(0,0)`,
  path: (index) => `[(0,0),(${index + 1},1)]`,
  polygon: (index) => `((0,0),(0,1),(${index + 1},1))`,
  circle: (index) => `<(0,0),${index + 1}>`,
  ...ranges({
    int4: (index) => `[${index * 10 + 1},${index * 10 + 5})`,
    int8: (index) => `[${index * 10 + 1},${index * 10 + 5})`,
    num: (index) => `[${index * 10 + 1}.5,${index * 10 + 5}.5)`,
    date: (index) => `[${day(index * 10)},${day(index * 10 + 5)})`,
    ts: (index) => `["${day(index * 10)} 10:30:00","${day(index * 10 + 5)} 10:30:00")`,
    tstz: (index) => `["${day(index * 10)} 10:30:00+00","${day(index * 10 + 5)} 10:30:00+00")`,
  }),
}

/** Ranges that do not overlap each other, and multiranges of one such range. */
function ranges(kinds: Readonly<Record<string, (index: number) => string>>): Record<string, Sampler> {
  const rows = Object.entries(kinds).flatMap(([kind, sampler]): [string, Sampler][] => [
    [`${kind}range`, sampler],
    [`${kind}multirange`, (index) => `{${sampler(index)}}`],
  ])
  return Object.fromEntries(rows)
}

/** `a1`, `a2`; one letter or digit where there is no room for more. */
function shortText(index: number, most: number | undefined): string {
  const text = `a${index + 1}`
  return most === undefined || text.length <= most ? text : (index + 10).toString(36).slice(-most)
}

/** Whole numbers with a fraction where both fit; else the smallest steps of the scale. */
function decimal(index: number, [precision, scale = 0]: readonly number[]): string {
  if (precision === undefined) return `${index + 1}.25`
  const hasRoom = precision - scale > String(index + 1).length - 1
  if (scale <= 0) return `${index + 1}${'0'.repeat(-scale)}`
  if (hasRoom) return `${index + 1}.${'25'.padEnd(scale, '0').slice(0, scale)}`
  return `0.${String((index % (10 ** Math.min(precision, 9) - 1)) + 1).padStart(scale, '0')}`
}

function bitText(index: number, length: number | undefined): string {
  const text = (index + 1).toString(2)
  return length === undefined ? text : index.toString(2).padStart(length, '0').slice(-length)
}

function day(index: number): string {
  return new Date(Date.UTC(2024, 0, index + 1)).toISOString().slice(0, 10)
}

function clock(index: number): string {
  return `${String(index % 24).padStart(2, '0')}:30:00`
}

function byte(index: number): string {
  return ((index % 255) + 1).toString(16).padStart(2, '0')
}
