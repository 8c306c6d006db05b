import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type Handlebars from 'handlebars'

/** A template: what it prints of a view. */
export type Template = (view: object) => string

/** What the build has made of a template. Where the template is another one by now, it is of no use. */
interface Precompiled {
  readonly source: string
  readonly code: TemplateSpecification
}

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../templates')
/** Loads what a run may do without, and at once. */
const load: (module: string) => unknown = createRequire(import.meta.url)
const templates = new Map<string, Template>()
let precompiled: Readonly<Record<string, Precompiled>> | undefined

/** Handlebars with its web defaults off: no HTML escaping, no silent blanks, no helpers. */
export const options = { noEscape: true, strict: true, knownHelpersOnly: true } as const

/** Prints a view with the template of that name, `models/model.ts`. Throws where the template asks for an unknown field. */
export function renderTemplate(name: string, view: object): string {
  const template = templates.get(name) ?? openTemplate(name)
  templates.set(name, template)
  return template(view)
}

function openTemplate(name: string): Template {
  const source = readTemplate(name)
  precompiled ??= loadPrecompiled()
  const known = precompiled[name]
  if (known?.source !== source) return compileTemplate(source)
  return (load('handlebars/runtime.js') as Pick<typeof Handlebars, 'template'>).template(known.code)
}

/** The text of a template. */
export function readTemplate(name: string): string {
  return readFileSync(join(folder, `${name}.hbs`), 'utf8')
}

/** They lie beside the bundle; there are none where there is no bundle. */
function loadPrecompiled(): Readonly<Record<string, Precompiled>> {
  try {
    return load('./templates.cjs') as Readonly<Record<string, Precompiled>>
  } catch {
    return {}
  }
}

/** A template as a function of its view, which throws where the view lacks a field that is printed. */
export function compileTemplate(source: string): Template {
  return handlebars().compile(source, options)
}

/** The code of a module that holds these templates, ready for `renderTemplate`. */
export function precompileTemplates(names: readonly string[]): string {
  const entries = names.map((name) => {
    const source = readTemplate(name)
    const code = handlebars().precompile(source, options)
    return `${JSON.stringify(name)}: { source: ${JSON.stringify(source)}, code: ${String(code)} }`
  })
  return `module.exports = {\n${entries.join(',\n')}\n}\n`
}

/** The whole of Handlebars, with its compiler. */
export function handlebars(): typeof Handlebars {
  return load('handlebars') as typeof Handlebars
}
