/** Choices that come from a list of numbers: the same numbers choose the same, and smaller ones simpler. */
export interface Pick {
  /** A number from 0 below `limit`. */
  below(limit: number): number
  /** One of a list; undefined where it is empty. */
  one<Item>(items: readonly Item[]): Item | undefined
  /** One or two of a list, none where it is empty. */
  few<Item>(items: readonly Item[]): Item[]
  coin(): boolean
}

export function createPick(numbers: readonly number[]): Pick {
  let next = 0
  const below = (limit: number): number => (numbers[next++ % numbers.length] ?? 0) % limit
  const one = <Item>(items: readonly Item[]): Item | undefined =>
    items.length === 0 ? undefined : items[below(items.length)]
  return {
    below,
    one,
    few: (items) => {
      const [first, second] = [one(items), below(2) === 1 ? one(items) : undefined]
      return [...new Set([first, second])].filter((item) => item !== undefined)
    },
    coin: () => below(2) === 1,
  }
}
