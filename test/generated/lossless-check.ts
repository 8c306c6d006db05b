import type { Entity, Model as SpecModel } from '../../src/model/model.js'
import type { Layer, LayerDatabase, Row } from './generated-layer.js'
import { givenOf, type Oracle, printLiterals, printRows, valueFrom } from './lossless-oracle.js'
import { expectSame } from './lossless-same.js'
import { relationsOf, type WorldRelation } from './lossless-spec.js'
import type { Column, Literal, Model, World } from './lossless-world.js'

type Finder = (...key: unknown[]) => Promise<Row | undefined>

interface Repository {
  create(row: Row): Promise<Row>
  createMany(rows: readonly Row[]): Promise<Row[]>
  findMany(options: object): Promise<Row[]>
  readonly findById?: Finder
  readonly [finder: `findBy${string}`]: Finder | undefined
}

/** What the checks of one world share. */
interface Check {
  readonly world: World
  readonly layer: Layer
  readonly db: LayerDatabase
  readonly oracle: Oracle
  readonly entities: readonly Entity[]
  /** The rows of each model, with the values that PostgreSQL itself says they have. */
  readonly rows: Row[][]
  /** What PostgreSQL prints of them. */
  readonly printed: Record<string, string | null>[][]
}

/** Writes the rows of a world through the generated code, and compares all that it reads with what PostgreSQL says. */
export async function checkWorld(
  world: World,
  layer: Layer,
  db: LayerDatabase,
  oracle: Oracle,
  { entities }: SpecModel,
): Promise<void> {
  const check: Check = { world, layer, db, oracle, entities, rows: [], printed: [] }
  for (const index of world.models.keys()) await checkWriting(check, index)
  await link(check)
  for (const index of world.models.keys()) {
    await checkRepository(check, index)
    await checkRelations(check, index)
    await checkDeep(check, index)
  }
}

async function checkWriting(check: Check, index: number): Promise<void> {
  const { layer, db, oracle } = check
  const [model, entity] = partsOf(check, index)
  const repository = await layer.repository<Repository>(entity.names.type, db)
  const given = rowNumbers(model).map((row) => givenRow(check, model, row))
  const created = model.isCreatedAtOnce ? await repository.createMany(given) : await createEach(repository, given)
  const columns = columnsOf(model)
  const printed = await printRows(oracle, entity.table, columns)
  const known = columns.filter((column) => !(model.isNumbered && model.key.includes(column)))
  for (const row of rowNumbers(model)) {
    const cells = known.map((column) => cellOf(check, model, column, row))
    const wanted = await printLiterals(oracle, known, cells)
    const stored = Object.fromEntries(known.map(({ name }) => [name, printed[row]?.[name]]))
    expectSame(`what ${entity.names.type} ${row} is in the table`, stored, { ...wanted })
  }
  check.printed.push(printed)
  check.rows.push(
    printed.map((row, n) => ({
      n,
      ...Object.fromEntries(columns.map((column) => [column.name, valueFrom(column, row[column.name] ?? null)])),
    })),
  )
  expectSame(`${entity.names.type}: created`, created, check.rows[index])
  await checkRefusal(check, repository, model, given[0] ?? {})
}

async function createEach(repository: Repository, given: readonly Row[]): Promise<Row[]> {
  const created: Row[] = []
  for (const row of given) created.push(await repository.create(row))
  return created
}

/** What may be NULL is left out of every other row that has nothing there. */
function givenRow(check: Check, model: Model, row: number): Row {
  const given: Row = { n: row }
  for (const column of columnsOf(model)) {
    if (model.isNumbered && model.key.includes(column)) continue
    const cell = cellOf(check, model, column, row)
    if (cell !== null || row % 2 === 0) given[column.name] = givenOf(column.kind, cell)
  }
  return given
}

/** Where the database numbers the rows of the target, its key is what was printed of it. */
function cellOf({ printed }: Check, model: Model, column: Column, row: number): Literal {
  const cell = column.cells[row]
  if (cell !== undefined) return cell
  const reference = model.references.find(({ columns }) => columns.includes(column))
  const target = reference?.rows[row]
  const key = reference && target !== undefined && printed[reference.target]?.[target]?.['id']
  if (typeof key !== 'string') throw new Error(`${model.name}.${column.name} has no value`)
  return JSON.parse(key)
}

/** U+0000 is refused in every text, before anything is sent. */
async function checkRefusal(check: Check, repository: Repository, model: Model, given: Row): Promise<void> {
  const { InvalidInput } = await check.layer.module('errors')
  if (typeof InvalidInput !== 'function') throw new Error('errors.ts has no InvalidInput')
  for (const [name, value] of Object.entries(given)) {
    const kind = columnsOf(model).find((column) => column.name === name)?.kind
    if (kind === undefined || /json/.test(kind.type)) continue
    const damaged = withNull(value)
    if (damaged === undefined) continue
    const error: unknown = await repository.create({ ...given, [name]: damaged }).catch((thrown) => thrown)
    if (!(error instanceof InvalidInput))
      throw new Error(`${model.name}.${name}: U+0000 gave ${String(error)}`, { cause: error })
  }
}

/** The value with U+0000 in its first text; undefined where it has none. */
function withNull(value: unknown): unknown {
  if (typeof value === 'string') return `${value}\0`
  if (!Array.isArray(value)) return undefined
  const at = value.findIndex((member) => withNull(member) !== undefined)
  return at === -1 ? undefined : value.with(at, withNull(value[at]))
}

/** The rows of the join table, written without the generated code. */
async function link({ world, oracle, entities }: Check): Promise<void> {
  const [near, far] = [entities[0], entities[world.models.length - 1]]
  const relation = near?.relations.find(({ kind }) => kind === 'many_to_many')
  if (near === undefined || far === undefined || relation?.kind !== 'many_to_many') throw new Error('nothing is linked')
  const columns = [...relation.near.map(({ to }) => to), ...relation.far.map(({ from }) => from)]
  const keys = [
    ...relation.near.map(({ from }) => `near.${from.name}`),
    ...relation.far.map(({ to }) => `far.${to.name}`),
  ]
  for (const [first, last] of world.links) {
    await oracle(
      `insert into ${relation.through.table} (${columns.map(({ name }) => name).join(', ')})
       select ${keys.join(', ')} from ${near.table} as near, ${far.table} as far
       where near.n = ${first} and far.n = ${last}`,
    )
  }
}

async function checkRepository(check: Check, index: number): Promise<void> {
  const [model, entity, rows] = partsOf(check, index)
  const repository = await check.layer.repository<Repository>(entity.names.type, check.db)
  expectSame(`${entity.names.type}: findMany`, await repository.findMany({}), rows)
  const find = finderOf(repository, entity)
  for (const row of rows)
    expectSame(
      `${entity.names.type}: found by its key`,
      await Reflect.apply(find, repository, keyOf(find, model, row)),
      row,
    )
}

function finderOf(repository: Repository, { name, primaryKey }: Entity): Finder {
  const find = repository.findById ?? repository[`findBy${primaryKey?.pascal}`]
  if (find === undefined) throw new Error(`nothing finds ${name} by its key`)
  return find
}

/** A key is one argument for each column, or one for all. */
function keyOf(find: Finder, { key }: Model, row: Row): unknown[] {
  const values = key.map(({ name }) => row[name])
  const isPositional = find.length === key.length
  return isPositional ? values : [Object.fromEntries(key.map(({ name }, index) => [name, values[index]]))]
}

async function checkRelations(check: Check, index: number): Promise<void> {
  const { world, layer, db } = check
  const [model, entity, rows] = partsOf(check, index)
  const { names } = entity
  const finder = finderOf(await layer.repository<Repository>(names.type, db), entity)
  for (const relation of relationsOf(world.models, index)) {
    const pascal = entity.relations.find(({ name }) => name === relation.name)?.pascal
    const expected = rows.map((row, n) => ({ ...row, [relation.name]: related(check, relation, n, []) }))
    const [find, load] = [`find${names.type}With${pascal}`, `load${names.type}${pascal}`]
    for (const [n, row] of rows.entries())
      expectSame(find, await layer.query(names.file, find, db, ...keyOf(finder, model, row)), expected[n])
    expectSame(load, await layer.query(names.file, load, db, rows), expected)
  }
}

/** Every relation with every relation of its rows, some joined and some selected. */
async function checkDeep(check: Check, index: number): Promise<void> {
  const { world, layer, db } = check
  const [, entity, rows] = partsOf(check, index)
  const name = entity.queries.find((query) => query.name === 'deep')?.functionName
  if (name === undefined) return
  const relations = relationsOf(world.models, index)
  const expected = rows.map((row, n) => ({
    ...row,
    ...Object.fromEntries(
      relations.map((relation) => {
        const below = relationsOf(world.models, relation.target)
        return [relation.name, related(check, relation, n, below)]
      }),
    ),
  }))
  expectSame(name, await layer.query(entity.names.file, name, db), expected)
}

/** What a relation of a row holds, with relations of its own. */
function related(check: Check, relation: WorldRelation, row: number, below: readonly WorldRelation[]): unknown {
  const [, , rows] = partsOf(check, relation.target)
  const found = relation.related(check.world, row).map((n) => ({
    ...rows[n],
    ...Object.fromEntries(below.map((inner) => [inner.name, related(check, inner, n, [])])),
  }))
  return relation.kind === 'many' ? found : (found[0] ?? null)
}

function partsOf({ world, entities, rows }: Check, index: number): readonly [Model, Entity, Row[]] {
  const [model, entity] = [world.models[index], entities[index]]
  if (model === undefined || entity === undefined) throw new Error(`no model ${index}`)
  return [model, entity, rows[index] ?? []]
}

function columnsOf({ key, references, columns }: Model): Column[] {
  return [...key, ...references.flatMap((reference) => reference.columns), ...columns]
}

function rowNumbers({ rowCount }: Model): number[] {
  return Array.from({ length: rowCount }, (_, row) => row)
}
