import { placedPath } from '../artifacts/placement.js'
import { fileName } from '../model/file-names.js'
import { pascal } from '../model/inflect.js'
import type { Entity, Model } from '../model/model.js'
import type { Declaration, Member } from '../render/declarations.js'
import type { Thing, Trace } from './why-thing.js'

/** Finds what the names in generated code come from. */
export interface CodeNames {
  /** The traces of a file, statements before what is in them; `path` is relative to the folder of the generated code. */
  trace(path: string, declarations: readonly Declaration[]): Trace[]
  /** What a name of the generated code comes from, whichever file it is in. */
  find(name: string): readonly Thing[]
}

/** Names are those that the model made, so that a method written by hand is not taken for one of them. */
export function codeNames(things: readonly Thing[], model: Model): CodeNames {
  const unique = new Map(things.flatMap((one) => one.code.map((name) => [name, one] as const)))
  const own = new Map(
    model.entities.map((entity) => [fileName(entity.names.file, model.output.style.files), namesOf(things, entity)]),
  )
  const database = placedPath('database.ts', model.output.style)
  const queries = things.filter(({ kind }) => kind === 'query')
  const top = (file: OwnNames | undefined, name: string): Thing | undefined =>
    unique.get(name) ?? queries.find((query) => isPartOf(query, name)) ?? file?.members.get(name) ?? file?.model
  return {
    find: (name) => [unique.get(name) ?? [], [...own.values()].map(({ members }) => members.get(name) ?? [])].flat(2),
    trace: (path, declarations) => {
      const file = own.get(stemOf(path))
      return declarations.flatMap((declaration): Trace[] => {
        if (declaration.kind === 'import' && path !== database) return [traceOf(path, declaration, file?.model)]
        if (path === database) return databaseTraces(path, declaration, things, own)
        const cause = top(file, declaration.name)
        const members = file === undefined ? [] : membersOf(path, declaration, cause, file)
        return [traceOf(path, declaration, cause), ...members]
      })
    },
  }
}

const CLASS_MEMBERS: ReadonlySet<string> = new Set(['method', 'constructor', 'field'])

/** What the names in the files of one model stand for. */
interface OwnNames {
  readonly model: Thing | undefined
  readonly members: ReadonlyMap<string, Thing>
  readonly columns: ReadonlyMap<string, Thing>
  /** By query, then by property. */
  readonly parts: ReadonlyMap<string, ReadonlyMap<string, Thing>>
}

function namesOf(all: readonly Thing[], entity: Entity): OwnNames {
  const things = all.filter((one) => one.entity === entity)
  const properties = (within: string | undefined) =>
    new Map(things.flatMap((one) => (one.within === within && one.property !== undefined ? [[one.property, one]] : [])))
  const queries = things.filter(({ kind }) => kind === 'query')
  return {
    model: things[0],
    members: new Map(things.flatMap((one) => one.members.map((name) => [name, one] as const))),
    columns: properties(undefined),
    parts: new Map(queries.map(({ name }) => [name, properties(name)])),
  }
}

/** Files are named after their model: `queries/post.queries.ts`, `post/post.ts`. */
function stemOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\..*$/, '')
}

/** `feedPostsCommentsRelation`, `toFeedPostsRowComments`: what a query needs beside its function. */
function isPartOf({ code: [functionName = ''] }: Thing, name: string): boolean {
  const row = `${pascal(functionName)}Row`
  if (name.startsWith(row) || name.startsWith(`to${row}`)) return true
  return new RegExp(`^${functionName}[A-Z]\\w*Relation$`).test(name)
}

function traceOf(path: string, { kind, name, line, endLine }: Declaration, cause: Thing | undefined): Trace {
  const what = kind === 'import' || kind === 'export' ? `${kind} of "${name}"` : `${kind} ${name}`.trim()
  return { path, line, endLine, what, things: cause === undefined ? [] : [cause] }
}

function membersOf(path: string, declaration: Declaration, cause: Thing | undefined, file: OwnNames): Trace[] {
  return declaration.members.flatMap((member): Trace[] => {
    const found = memberThing(declaration, member, cause, file)
    return found === undefined ? [] : [memberTrace(path, declaration, member, found)]
  })
}

function memberThing(
  { kind, name }: Declaration,
  member: Member,
  cause: Thing | undefined,
  { model, members, columns, parts }: OwnNames,
): Thing | undefined {
  // What is of no key or relation is there for the model, or was written by hand.
  if (kind === 'class') return CLASS_MEMBERS.has(member.kind) ? (members.get(member.name) ?? model) : undefined
  if (cause?.kind === 'query') return parts.get(cause.name)?.get(member.name)
  if (cause !== model || (member.inside !== undefined && columns.has(member.inside))) return undefined
  // The description of a table has keys of its own beside its columns.
  const isTable = kind === 'constant' && name.endsWith('Table')
  return isTable && member.inside !== 'columns' ? undefined : columns.get(member.name)
}

function memberTrace(path: string, { name }: Declaration, member: Member, found: Thing): Trace {
  const what = `${member.kind} ${member.name} of ${name}`
  return { path, line: member.line, endLine: member.endLine, what, things: [found] }
}

/** The list of all tables: each line comes from the model that it names. */
function databaseTraces(
  path: string,
  declaration: Declaration,
  things: readonly Thing[],
  own: ReadonlyMap<string, OwnNames>,
): Trace[] {
  const { kind, name, names } = declaration
  if (kind !== 'import' && kind !== 'export') {
    const members = declaration.members.flatMap((member): Trace[] => {
      const found = things.find((one) => one.entity !== undefined && isTable(one, member.name))
      return found === undefined ? [] : [memberTrace(path, declaration, member, found)]
    })
    return [traceOf(path, declaration, undefined), ...members]
  }
  const file = own.get(stemOf(name))
  const listed = things.filter(({ kind: what, code }) => what === 'enum' && names.some((one) => one === code[0]))
  const causes = file?.model === undefined ? listed : [file.model]
  return [{ ...traceOf(path, declaration, undefined), things: causes }]
}

function isTable({ kind, entity }: Thing, name: string): boolean {
  if ((kind !== 'model' && kind !== 'join table') || entity === undefined) return false
  return name === entity.property
}
