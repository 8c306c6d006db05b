import { breakable, stringLiteral } from './typescript-text.js'

interface ImportedNames {
  readonly values: Set<string>
  readonly types: Set<string>
}

/** Collects the imports of one file and prints them sorted: packages first, then relative ones. */
export class Imports {
  readonly #modules = new Map<string, ImportedNames>()

  value(module: string, ...names: readonly string[]): void {
    for (const name of names) this.#namesOf(module).values.add(name)
  }

  type(module: string, ...names: readonly string[]): void {
    for (const name of names) this.#namesOf(module).types.add(name)
  }

  /** The import lines; only what `text`, the rest of the file, mentions, where that is given. */
  print(text?: string): string[] {
    if (text !== undefined) this.#dropUnused(new Set(text.match(/[\w$]+/g)))
    return [...this.#modules.entries()]
      .filter(([, { values, types }]) => values.size + types.size > 0)
      .sort(([a], [b]) => Number(a.startsWith('.')) - Number(b.startsWith('.')) || compare(a, b))
      .map(([module, names]) => printImport(module, names))
  }

  #dropUnused(mentioned: ReadonlySet<string>): void {
    for (const names of this.#modules.values()) {
      for (const list of [names.values, names.types]) {
        for (const name of list) if (!mentioned.has(name)) list.delete(name)
      }
    }
  }

  #namesOf(module: string): ImportedNames {
    const known = this.#modules.get(module)
    if (known !== undefined) return known
    const names = { values: new Set<string>(), types: new Set<string>() }
    this.#modules.set(module, names)
    return names
  }
}

function printImport(module: string, { values, types }: ImportedNames): string {
  const typesOnly = values.size === 0
  const names = [
    ...[...values].map((name) => ({ name, text: name })),
    ...[...types]
      .filter((name) => !values.has(name))
      .map((name) => ({ name, text: typesOnly ? name : `type ${name}` })),
  ].sort((a, b) => compare(a.name, b.name))
  const open = `import ${typesOnly ? 'type ' : ''}{`
  const [only] = names
  if (names.length === 1 && only !== undefined) return `${open} ${only.text} } from ${stringLiteral(module)};`
  return breakable(
    open,
    names.map(({ text }) => text),
    `} from ${stringLiteral(module)};`,
    { spaced: true },
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
