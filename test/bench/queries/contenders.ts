import { join } from 'node:path'

/** Where the module of a contender is, and that of its generated code. */
export interface Entry {
  readonly name: string
  readonly module: string
  readonly folder: string
  readonly isPeer: boolean
}

const here = import.meta.dirname

/** Those that need nothing but the packages of this project. */
export function ownContenders(dbgenFolder: string): Entry[] {
  return [
    own('reference', ''),
    { ...own('reference', ''), name: 'reference again' },
    own('unprepared', ''),
    own('kysely', ''),
    own('dbgen', dbgenFolder),
  ]
}

export function layerContender(name: string, folder: string): Entry {
  return { ...own('dbgen', folder), name }
}

function own(name: string, folder: string): Entry {
  return { name, module: join(here, 'contenders', `${name}.js`), folder, isPeer: false }
}
