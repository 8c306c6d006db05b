import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrationFolderError, parentOf, readMigrations } from '../database/migration-files.js'
import { type ChainProblem, chainProblems, headOf, type MigrationFiles } from '../migrate/chain.js'
import { readSnapshot, type Snapshot, SnapshotError } from '../schema/snapshot.js'
import { type CheckCode, type CheckFinding, findingAt, lineOf } from './check-findings.js'
import { SNAPSHOT_FILE } from './history.js'

/** The migrations folder as the check sees it: whatever is wrong with it is a finding. */
export interface CheckedChain {
  /** In the order in which they are applied. */
  readonly migrations: readonly MigrationFiles[]
  /** Undefined where it cannot be read; where there is none, one of nothing. */
  readonly snapshot: Snapshot | undefined
  /** Text of snapshot.json; empty without it. */
  readonly snapshotText: string
  readonly findings: readonly CheckFinding[]
}

const REBASE = 'run dbgen migrate rebase, which puts one behind the other'

/** Reads the migrations folder and lays it beside the chain in its snapshot. */
export async function checkChain(folder: string): Promise<CheckedChain> {
  const read = await readFolder(folder)
  const file = join(folder, SNAPSHOT_FILE)
  const snapshotText = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
  const { migrations } = read
  if (snapshotText === '') {
    const isMissing = migrations.length > 0
    const message = `snapshot.json is missing beside ${migrations.length} migrations`
    const findings = isMissing ? [findingAt('CK305', file, message, 'restore it from version control')] : []
    return { migrations, snapshot: undefined, snapshotText, findings: [...read.findings, ...findings] }
  }
  const parsed = parseSnapshot(file, snapshotText)
  const chain = 'snapshot' in parsed ? parsed.snapshot.migrations : []
  const places: Places = { folder, file, snapshotText, migrations }
  const found =
    'snapshot' in parsed
      ? [...chainProblems(chain, migrations).map((problem) => chainFinding(problem, places)), ...forks(chain, places)]
      : [parsed.finding, ...forks([], places)]
  return {
    migrations,
    snapshot: 'snapshot' in parsed ? parsed.snapshot : undefined,
    snapshotText,
    findings: [...read.findings, ...withoutEchoes(found), ...strays(chain, places, found)],
  }
}

async function readFolder(folder: string): Promise<Pick<CheckedChain, 'migrations' | 'findings'>> {
  try {
    return { migrations: await readMigrations(folder), findings: [] }
  } catch (error) {
    if (!(error instanceof MigrationFolderError)) throw error
    const findings = error.message.split('\n').map((line) => {
      const [message = '', fix = 'restore it from version control'] = line.split(/: (.*)/)
      return findingAt('CK307', join(folder, /^\S+\.sql/.exec(line)?.[0] ?? ''), message, fix)
    })
    return { migrations: [], findings }
  }
}

function parseSnapshot(file: string, text: string): { snapshot: Snapshot } | { finding: CheckFinding } {
  try {
    return { snapshot: readSnapshot(text) }
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error
    const marker = lineOf(text, '<<<<<<< ')
    if (/^<{7} /m.test(text)) {
      const message = 'snapshot.json has merge markers: two branches each added a migration'
      return { finding: findingAt('CK304', file, message, REBASE, { line: marker }) }
    }
    const [message = '', fix = 'restore it from version control'] = error.message.split(/: (.*)/)
    return { finding: findingAt('CK305', file, message, fix) }
  }
}

interface Places {
  readonly folder: string
  /** Of snapshot.json. */
  readonly file: string
  readonly snapshotText: string
  readonly migrations: readonly MigrationFiles[]
}

const codes: Readonly<Record<ChainProblem['kind'], CheckCode>> = {
  missing: 'CK301',
  edited: 'CK302',
  unknown: 'CK303',
  new: 'CK303',
  broken: 'CK305',
}

function chainFinding({ id, kind, message: whole }: ChainProblem, places: Places): CheckFinding {
  const [message = '', fix = 'restore snapshot.json from version control'] = whole.split(/: (.*)/)
  const { file, snapshotText } = places
  if (kind === 'missing' || kind === 'broken')
    return findingAt(codes[kind], file, message, fix, { line: lineOf(snapshotText, `"${id}"`) })
  return findingAt(codes[kind], mainFile(places, id), message, fix)
}

/** Migrations that name the same parent: each was made without knowing the other. Those of the snapshot came first. */
function forks(chain: Snapshot['migrations'], places: Places): CheckFinding[] {
  const known = new Set(chain.map(({ id }) => id))
  const byParent = new Map<string, string[]>()
  for (const migration of places.migrations) {
    const parent = parentOf(migration)
    if (parent !== undefined) byParent.set(parent, [...(byParent.get(parent) ?? []), migration.id])
  }
  return [...byParent.values()].flatMap((ids) => {
    const [first, ...others] = [...ids.filter((id) => known.has(id)), ...ids.filter((id) => !known.has(id))]
    return others.map((id) => {
      const message = `${id} and ${first} follow the same migration: two branches each added one`
      return findingAt('CK304', mainFile(places, id), message, REBASE, { line: parentLine(places, id) })
    })
  })
}

/** A migration that is in two findings is told by the one that says how it came about. */
function withoutEchoes(findings: readonly CheckFinding[]): CheckFinding[] {
  const forked = new Set(findings.filter(({ code }) => code === 'CK304').map(({ file }) => file))
  return findings.filter(({ code, file }) => code !== 'CK303' || !forked.has(file))
}

/** Migrations of the chain whose head names another parent than the one that they stand on. */
function strays(chain: Snapshot['migrations'], places: Places, found: readonly CheckFinding[]): CheckFinding[] {
  return chain.flatMap(({ id }, index) => {
    const migration = places.migrations.find((candidate) => candidate.id === id)
    const parent = migration === undefined ? undefined : parentOf(migration)
    const file = mainFile(places, id)
    const isKnown = found.some((one) => one.file === file && (one.code === 'CK304' || one.code === 'CK302'))
    if (parent === undefined || parent === headOf(chain.slice(0, index)) || isKnown) return []
    const before = chain[index - 1]?.id ?? 'nothing'
    const message = `${id} was made to follow another migration than ${before}, behind which it stands`
    return [findingAt('CK304', file, message, REBASE, { line: parentLine(places, id) })]
  })
}

function mainFile({ folder, migrations }: Places, id: string): string {
  const files = migrations.find((migration) => migration.id === id)?.files ?? {}
  return join(folder, Object.hasOwn(files, `${id}.ts`) ? `${id}.ts` : `${id}.up.sql`)
}

function parentLine({ migrations }: Places, id: string): number {
  const files = migrations.find((migration) => migration.id === id)?.files ?? {}
  return lineOf(files[`${id}.ts`] ?? files[`${id}.up.sql`] ?? '', ' parent: ')
}
