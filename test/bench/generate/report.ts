import type { Usage } from './measure.js'

/** What one command took, for so many models. */
export interface Measured extends Usage {
  readonly what: string
  /** Undefined for commands that read no spec. */
  readonly models: number | undefined
}

const STAGES = ['read', 'plan', 'render', 'write']

/** A row for each command, with its stages; `start` is all that is in none: Node, modules, arguments, the report. */
export function measuredTable(all: readonly Measured[]): string {
  const bare = all.find(({ models }) => models === undefined)?.wall
  const rows = all.map(({ what, models, wall, cpu, peak, stages }) => [
    what,
    models === undefined ? '' : String(models),
    wall.toFixed(2),
    cpu.toFixed(2),
    peak.toFixed(0),
    bare === undefined ? '' : (wall / bare).toFixed(1),
    ...['start', ...STAGES].map((stage) => shareOf(stage, wall, stages)),
  ])
  const stageNames = ['start', ...STAGES].map((stage) => `${stage} ms`)
  return table([['', 'models', 'wall s', 'cpu s', 'peak MiB', 'x node', ...stageNames], ...rows])
}

function shareOf(stage: string, wall: number, stages: Usage['stages']): string {
  const known = Object.values(stages)
  if (known.length === 0) return ''
  const rest = wall * 1000 - known.reduce((sum, each) => sum + each, 0)
  const own = stage === 'start' ? rest : (stages[stage] ?? 0)
  return `${own.toFixed(0)} ${String(Math.round(own / wall / 10)).padStart(2)}%`
}

/** A bar, and what was measured against it. */
export interface Bar {
  readonly what: string
  readonly ratio: number
  readonly most: number
}

/** A row for each bar. */
export function barsTable(bars: readonly Bar[]): string {
  const rows = bars.map(({ what, ratio, most }) => [
    what,
    ratio.toFixed(2),
    most.toFixed(2),
    ratio <= most ? 'yes' : 'NO',
  ])
  return table([['', 'measured', 'at most', 'held'], ...rows])
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}
