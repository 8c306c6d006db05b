import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Contender, firstUsed, type Workload } from '../contender.js'
import { pascal } from '../schema.js'
import { functionsText, includeCompletion, modelsText } from './prisma-language.js'

export const zenstack: Contender = {
  name: 'zenstack',
  isPeer: true,
  completions: includeCompletion,
  // Its types import decimal.js in a way that Node's own resolution refuses: results would be any.
  settings: { module: 'esnext', moduleResolution: 'bundler' },
  write: async (workload, folder) => {
    writeFileSync(join(folder, 'schema.zmodel'), `${head}\n${modelsText(workload.schema)}`)
    writeFileSync(join(folder, 'main.ts'), program(workload))
    generate(folder)
  },
}

const head = `datasource db {
  provider = "postgresql"
  url      = "postgres://localhost/none"
}
`

/** Its command is made for Node 22; this is all that Node 20 lacks. */
const objectGroupBy = `Object.groupBy ??= (items, key) => {
  const groups = Object.create(null)
  let index = 0
  for (const item of items) (groups[key(item, index++)] ??= []).push(item)
  return groups
}`

function generate(folder: string): void {
  const parameters = ['generate', '--schema', 'schema.zmodel', '--output', 'schema', '--no-version-check', '--no-tips']
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(objectGroupBy)}`,
      'node_modules/@zenstackhq/cli/bin/cli',
      ...parameters,
    ],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, DO_NOT_TRACK: '1' } },
  )
  // The command exits with 0 when it fails.
  if (!existsSync(join(folder, 'schema/schema.ts'))) throw new Error(`zen generate failed\n${stdout}${stderr}`)
}

function program(workload: Workload): string {
  return `import { ZenStackClient } from '@zenstackhq/orm'
import { PostgresDialect } from '@zenstackhq/orm/dialects/postgres'
import { Decimal } from 'decimal.js'
import pg from 'pg'
import { schema } from './schema/schema.js'

export function connect() {
  return new ZenStackClient(schema, { dialect: new PostgresDialect({ pool: new pg.Pool() }) })
}

type Db = Pick<ReturnType<typeof connect>, ${workload.used.map(({ name }) => `'${lowerFirst(pascal(name))}'`).join(' | ')}>

${functionsText(workload.used, "new Decimal('1.50')")}
export async function inOneTransaction(db: ReturnType<typeof connect>) {
  return db.$transaction(async (tx) => use${pascal(firstUsed(workload).name)}(tx))
}
`
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
