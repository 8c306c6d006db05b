import { join } from 'node:path'
import type { Hazard } from '../judge/hazard.js'
import type { HazardsSpec } from '../spec/definition/hazards.js'
import { didYouMean } from '../spec/wording.js'
import { type CheckFinding, findingAt } from './check-findings.js'

/** Where hazards and exceptions lie. */
export interface HazardPlaces {
  /** The migrations folder. */
  readonly folder: string
  /** Absolute path of a file of the spec. */
  readonly specPath: (file: string) => string
  readonly migrations: readonly string[]
}

/** The hazards that no exception of the spec lets through, and exceptions that are of no use. */
export function settleHazards(
  hazards: readonly Hazard[],
  exceptions: HazardsSpec | undefined,
  places: HazardPlaces,
): { readonly findings: readonly CheckFinding[]; readonly excepted: number } {
  const all = exceptions?.items ?? []
  const isExcepted = (hazard: Hazard): boolean =>
    all.some(({ allow, migration, reason }) => {
      return allow?.value === hazard.code && migration?.text === hazard.migration && reason !== undefined
    })
  const left = hazards.filter((hazard) => !isExcepted(hazard))
  return {
    findings: [
      ...left.map((hazard) => hazardFinding(hazard, places)),
      ...all.flatMap((exception) => uselessFinding(exception, hazards, places)),
    ],
    excepted: hazards.length - left.length,
  }
}

function hazardFinding(hazard: Hazard, { folder }: HazardPlaces): CheckFinding {
  const { code, severity, file, line, column, fix, subject, migration } = hazard
  const message = hazard.message.includes(subject) ? hazard.message : `${subject}: ${hazard.message}`
  const details =
    severity === 'error' ? [`or in the spec: hazards: [{ allow: ${code}, migration: ${migration}, reason: ... }]`] : []
  return { code, severity, file: join(folder, file), line, column, message, fix, details }
}

function uselessFinding(
  { allow, migration, span }: HazardsSpec['items'][number],
  hazards: readonly Hazard[],
  { specPath, migrations }: HazardPlaces,
): CheckFinding[] {
  if (allow === undefined || migration === undefined) return []
  const at = (place: typeof span.at) => ({ line: place.line, column: place.column, severity: 'warning' as const })
  if (!migrations.includes(migration.text)) {
    const { at: place } = migration.span
    const message = `there is no migration ${migration.text}`
    const fix = didYouMean(migration.text, migrations) ?? 'remove the exception'
    return [findingAt('CK602', specPath(place.file), message, fix, at(place))]
  }
  const isUsed = hazards.some(({ code, migration: id }) => code === allow.value && id === migration.text)
  if (isUsed) return []
  const others = [...new Set(hazards.filter(({ migration: id }) => id === migration.text).map(({ code }) => code))]
  const message = `${migration.text} has no hazard ${allow.value}`
  const fix =
    others.length === 0 ? 'remove the exception' : `it has ${others.join(', ')}; remove the exception, or correct it`
  return [findingAt('CK601', specPath(span.at.file), message, fix, at(span.at))]
}
