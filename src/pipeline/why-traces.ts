import type { CodeTraces } from './why-files.js'
import type { Trace } from './why-thing.js'

/** Traces of what dbgen wrote, without what was written by hand, and without imports: they follow from the rest. */
export function writtenTraces({ found, generated }: CodeTraces): readonly Trace[] {
  const known = new Set(generated.map(({ what }) => what))
  return found.filter(({ what }) => known.has(what) && !what.startsWith('import '))
}

/** Without the parts of what is told as a whole. */
export function outermost(traces: readonly Trace[]): readonly Trace[] {
  const size = ({ line, endLine }: Trace): number => endLine - line
  const isAround = (outer: Trace, inner: Trace): boolean =>
    outer.line <= inner.line &&
    outer.endLine >= inner.endLine &&
    (size(outer) > size(inner) || inner.what.endsWith(` of ${outer.what.slice(outer.what.indexOf(' ') + 1)}`))
  return traces.filter((trace) => !traces.some((other) => isAround(other, trace)))
}

/** The trace of the smallest stretch around a line. */
export function narrowest(traces: readonly Trace[], line: number): Trace | undefined {
  const around = traces.filter((trace) => trace.line <= line && trace.endLine >= line)
  const size = (trace: Trace): number => trace.endLine - trace.line
  return around.reduce<Trace | undefined>(
    (best, one) => (best === undefined || size(one) <= size(best) ? one : best),
    undefined,
  )
}

/** Whether two pieces of code differ in layout alone. */
export function sameCode(a: string, b: string | undefined): boolean {
  return b !== undefined && plainCode(a) === plainCode(b)
}

/** Without layout: blanks, quotes, semicolons, commas at the end, bars in front of a union. */
function plainCode(text: string): string {
  return text
    .replaceAll("'", '"')
    .replace(/[\s;]/g, '')
    .replace(/,(?=[)\]}>]|$)/g, '')
    .replace(/([=:<(])\|/g, '$1')
}
