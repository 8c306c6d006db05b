import type { Entity, Field } from '../model/model.js'
import type { Artifact, Context } from './context.js'
import { Imports } from './imports.js'
import { breakable, commentText, stringLiteral } from './typescript-text.js'

interface TypedError {
  readonly name: string
  /** The function of `errors.ts` that makes it. */
  readonly maker: string
  readonly comment: string
  /** Table and constraint. */
  readonly key: string
}

/** `errors/post.errors.ts`: one typed error for each constraint that a write to the entity's table can break. */
export function errorsFile(context: Context, entity: Entity): Artifact {
  const errors = [
    ...keyErrors(entity),
    ...missingErrors(entity),
    ...checkErrors(entity),
    ...exclusionErrors(entity),
    ...[...(context.referrers.get(entity) ?? [])].flatMap((other) => inUseErrors(other, entity)),
  ]
  const imports = new Imports()
  imports.value(`../errors${context.ext}`, ...errors.map(({ maker }) => maker))
  return {
    path: `errors/${entity.names.file}.errors.ts`,
    template: 'models/errors.ts',
    view: {
      header: context.header,
      imports: errors.length === 0 ? ['export {};'] : imports.print(),
      errors: errors.map(({ name, maker, comment, key }) => ({
        comment,
        definition: definition(name, maker, key),
      })),
    },
  }
}

/** `export const UserEmailTaken = uniqueError("UserEmailTaken", "users.users_email_key");` */
function definition(name: string, maker: string, key: string): string {
  const left = `export const ${name} =`
  const call = breakable(`${maker}(`, [stringLiteral(name), stringLiteral(key)], ');', { used: left.length + 1 })
  return `${left} ${call}`
}

function keyErrors(entity: Entity): TypedError[] {
  const keys = [...(entity.primaryKey === undefined ? [] : [entity.primaryKey]), ...entity.uniques]
  const ofKeys = keys.map(({ name, errorName, fields }) => ({
    ...violation(entity, name, errorName, 'uniqueError'),
    comment: `Another row of ${entity.table} has this ${listed(fields)}.`,
  }))
  const ofIndexes = entity.indexes
    .filter(({ unique }) => unique)
    .map(({ name, errorName }) => ({
      ...violation(entity, name, errorName, 'uniqueError'),
      comment: commentText(`Another row of ${entity.table} has the same values in ${name}.`),
    }))
  return [...ofKeys, ...ofIndexes]
}

function missingErrors(entity: Entity): TypedError[] {
  return entity.foreignKeys.map(({ name, missingError, fields, target }) => ({
    ...violation(entity, name, missingError, 'missingError'),
    comment: `No row of ${target.table} has what ${listed(fields)} of ${entity.table} refers to.`,
  }))
}

/** Foreign keys of an entity that refer to `referenced`. */
function inUseErrors(entity: Entity, referenced: Entity): TypedError[] {
  const keys = entity.foreignKeys.filter(({ target }) => target === referenced)
  return keys.map(({ name, inUseError, fields, target }) => ({
    ...violation(entity, name, inUseError, 'inUseError'),
    comment: `A row of ${target.table} cannot go: ${listed(fields)} of ${entity.table} refers to it.`,
  }))
}

function checkErrors(entity: Entity): TypedError[] {
  return entity.checks.map(({ name, errorName, sql }) => ({
    ...violation(entity, name, errorName, 'checkError'),
    comment: commentText(`A row of ${entity.table} must satisfy: ${sql}`),
  }))
}

function exclusionErrors(entity: Entity): TypedError[] {
  return entity.exclusions.map(({ name, errorName, terms }) => ({
    ...violation(entity, name, errorName, 'exclusionError'),
    comment: commentText(`Another row of ${entity.table} excludes it: ${terms.map(compared).join(' and ')}.`),
  }))
}

function compared({ value, operator }: Entity['exclusions'][number]['terms'][number]): string {
  return `${value} ${operator}`
}

function violation(entity: Entity, constraint: string, name: string, maker: string): Omit<TypedError, 'comment'> {
  const table = entity.schema === 'public' ? entity.table : `${entity.schema}.${entity.table}`
  return { name, maker, key: `${table}.${constraint}` }
}

function listed(fields: readonly Field[]): string {
  return commentText(fields.map(({ name }) => name).join(' and '))
}
