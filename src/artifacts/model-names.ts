import type { Entity } from '../model/model.js'

/** Names that the files of an entity share, beside those of its model. */
export interface ModelFileNames {
  readonly filterType: string
  readonly orderType: string
  readonly orderColumnType: string
  /** The primary key as an object, where it has several columns. */
  readonly keyType: string
  /** Makes a row of wire values. */
  readonly decode: string
  /** Makes rows of lists of wire values. */
  readonly decodeMany: string
  readonly decodePrivate: string
  readonly table: string
}

export function modelFileNames({ names }: Entity): ModelFileNames {
  return {
    filterType: `${names.type}Filter`,
    orderType: `${names.type}OrderBy`,
    orderColumnType: `${names.type}OrderByColumn`,
    keyType: `${names.type}Key`,
    decode: `to${names.type}`,
    decodeMany: `to${names.type}Rows`,
    decodePrivate: `to${names.privateType}`,
    table: `${names.variable}Table`,
  }
}
