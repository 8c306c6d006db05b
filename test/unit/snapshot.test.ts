import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileSpec } from '../../src/pipeline/compile.js'
import { schemaOf } from '../../src/schema/from-model.js'
import { noHints } from '../../src/schema/hints.js'
import { printSnapshot, readSnapshot } from '../../src/schema/snapshot.js'

const specs = ['blog', 'every-type', 'foreign-key-actions', 'indexes-and-checks', 'several-schemas']

/** Schemas are compared as JSON, so that the order of keys counts. */
test.each(specs)('the schema of %s is read back as it was, key for key', async (name) => {
  const schema = schemaOf(await compileSpec(join(import.meta.dirname, '../cases', name, 'spec.yaml')))
  const text = printSnapshot({ migrations: [], renames: noHints.renames, schema })
  expect(JSON.stringify(readSnapshot(text).schema)).toBe(JSON.stringify(schema))
})
