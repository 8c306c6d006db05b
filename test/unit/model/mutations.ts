import fc from 'fast-check'
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'

/** One change of a spec, told by positions that are taken modulo what is there. */
export interface Mutation {
  readonly kind: 'drop' | 'rename' | 'swap' | 'copy' | 'word' | 'move'
  readonly at: number
  readonly other: number
}

/** Some changes of a spec. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('drop', 'rename', 'swap', 'copy', 'word', 'move'),
    at: fc.nat(100_000),
    other: fc.nat(100_000),
  }),
  { minLength: 1, maxLength: 6 },
)

/** What people write where it does not belong, and what objects of JavaScript have anyway. */
const WORDS = [
  'constructor', '__proto__', 'toString', 'then', 'id', 'Post', 'User', 'text[]', 'bigint', 'numeric(3, 1)', 'jsonb',
  'strng', 'varchar(0)', 'PostStatus', 'now()', "'x'", 'null', 'true', '0', '-1', '1.5', 'none', '-id', 'author.name',
  'tags.posts.id', 'count(*)', 'max(id)', 'id > 0', 'id >', '(select 1)', 'lower(title)', 'cascade', 'set null',
  'User.id', 'User.email', 'and', 'a'.repeat(70), 'Map', 'pg_class', 'x', '_', '_1', 'limit', 'public', 'interval year',
  'time(9)', 'citext', 'point', 'json',
] // biome-ignore format: a list of words

/** The text of the spec with the changes made. Comments and spelling of what is not changed stay. */
export function mutate(text: string, changes: readonly Mutation[]): string {
  const document = parseDocument(text, { uniqueKeys: false })
  for (const change of changes) apply(document, change)
  return document.toString()
}

function apply(document: Document, { kind, at, other }: Mutation): void {
  const { pairs, maps, lists, scalars } = partsOf(document)
  const [pair, second] = [pick(pairs, at), pick(pairs, other)]
  const scalar = pick(scalars, at)
  if (pair === undefined || second === undefined) return
  switch (kind) {
    case 'drop':
      drop(maps, lists, pair, at)
      return
    case 'rename':
      if (isScalar(pair.key))
        pair.key = new Scalar(other % 3 === 0 ? word(other) : String(isScalar(second.key) ? second.key.value : ''))
      return
    case 'swap':
      if (!isWithin(pair.value, second.value) && !isWithin(second.value, pair.value))
        [pair.value, second.value] = [second.value, pair.value]
      return
    case 'copy':
      if (!isWithin(second.value, pair.value)) pair.value = copyOf(document, second.value)
      return
    case 'word':
      if (scalar !== undefined) scalar.value = parseDocument(word(other)).toJS()
      return
    case 'move':
      move(document, pick(maps, other), pair)
  }
}

interface Parts {
  readonly pairs: Pair[]
  readonly maps: YAMLMap[]
  readonly lists: YAMLSeq[]
  readonly scalars: Scalar[]
}

function partsOf(document: Document): Parts {
  const parts: Parts = { pairs: [], maps: [], lists: [], scalars: [] }
  const visit = (node: unknown): void => {
    if (isMap(node)) {
      parts.maps.push(node)
      parts.pairs.push(...node.items)
      for (const { value } of node.items) visit(value)
    } else if (isSeq(node)) {
      parts.lists.push(node)
      node.items.forEach(visit)
    } else if (isScalar(node)) parts.scalars.push(node)
  }
  visit(document.contents)
  return parts
}

function drop(maps: readonly YAMLMap[], lists: readonly YAMLSeq[], pair: Pair, at: number): void {
  const list = pick(lists, at)
  if (at % 4 === 0 && list !== undefined) list.items.splice(at % Math.max(1, list.items.length), 1)
  else for (const map of maps) map.items = map.items.filter((entry) => entry !== pair)
}

function move(document: Document, map: YAMLMap | undefined, pair: Pair): void {
  if (map === undefined || isWithin(pair.value, map)) return
  const key = isScalar(pair.key) ? String(pair.key.value) : ''
  if (!map.has(key)) map.items.push(document.createPair(key, copyOf(document, pair.value)) as Pair<never, never>)
}

function copyOf(document: Document, value: unknown): unknown {
  return document.createNode(isMap(value) || isSeq(value) || isScalar(value) ? value.toJS(document) : value)
}

function isWithin(node: unknown, wanted: unknown): boolean {
  if (node === wanted) return true
  if (isMap(node)) return node.items.some(({ value }) => isWithin(value, wanted))
  return isSeq(node) && node.items.some((child) => isWithin(child, wanted))
}

function word(at: number): string {
  return pick(WORDS, at) ?? ''
}

function pick<Member>(list: readonly Member[], at: number): Member | undefined {
  return list[at % Math.max(1, list.length)]
}
