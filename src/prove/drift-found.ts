import type { Drift } from './drift-schema.js'

/** A database is not what it has to be before something is done with it; nothing was done. */
export class DriftFound extends Error {
  override readonly name = 'DriftFound'
  readonly drift: readonly Drift[]

  constructor(what: string, drift: readonly Drift[]) {
    super([what, ...drift.map(({ kind, name, message }) => `  ${kind} ${name} ${message}`)].join('\n'))
    this.drift = drift
  }
}
