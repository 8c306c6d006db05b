import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replaceable } from '../../src/artifacts/template-names.js'
import { project } from '../support/typescript.js'
import { fieldsOfViews } from './template-fields.js'

const reference = readFileSync(join(project, 'templates/README.md'), 'utf8')

/** The rows of the tables of each section: fields with their kinds. */
const sections = new Map(
  reference.split(/^##+ /m).map((text): [string, (readonly [string, string])[]] => {
    const [title = ''] = text.split('\n')
    const rows = [...text.matchAll(/^\| `([\w.[\]*]+)` +\|(?: +(text|flag|names|model) +\|)?/gm)]
    return [title, rows.map(([, field = '', kind = 'text']) => [field, kind])]
  }),
)

/** A row for a model or its names stands for the rows of another section. */
function spread(rows: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return rows.flatMap(([field, kind]) => {
    if (kind !== 'names' && kind !== 'model') return [[field, kind] as const]
    const inner = spread(sections.get(kind === 'names' ? 'Names' : 'The model') ?? [])
    return inner.map(([name, of]) => [field.replace('*', name), of] as const)
  })
}

test('the reference has a section for each template, and for nothing else', () => {
  const others = ['# Templates', 'Templates of your own', 'In every view', 'The model', 'Names', 'per-model', 'once']
  expect([...sections.keys()].filter((title) => !others.includes(title))).toEqual([...replaceable])
})

test('the reference has every field of every view with its kind, and no other', async () => {
  const shared = sections.get('In every view') ?? []
  const found = await fieldsOfViews()
  const titles = new Map([...found.keys()].map((name) => [name, name.replace(/\/x\.ts$/, '')]))
  expect([...titles.values()].sort()).toEqual([...replaceable, 'per-model', 'once'].sort())
  for (const [name, fields] of found) {
    const rows = [...shared, ...spread(sections.get(titles.get(name) ?? '') ?? [])]
    expect(new Map(rows.sort()), name).toEqual(new Map([...fields].sort()))
  }
})
