import { type Sample, samples } from './every-type-values.js'
import type { Row } from './generated-layer.js'

/** What is written, and what is then read. */
export interface Rows {
  readonly given: Row[]
  readonly read: Row[]
}

/** Rows with every sample of every type, alone and in lists; the last row has nothing but NULLs. */
export function rowsOf(all: Readonly<Record<string, readonly Sample[]>>): Rows {
  return { given: rowsBy(all, givenOf), read: rowsBy(all, readOf) }
}

function rowsBy(all: Readonly<Record<string, readonly Sample[]>>, pick: (sample: Sample) => unknown): Row[] {
  const count = Math.max(...Object.values(all).map(({ length }) => length))
  const rows = Array.from(
    { length: count },
    (_, index): Row => ({
      ...Object.fromEntries(
        Object.entries(all).flatMap(([type, list]) => {
          const lists = [[...list.map(pick), null], [], null, [pick(list[0])], [null]]
          return [
            [`${columnOf(type)}_`, pick(list[index % list.length])],
            [`${columnOf(type)}_list`, lists[index % lists.length]],
          ]
        }),
      ),
      ...(all === samples && nestedArrays(index)),
    }),
  )
  const nothing = Object.keys(rows[0] ?? {}).map((name) => [name, null])
  return [...rows, Object.fromEntries(nothing)]
}

function nestedArrays(index: number): Row {
  const grids = [
    [
      [1, 2],
      [3, 4],
    ],
    [],
    [[-5]],
    null,
  ]
  const boxes = [[['(1,1),(0,0)'], ['(2,2),(1,1)']], []]
  const cubes = [
    [
      [
        ['a', '"'],
        ['NULL', '{}'],
      ],
      [
        ['', ','],
        ['\\', ';'],
      ],
    ],
    null,
  ]
  return { grid: grids[index % 4], box_grid: boxes[index % 2], text_cube: cubes[index % 2] }
}

/** `numeric(12,2)` has the columns numeric_12_2_ and numeric_12_2_list. */
function columnOf(type: string): string {
  return type.toLowerCase().replaceAll(/\W+/g, '_').replace(/_$/, '')
}

function givenOf(sample: Sample): unknown {
  return typeof sample === 'object' && sample !== null && 'given' in sample ? sample.given : sample
}

function readOf(sample: Sample): unknown {
  return typeof sample === 'object' && sample !== null && 'read' in sample ? sample.read : sample
}
