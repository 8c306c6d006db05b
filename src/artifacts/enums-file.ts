import { enumCodec } from './column-type.js'
import type { Artifact, Context } from './context.js'
import { breakable, commentText, stringLiteral, unionType } from './typescript-text.js'

/** `enums.ts`: a union type, the values and the codec of each enum. */
export function enumsFile(context: Context): Artifact {
  return {
    path: 'enums.ts',
    template: 'models/enums.ts',
    view: {
      header: context.header,
      ext: context.ext,
      enums: context.model.enums.map(({ name, values, comment }) => {
        const valuesName = enumCodec(name).replace(/Codec$/, 'Values')
        const literals = values.map(stringLiteral)
        return {
          comment: comment === undefined ? '' : commentText(comment),
          type: unionType(`export type ${name} =`, literals),
          valuesName,
          values: breakable(`export const ${valuesName}: readonly ${name}[] = [`, literals, '];'),
          codec: enumCodec(name),
        }
      }),
    },
  }
}
