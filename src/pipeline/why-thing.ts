import type { Entity, Field, Relation } from '../model/model.js'
import { qualified } from '../schema/quote.js'
import type { Place } from '../spec/diagnostic.js'
import type { Spec } from '../spec/parse-spec.js'

/** Something of the spec from which lines of the output come. */
export interface Thing {
  /** `column`, `relation`, `unique constraint`, in the words of a reader. */
  readonly kind: string
  /** `posts.title`, `Post.author`, `posts_author_id_fkey` */
  readonly name: string
  readonly at: Place
  /** Undefined for what is no part of a model. */
  readonly entity: Entity | undefined
  /** Declarations of the generated code that it alone makes, unique in all of it. */
  readonly code: readonly string[]
  /** Methods and constants that it makes in the files of its model: `findByEmail`. */
  readonly members: readonly string[]
  /** Its property in the types of its model, or in those of its query: `title`, `authorId`. */
  readonly property: string | undefined
  /** The query whose types hold the property. */
  readonly within: string | undefined
  /** Its name in the database, as migrations write it: of a column without its table. */
  readonly database: string | undefined
  /** Columns that it is made of or looks at. */
  readonly fields: readonly Field[]
  /** The relation that it is, or those that it walks or loads. */
  readonly relations: readonly Relation[]
  /** Models at its other end. */
  readonly targets: readonly Entity[]
}

/** A thing that makes nothing but what is said. */
export function thing(parts: Pick<Thing, 'kind' | 'name' | 'at' | 'entity'> & Partial<Thing>): Thing {
  const nothing = { property: undefined, within: undefined, database: undefined }
  return { code: [], members: [], fields: [], relations: [], targets: [], ...nothing, ...parts }
}

/** What the spec says of a model; nothing for a join table that a relation implies. */
export function specOf(spec: Spec, entity: Entity): Spec['models'][number]['value'] {
  return spec.models.find(({ key }) => key.text === entity.name)?.value
}

/** `posts`, `moderation.like_reports` */
export function tableOf({ schema, table }: Entity): string {
  return qualified({ schema, name: table })
}

/** A stretch of an output file, with what it comes from. Lines are counted from 1. */
export interface Trace {
  /** As the file was given. */
  readonly path: string
  readonly line: number
  readonly endLine: number
  /** `property title of Post`, `step 10/23: create table posts` */
  readonly what: string
  /** Nothing where it is the same for every spec. */
  readonly things: readonly Thing[]
}
