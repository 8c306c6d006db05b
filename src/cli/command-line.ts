/** A command of dbgen as a person would type it, with the options that have a value. */
export function commandLine(words: string, options: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${quote(value)}`],
  )
  return ['dbgen', words, ...given].join(' ')
}

function quote(value: string): string {
  return /^[\w./:@%+=\\-]+$/.test(value) ? value : `"${value}"`
}
