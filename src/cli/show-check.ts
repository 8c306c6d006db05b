import type { CheckFinding, CheckReport } from './pipeline-api.js'
import { count } from './quantities.js'
import { shownPath } from './spec-file.js'
import type { Colors } from './terminal.js'

/** Findings of one kind beyond these are counted: nobody reads a thousand stale files. */
const MOST_ALIKE = 20
const MOST_DETAILS = 12

/** What the report does not say by itself. */
export interface CheckScene {
  readonly cwd: string
  /** Absolute path of the spec. */
  readonly specFile: string
}

/** Whether somebody must act before the check passes; warnings are only told. */
export function hasErrors({ findings }: CheckReport): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/** The report of `check` as a person reads it. */
export function showCheck(report: CheckReport, { cwd, specFile }: CheckScene, colors: Colors): string {
  const { findings } = report
  const spec = colors.bold(shownPath(cwd, specFile))
  const groups = groupAlike(findings).map((group) => showGroup(group, cwd, colors))
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  const told = warnings === 0 ? '' : `, ${count(warnings, 'warning')}`
  if (errors === 0) {
    const closing = `${colors.green('✓')} ${spec}: ${summaryOf(report)}${told}`
    return [...groups, closing].join('\n\n').concat('\n')
  }
  const left = report.files === undefined ? '; the code is compared once that is solved' : ''
  return `${groups.join('\n\n')}\n\n${colors.bold(colors.red(`${count(errors, 'problem')}${told}`))}${left}\n`
}

/** The report of `check` as a program reads it; paths are relative to the current folder. */
export function checkJson(report: CheckReport, { cwd, specFile }: CheckScene): Readonly<Record<string, unknown>> {
  const { findings, migrations, files, edited, isReplayed, excepted, proven } = report
  return {
    ok: !hasErrors(report),
    spec: shownPath(cwd, specFile),
    migrations,
    files: files ?? null,
    edited,
    replayed: isReplayed,
    excepted,
    proven,
    findings: findings.map((finding) => ({ ...finding, file: shownPath(cwd, finding.file) })),
  }
}

function summaryOf({ migrations, files, edited, isReplayed, excepted, proven }: CheckReport): string {
  return [
    files === undefined
      ? 'the code was not compared'
      : `${count(files, 'file')} up to date${edited === 0 ? '' : `, ${edited} with edits by hand`}`,
    `${count(migrations, 'migration')} ${isReplayed ? 'replayed, reversed and judged' : 'judged'}`,
    ...(proven > 0 ? [`${count(proven, 'migration')} proven by the check itself`] : []),
    ...(excepted > 0 ? [`${count(excepted, 'hazard')} let through for a reason`] : []),
  ].join(', ')
}

/** Findings that say the same of several files stand under each other, so that what to do is said once. */
function groupAlike(findings: readonly CheckFinding[]): CheckFinding[][] {
  const groups = new Map<string, CheckFinding[]>()
  for (const finding of findings) {
    const { code, message, fix, details } = finding
    const key = JSON.stringify([code, message, fix, details])
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()]
}

function showGroup(group: readonly CheckFinding[], cwd: string, colors: Colors): string {
  const [first] = group
  if (first === undefined) return ''
  const { details, fix } = first
  const heads = group.slice(0, MOST_ALIKE).map((finding) => showHead(finding, cwd, colors))
  const rest = group.length - heads.length
  const hidden = details.length - MOST_DETAILS
  return [
    ...heads,
    ...(rest > 0 ? [colors.dim(`and ${count(rest, 'more place')}`)] : []),
    ...details.slice(0, MOST_DETAILS).map((line) => colors.dim(`    ${line.trimEnd()}`)),
    ...(hidden > 0 ? [colors.dim(`    and ${count(hidden, 'more line')}`)] : []),
    `  ${colors.green(fix)}`,
  ].join('\n')
}

function showHead({ file, line, column, code, severity, message }: CheckFinding, cwd: string, colors: Colors): string {
  const place = colors.bold(colors.cyan(`${shownPath(cwd, file)}:${line}:${column}`))
  const word = severity === 'warning' ? `${colors.yellow('warning')} ` : ''
  return `${place} ${colors.dim(code)} ${word}${message}`
}
