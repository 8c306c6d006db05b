import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from './contenders.js'

interface Peer {
  readonly name: string
  readonly module: string
  /** Where generated code is, and how it is made. */
  readonly generate?: (folder: string) => string | undefined
}

/** Where schema.prisma puts its client: it must find its packages. */
const PRISMA = 'node_modules/.bench-prisma'

const peers: readonly Peer[] = [
  { name: 'drizzle', module: 'drizzle.js' },
  { name: 'drizzle unprepared', module: 'drizzle-unprepared.js' },
  { name: 'prisma', module: 'prisma.js', generate: generatePrisma },
  { name: 'prisma join', module: 'prisma-join.js', generate: generatePrisma },
  { name: 'typeorm', module: 'typeorm.js' },
  { name: 'sequelize', module: 'sequelize.js' },
  { name: 'mikro-orm', module: 'mikro-orm.js' },
]

/** The wanted peers, installed when they are not there; without a registry none, and the note says so. */
export async function installedPeers(
  isWanted: (name: string) => boolean,
  project: string,
  note: (text: string) => void,
): Promise<Entry[]> {
  const wanted = peers.filter(({ name }) => isWanted(name))
  if (wanted.length === 0) return []
  const folder = join(project, 'test/bench/queries/peers')
  const failure = install(folder, note)
  if (failure !== undefined) {
    note(`no peers: npm cannot install them\n${failure}`)
    return []
  }
  return wanted.flatMap(({ name, module, generate }) => {
    const problem = generate?.(folder)
    if (problem !== undefined) note(`without ${name}: ${problem}`)
    return problem === undefined
      ? [{ name, module: join(folder, module), folder: join(folder, PRISMA), isPeer: true }]
      : []
  })
}

function install(folder: string, note: (text: string) => void): string | undefined {
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return undefined
  note('installing the peers')
  // Their install scripts fetch binaries from elsewhere, which none of the queries needs.
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return status === 0 ? undefined : stderr
}

/** Generating runs on WebAssembly from the registry, but looks for a binary first that only migrations need. */
function generatePrisma(folder: string): string | undefined {
  if (existsSync(join(folder, PRISMA, 'index.js'))) return undefined
  const { status, stdout, stderr } = spawnSync('npx', ['prisma', 'generate', '--schema', 'schema.prisma'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  })
  return status === 0 ? undefined : `prisma generate failed\n${stdout}${stderr}`
}
