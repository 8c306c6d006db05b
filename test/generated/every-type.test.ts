import { expect, test } from 'vitest'
import { typeNames } from '../../src/model/column-types.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { everyTypeSpec } from './every-type-layer.js'
import { describeValues } from './every-type-suite.js'
import { samples } from './every-type-values.js'

test('the spec has every type that a spec can have', async () => {
  const { entities } = await compileSpec(everyTypeSpec)
  const used = new Set(entities.flatMap(({ fields }) => fields.map(({ type }) => type.name)))
  const aliases = ['int2', 'int', 'int4', 'int8', 'decimal', 'dec', 'float4', 'float8', 'float', 'bool', 'varchar', 'char']
  aliases.push('time', 'timetz', 'timestamp', 'timestamptz', 'varbit')
  expect(typeNames.filter((name) => !used.has(name)).sort()).toEqual(aliases.sort())
})

describeValues('', samples)
