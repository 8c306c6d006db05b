import { type Diagnostic, formatDiagnostic } from '../spec/diagnostic.js'
import type { Failure } from './failure.js'
import type { Refusal } from './pipeline-api.js'
import { showConflicts } from './show-conflicts.js'
import type { Colors } from './terminal.js'

/** The failure as a person reads it. */
export function showFailure(failure: Failure, colors: Colors, version: string): string {
  switch (failure.kind) {
    case 'spec':
      return withTotal(
        failure.diagnostics.map((diagnostic) => showDiagnostic(diagnostic, colors)),
        failure.message,
        colors,
      )
    case 'refused':
      return withTotal(
        failure.refusals.map((refusal) => showRefusal(refusal, colors)),
        failure.message,
        colors,
      )
    case 'conflict':
      return withTotal(showConflicts(failure.conflicts, colors), failure.message, colors)
    case 'usage':
      return showMessage([failure.message, ...failure.hints.map((hint) => `  ${hint}`)], colors)
    case 'bug':
      return showBug(failure.stack, colors, version)
    default:
      return showMessage([failure.message], colors)
  }
}

/** The failure as a program reads it. */
export function failureJson(failure: Failure): Readonly<Record<string, unknown>> {
  const { kind, message } = failure
  switch (kind) {
    case 'spec':
      return { ok: false, kind, message, diagnostics: failure.diagnostics.map(diagnosticJson) }
    case 'refused':
      return { ok: false, kind, message, refusals: failure.refusals }
    case 'conflict':
      return { ok: false, kind, message, conflicts: failure.conflicts }
    case 'usage':
      return { ok: false, kind, message, hints: failure.hints }
    case 'bug':
      return { ok: false, kind, message, stack: failure.stack }
    default:
      return { ok: false, kind, message, ...failure.details }
  }
}

/** What `formatDiagnostic` prints, in colour. */
export function showDiagnostic(diagnostic: Diagnostic, colors: Colors): string {
  const sourceLine = printable(diagnostic.sourceLine)
  const [head = '', source = '', caret = '', ...hint] = formatDiagnostic({ ...diagnostic, sourceLine }).split('\n')
  const place = head.slice(0, head.indexOf(` ${diagnostic.code} `))
  const message = head.slice(place.length + diagnostic.code.length + 2)
  const bar = caret.indexOf('|') + 1
  return [
    `${colors.bold(colors.cyan(place))} ${colors.dim(diagnostic.code)} ${message}`,
    `${colors.dim(source.slice(0, bar))}${source.slice(bar)}`,
    `${colors.dim(caret.slice(0, bar))}${colors.red(caret.slice(bar))}`,
    ...hint.map(colors.green),
  ].join('\n')
}

function diagnosticJson({ at, length, code, message, hint }: Diagnostic): Readonly<Record<string, unknown>> {
  return { file: at.file, line: at.line, column: at.column, length, code, message, hint: hint ?? null }
}

/** A spec can hold anything, and a terminal obeys some of it; a tab would also move the caret. */
function printable(line: string): string {
  return line.replaceAll('\t', ' ').replace(/[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** A refusal as a person reads it. */
export function showRefusal({ code, subject, message, hint, at }: Refusal, colors: Colors): string {
  const place = at === undefined ? '' : `${at.file}:${at.line}:${at.column} `
  return `${colors.bold(colors.cyan(`${place}${subject}`))} ${colors.dim(code)} ${message}\n  ${colors.green(hint)}`
}

function withTotal(parts: readonly string[], total: string, colors: Colors): string {
  return `${parts.join('\n\n')}\n\n${colors.bold(colors.red(total))}\n`
}

function showMessage(lines: readonly string[], colors: Colors): string {
  return `${colors.bold(colors.red('error:'))} ${lines.join('\n')}\n`
}

function showBug(stack: string, colors: Colors, version: string): string {
  const { platform, arch } = process
  return [
    `${colors.bold(colors.red('dbgen failed'))}, and that is a bug in dbgen, not in your project`,
    '',
    colors.dim(stack),
    '',
    'Please report it with the lines above, and with the spec if you can share it.',
    `dbgen ${version}, node ${process.version}, ${platform} ${arch}`,
    '',
  ].join('\n')
}
