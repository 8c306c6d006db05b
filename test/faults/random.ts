/** Numbers that are the same for the same seed. */
export interface Random {
  /** From 0 to 1. */
  share(): number
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number
  /** So many of the list at most, in its order. */
  some<Item>(list: readonly Item[], count: number): Item[]
}

/** Each name has numbers of its own, so that one point can be tried again alone. */
export function randomOf(seed: number, name: string): Random {
  let state = hash(`${seed} ${name}`)
  const share = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    share,
    whole: (least, most) => least + Math.floor(share() * (most - least + 1)),
    some: (list, count) => {
      const places = list.map((_, place) => ({ place, weight: share() })).sort((a, b) => a.weight - b.weight)
      const chosen = new Set(places.slice(0, count).map(({ place }) => place))
      return list.filter((_, place) => chosen.has(place))
    },
  }
}

/** FNV-1a. */
function hash(text: string): number {
  return [...text].reduce((sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5)
}
