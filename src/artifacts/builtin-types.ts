import type { OutputOptions, ProjectTypes } from '../model/model.js'
import { Imports } from './imports.js'

interface BuiltinType {
  readonly name: string
  readonly oid: number
  readonly arrayOid: number
  /** The codec, or the project-wide option that chooses it. */
  readonly codec: string | ((types: ProjectTypes) => string)
}

const bigintCodecs = { string: 'decimalCodec', number: 'bigintAsNumber', bigint: 'bigintAsBigint' }

/** Types whose values are not plain text in TypeScript, and arrays of plain text; OIDs are those of pg_type.dat. */
const builtins: readonly BuiltinType[] = [
  { name: 'bool', oid: 16, arrayOid: 1000, codec: 'booleanCodec' },
  { name: 'bytea', oid: 17, arrayOid: 1001, codec: 'byteaCodec' },
  { name: 'int8', oid: 20, arrayOid: 1016, codec: ({ bigint }) => bigintCodecs[bigint] },
  { name: 'int2', oid: 21, arrayOid: 1005, codec: 'integerCodec' },
  { name: 'int4', oid: 23, arrayOid: 1007, codec: 'integerCodec' },
  { name: 'text', oid: 25, arrayOid: 1009, codec: 'textCodec' },
  { name: 'oid', oid: 26, arrayOid: 1028, codec: 'integerCodec' },
  { name: 'json', oid: 114, arrayOid: 199, codec: 'jsonCodec' },
  { name: 'cidr', oid: 650, arrayOid: 651, codec: 'textCodec' },
  { name: 'float4', oid: 700, arrayOid: 1021, codec: 'floatCodec' },
  { name: 'float8', oid: 701, arrayOid: 1022, codec: 'floatCodec' },
  { name: 'macaddr8', oid: 774, arrayOid: 775, codec: 'textCodec' },
  { name: 'money', oid: 790, arrayOid: 791, codec: 'textCodec' },
  { name: 'macaddr', oid: 829, arrayOid: 1040, codec: 'textCodec' },
  { name: 'inet', oid: 869, arrayOid: 1041, codec: 'textCodec' },
  { name: 'bpchar', oid: 1042, arrayOid: 1014, codec: 'textCodec' },
  { name: 'varchar', oid: 1043, arrayOid: 1015, codec: 'textCodec' },
  { name: 'date', oid: 1082, arrayOid: 1182, codec: ({ date }) => timeCodec(date) },
  { name: 'time', oid: 1083, arrayOid: 1183, codec: 'textCodec' },
  { name: 'timestamp', oid: 1114, arrayOid: 1115, codec: ({ timestamp }) => timeCodec(timestamp) },
  { name: 'timestamptz', oid: 1184, arrayOid: 1185, codec: ({ timestamptz }) => timeCodec(timestamptz) },
  { name: 'interval', oid: 1186, arrayOid: 1187, codec: 'textCodec' },
  { name: 'timetz', oid: 1266, arrayOid: 1270, codec: 'textCodec' },
  { name: 'bit', oid: 1560, arrayOid: 1561, codec: 'textCodec' },
  { name: 'varbit', oid: 1562, arrayOid: 1563, codec: 'textCodec' },
  { name: 'numeric', oid: 1700, arrayOid: 1231, codec: ({ numeric }) => (numeric === 'number' ? 'numericAsNumber' : 'decimalCodec') },
  { name: 'uuid', oid: 2950, arrayOid: 2951, codec: 'textCodec' },
  { name: 'jsonb', oid: 3802, arrayOid: 3807, codec: 'jsonCodec' },
  { name: 'int4range', oid: 3904, arrayOid: 3905, codec: 'textCodec' },
  { name: 'numrange', oid: 3906, arrayOid: 3907, codec: 'textCodec' },
  { name: 'tsrange', oid: 3908, arrayOid: 3909, codec: 'textCodec' },
  { name: 'tstzrange', oid: 3910, arrayOid: 3911, codec: 'textCodec' },
  { name: 'daterange', oid: 3912, arrayOid: 3913, codec: 'textCodec' },
  { name: 'int8range', oid: 3926, arrayOid: 3927, codec: 'textCodec' },
]

/** The view of `types.ts`: the table with its codecs chosen, and what it imports. */
export function valueTypes(output: OutputOptions): object {
  const rows = builtins.map(({ name, oid, arrayOid, codec }) => ({
    name,
    oid,
    arrayOid,
    codec: typeof codec === 'string' ? codec : codec(output.types),
  }))
  const always = ['arrayOf', 'booleanCodec', 'byteaCodec', 'floatCodec', 'integerCodec', 'jsonCodec', 'textCodec']
  const imports = new Imports()
  imports.value(`./codecs${output.importExtension}`, ...always, ...rows.map(({ codec }) => codec))
  imports.type(`./codecs${output.importExtension}`, 'Codec')
  return { builtins: rows, codecImport: imports.print().join('\n') }
}

function timeCodec(form: 'Date' | 'string'): string {
  return form === 'Date' ? 'timestampCodec' : 'textCodec'
}
