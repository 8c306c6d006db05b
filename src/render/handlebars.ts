import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../templates')
const engine = Handlebars.create()
const compiled = new Map<string, (view: object) => string>()

/** Prints a view with the template of that name, `models/model.ts`. Throws where the template asks for an unknown field. */
export function renderTemplate(name: string, view: object): string {
  const template = compiled.get(name) ?? compileTemplate(readFileSync(join(folder, `${name}.hbs`), 'utf8'))
  compiled.set(name, template)
  return template(view)
}

/** Handlebars with its web defaults off: no HTML escaping, no silent blanks, no helpers. */
export function compileTemplate(source: string): (view: object) => string {
  return engine.compile(source, { noEscape: true, strict: true, knownHelpersOnly: true })
}
