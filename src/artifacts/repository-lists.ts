import type { Entity } from '../model/model.js'
import { callBody, methodSignature, type RepositoryParts } from './method-text.js'
import { modelFileNames } from './model-names.js'

/** Adds `findMany`, `findPage`, `count` and `exists`. */
export function addLists(entity: Entity, { methods, interfaces }: RepositoryParts): void {
  const { names } = entity
  const { filterType, orderType, optionsType, table } = modelFileNames(entity)
  methods.push({
    comment: '',
    signature: methodSignature('findMany', [`options: ${optionsType} = {}`], `${names.type}[]`),
    body: callBody('return listRows', table, 'options'),
  })
  if (entity.primaryKey !== undefined) {
    const pageType = `${names.type}PageOptions`
    interfaces.push({
      comment: 'Which page: `after` is the `next` of the page before, in the same order.',
      text: pageOptions(pageType, filterType, orderType),
    })
    methods.push({
      comment: 'A page by keyset: as fast on the last page as on the first, and stable while rows are added.',
      signature: methodSignature('findPage', [`options: ${pageType} = {}`], `KeysetPage<${names.type}>`),
      body: callBody('return pageRows', table, 'options'),
    })
  }
  methods.push({
    comment: '',
    signature: `async count(filter?: ${filterType}): Promise<number>`,
    body: callBody('return countRows', table, 'filter'),
  })
  methods.push({
    comment: '',
    signature: `async exists(filter?: ${filterType}): Promise<boolean>`,
    body: callBody('return rowExists', table, 'filter'),
  })
}

function pageOptions(name: string, filterType: string, orderType: string): string {
  return [
    `export interface ${name} {`,
    `  readonly filter?: ${filterType};`,
    `  readonly order?: readonly ${orderType}[];`,
    '  readonly limit?: number;',
    '  readonly after?: string;',
    '}',
  ].join('\n')
}
