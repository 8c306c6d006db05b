import type { ScalarNode } from '../spec/node.js'
import { spokenType } from './column-types.js'
import type { Building } from './drafts.js'
import type { DataType } from './model.js'

const collated = new Set(['text', 'character varying', 'character', 'bpchar', 'citext', 'name'])

/** Notes a collation of something that is no text. */
export function checkCollation({ problems }: Building, node: ScalarNode | undefined, type: DataType): void {
  if (node === undefined || (collated.has(type.name) && type.enum === undefined)) return
  const message = `a collation is for text, and this is ${spokenType(type)}`
  problems.add('DB413', node.span, message, 'remove "collation"')
}
