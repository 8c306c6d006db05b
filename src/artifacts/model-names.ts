import type { Entity } from '../model/model.js'

/** Names that the files of an entity share, beside those of its model. */
export interface ModelFileNames {
  readonly filterType: string
  readonly orderType: string
  readonly orderColumnType: string
  /** What to list: filter, order, limit, offset. */
  readonly optionsType: string
  readonly valuesType: string
  readonly privateValuesType: string
  readonly decode: string
  readonly decodePrivate: string
  readonly table: string
  readonly privateSelect: string
}

export function modelFileNames({ names }: Entity): ModelFileNames {
  return {
    filterType: `${names.type}Filter`,
    orderType: `${names.type}OrderBy`,
    orderColumnType: `${names.type}OrderByColumn`,
    optionsType: `${names.type}ListOptions`,
    valuesType: `${names.type}Values`,
    privateValuesType: `${names.privateType}Values`,
    decode: `to${names.type}`,
    decodePrivate: `to${names.privateType}`,
    table: `${names.variable}Table`,
    privateSelect: `${names.variable}PrivateSelect`,
  }
}
