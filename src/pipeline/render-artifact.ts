import type { Artifact } from '../artifacts/context.js'
import { renderTemplate } from '../render/handlebars.js'

/** The text of a file, with its imports as they are from where it lies. */
export function renderArtifact({ template, view, place }: Artifact): string {
  const text = renderTemplate(template, view)
  return place === undefined ? text : place(text)
}
