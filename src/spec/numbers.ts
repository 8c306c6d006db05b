import type { Span } from './node.js'
import type { Problems } from './problems.js'
import { quoted, shorten } from './wording.js'

/**
 * Numbers that YAML 1.1 and 1.2 read differently, or neither as written: leading zeros, a leading plus, other bases,
 * `1_000`, a point at an end, exponents, infinity. Each pattern takes time in proportion to the text.
 */
const TRAPS: readonly RegExp[] = [
  /^[-+]?0\d+(?:\.\d*)?$/,
  /^\+\d[\d.]*$/,
  /^[-+]?0[xob][\da-fA-F_]+$/,
  /^(?=[^_]*_)[-+]?\d[\d_.]*$/,
  /^[-+]?(?:\.\d+|\d+\.)$/,
  /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)[eE][-+]?\d+$/,
  /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
]

/** Notes an unquoted number that would not survive every reader of YAML. */
export function checkNumber(text: string, span: Span, problems: Problems): void {
  if (!TRAPS.some((trap) => trap.test(text))) return
  const hint = `write it in plain decimal digits, or in quotes if it is text: '${shorten(text)}'`
  problems.add('DB107', span, `YAML readers disagree about the number ${quoted(text)}`, hint)
}
