import type { Field } from '../model/model.js'
import { qualified } from '../schema/quote.js'

/**
 * The column's type without modifiers, for casts that must not cut values. `character` and `bit` alone would be of length
 * one: under their other names they are of any.
 */
export function castType({ type }: Field): string {
  const name =
    type.enum === undefined
      ? (unlimited[type.name] ?? type.name)
      : qualified({ schema: type.enum.schema, name: type.enum.typeName })
  return `${name}${'[]'.repeat(Math.min(type.dimensions, 1))}`
}

const unlimited: Readonly<Record<string, string>> = { character: 'bpchar', bit: '"bit"' }
