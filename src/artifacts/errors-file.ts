import type { Entity, Field } from '../model/model.js'
import type { Artifact, Context } from './context.js'
import { assignment, commentText, stringLiteral } from './typescript-text.js'

interface ErrorClass {
  readonly name: string
  readonly base: string
  readonly comment: string
  readonly key: string
}

/** `errors.ts`: one class for each constraint, and how they are found from the server's error. */
export function errorsFile(context: Context): Artifact {
  const entities = context.model.entities
  const constraints = entities.flatMap((entity) => [
    ...keyErrors(entity),
    ...missingErrors(entity),
    ...checkErrors(entity),
  ])
  const columns = entities.flatMap(requiredErrors)
  const references = entities.flatMap(inUseErrors)
  return {
    path: 'errors.ts',
    template: 'runtime/errors.ts',
    view: {
      header: context.header,
      classes: [...constraints, ...columns, ...references].map(({ name, base, comment }) => ({
        head: classHead(name, base),
        nameLine: assignment(`override readonly name =`, `${stringLiteral(name)};`, 2),
        comment,
      })),
      byConstraint: tableText('byConstraint', constraints),
      byReference: tableText('byReference', references),
      byColumn: tableText('byColumn', columns),
    },
  }
}

function classHead(name: string, base: string): string {
  return `export class ${name} extends ${base} {`
}

/** `const byColumn = { ... }`: one entry a line. A map of that many entries would be too much for the type checker. */
function tableText(variable: string, classes: readonly ErrorClass[]): string {
  const open = `const ${variable}: ErrorClasses = {`
  if (classes.length === 0) return `${open}};`
  const entries = classes.map(({ key, name }) => assignment(`${stringLiteral(key)}:`, `${name},`, 2))
  return `${open}\n${entries.map((entry) => `  ${entry}\n`).join('')}};`
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

function inUseErrors(entity: Entity): ErrorClass[] {
  return entity.foreignKeys.map(({ name, inUseError, fields, target }) => ({
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

function requiredErrors(entity: Entity): ErrorClass[] {
  return entity.fields
    .filter((field) => !field.nullable && field.identity !== 'always' && field.generated === undefined)
    .map((field) => ({
      ...violation(entity, field.name, field.requiredError, 'NotNullViolation'),
      comment: `A row of ${entity.table} must have a value in ${field.name}.`,
    }))
}

function violation(entity: Entity, constraint: string, name: string, base: string): Omit<ErrorClass, 'comment'> {
  const table = entity.schema === 'public' ? entity.table : `${entity.schema}.${entity.table}`
  return { name, base, key: `${table}.${constraint}` }
}

function listed(fields: readonly Field[]): string {
  return commentText(fields.map(({ name }) => name).join(' and '))
}
