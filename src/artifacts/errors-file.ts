import type { Entity, Field } from '../model/model.js'
import type { Artifact, Context } from './context.js'
import { Imports } from './imports.js'
import { assignment, commentText, stringLiteral } from './typescript-text.js'

interface ErrorClass {
  readonly name: string
  readonly base: string
  readonly comment: string
  readonly key: string
}

/** `errors/post.errors.ts`: one class for each constraint that a write to the entity's table can break. */
export function errorsFile(context: Context, entity: Entity): Artifact {
  const constraints = [...keyErrors(entity), ...missingErrors(entity), ...checkErrors(entity)]
  const references = context.model.entities.flatMap((other) => inUseErrors(other, entity))
  const classes = [...constraints, ...references]
  const imports = new Imports()
  imports.value(`../errors${context.ext}`, ...classes.map(({ base }) => base))
  if (constraints.length > 0) imports.value(`../errors${context.ext}`, 'registerConstraints')
  if (references.length > 0) imports.value(`../errors${context.ext}`, 'registerReferences')
  return {
    path: `errors/${entity.names.file}.errors.ts`,
    template: 'models/errors.ts',
    view: {
      header: context.header,
      imports: imports.print(),
      isEmpty: classes.length === 0,
      classes: classes.map(({ name, base, comment }) => ({
        head: `export class ${name} extends ${base} {`,
        nameLine: assignment('override readonly name =', `${stringLiteral(name)};`, 2),
        comment,
      })),
      registrations: [
        ...(constraints.length === 0 ? [] : [registration('registerConstraints', constraints)]),
        ...(references.length === 0 ? [] : [registration('registerReferences', references)]),
      ],
    },
  }
}

/** `registerConstraints({ ... });`, one entry a line. */
function registration(call: string, classes: readonly ErrorClass[]): string {
  const entries = classes.map(({ key, name }) => assignment(`${stringLiteral(key)}:`, `${name},`, 2))
  return `${call}({\n${entries.map((entry) => `  ${entry}\n`).join('')}});`
}

function keyErrors(entity: Entity): ErrorClass[] {
  const keys = [...(entity.primaryKey === undefined ? [] : [entity.primaryKey]), ...entity.uniques]
  const ofKeys = keys.map(({ name, errorName, fields }) => ({
    ...violation(entity, name, errorName, 'UniqueViolation'),
    comment: `Another row of ${entity.table} has this ${listed(fields)}.`,
  }))
  const ofIndexes = entity.indexes
    .filter(({ unique }) => unique)
    .map(({ name, errorName }) => ({
      ...violation(entity, name, errorName, 'UniqueViolation'),
      comment: commentText(`Another row of ${entity.table} has the same values in ${name}.`),
    }))
  return [...ofKeys, ...ofIndexes]
}

function missingErrors(entity: Entity): ErrorClass[] {
  return entity.foreignKeys.map(({ name, missingError, fields, target }) => ({
    ...violation(entity, name, missingError, 'ForeignKeyViolation'),
    comment: `No row of ${target.table} has what ${listed(fields)} of ${entity.table} refers to.`,
  }))
}

/** Foreign keys of an entity that refer to `referenced`. */
function inUseErrors(entity: Entity, referenced: Entity): ErrorClass[] {
  const keys = entity.foreignKeys.filter(({ target }) => target === referenced)
  return keys.map(({ name, inUseError, fields, target }) => ({
    ...violation(entity, name, inUseError, 'ForeignKeyViolation'),
    comment: `A row of ${target.table} cannot go: ${listed(fields)} of ${entity.table} refers to it.`,
  }))
}

function checkErrors(entity: Entity): ErrorClass[] {
  return entity.checks.map(({ name, errorName, sql }) => ({
    ...violation(entity, name, errorName, 'CheckViolation'),
    comment: commentText(`A row of ${entity.table} must satisfy: ${sql}`),
  }))
}

function violation(entity: Entity, constraint: string, name: string, base: string): Omit<ErrorClass, 'comment'> {
  const table = entity.schema === 'public' ? entity.table : `${entity.schema}.${entity.table}`
  return { name, base, key: `${table}.${constraint}` }
}

function listed(fields: readonly Field[]): string {
  return commentText(fields.map(({ name }) => name).join(' and '))
}
