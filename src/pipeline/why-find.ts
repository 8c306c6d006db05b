import type { Entity } from '../model/model.js'
import { type Thing, tableOf } from './why-thing.js'

/** The text of the files of a spec, by their paths. */
export type SpecTexts = ReadonlyMap<string, string>

/** What a line of the spec asks for: what stands in it and in the lines that belong to it, or what it is a part of. */
export function thingsOfLine(things: readonly Thing[], texts: SpecTexts, file: string, line: number): readonly Thing[] {
  const lines = texts.get(file)?.split('\n') ?? []
  const first = firstOfBlock(lines, line)
  const last = endOfBlock(lines, first)
  const inFile = things.filter(({ at }) => at.file === file)
  const within = inFile.filter(({ at }) => at.line >= first && at.line <= last)
  if (within.length > 0) return within
  const around = inFile.filter(({ at }) => at.line < first && endOfBlock(lines, at.line) >= first)
  const nearest = Math.max(...around.map(({ at }) => at.line))
  return around.filter(({ at }) => at.line === nearest)
}

/** A comment is about what stands below it. */
function firstOfBlock(lines: readonly string[], line: number): number {
  const below = lines.findIndex((text, index) => index >= line - 1 && isCode(text))
  return below === -1 ? line : below + 1
}

/** The last line that is indented deeper than the first; both counted from 1. */
function endOfBlock(lines: readonly string[], first: number): number {
  const indentation = indentOf(lines[first - 1] ?? '')
  const next = lines.findIndex((text, index) => index >= first && isCode(text) && indentOf(text) <= indentation)
  return next === -1 ? lines.length : next
}

function isCode(line: string): boolean {
  return /^\s*[^\s#]/.test(line)
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** What a name stands for, each with its parts: `posts.title`, `Post.author`, `users_email_key`, `User`. */
export function thingsNamed(things: readonly Thing[], name: string): readonly Thing[] {
  return things.filter((one) => wordsOf(one).includes(name))
}

/** What a person may call a thing. */
export function wordsOf({ kind, name, entity, property, within, database }: Thing): readonly string[] {
  const own = [name, ...(kind === 'column' || database === undefined ? [] : [database])]
  if (entity === undefined || within !== undefined) return own
  const owners = [entity.name, entity.table, tableOf(entity)]
  if (kind === 'model' || kind === 'join table') return [...own, ...owners]
  const last = property ?? name.slice(name.lastIndexOf('.') + 1)
  return [...own, ...owners.map((owner) => `${owner}.${last}`)]
}

/** A thing with all that belongs to it: the parts of a model, the parameters of a query, the join table of a relation. */
export function withParts(things: readonly Thing[], texts: SpecTexts, one: Thing): readonly Thing[] {
  if (one.kind === 'model' || one.kind === 'join table') return things.filter(({ entity }) => entity === one.entity)
  if (one.kind === 'query') return [one, ...things.filter(({ within }) => within === one.name)]
  if (one.kind === 'relation') {
    const joins = one.targets.filter(({ isImplied }) => isImplied)
    return [one, ...things.filter(({ entity }) => entity !== undefined && joins.includes(entity))]
  }
  if (one.kind !== 'column') return [one]
  const { at, entity } = one
  const end = endOfBlock(texts.get(at.file)?.split('\n') ?? [], at.line)
  const isInside = (other: Thing): boolean =>
    other.at.file === at.file && isBefore(at, other.at) && other.at.line <= end
  const next = things.find(
    (other) => other !== one && isSibling(other, entity) && isInside(other) && !isSamePlace(other, one),
  )
  const parts = things.filter(
    (other) =>
      other.entity === entity &&
      other.within === undefined &&
      other.property === undefined &&
      isInside(other) &&
      other.fields.some((field) => one.fields.includes(field)) &&
      (next === undefined || !isBefore(next.at, other.at)),
  )
  return [one, ...parts]
}

function isSibling({ kind, entity }: Thing, owner: Entity | undefined): boolean {
  return entity === owner && kind === 'column'
}

function isSamePlace(a: Thing, b: Thing): boolean {
  return a.at.line === b.at.line && a.at.column === b.at.column
}

function isBefore(a: Thing['at'], b: Thing['at']): boolean {
  return a.line < b.line || (a.line === b.line && a.column <= b.column)
}

/** What else in the spec looks at some things: keys and queries over a column, relations to a model, what loads a relation. */
export function usersOf(things: readonly Thing[], chosen: readonly Thing[]): readonly Thing[] {
  const columns = chosen.filter(({ kind }) => kind === 'column').flatMap(({ fields }) => fields)
  const relations = chosen.filter(({ kind }) => kind === 'relation').flatMap((one) => one.relations)
  const models = chosen.filter(({ kind }) => kind === 'model').map(({ entity }) => entity)
  return things.filter(
    (one) =>
      !chosen.includes(one) &&
      (one.fields.some((field) => columns.includes(field)) ||
        one.relations.some((relation) => relations.includes(relation)) ||
        one.targets.some((target) => models.includes(target))),
  )
}
