import { resolve } from 'node:path'
import type { FailureContext } from '../failure.js'
import { findSpec, specFolder } from '../spec-file.js'
import type { World } from '../terminal.js'
import type { SpecFlags } from './options.js'

/** Where a project is. */
export interface ProjectPlace {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the output lies; undefined for the folder of the spec file. */
  readonly root: string | undefined
}

/** The project that the options name. Throws UsageError where there is no spec. */
export async function findProject(world: World, flags: SpecFlags): Promise<ProjectPlace> {
  return { specFile: await findSpec(world.cwd, flags.spec), root: rootOf(world, flags) }
}

/** What a failure of a command about migrations is told with. */
export function projectContext(world: World, flags: SpecFlags, writesNothing: boolean): FailureContext {
  const folder = specFolder(world.cwd, flags.spec)
  return { cwd: world.cwd, specFolder: folder, root: rootOf(world, flags) ?? folder, writesNothing }
}

function rootOf({ cwd }: World, { out }: SpecFlags): string | undefined {
  return out === undefined ? undefined : resolve(cwd, out)
}
