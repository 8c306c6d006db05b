import type { Span } from '../spec/node.js'
import type { Problems } from '../spec/problems.js'
import { quoted } from '../spec/wording.js'
import { checkLength } from './name-rules.js'
import { freeName } from './object-names.js'
import { placeOf } from './places.js'

/**
 * What has a name in the database. Where each must be unique:
 *
 * - a table: among the tables and indexes of its schema, and among its types, since its rows are one
 * - an enum: among the types of its schema
 * - an index: among the tables and indexes of its schema
 * - a key (primary key or unique constraint): as an index, and among the constraints of its table
 * - a constraint without an index (check or foreign key): among the constraints of its table
 */
export type NameKind = 'table' | 'enum' | 'index' | 'key' | 'constraint'

/** The table that a name belongs to. */
export interface QualifiedTable {
  readonly schema: string
  readonly table: string
}

/** A name that the spec gives. */
export interface GivenName extends QualifiedTable {
  readonly kind: NameKind
  readonly name: string
  /** For messages: `an index of "Post"`. */
  readonly what: string
  readonly span: Span
  /** What to do about a name that is too long or taken, where that is not plain. */
  readonly hint?: string
}

/** A name to infer: `posts` + `author_id` + `fkey`. */
export interface NameRequest extends QualifiedTable {
  readonly kind: 'index' | 'key' | 'constraint'
  readonly part: string | undefined
  readonly label: string
  readonly what: string
  assign(name: string): void
}

/** Names of the database: those that the spec gives first, then those that are inferred, in order. */
export interface NameBook {
  /** Takes a name that the spec gives; one that is taken already is noted. */
  take(given: GivenName): void
  /** Asks for a name to be inferred, once every given one is known. */
  infer(request: NameRequest): void
  /** Infers all that were asked for. */
  settle(): void
}

interface Taken {
  readonly what: string
  readonly span: Span | undefined
}

/** An empty book. */
export function createNameBook(problems: Problems): NameBook {
  const taken = new Map<string, Taken>()
  const requests: NameRequest[] = []
  return {
    take(given) {
      const { kind, name, what, span, hint } = given
      checkLength(problems, span, name, hint)
      const spaces = spacesOf(kind, given, name)
      const other = spaces.map((space) => taken.get(space)).find((found) => found !== undefined)
      if (other !== undefined) reportTaken(problems, given, other)
      for (const space of spaces) taken.set(space, other ?? { what, span })
      if (kind === 'key' || kind === 'constraint') taken.set(constraintOf(given, name), { what, span })
    },
    infer: (request) => requests.push(request),
    settle() {
      for (const request of requests.splice(0)) inferName(taken, request)
    },
  }
}

/** Where a name must be unique. */
function spacesOf(kind: NameKind, { schema, table }: QualifiedTable, name: string): string[] {
  const [relation, type] = [`relation ${schema}.${name}`, `type ${schema}.${name}`]
  const constraint = `constraint of ${schema}.${table}: ${name}`
  switch (kind) {
    case 'table':
      return [relation, type]
    case 'enum':
      return [type]
    case 'index':
      return [relation]
    case 'key':
      return [relation, constraint]
    case 'constraint':
      return [constraint]
  }
}

/** What PostgreSQL avoids when it chooses a name: for constraints those of the whole schema, more than it must. */
function avoidedSpaces(kind: NameRequest['kind'], table: QualifiedTable, name: string): string[] {
  const relation = `relation ${table.schema}.${name}`
  if (kind === 'index') return [relation]
  return kind === 'key' ? [relation, constraintOf(table, name)] : [constraintOf(table, name)]
}

function constraintOf({ schema }: QualifiedTable, name: string): string {
  return `constraint in ${schema}: ${name}`
}

function reportTaken(problems: Problems, { name, what, span, hint }: GivenName, other: Taken): void {
  if (other.span !== undefined && placeOf(other.span) === placeOf(span) && other.span.at.column === span.at.column) {
    const message = `the name ${quoted(name)} in a mixin would be that of ${other.what} and of ${what}`
    problems.add('DB304', span, message, 'leave it out, so that each has a name of its own')
    return
  }
  const place = other.span === undefined ? '' : ` (${placeOf(other.span)})`
  const message = `${what} would be called ${quoted(name)}, as ${other.what} is${place}`
  problems.add('DB304', span, message, hint ?? 'give one of them another name')
}

function inferName(taken: Map<string, Taken>, request: NameRequest): void {
  const { kind, table, part, label, what } = request
  const isTaken = (name: string) => avoidedSpaces(kind, request, name).some((space) => taken.has(space))
  const name = freeName(table, part, label, isTaken)
  for (const space of avoidedSpaces(kind, request, name)) taken.set(space, { what, span: undefined })
  request.assign(name)
}
