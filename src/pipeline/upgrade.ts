import { basename, dirname } from 'node:path'
import { inFolder } from '../output/paths.js'
import { type RecordOnDisk, readRecord } from '../output/plan-record.js'
import { hashFile, isSameText, RECORD_FILE, versionOf } from '../output/record.js'
import type { OutputFile } from '../output/request.js'
import { SnapshotError } from '../schema/snapshot.js'
import { readVersion } from '../version.js'
import { type CompiledSpec, compileFiles } from './compile.js'
import { fileAt, openGit } from './git.js'
import { committedFiles } from './git-spec.js'

/** What changes in generated files because dbgen changed, not the spec. */
export interface Upgrade {
  /** The version that wrote the files; the same as now where only its templates differ. */
  readonly from: string
  readonly to: string
  /** How many files differ; undefined where the spec has changed too, and what it was is not committed. */
  readonly files: number | undefined
  /** True where nothing but dbgen has changed. */
  readonly isAlone: boolean
}

/** What there is to know to tell an upgrade. */
export interface UpgradeScene {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  readonly root: string
  readonly now: CompiledSpec
  /** The generated files of the spec as it is. */
  readonly code: readonly OutputFile[]
  /** Generates the files of another spec. */
  readonly render: (spec: CompiledSpec) => readonly OutputFile[]
}

/** Tells what an upgrade of dbgen changes in the generated files; undefined where it is none. */
export async function findUpgrade(scene: UpgradeScene): Promise<Upgrade | undefined> {
  const { now, code, root } = scene
  const record = await readRecord(root, now.model.output.typescript)
  const { origin } = record
  if (origin === undefined) return undefined
  const names = { from: origin.generator, to: readVersion() }
  if (origin.spec === now.fingerprint) {
    const files = countOther(code, record)
    return files === 0 ? undefined : { ...names, files, isAlone: true }
  }
  if (names.from === names.to) return undefined
  const before = await recordedSpec(scene, record)
  const files = before && countOther(scene.render(before), record)
  return files === 0 ? undefined : { ...names, files, isAlone: before?.fingerprint === now.fingerprint }
}

/**
 * The spec that the generated files were made of, so that an upgrade can be written alone: the spec as it is, or as it was
 * committed. Throws SnapshotError where neither is the one.
 */
export async function specOfRecord(scene: Pick<UpgradeScene, 'specFile' | 'root' | 'now'>): Promise<CompiledSpec> {
  const { root, now } = scene
  const record = await readRecord(root, now.model.output.typescript)
  if (record.origin === undefined || record.origin.spec === now.fingerprint) return now
  const before = await recordedSpec(scene, record)
  if (before !== undefined) return before
  throw new SnapshotError(
    'the spec was edited since the code was generated, and what it was is not in the last commit: take the edit back (git stash), generate with --upgrade-only, then bring it again',
  )
}

/** The spec of the last commit, where the record says that it was the one, or where the record is of the same commit. */
async function recordedSpec(
  { specFile, root, now }: Pick<UpgradeScene, 'specFile' | 'root' | 'now'>,
  { origin, text }: RecordOnDisk,
): Promise<CompiledSpec | undefined> {
  const git = await openGit(dirname(specFile))
  if (git === undefined) return undefined
  try {
    const compiled = await compileFiles(basename(specFile), committedFiles(git, 'HEAD'))
    if (compiled.fingerprint === origin?.spec) return compiled
    const output = await openGit(root)
    const known = output && (await fileAt(output, 'HEAD', inFolder(now.model.output.typescript, RECORD_FILE)))
    return known !== undefined && text !== undefined && isSameText(known, text) ? compiled : undefined
  } catch {
    // A committed spec that this dbgen cannot read is not the one that is looked for.
    return undefined
  }
}

function countOther(code: readonly OutputFile[], { written }: RecordOnDisk): number {
  return code.filter((file) => versionOf(written.get(file.path), hashFile(file)) === undefined).length
}
