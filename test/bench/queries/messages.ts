import type { OpenOptions, QueryName } from './contender.js'

/** What the process of a contender is told to do; it does one thing at a time. */
export type Command =
  | {
      readonly kind: 'open'
      readonly module: string
      readonly options: Omit<OpenOptions, 'places'> & { readonly places: readonly [id: string, time: number][] }
    }
  | ({ readonly kind: 'check' } & Calls)
  | ({ readonly kind: 'measure'; readonly callers: number } & Calls)
  | ({ readonly kind: 'profile' } & Calls)
  | { readonly kind: 'close' }

/** Some calls of one query; the seed says with which inputs. */
export interface Calls {
  readonly query: QueryName
  readonly seed: number
  readonly count: number
  readonly victims: readonly string[]
}

/** Microseconds per call. */
export interface Measurement {
  /** Median; undefined with more than one caller. */
  readonly latency: number | undefined
  /** Wall time divided by calls. */
  readonly wall: number
  /** CPU time of the process, its threads included. */
  readonly cpu: number
}

/** Where the time of the process went, in microseconds per call, by function. */
export type Profile = readonly { readonly place: string; readonly name: string; readonly self: number }[]

export type Reply =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string }
