import { createHash } from 'node:crypto'
import type { CheckFinding, CheckReport } from './pipeline-api.js'
import { count } from './quantities.js'
import { shownPath } from './spec-file.js'

/**
 * Workflow commands of GitHub, one line for each finding:
 *
 *     ::error file=schema.yaml,line=4,col=22,title=DB401::unknown type "strng"%0Adid you mean "string"?
 */
export function githubAnnotations({ findings }: CheckReport, cwd: string): string {
  if (findings.length === 0) return 'dbgen check: all is well\n'
  const lines = findings.map((finding) => {
    const { severity, file, line, column, code } = finding
    const properties = { file: shownPath(cwd, file), line: String(line), col: String(column), title: `dbgen ${code}` }
    const listed = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`)
    return `::${severity} ${listed.join(',')}::${escapeText(textOf(finding))}`
  })
  return `${lines.join('\n')}\ndbgen check: ${count(findings.length, 'finding')}\n`
}

/** A Code Quality report of GitLab: a list, also where there is nothing in it. */
export function gitlabReport({ findings }: CheckReport, cwd: string): readonly Readonly<Record<string, unknown>>[] {
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const { severity, file, line, code, message } = finding
    const path = shownPath(cwd, file)
    // Without the line, so that a finding stays the same when lines are added above it.
    const key = [code, path, message].join('\0')
    const number = seen.get(key) ?? 0
    seen.set(key, number + 1)
    return {
      description: `${code} ${textOf(finding)}`,
      check_name: code,
      fingerprint: createHash('sha256').update(`${key}\0${number}`).digest('hex'),
      severity: severity === 'error' ? 'major' : 'minor',
      location: { path, lines: { begin: line } },
    }
  })
}

function textOf({ message, fix, details }: CheckFinding): string {
  return [message, ...details, fix].join('\n')
}

/** As GitHub's own toolkit escapes what stands behind the colons. */
function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** As GitHub's own toolkit escapes what stands before them. */
function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
