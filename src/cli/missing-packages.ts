import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kindOf } from './spec-file.js'

/** What the generated code imports when it runs, and what the type checker needs to know about it. */
const needed = [
  { name: 'kysely', isTypes: false },
  { name: 'pg', isTypes: false },
  { name: '@types/pg', isTypes: true },
] as const

/** How packages are added, by the lock file that tells which package manager a project uses. */
const managers = [
  { lockFile: 'pnpm-lock.yaml', add: 'pnpm add', addTypes: 'pnpm add --save-dev' },
  { lockFile: 'yarn.lock', add: 'yarn add', addTypes: 'yarn add --dev' },
  { lockFile: 'bun.lock', add: 'bun add', addTypes: 'bun add --dev' },
  { lockFile: 'bun.lockb', add: 'bun add', addTypes: 'bun add --dev' },
] as const

const npm = { add: 'npm install', addTypes: 'npm install --save-dev' } as const

/** The commands that add what the generated code needs and the project does not have yet. */
export async function commandsForMissingPackages(folder: string): Promise<string[]> {
  const known = await readDependencies(folder)
  const missing = needed.filter(({ name }) => !known.has(name))
  const { add, addTypes } = await findManager(folder)
  const packages = missing.filter(({ isTypes }) => !isTypes).map(({ name }) => name)
  const types = missing.filter(({ isTypes }) => isTypes).map(({ name }) => name)
  return [
    ...(packages.length > 0 ? [`${add} ${packages.join(' ')}`] : []),
    ...(types.length > 0 ? [`${addTypes} ${types.join(' ')}`] : []),
  ]
}

async function findManager(folder: string): Promise<{ readonly add: string; readonly addTypes: string }> {
  for (const manager of managers) {
    if ((await kindOf(join(folder, manager.lockFile))) === 'file') return manager
  }
  return npm
}

/** A package.json that cannot be read is not what `init` is about: it then names every package. */
async function readDependencies(folder: string): Promise<Set<string>> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}')
  const manifest = parse(text)
  const fields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
  return new Set(fields.flatMap((field) => namesIn(manifest, field)))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function namesIn(manifest: unknown, field: string): string[] {
  if (typeof manifest !== 'object' || manifest === null) return []
  const packages: unknown = Reflect.get(manifest, field)
  return typeof packages === 'object' && packages !== null ? Object.keys(packages) : []
}
