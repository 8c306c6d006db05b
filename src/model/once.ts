import type { Problems } from '../spec/problems.js'

/**
 * The same collection, which takes one mistake of a kind at a place: what a mixin says is checked once for each model
 * that uses it, and what one name collides with may be several things.
 */
export function oncePerPlace(problems: Problems): Problems {
  const seen = new Set<string>()
  return {
    add(code, span, message, hint) {
      const { file, line, column } = span.at
      const key = `${code} ${file}:${line}:${column}`
      if (seen.has(key)) return
      seen.add(key)
      problems.add(code, span, message, hint)
    },
    distrust: (file, line) => problems.distrust(file, line),
    sorted: () => problems.sorted(),
    get count() {
      return problems.count
    },
  }
}
