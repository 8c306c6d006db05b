import { didYouMean } from '../spec/wording.js'
import { typeNames } from './column-types.js'
import type { Building } from './drafts.js'

// biome-ignore format: a list of words
const serials: Readonly<Record<string, string>> = {
  serial: 'integer', serial4: 'integer', bigserial: 'bigint', serial8: 'bigint', smallserial: 'smallint',
  serial2: 'smallint',
}

/** What other databases, languages and tools call the types of PostgreSQL. */
// biome-ignore format: a list of words
const foreign: Readonly<Record<string, string>> = {
  string: 'text', str: 'text', longtext: 'text', mediumtext: 'text', tinytext: 'text', clob: 'text',
  nvarchar: 'varchar', varchar2: 'varchar', email: 'text', url: 'text', uri: 'text', long: 'bigint', uint: 'bigint',
  tinyint: 'smallint', mediumint: 'integer', short: 'smallint', number: 'integer, or numeric',
  double: 'double precision', datetime: 'timestamptz', datetime2: 'timestamptz', instant: 'timestamptz',
  timestampz: 'timestamptz', 'date-time': 'timestamptz', blob: 'bytea', longblob: 'bytea', binary: 'bytea',
  varbinary: 'bytea', bytes: 'bytea', buffer: 'bytea', guid: 'uuid', object: 'jsonb', map: 'jsonb', record: 'jsonb',
  any: 'jsonb', array: 'text[], or another type with []', list: 'text[], or another type with []',
  enum: 'the name of one of "enums"',
}

/** What to write instead of a type that does not exist. */
export function typeHint({ enums, domains, keyTypes }: Building, name: string): string {
  const word = name.toLowerCase()
  const serial = Object.hasOwn(serials, word) ? serials[word] : undefined
  if (serial !== undefined) return `write { type: ${serial}, identity: always }`
  const keyType = keyTypes.get(name)
  if (keyType !== undefined) return `to refer to a row of ${name}, write { type: ${keyType}, references: ${name} }`
  if (Object.hasOwn(foreign, word)) return `write ${foreign[word]}`
  const near = didYouMean(name, [...enums.keys(), ...domains.keys(), ...typeNames])
  if (near !== undefined) return near
  const meant = Object.keys(foreign).find((candidate) => didYouMean(name, [candidate]) !== undefined)
  return meant === undefined ? anyType : `write ${foreign[meant]}`
}

const anyType = 'it takes a built-in type of PostgreSQL, citext, ltree, or an enum or domain of this spec'
