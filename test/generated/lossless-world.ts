import fc from 'fast-check'
import { type KeyKind, type Kind, keyKinds, kinds } from './lossless-kinds.js'
import { worldText } from './lossless-spec.js'

/** A value as PostgreSQL reads it, an array of such values, or NULL. */
export type Literal = string | null | readonly Literal[]

/** A column of a spec, with the values that its rows have. */
export interface Column {
  readonly name: string
  readonly kind: Kind
  readonly dimensions: number
  readonly nullable: boolean
  /** What "typescript" says; undefined where the column leaves it to the project or to the column that it refers to. */
  readonly said: string | undefined
  /** By row; undefined where the database numbers the rows, which is so for keys and what refers to them. */
  readonly cells: readonly (Literal | undefined)[]
}

/** A foreign key; `rows` are the rows referred to, by row. */
export interface Reference {
  readonly target: number
  readonly columns: readonly Column[]
  readonly nullable: boolean
  readonly unique: boolean
  readonly rows: readonly (number | undefined)[]
}

/** A model, whose rows have their number in the column `n`. */
export interface Model {
  readonly name: string
  readonly key: readonly Column[]
  readonly isNumbered: boolean
  readonly columns: readonly Column[]
  readonly references: readonly Reference[]
  readonly rowCount: number
  readonly isCreatedAtOnce: boolean
}

/** Models, and which rows of the first are linked to which of the last. */
export interface World {
  readonly project: Readonly<Record<string, string>>
  readonly models: readonly Model[]
  readonly links: readonly (readonly [first: number, last: number])[]
  /** Decides what the queries load, and how. */
  readonly coins: readonly boolean[]
}

const MOST_ROWS = 4

const project = fc.record({
  bigint: fc.constantFrom('string', 'number', 'bigint'),
  numeric: fc.constantFrom('string', 'number'),
  date: fc.constantFrom('string', 'Date'),
  timestamp: fc.constantFrom('Date', 'string'),
  timestamptz: fc.constantFrom('Date', 'string'),
})

/** Kinds come evenly, whatever number of forms they have. */
const columnPlan = fc.oneof(
  ...kinds.map((kind) => {
    const some = fc.option(kind.literals, { freq: 6 })
    const forms = [
      { dimensions: 0, cell: fc.option(kind.literals, { freq: 6 }) },
      { dimensions: 1, cell: fc.option(fc.array(some, { maxLength: 4 }), { freq: 6 }) },
      { dimensions: 2, cell: fc.option(fc.array(fc.tuple(some, some), { maxLength: 3 }), { freq: 6 }) },
    ]
    const [scalar, list, grid] = forms.map(({ dimensions, cell }) =>
      fc.record({
        kind: fc.constant(kind),
        dimensions: fc.constant(dimensions),
        nullable: fc.boolean(),
        isSaid: fc.boolean(),
        cells: fc.array<Literal>(cell, { minLength: 1, maxLength: MOST_ROWS, size: 'max' }),
        spare: dimensions === 0 ? kind.literals : fc.constant([]),
      }),
    )
    if (scalar === undefined || list === undefined || grid === undefined) throw new Error('three forms')
    return fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 3, arbitrary: list }, { weight: 1, arbitrary: grid })
  }),
)

const keyPlan = fc.record({ kind: fc.constantFrom(...keyKinds), isSaid: fc.boolean() })

const referencePlan = fc.record({
  target: fc.nat(3),
  nullable: fc.boolean(),
  unique: fc.boolean(),
  picks: fc.array(fc.option(fc.nat(MOST_ROWS - 1), { freq: 4 }), { minLength: MOST_ROWS, maxLength: MOST_ROWS }),
  otherForm: fc.option(fc.nat(2), { freq: 2 }),
})

const modelPlan = fc.record({
  key: fc.array(keyPlan, { maxLength: 2 }),
  columns: fc.array(columnPlan, { maxLength: 16, size: 'max' }),
  references: fc.array(referencePlan, { maxLength: 2 }),
  rowCount: fc.integer({ min: 1, max: MOST_ROWS }),
  isCreatedAtOnce: fc.boolean(),
})

type Made<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never

type ModelPlan = Made<typeof modelPlan>

const names = ['Alpha', 'Bravo', 'Coast', 'Delta']

/** Specs of two to four models that refer to each other, and their rows. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    project,
    plans: fc.array(modelPlan, { minLength: 2, maxLength: names.length }),
    links: fc.uniqueArray(fc.tuple(fc.nat(MOST_ROWS - 1), fc.nat(MOST_ROWS - 1)), { selector: String, maxLength: 6 }),
    coins: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
  })
  .map(({ project, plans, links, coins }) => {
    const models: Model[] = []
    for (const [index, plan] of plans.entries()) models.push(makeModel(project, plan, index, models))
    const counts = [models[0]?.rowCount ?? 0, models.at(-1)?.rowCount ?? 0] as const
    const world = { project, models, coins, links: links.filter(([a, b]) => a < counts[0] && b < counts[1]) }
    return Object.assign(world, { [fc.toStringMethod]: () => worldText(world) })
  })

function makeModel(
  project: World['project'],
  { key, columns, references, rowCount, isCreatedAtOnce }: ModelPlan,
  index: number,
  earlier: readonly Model[],
): Model {
  const rows = Array.from({ length: rowCount }, (_, row) => row)
  const isNumbered = key.length === 0
  // The first of two columns repeats its values, so that only both together tell rows apart.
  const keyColumns = key.map(({ kind, isSaid }, position) => {
    const period = position < key.length - 1 ? 2 : MOST_ROWS
    return keyColumn(
      project,
      kind,
      isSaid,
      position,
      rows.map((row) => row % period),
    )
  })
  const numbered = { type: 'bigint', option: 'bigint', form: project['bigint'] ?? 'string' }
  return {
    name: names[index] ?? '',
    key: isNumbered ? [numberedColumn(numbered.form, rows)] : keyColumns,
    isNumbered,
    columns: columns.map((plan, position) => {
      const cells = rows.map((row) => {
        const cell = plan.cells[row % plan.cells.length] ?? null
        return cell === null && !plan.nullable ? plan.spare : cell
      })
      return { ...plan, name: `c${position}`, said: saidOf(project, plan.kind, plan.isSaid), cells }
    }),
    references: references.flatMap((plan, position) => {
      const target = earlier[plan.target % Math.max(earlier.length, 1)]
      if (target === undefined) return []
      return [makeReference(plan, position, plan.target % earlier.length, target, rows)]
    }),
    rowCount,
    isCreatedAtOnce,
  }
}

function keyColumn(
  project: World['project'],
  kind: KeyKind,
  isSaid: boolean,
  position: number,
  picks: readonly number[],
): Column {
  const cells = picks.map((pick) => kind.keys[pick])
  const said = saidOf(project, kind, isSaid)
  return { name: `k${position}`, kind, dimensions: 0, nullable: false, said, cells }
}

function numberedColumn(form: string, rows: readonly number[]): Column {
  const kind = kinds.find((one) => one.type === 'bigint' && one.form === form)
  if (kind === undefined) throw new Error(`no bigint as ${form}`)
  return { name: 'id', kind, dimensions: 0, nullable: false, said: undefined, cells: rows.map(() => undefined) }
}

/** What must be said is said; what need not be is, where asked for. */
function saidOf(project: World['project'], { option, form }: Kind, isSaid: boolean): string | undefined {
  return option !== undefined && (isSaid || project[option] !== form) ? form : undefined
}

function makeReference(
  plan: Made<typeof referencePlan>,
  position: number,
  index: number,
  target: Model,
  rows: readonly number[],
): Reference {
  const picks = rows.map((row) => {
    const pick = plan.picks[row] ?? null
    if (pick === null && plan.nullable) return undefined
    return plan.unique ? row : (pick ?? 0) % target.rowCount
  })
  // More rows than there are to refer to cannot be unique.
  const unique = plan.unique && rows.length <= target.rowCount
  const chosen = unique ? picks : picks.map((pick) => pick && pick % target.rowCount)
  const columns = target.key.map((key): Column => {
    const others = kinds.filter(({ type, form }) => type === key.kind.type && form !== key.kind.form)
    // These hold every value that the key can have.
    const exact = others.filter(({ form }) => form === 'string' || form === 'bigint')
    const other = plan.otherForm === null ? undefined : exact[plan.otherForm]
    return {
      name: `r${position}_${key.name}`,
      kind: other ?? key.kind,
      dimensions: 0,
      nullable: plan.nullable,
      said: other?.form,
      cells: chosen.map((row) => (row === undefined ? null : key.cells[row])),
    }
  })
  return { target: index, columns, nullable: plan.nullable, unique, rows: chosen }
}
