import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { describeLayer } from '../../../src/artifacts/manifest.js'
import { runtimeCodecs, runtimeNames, takenTypes } from '../../../src/model/reserved.js'
import { renderTemplate } from '../../../src/render/handlebars.js'
import { modelOf } from './compile.js'

const root = join(import.meta.dirname, '../../..')

/** What the generated files of the models import from the runtime and from Kysely. */
let imported: readonly string[] = []

beforeAll(async () => {
  const model = await modelOf(readFileSync(join(root, 'schema.example.yaml'), 'utf8'))
  const files = describeLayer(model, 'schema.yaml').artifacts.filter(({ path }) =>
    /^(?:models|repositories|queries)\//.test(path),
  )
  const texts = files.map(({ template, view }) => renderTemplate(template, view))
  imported = [...new Set(texts.flatMap(importsOf))].sort()
})

function importsOf(text: string): string[] {
  return [...text.matchAll(/^import (?:type )?\{([^}]*)\} from "(?:kysely|\.\.\/[a-z]+\.js)";$/gm)]
    .filter(([line]) => !line.includes('"../enums.js"'))
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.replace('type ', '').trim())
    .filter((name) => name !== '')
}

test('values that generated files import are reserved', () => {
  const values = imported.filter((name) => /^[a-z]/.test(name))
  expect(values.length).toBeGreaterThan(20)
  expect(values.filter((name) => !runtimeNames.has(name))).toEqual([])
})

test('types that generated files import beside those of models are reserved', () => {
  const types = imported.filter((name) => /^[A-Z]/.test(name))
  expect(types).toContain('KeysetPage')
  expect(types.filter((name) => !takenTypes.has(name))).toEqual([])
})

test('enums do not get the codecs of the runtime', () => {
  const codecs = readFileSync(join(root, 'templates/runtime/codecs.ts.hbs'), 'utf8').matchAll(
    /^export const (\w+)Codec\b/gm,
  )
  const enums = [...codecs].map(([, name = '']) => name.charAt(0).toUpperCase() + name.slice(1))
  expect(enums).toContain('Text')
  expect(enums.filter((name) => !runtimeCodecs.has(name))).toEqual([])
})
