import { expect, test } from 'vitest'
import { modelOf } from './compile.js'

const key = 'type: bigint, unique: true'

/** The columns of each case, model by model, and the forms in which they appear. */
const cases: readonly (readonly [name: string, columns: Readonly<Record<string, string>>, forms: string])[] = [
  ['a reference follows', { A: `{ ${key}, references: B.x }`, B: `{ ${key}, typescript: number }` }, 'number number'],
  [
    'a reference follows one that follows, whichever comes first',
    { A: `{ ${key}, references: B.x }`, B: `{ ${key}, references: C.x }`, C: `{ ${key}, typescript: bigint }` },
    'bigint bigint bigint',
  ],
  [
    'what a column says itself stays, and is followed',
    {
      A: `{ ${key}, references: B.x }`,
      B: `{ ${key}, references: C.x, typescript: number }`,
      C: `{ ${key}, typescript: bigint }`,
    },
    'number number bigint',
  ],
  [
    'columns in a circle stay as they are',
    { A: `{ ${key}, nullable: true, references: B.x }`, B: `{ ${key}, nullable: true, references: A.x }` },
    'string string',
  ],
  [
    'a circle follows the one column that says something',
    {
      A: `{ ${key}, nullable: true, references: B.x }`,
      B: `{ ${key}, nullable: true, references: C.x }`,
      C: `{ ${key}, nullable: true, references: A.x, typescript: number }`,
    },
    'number number number',
  ],
  ['the elements of an array', { A: '{ type: "numeric[]", typescript: number }' }, 'number'],
]

test.each(cases)('%s', async (_, columns, forms) => {
  const models = Object.entries(columns).map(([name, column]) => `  ${name}: { columns: { x: ${column} } }`)
  const { entities } = await modelOf(`version: 1\nmodels:\n${models.join('\n')}\n`)
  expect(entities.map(({ fields }) => fields[0]?.type.representation).join(' ')).toBe(forms)
})

test('the columns of implied join tables and of keys of several columns follow, the first key first', async () => {
  const { entities } = await modelOf(`
version: 1
mixins:
  Numbered: { columns: { id: { type: bigint, primary_key: true, typescript: number } } }
models:
  A:
    mixins: [Numbered]
    relations: { bs: { many_to_many: B } }
  B:
    columns: { x: { type: bigint, typescript: bigint }, y: { type: bigint, references: A } }
    primary_key: [x, y]
    relations: { as: { many_to_many: A } }
  C:
    columns: { x: bigint, y: bigint, z: { type: bigint, references: A } }
    foreign_keys: [{ columns: [x, z], references: B }, { columns: [y, x], references: B }]
`)
  const forms = entities.map(({ name, fields }) => `${name} ${fields.map(({ type }) => type.representation).join(' ')}`)
  expect(forms).toEqual(['A number', 'B bigint number', 'C bigint bigint number', 'AB number bigint number'])
})
