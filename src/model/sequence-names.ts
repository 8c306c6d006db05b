import { type ScalarNode, spanWithin } from '../spec/node.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building } from './drafts.js'

/** A default that takes its value from a sequence needs one; notes where there is none. */
export function isKnownSequence(building: Building, node: ScalarNode): boolean {
  const [, text] = /^nextval\(\s*'([a-z0-9_.]+)'(?:::regclass)?\s*\)$/i.exec(node.text) ?? []
  if (text === undefined) return true
  const name = text.startsWith('public.') ? text.slice('public.'.length) : text
  if (building.sequences.has(name) || building.mayHold(name)) return true
  const known = [...building.sequences.keys()]
  const hint = suggest(name, known, 'sequences here') ?? `add under "sequences": ${name}: { type: bigint }`
  const span = spanWithin(node, node.text.indexOf(text), text.length)
  building.missing.note('DB410', 'sequence', name, { span, message: `there is no sequence ${quoted(name)}`, hint })
  return false
}
