import { type CompletionProbe, firstUsed, type Workload } from '../contender.js'
import {
  type ColumnKind,
  camel,
  columns,
  loadedRelation,
  pascal,
  plural,
  type SyntheticModel,
  statuses,
} from '../schema.js'

const types: Readonly<Record<ColumnKind, string>> = {
  key: 'BigInt @id @default(autoincrement())',
  name: 'String @db.VarChar(100)',
  code: 'String @unique @db.VarChar(40)',
  text: 'String?',
  status: 'Status @default(draft)',
  flag: 'Boolean @default(true)',
  amount: 'Decimal @db.Decimal(12, 2)',
  count: 'Int @default(0)',
  time: 'DateTime @default(now()) @db.Timestamptz',
}

/** The models in the language of Prisma, which ZenStack's contains; with one of them a model may link to another implicitly. */
export function modelsText(schema: readonly SyntheticModel[]): string {
  return [`enum Status {\n${statuses.map((status) => `  ${status}`).join('\n')}\n}\n`, ...schema.map(modelText)].join(
    '\n',
  )
}

function modelText({ name, parents, children, links, linkedBy }: SyntheticModel): string {
  return [
    `model ${pascal(name)} {`,
    ...columns.map(([column, kind]) => `  ${column} ${types[kind]}`),
    ...parents.flatMap((parent) => [
      `  ${parent.name}_id BigInt`,
      `  ${parent.name} ${pascal(parent.name)} @relation(fields: [${parent.name}_id], references: [id], onDelete: Cascade)`,
    ]),
    ...children.map((child) => `  ${plural(child.name)} ${pascal(child.name)}[]`),
    ...links.map((to) => `  linked_${plural(to.name)} ${pascal(to.name)}[] @relation("${name}_${to.name}")`),
    ...linkedBy.map((from) => `  linked_${plural(from.name)} ${pascal(from.name)}[] @relation("${from.name}_${name}")`),
    ...parents.map((parent) => `  @@index([${parent.name}_id])`),
    `  @@map("${plural(name)}")`,
    '}',
    '',
  ].join('\n')
}

/** The functions of the program; Prisma's client and ZenStack's are called alike, but for decimals. `db` has the type Db. */
export function functionsText(used: readonly SyntheticModel[], amount: string): string {
  return used.map((model) => usage(model, amount)).join('\n')
}

function usage(model: SyntheticModel, amount: string): string {
  const { kind, target } = loadedRelation(model)
  const relation = kind === 'parent' ? target.name : plural(target.name)
  const parents = model.parents.map((parent) => `, ${parent.name}_id: 1n`).join('')
  const loaded = kind === 'parent' ? `loaded?.${relation}.name` : `loaded?.${relation}.map((row) => row.name)`
  const table = `db.${camel(model.name)}`
  return `export async function use${pascal(model.name)}(db: Db) {
  const created = await ${table}.create({ data: { name: 'one', code: 'first', amount: ${amount}${parents} } })
  const where = { id: created.id }
  const found = await ${table}.findUnique({ where })
  const updated = await ${table}.update({ where, data: { quantity: 2 } })
  const listed = await ${table}.findMany({ where: { is_active: true, quantity: { gte: 1 } }, orderBy: { created_at: 'desc' }, take: 20 })
  const loaded = await ${table}.findUnique({ where, include: { ${relation}: true } })
  return { found: found?.name, updated: updated.quantity, listed: listed.map((row) => row.amount), loaded: ${loaded} }
}
`
}

export function includeCompletion(workload: Workload): CompletionProbe[] {
  const model = firstUsed(workload)
  const { kind, target } = loadedRelation(model)
  const expected = kind === 'parent' ? target.name : plural(target.name)
  return [
    {
      title: 'relation to load',
      typed: `connect().${camel(model.name)}.findUnique({ where: { id: 1n }, include: { | } })`,
      expected,
    },
  ]
}
