import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Contender, firstUsed, type Workload } from '../contender.js'
import { pascal } from '../schema.js'
import { functionsText, includeCompletion, modelsText } from './prisma-language.js'

export const prisma: Contender = {
  name: 'prisma',
  isPeer: true,
  completions: includeCompletion,
  write: async (workload, folder) => {
    writeFileSync(join(folder, 'schema.prisma'), `${head}\n${modelsText(workload.schema)}`)
    writeFileSync(join(folder, 'main.ts'), program(workload))
    generate(folder)
  },
}

const head = `generator client {
  provider            = "prisma-client"
  output              = "./client"
  importFileExtension = "js"
}

datasource db {
  provider = "postgresql"
}
`

/** Generating runs on WebAssembly from the registry, but looks for a binary first that only migrations need. */
function generate(folder: string): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/prisma/build/index.js', 'generate', '--schema', 'schema.prisma'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    },
  )
  if (status !== 0 || !existsSync(join(folder, 'client/client.ts')))
    throw new Error(`prisma generate failed\n${stdout}${stderr}`)
}

function program(workload: Workload): string {
  return `import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from './client/client.js'

export function connect() {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: 'postgres://localhost' }) })
}

type Db = Prisma.TransactionClient

${functionsText(workload.used, "'1.50'")}
export async function inOneTransaction(db: PrismaClient) {
  return db.$transaction(async (tx) => use${pascal(firstUsed(workload).name)}(tx))
}
`
}
