import type { Entity, Model } from '../model/model.js'
import type { OutputOptions } from '../model/output.js'
import { headerLine } from './header.js'

/** What every artefact needs beside its own part of the model. */
export interface Context {
  readonly model: Model
  /** The entities with a foreign key to each, in the order of the model. */
  readonly referrers: ReadonlyMap<Entity, ReadonlySet<Entity>>
  readonly output: OutputOptions
  readonly header: string
  /** What ends a relative import. */
  readonly ext: string
}

/** A file to render: which template, with what. */
export interface Artifact {
  /** Relative to the TypeScript output folder. */
  readonly path: string
  readonly template: string
  readonly view: object
  /** Makes the imports of the printed text those of where the file lies; undefined where they are that already. */
  readonly place?: (text: string) => string
}

/** A fixed statement of the generated code, for the proof. */
export interface GeneratedStatement {
  /** Where it stands: `queries/post.queries.ts findPostWithAuthor`. */
  readonly name: string
  readonly sql: string
}

/** A file with the fixed statements in it. */
export interface ProvenArtifact {
  readonly artifact: Artifact
  readonly statements: readonly GeneratedStatement[]
}

export function createContext(model: Model, specFile: string): Context {
  return {
    model,
    referrers: referrersOf(model),
    output: model.output,
    header: headerLine(specFile),
    ext: model.output.importExtension,
  }
}

function referrersOf({ entities }: Model): ReadonlyMap<Entity, ReadonlySet<Entity>> {
  const referrers = new Map<Entity, Set<Entity>>()
  for (const entity of entities) {
    for (const { target } of entity.foreignKeys) {
      referrers.set(target, (referrers.get(target) ?? new Set()).add(entity))
    }
  }
  return referrers
}
