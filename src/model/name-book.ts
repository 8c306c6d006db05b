import type { Span } from '../spec/node.js'
import type { Problems } from '../spec/problems.js'
import { quoted } from '../spec/wording.js'
import { checkLength } from './name-rules.js'
import { freeName } from './object-names.js'

/** Tables, indexes, sequences and types share one namespace per schema; constraints have another. */
export type NameKind = 'relation' | 'constraint'

/** Names of the database: those that the spec gives first, then those that are inferred, in order. */
export interface NameBook {
  /** Takes the name of a table, type or index that the spec gives. */
  take(kind: 'relation', schema: string, name: string, what: string, span: Span): void
  /** Takes the name of a constraint without an index, which need only be unique within its table. */
  takeConstraint(owner: QualifiedTable, name: string, what: string, span: Span): void
  /** Asks for a name to be inferred, once every given one is known. */
  infer(request: NameRequest): void
  /** Infers all that were asked for. */
  settle(): void
}

/** The table that a constraint belongs to. */
export interface QualifiedTable {
  readonly schema: string
  readonly table: string
}

/** A name to infer: `posts` + `author_id` + `fkey`. */
export interface NameRequest extends QualifiedTable {
  readonly kind: NameKind
  readonly part: string | undefined
  readonly label: string
  readonly what: string
  assign(name: string): void
}

interface Taken {
  readonly what: string
  readonly span: Span | undefined
}

/** An empty book. */
export function createNameBook(problems: Problems): NameBook {
  const taken = new Map<string, Taken>()
  const requests: NameRequest[] = []
  const take = (key: string, name: string, what: string, span: Span) => {
    checkLength(problems, span, name)
    const other = taken.get(key)
    if (other === undefined) {
      taken.set(key, { what, span })
      return
    }
    const place = other.span === undefined ? '' : ` at ${other.span.at.file}:${other.span.at.line}`
    const message = `the name ${quoted(name)} of ${what} is already that of ${other.what}${place}`
    problems.add('DB304', span, message, 'give one of them another name')
  }
  return {
    take: (kind, schema, name, what, span) => take(`${kind} ${schema}.${name}`, name, what, span),
    takeConstraint({ schema, table }, name, what, span) {
      take(`constraint of ${schema}.${table} ${name}`, name, what, span)
      // As in PostgreSQL, a name that is inferred avoids those of the whole schema.
      taken.set(`constraint ${schema}.${name}`, { what, span })
    },
    infer: (request) => requests.push(request),
    settle() {
      for (const request of requests.splice(0)) inferName(taken, request)
    },
  }
}

function inferName(taken: Map<string, Taken>, { kind, schema, table, part, label, what, assign }: NameRequest): void {
  const keys = (name: string) => [
    `constraint ${schema}.${name}`,
    ...(kind === 'relation' ? [`relation ${schema}.${name}`] : []),
  ]
  const name = freeName(table, part, label, (candidate) => keys(candidate).some((key) => taken.has(key)))
  for (const key of keys(name)) taken.set(key, { what, span: undefined })
  assign(name)
}
