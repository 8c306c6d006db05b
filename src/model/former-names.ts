import type { ScalarNode } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building } from './drafts.js'
import type { FormerName } from './objects.js'

/** What "renamed_from" names: without a schema, something in the schema where it is now. */
export function formerName(
  { problems }: Building,
  node: ScalarNode | undefined,
  now: FormerName,
): FormerName | undefined {
  if (node === undefined) return undefined
  const former = named(node.text, now.schema)
  if (former.schema !== now.schema || former.name !== now.name) return former
  problems.add('DB902', node.span, `${quoted(node.text)} is what it is called now`, 'remove "renamed_from"')
  return undefined
}

/** `posts` or `billing.invoices` */
export function named(text: string, schema = 'public'): FormerName {
  const [first = '', second] = text.split('.')
  return second === undefined ? { schema, name: first } : { schema: first, name: second }
}
