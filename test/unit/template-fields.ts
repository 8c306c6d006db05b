import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describeLayer } from '../../src/artifacts/manifest.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { project } from '../support/typescript.js'

/** The fields of the views of each template that a user can write, as `row[].property`, with what each is. */
export async function fieldsOfViews(): Promise<Map<string, Map<string, string>>> {
  const cases = join(project, 'test/cases')
  const specs = [
    join(project, 'schema.example.yaml'),
    ...readdirSync(cases).map((name) => join(cases, name, 'spec.yaml')),
  ]
  const found = new Map<string, Map<string, string>>()
  for (const spec of specs) {
    const { artifacts } = describeLayer(await compileSpec(spec), 'spec.yaml', ['per-model/x.ts', 'once/x.ts'])
    for (const { template, view } of artifacts) {
      if (template.startsWith('runtime/')) continue
      const fields = found.get(template) ?? new Map<string, string>()
      collect(view, '', fields)
      found.set(template, fields)
    }
  }
  // The model is one type in all of them; the lists of a join table are always empty.
  const model = [...(found.get('per-model/x.ts') ?? [])].filter(([path]) => path.startsWith('model.'))
  for (const fields of found.values()) {
    if (!fields.has('model.name')) continue
    for (const [path, kind] of model) fields.set(path, kind)
  }
  return found
}

function collect(value: unknown, path: string, fields: Map<string, string>): void {
  if (Array.isArray(value)) {
    for (const one of value) collect(one, `${path}[]`, fields)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) collect(one, path === '' ? name : `${path}.${name}`, fields)
  } else fields.set(path, kindOf(value, path))
}

function kindOf(value: unknown, path: string): string {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'flag'
  throw new Error(`${path} is ${typeof value}: a view has texts, flags, lists and objects`)
}
