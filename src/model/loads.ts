import type { LoadFields, LoadSpec } from '../spec/definition/query.js'
import type { ScalarNode } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import { readOrder } from './order.js'
import { relationNamed } from './paths.js'
import type { Load } from './query.js'

/** Relations may nest this deep; a deeper load is a mistake more often than a wish. */
const DEEPEST = 8

/** Reads what a query loads along, in the order of the spec. */
export function readLoads(building: Building, owner: EntityDraft, spec: LoadSpec | undefined, depth = 1): Load[] {
  if (spec === undefined) return []
  const wanted: { node: ScalarNode; options: LoadFields | undefined }[] =
    spec.kind === 'list'
      ? spec.items.map((node) => ({ node, options: undefined }))
      : spec.entries.map(({ key, value }) => ({ node: key, options: value }))
  const loads: Load[] = []
  for (const { node, options } of wanted) {
    const load = readLoad(building, owner, node, options, depth)
    if (load === undefined) continue
    if (!loads.some(({ relation }) => relation === load.relation)) loads.push(load)
    else building.problems.add('DB510', node.span, `relation ${quoted(node.text)} is listed twice`, 'remove one')
  }
  return loads
}

function readLoad(
  building: Building,
  owner: EntityDraft,
  node: ScalarNode,
  options: LoadFields | undefined,
  depth: number,
): Load | undefined {
  const draft = relationNamed(building, owner, node.text, node.span, 'DB706')
  if (draft?.relation === undefined) return undefined
  const { relation, target } = draft
  if (depth > DEEPEST) {
    building.problems.add(
      'DB704',
      node.span,
      `loads nest deeper than ${DEEPEST} levels`,
      'load the rest with a query of its own',
    )
    return undefined
  }
  checkOptions(building, relation.kind === 'has_many' || relation.kind === 'many_to_many', node, options)
  return {
    relation,
    strategy: options?.strategy?.value ?? relation.strategy,
    order: options?.order === undefined ? relation.order : readOrder(building, target, options.order),
    limit: options?.limit?.value,
    load: readLoads(building, target, options?.load, depth + 1),
  }
}

function checkOptions(
  { problems }: Building,
  isToMany: boolean,
  node: ScalarNode,
  options: LoadFields | undefined,
): void {
  if (isToMany) return
  for (const [name, option] of [
    ['order', options?.order],
    ['limit', options?.limit],
  ] as const) {
    if (option === undefined) continue
    const message = `"${name}" is for several rows, and ${quoted(node.text)} is one at most`
    problems.add('DB704', option.span, message, `remove "${name}"`)
  }
}
