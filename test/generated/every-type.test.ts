import { expect, test } from 'vitest'
import { readType, typeNames } from '../../src/model/column-types.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { everyTypeSpec } from './every-type-layer.js'
import { describeValues } from './every-type-suite.js'
import { samples } from './every-type-values.js'

test('the spec has every type that a spec can have, and a value for each', async () => {
  const { entities, output } = await compileSpec(everyTypeSpec)
  const used = new Set(entities.flatMap(({ fields }) => fields.map(({ type }) => type.name)))
  const known = typeNames.map((name) => {
    const read = readType(name, new Map(), output.types)
    return read.kind === 'type' ? read.type.name : name
  })
  expect([...new Set(known)].filter((name) => !used.has(name))).toEqual([])
  const columns = entities.find(({ name }) => name === 'Thing')?.fields ?? []
  expect(columns.filter(({ name }) => name.endsWith('_')).length).toBe(Object.keys(samples).length)
})

describeValues('', samples)
