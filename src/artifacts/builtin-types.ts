import type { OutputOptions, ProjectTypes } from '../model/output.js'
import { Imports } from './imports.js'

interface BuiltinType {
  readonly name: string
  readonly oid: number
  readonly arrayOid: number
  /** The codec, or the project-wide option that chooses it. */
  readonly codec: string | ((types: ProjectTypes) => string)
}

const bigintCodecs = { string: 'bigintAsString', number: 'bigintAsNumber', bigint: 'bigintAsBigint' }

/** Types whose values are not plain text in TypeScript, or whose arrays are split in another way; OIDs are those of pg_type.dat. */
const builtins: readonly BuiltinType[] = [
  { name: 'bool', oid: 16, arrayOid: 1000, codec: 'booleanCodec' },
  { name: 'bytea', oid: 17, arrayOid: 1001, codec: 'byteaCodec' },
  { name: 'int8', oid: 20, arrayOid: 1016, codec: ({ bigint }) => bigintCodecs[bigint] },
  { name: 'int2', oid: 21, arrayOid: 1005, codec: 'integerCodec' },
  { name: 'int4', oid: 23, arrayOid: 1007, codec: 'integerCodec' },
  { name: 'oid', oid: 26, arrayOid: 1028, codec: 'integerCodec' },
  { name: 'json', oid: 114, arrayOid: 199, codec: 'jsonCodec' },
  { name: 'box', oid: 603, arrayOid: 1020, codec: 'boxCodec' },
  { name: 'float4', oid: 700, arrayOid: 1021, codec: 'floatCodec' },
  { name: 'float8', oid: 701, arrayOid: 1022, codec: 'floatCodec' },
  { name: 'date', oid: 1082, arrayOid: 1182, codec: ({ date }) => timeCodec(date) },
  { name: 'timestamp', oid: 1114, arrayOid: 1115, codec: ({ timestamp }) => timeCodec(timestamp) },
  { name: 'timestamptz', oid: 1184, arrayOid: 1185, codec: ({ timestamptz }) => timeCodec(timestamptz) },
  {
    name: 'numeric',
    oid: 1700,
    arrayOid: 1231,
    codec: ({ numeric }) => (numeric === 'number' ? 'numericAsNumber' : 'numericAsString'),
  },
  { name: 'jsonb', oid: 3802, arrayOid: 3807, codec: 'jsonCodec' },
]

/** The view of `types.ts`: the table with its codecs chosen, and what it imports. */
export function valueTypes(output: OutputOptions): object {
  const rows = builtins.map(({ name, oid, arrayOid, codec }) => ({
    name,
    oid,
    arrayOid,
    codec: typeof codec === 'string' ? codec : codec(output.types),
  }))
  const always = ['arrayOf', 'byteaCodec', 'jsonCodec', 'textCodec']
  const imports = new Imports()
  imports.value(`./codecs${output.importExtension}`, ...always, ...rows.map(({ codec }) => codec))
  imports.type(`./codecs${output.importExtension}`, 'Codec')
  return { builtins: rows, codecImport: imports.print().join('\n') }
}

function timeCodec(form: 'Date' | 'string'): string {
  return form === 'Date' ? 'timestampCodec' : 'textCodec'
}
