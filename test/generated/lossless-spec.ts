import { moods } from './lossless-kinds.js'
import type { Column, Model, World } from './lossless-world.js'

/** The spec of a world. */
export function specOf({ project, models, coins }: World): string {
  const lines = [
    'version: 1',
    `output: { types: ${JSON.stringify(project)} }`,
    `enums: { Mood: ${JSON.stringify(moods)} }`,
  ]
  let coin = 0
  const toss = () => coins[coin++ % coins.length] ?? false
  const relations = models.map((_, index) => relationsOf(models, index))
  lines.push('models:')
  for (const [index, model] of models.entries()) {
    lines.push(`  ${model.name}:`, '    columns:', '      n: integer')
    for (const column of [...model.key, ...model.references.flatMap(({ columns }) => columns), ...model.columns])
      lines.push(`      ${column.name}: ${columnText(model, column)}`)
    lines.push(`    primary_key: [${model.key.map(({ name }) => name).join(', ')}]`)
    const uniques = model.references.filter(({ unique }) => unique)
    if (uniques.length > 0) lines.push(`    unique: ${list(uniques.map(({ columns }) => `[${namesOf(columns)}]`))}`)
    if (model.references.length > 0) lines.push('    foreign_keys:')
    for (const { columns, target } of model.references)
      lines.push(`      - { columns: [${namesOf(columns)}], references: ${models[target]?.name} }`)
    const own = relations[index] ?? []
    if (own.length === 0) continue
    lines.push('    relations:', ...own.map(({ name, text }) => `      ${name}: ${text}`))
    lines.push(`    queries: { deep: { load: ${loadText(own, relations, toss)} } }`)
  }
  return `${lines.join('\n')}\n`
}

/** A relation: its name, its text in the spec, and how its rows are found. */
export interface WorldRelation {
  readonly name: string
  readonly text: string
  readonly target: number
  readonly kind: 'one' | 'many'
  /** The rows of the target that belong to a row. */
  readonly related: (world: World, row: number) => number[]
}

/** The relations of a model, both ways, by its index. */
export function relationsOf(models: readonly Model[], index: number): WorldRelation[] {
  const found: WorldRelation[] = []
  for (const [owner, model] of models.entries()) {
    for (const [position, reference] of model.references.entries()) {
      const [up, down] = [`up${position}`, `down${owner}x${position}`]
      const via = reference.columns[0]?.name
      const rowsOf = (row: number) => reference.rows.flatMap((target, at) => (target === row ? [at] : []))
      if (owner === index) {
        const text = `{ belongs_to: ${models[reference.target]?.name}, via: ${via}, inverse: ${down} }`
        const related = (_: World, row: number) => [reference.rows[row]].flatMap((target) => target ?? [])
        found.push({ name: up, text, target: reference.target, kind: 'one', related })
      }
      if (reference.target === index) {
        const text = `{ ${reference.unique ? 'has_one' : 'has_many'}: ${model.name}, via: ${via}, inverse: ${up} }`
        const related = (_: World, row: number) => rowsOf(row)
        found.push({ name: down, text, target: owner, kind: reference.unique ? 'one' : 'many', related })
      }
    }
  }
  const last = models.length - 1
  if (index !== 0 && index !== last) return found
  const other = index === 0 ? last : 0
  const text = `{ many_to_many: ${models[other]?.name}, through: links, inverse: linked }`
  const related = ({ links }: World, row: number) =>
    links.filter((link) => link[index === 0 ? 0 : 1] === row).map((link) => link[index === 0 ? 1 : 0])
  return [...found, { name: 'linked', text, target: other, kind: 'many', related }]
}

function loadText(
  own: readonly WorldRelation[],
  all: readonly (readonly WorldRelation[])[],
  toss: () => boolean,
): string {
  const strategy = () => `strategy: ${toss() ? 'select' : 'join'}`
  const loads = own.map(({ name, target }) => {
    const nested = (all[target] ?? []).map((below) => `${below.name}: { ${strategy()} }`)
    return `${name}: { ${strategy()}, load: { ${nested.join(', ')} } }`
  })
  return `{ ${loads.join(', ')} }`
}

function columnText(model: Model, column: Column): string {
  const { kind, dimensions, nullable, said } = column
  const parts = [`type: ${JSON.stringify(`${kind.type}${'[]'.repeat(dimensions)}`)}`]
  if (nullable) parts.push('nullable: true')
  if (model.isNumbered && model.key.includes(column)) parts.push('identity: always')
  if (said !== undefined) parts.push(`typescript: ${said}`)
  return `{ ${parts.join(', ')} }`
}

function namesOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => name).join(', ')
}

function list(parts: readonly string[]): string {
  return `[${parts.join(', ')}]`
}

/** The spec, and the rows below it, as a failure shows them. */
export function worldText(world: World): string {
  const rows = world.models.flatMap(({ name, key, columns, references, rowCount }) =>
    Array.from({ length: rowCount }, (_, row) => {
      const all = [...key, ...references.flatMap((reference) => reference.columns), ...columns]
      return `# ${name} ${row}: ${all.map(({ name: column, cells }) => `${column} ${JSON.stringify(cells[row])}`).join(', ')}`
    }),
  )
  return `\n${specOf(world)}${rows.join('\n')}\n# links ${JSON.stringify(world.links)}\n`
}
