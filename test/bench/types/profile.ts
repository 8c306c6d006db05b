import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { WrittenProgram } from './programs.js'

/** As much of TypeScript 5's interface as is used here. */
interface TypeScript {
  readonly sys: object
  getParsedCommandLineOfConfigFile(
    file: string,
    options: object,
    host: object,
  ): { fileNames: string[]; options: object } | undefined
  createProgram(
    files: readonly string[],
    options: object,
  ): {
    getSourceFile(file: string): object | undefined
    getSemanticDiagnostics(file: object): readonly object[]
    getInstantiationCount(): number
    getTypeCount(): number
  }
}

interface Cost {
  files: number
  milliseconds: number
  instantiations: number
  types: number
}

/** Checks one file after the other and adds up by kind of file; what several files share is on the first one's account. */
export async function profileProgram(program: WrittenProgram, peers: string): Promise<string> {
  const { default: typescript }: { default: TypeScript } = await import(
    pathToFileURL(join(peers, 'node_modules/typescript-5/lib/typescript.js')).href
  )
  const host = { ...typescript.sys, onUnRecoverableConfigFileDiagnostic: console.error }
  const settings = typescript.getParsedCommandLineOfConfigFile(join(program.folder, 'tsconfig.json'), {}, host)
  if (settings === undefined) throw new Error(`${program.folder} has no settings`)
  const checked = typescript.createProgram(settings.fileNames, settings.options)
  const costs = new Map<string, Cost>()
  for (const file of settings.fileNames) {
    const source = checked.getSourceFile(file)
    if (source === undefined) continue
    const before = [performance.now(), checked.getInstantiationCount(), checked.getTypeCount()] as const
    checked.getSemanticDiagnostics(source)
    const cost = costs.get(kindOf(file, program.folder)) ?? { files: 0, milliseconds: 0, instantiations: 0, types: 0 }
    cost.files += 1
    cost.milliseconds += performance.now() - before[0]
    cost.instantiations += checked.getInstantiationCount() - before[1]
    cost.types += checked.getTypeCount() - before[2]
    costs.set(kindOf(file, program.folder), cost)
  }
  return show(costs)
}

/** `db/models/*` for each of the models, and so on. */
function kindOf(file: string, folder: string): string {
  const path = file.slice(folder.length + 1)
  return path.split('/').length > 2 ? path.replace(/[^/]+$/, '*') : path
}

function show(costs: ReadonlyMap<string, Cost>): string {
  const line = (...cells: readonly (string | number)[]) =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(28) : String(cell).padStart(15))).join('')
  return [
    line('TypeScript 5.9, by file', 'files', 'ms', 'instantiations', 'types'),
    ...[...costs]
      .sort(([, one], [, other]) => other.milliseconds - one.milliseconds)
      .map(([kind, { files, milliseconds, instantiations, types }]) =>
        line(kind, files, Math.round(milliseconds), instantiations, types),
      ),
  ].join('\n')
}
