import { isSame } from './journey.js'

interface Named {
  readonly name: string
}

/** How the constraints or indexes of a table become others. */
export interface PartChanges<Part extends Named> {
  /** The same by another name: nothing is lost by renaming it, so no word is asked for. */
  readonly renamed: readonly (readonly [Part, Part])[]
  /** Another one by the same name. */
  readonly replaced: readonly (readonly [Part, Part])[]
  readonly added: readonly Part[]
  readonly dropped: readonly Part[]
}

/** Compares by name and by definition. */
export function comparePartLists<Part extends Named>(from: readonly Part[], to: readonly Part[]): PartChanges<Part> {
  const isKept = (part: Part): boolean => to.some((other) => isSame(other, part))
  const left = new Set(from.filter((part) => !isKept(part)))
  const wanted = to.filter((part) => !from.some((other) => isSame(other, part)))
  const renamed: [Part, Part][] = []
  for (const part of wanted) {
    const twin = [...left].find((other) => isSame({ ...other, name: part.name }, part))
    if (twin === undefined) continue
    left.delete(twin)
    renamed.push([twin, part])
  }
  const fresh = wanted.filter((part) => !renamed.some(([, other]) => other === part))
  const replaced = fresh.flatMap((part): (readonly [Part, Part])[] => {
    const before = [...left].find(({ name }) => name === part.name)
    return before === undefined ? [] : [[before, part]]
  })
  return {
    renamed,
    replaced,
    added: fresh.filter((part) => !replaced.some(([, other]) => other === part)),
    dropped: [...left].filter((part) => !replaced.some(([before]) => before === part)),
  }
}

/** The list with one more, or with another one in place of that of the same name. */
export function withPart<Part extends Named>(list: readonly Part[], part: Part): Part[] {
  return [...withoutPart(list, part.name), part]
}

export function withoutPart<Part extends Named>(list: readonly Part[], name: string): Part[] {
  return list.filter((part) => part.name !== name)
}

/** A name for what stands in for another until they change places; no longer than 63 bytes. */
export function standIn(name: string): string {
  return clipped(name, '__new')
}

/** A name cut to the 63 bytes that PostgreSQL has for it, ending included. */
export function clipped(name: string, ending = ''): string {
  let stem = name
  while (Buffer.byteLength(stem) + Buffer.byteLength(ending) > 63) stem = [...stem].slice(0, -1).join('')
  return `${stem}${ending}`
}
