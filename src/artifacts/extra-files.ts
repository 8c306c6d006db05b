import type { Artifact, Context } from './context.js'
import { modelView } from './model-view.js'

/** Templates of the user's for files of his own: `per-model/service.ts` and `once/routes.ts`. */
export function extraFiles({ model, header, ext }: Context, templates: readonly string[]): Artifact[] {
  const models = model.entities.filter(({ isImplied }) => !isImplied)
  return templates.flatMap((template): Artifact[] => {
    const [folder = '', file = ''] = template.split('/')
    const kind = file.replace(/\.ts$/, '')
    if (folder === 'once') return [{ path: file, template, view: { header, ext, models: models.map(modelView) } }]
    return models.map((entity) => ({
      path: `${kind}/${entity.names.file}.${kind}.ts`,
      template,
      view: { header, ext, model: modelView(entity) },
    }))
  })
}
