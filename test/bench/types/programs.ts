import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender, Workload } from './contender.js'

/** A program on disk, or the reason why there is none. */
export type Program =
  | { readonly kind: 'written'; readonly contender: Contender; readonly workload: Workload; readonly folder: string }
  | { readonly kind: 'impossible'; readonly contender: Contender; readonly reason: string }

export type WrittenProgram = Extract<Program, { kind: 'written' }>

export interface Places {
  readonly project: string
  readonly peers: string
  readonly work: string
}

/** Writes the program of a contender into a folder of its own. */
export async function writeProgram(contender: Contender, workload: Workload, places: Places): Promise<Program> {
  const { schema, used } = workload
  const folder = join(places.work, contender.name.replace(/\W+/g, '-'), `${schema.length}-${used.length}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settingsOf(contender, places.project), undefined, 2))
  if (contender.isPeer) {
    if (!existsSync(join(places.peers, 'node_modules')))
      return { kind: 'impossible', contender, reason: 'not installed' }
    symlinkSync(join(places.peers, 'node_modules'), join(folder, 'node_modules'))
  }
  try {
    await contender.write(workload, folder)
    return { kind: 'written', contender, workload, folder }
  } catch (error) {
    return { kind: 'impossible', contender, reason: String(error instanceof Error ? error.message : error) }
  }
}

function settingsOf(contender: Contender, project: string): object {
  return {
    extends: join(project, 'tsconfig.json'),
    compilerOptions: {
      rootDir: '.',
      noUnusedLocals: false,
      // The peers' folder has types of its own; all are to see the same ones.
      typeRoots: [join(project, 'node_modules/@types')],
      ...contender.settings,
    },
    include: contender.include ?? ['.'],
    exclude: ['node_modules', 'js'],
  }
}
