import fc from 'fast-check'
import { type Edit, edits, startEdits } from './edits.js'
import { createPick } from './pick.js'
import { emptySpec, type RandomSpec, textOf } from './spec.js'

/** A spec, and what became of it. */
export interface Pair {
  readonly before: RandomSpec
  readonly after: RandomSpec
  /** Names of the edits that led from one to the other. */
  readonly names: readonly string[]
}

type Choice = readonly [edit: number, numbers: readonly number[]]

const choice: fc.Arbitrary<Choice> = fc.tuple(fc.nat(9_999), fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }))

/** Pairs of specs that shrink to fewer edits, before and between. */
export const pairs: fc.Arbitrary<Pair> = fc
  .tuple(
    fc.array(choice, { maxLength: 22, size: 'max' }),
    fc.array(choice, { minLength: 1, maxLength: 7, size: 'max' }),
  )
  .map(([start, change]) => {
    const first: Choice = [0, [0]]
    const { spec: made } = applyAll(emptySpec, startEdits, [first, ...start])
    const before = withoutWords(made)
    const { spec: after, names } = applyAll({ ...before, mark: before.counter }, edits, change)
    const pair: Pair = { before, after, names }
    return Object.assign(pair, { [fc.toStringMethod]: () => pairText(pair) })
  })

/** What a spec says about the way to it: it was gone long ago. */
function withoutWords(spec: RandomSpec): RandomSpec {
  const way = ['renamed_from', 'using', 'backfill', 'drop', 'renamedValues', 'map', 'orphans']
  const drop = (key: string, value: unknown): unknown => (way.includes(key) ? undefined : value)
  // Every key that is left out is optional, but for the drops of the spec itself.
  const bare = JSON.parse(JSON.stringify(spec, drop)) as RandomSpec
  return { ...bare, drop: {}, silent: [] }
}

function applyAll(start: RandomSpec, list: readonly Edit[], choices: readonly Choice[]) {
  let spec = start
  const names: string[] = []
  for (const [index, numbers] of choices) {
    const edit = list[index % list.length]
    const changed = edit?.apply(spec, createPick(numbers))
    if (edit === undefined || changed === undefined) continue
    spec = changed
    names.push(edit.name)
  }
  return { spec, names }
}

/** What a failure shows: two files that can be put into a directory of test/migrations. */
function pairText({ before, after, names }: Pair): string {
  return `\n# ${names.join(', ')}\n# before.yaml\n${textOf(before)}\n# after.yaml\n${textOf(after)}`
}
