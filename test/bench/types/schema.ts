/** A model of the synthetic schema, the same for every contender. Names are in snake case. */
export interface SyntheticModel {
  readonly name: string
  /** The one or two models it belongs to, by a column of their name. */
  readonly parents: readonly SyntheticModel[]
  /** The models that belong to it. */
  readonly children: readonly SyntheticModel[]
  /** The models it is linked to over a join table that stands on its side. */
  readonly links: readonly SyntheticModel[]
  readonly linkedBy: readonly SyntheticModel[]
  /** Whether dbgen also generates a search with filters for it; nobody else has that. */
  readonly hasSearch: boolean
}

export type ColumnKind = 'key' | 'name' | 'code' | 'text' | 'status' | 'flag' | 'amount' | 'count' | 'time'

/** The columns that every model has, beside one or two that refer to its parents. */
export const columns: readonly (readonly [name: string, kind: ColumnKind])[] = [
  ['id', 'key'],
  ['name', 'name'],
  ['code', 'code'],
  ['description', 'text'],
  ['status', 'status'],
  ['is_active', 'flag'],
  ['amount', 'amount'],
  ['quantity', 'count'],
  ['created_at', 'time'],
]

export const statuses = ['draft', 'active', 'archived'] as const

const first =
  'amber bold brisk calm clear coral crisp dusty early fair fresh gentle giant glad golden grand green happy hidden humble ' +
  'iron ivory jolly keen large light lively lucky mellow merry noble quiet'
const second =
  'anchor basket bridge button candle carpet castle cellar circle corner dancer dollar engine farmer feather finger ' +
  'flower forest garden hammer island jacket kettle ladder market mirror needle orchard pencil pocket river saddle'

/** As many models as there are names for: 1,024. */
export function syntheticSchema(size: number): SyntheticModel[] {
  const models = modelNames(size).map((name, index) => ({
    name,
    parents: [] as SyntheticModel[],
    children: [] as SyntheticModel[],
    links: [] as SyntheticModel[],
    linkedBy: [] as SyntheticModel[],
    hasSearch: index % 5 === 4,
  }))
  models.forEach((model, index) => {
    for (const at of earlierModels(index)) {
      const parent = models[at]
      if (parent === undefined || model.parents.includes(parent)) continue
      model.parents.push(parent)
      parent.children.push(model)
    }
    const target = index >= 5 && index % 5 === 0 ? models[index - 3] : undefined
    target?.linkedBy.push(model)
    if (target !== undefined) model.links.push(target)
  })
  return models
}

/** Models spread over the schema, for the program that uses a few of them. */
export function usedModels(schema: readonly SyntheticModel[], count: number): SyntheticModel[] {
  return Array.from({ length: count }, (_, index) => schema[Math.floor((index * schema.length) / count)]).filter(
    (model) => model !== undefined,
  )
}

/** A parent or the children of a model: the relation that the program loads. */
export function loadedRelation(model: SyntheticModel): { kind: 'parent' | 'children'; target: SyntheticModel } {
  const [parent] = model.parents
  const [child] = model.children
  if (parent !== undefined) return { kind: 'parent', target: parent }
  if (child !== undefined) return { kind: 'children', target: child }
  throw new Error(`${model.name} has no relation`)
}

/** `amber_anchor` as `amberAnchor`. */
export function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** `amber_anchor` as `AmberAnchor`. */
export function pascal(name: string): string {
  return camel(`_${name}`)
}

/** Every name of the schema forms its plural so. */
export function plural(name: string): string {
  return `${name}s`
}

function modelNames(size: number): string[] {
  const names = first.split(' ').flatMap((one) => second.split(' ').map((other) => `${one}_${other}`))
  if (size > names.length) throw new Error(`there are names for ${names.length} models`)
  // 37 has no divisor in common with their number, so that neighbours do not share a word.
  return Array.from({ length: size }, (_, index) => names[(index * 37) % names.length] ?? '')
}

/** One model before this one, or two: near ones, as in schemas that grew. */
function earlierModels(index: number): number[] {
  if (index === 0) return []
  const near = (salt: number) => index - 1 - (scatter(index, salt) % Math.min(index, 20))
  return index > 1 && index % 2 === 1 ? [near(1), near(2)] : [near(1)]
}

/** A number that looks random and is not. */
function scatter(index: number, salt: number): number {
  return (((index + 1) * 2_654_435_761 + salt * 40_503) % 2 ** 32) >>> 8
}
