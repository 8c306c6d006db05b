import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type Handlebars from 'handlebars'
import { expect, onTestFinished, test } from 'vitest'
import { describeLayer } from '../../../src/artifacts/manifest.js'
import { compileSpec } from '../../../src/pipeline/compile.js'
import { compileTemplate, precompileTemplates, readTemplate } from '../../../src/render/handlebars.js'

const require = createRequire(import.meta.url)
/** What a run has of Handlebars, which cannot compile. */
const { template } = require('handlebars/runtime.js') as Pick<typeof Handlebars, 'template'>
const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../templates/runtime')

test.each(['{{b}}', '{{#if a}}{{b}}{{/if}}'])('%s: an unknown field is a mistake of ours', (source) => {
  expect(() => compileTemplate(source)({ a: 'x' })).toThrow()
})

test('templates that the build has compiled print the same', async () => {
  const model = await compileSpec(join(folder, '../../schema.example.yaml'))
  const { artifacts } = describeLayer(model, 'schema.example.yaml')
  const names = [...new Set(artifacts.map(({ template }) => template))]
  const compiled = loadModule(precompileTemplates(names))
  expect(Object.keys(compiled)).toContain('models/model.ts')
  const printed = artifacts.filter(({ template }) => Object.hasOwn(compiled, template))
  expect(printed.length).toBeGreaterThan(30)
  for (const { template: name, view } of printed) {
    const { source, code } = compiled[name] ?? { source: '', code: {} }
    expect(source).toBe(readTemplate(name))
    expect(template(code)(view)).toBe(compileTemplate(source)(view))
  }
})

function loadModule(text: string): Readonly<Record<string, { readonly source: string; readonly code: object }>> {
  const root = mkdtempSync(join(tmpdir(), 'dbgen-templates-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const file = join(root, 'templates.cjs')
  writeFileSync(file, text)
  return require(file)
}
