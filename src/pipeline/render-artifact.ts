import type { Artifact } from '../artifacts/context.js'
import { describeLayer, type Layer } from '../artifacts/manifest.js'
import type { Model } from '../model/model.js'
import { inFolder } from '../output/paths.js'
import type { OutputFile } from '../output/request.js'
import { renderTemplate } from '../render/handlebars.js'
import { renderSource, TemplateFailed } from '../render/user-templates.js'
import { extraTemplates, noTemplates, type Template, type Templates, templateError } from './templates.js'

/** What code is made of. */
export interface CodeSource {
  readonly model: Model
  readonly templates: Templates
}

/** The generated files of a model, described and printed one as the other; paths of `code` are relative to the root. */
export function renderCode(
  { model, templates }: CodeSource,
  specName: string,
): { readonly layer: Layer; readonly code: readonly OutputFile[] } {
  const layer = describeCode({ model, templates }, specName)
  const folder = model.output.typescript
  const code = layer.artifacts.map((artifact) => ({
    path: inFolder(folder, artifact.path),
    text: renderArtifact(artifact, templates),
  }))
  return { layer, code }
}

/** The generated files of a model, those of the user's own templates among them. */
export function describeCode({ model, templates }: CodeSource, specName: string): Layer {
  return describeLayer(model, specName, extraTemplates(templates))
}

/**
 * The text of a file, by the user's template where there is one, with its imports as they are from where it lies. Throws
 * SpecError where that template asks for what is not there.
 */
export function renderArtifact({ template, view, place }: Artifact, templates: Templates = noTemplates): string {
  const text = printed(template, view, templates)
  return place === undefined ? text : place(text)
}

function printed(name: string, view: object, templates: Templates): string {
  const own = templates.get(name)
  if (own === undefined) return renderTemplate(name, view)
  try {
    return withHeader(own, renderSource(own.text, view), view)
  } catch (error) {
    if (!(error instanceof TemplateFailed)) throw error
    throw templateError(own, error.mistake)
  }
}

/** By its first line dbgen knows a file for one of its own. */
function withHeader(template: Template, text: string, view: object): string {
  const header = String(Reflect.get(view, 'header'))
  if (text.startsWith(`${header}\n`)) return text
  const message = 'what it prints does not begin with {{header}}, by which dbgen knows its files'
  throw templateError(template, { line: 1, column: 1, message, advice: 'make {{header}} its first line' })
}
