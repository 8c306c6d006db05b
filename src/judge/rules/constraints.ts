import { ident, qualified } from '../../schema/quote.js'
import type { QualifiedName } from '../../schema/schema.js'
import type { SaidConstraint } from '../action.js'
import { isKnownNotNull } from '../not-null.js'
import { earlier, earlierInStep, type Finding, isTransactional, later, type Rules, type Scene } from '../scene.js'
import { findColumn, isNewTable } from '../world.js'

const NOT_VALID = 'add it with "not valid", and validate it in a later step'
const BUILD_FIRST = 'build a unique index concurrently first, then "add constraint ... using index"'

/** Adding, validating and dropping constraints. */
export const constraintRules: Rules = {
  'create table': ({ table, columns, constraints }) => {
    const all = [...columns.flatMap((column) => column.constraints), ...constraints]
    const required = new Set(columns.filter(({ isRequired }) => isRequired).map(({ name }) => name))
    return all.flatMap((constraint) => setsNull(table, constraint, (column) => required.has(column)))
  },
  'add column': ({ table, column }, scene) => {
    if (isNewTable(scene.world, table)) return []
    return column.constraints.flatMap((constraint) => {
      if (constraint.kind === 'not null') return []
      const nulls = setsNull(table, constraint, () => column.isRequired)
      // Without a default there is nothing to look up: all rows have null.
      if (constraint.kind === 'foreign key' && !column.hasDefault) return nulls
      return [...nulls, ...blocking(table, constraint, scene)]
    })
  },
  'add constraint': ({ table, constraint, isOnly }, scene) => {
    const isRequired = (column: string): boolean => findColumn(scene.world, table, column)?.nullable === false
    const nulls = setsNull(table, constraint, isRequired)
    const isKey = constraint.kind === 'primary key' || constraint.kind === 'unique'
    // The partitions have their indexes already, or get them one by one.
    const isEmpty = isOnly && isKey && scene.world.tables.get(qualified(table))?.isPartitioned === true
    return isNewTable(scene.world, table) || isEmpty ? nulls : [...nulls, ...blocking(table, constraint, scene)]
  },
  'validate constraint': ({ table, name }, scene) => {
    const part = scene.world.tables.get(qualified(table))?.parts.get(name)
    if (part?.step !== scene.step || part.isValid || !isTransactional(scene) || isNewTable(scene.world, table))
      return []
    const message = `the lock that adding ${name} took is held while all rows of ${qualified(table)} are read`
    return [
      { code: 'HZ206', subject: `${qualified(table)}.${ident(name)}`, message, fix: 'validate it in a later step' },
    ]
  },
  'drop constraint': ({ table, name }, scene) => {
    const part = scene.world.tables.get(qualified(table))?.parts.get(name)
    if (isNewTable(scene.world, table) || part?.step !== undefined) return []
    const isReplaced = [...earlier(scene), ...later(scene)].some(
      (action) => action.kind === 'add constraint' && qualified(action.table) === qualified(table),
    )
    if (isReplaced) return []
    const subject = `${qualified(table)}.${ident(name)}`
    return [
      {
        code: 'HZ207',
        subject,
        message: `from now on rows can be written that break ${name}, and it will not come back over them`,
        fix: 'make sure that the program no longer counts on it',
      },
    ]
  },
  'constrain domain': ({ domain, name, isNotValid, isValidation }, scene) => {
    const subject = qualified(domain)
    if (scene.world.made.has(subject)) return []
    if (isValidation) return validatedAtOnce(scene, domain, name)
    if (isNotValid) return []
    const message = `every table with a column of ${subject} is read while its writers wait`
    return [{ code: 'HZ210', subject, message, fix: NOT_VALID, words: locksOf(subject, scene) }]
  },
}

/** The tables that a domain is used in. */
function locksOf(domain: string, { world }: Scene): string[] {
  return [...world.tables]
    .filter(([, { columns }]) => [...columns.values()].some(({ type }) => type?.replace(/\[\]$/, '') === domain))
    .map(([table]) => `lock ${table}`)
}

function validatedAtOnce(scene: Scene, domain: QualifiedName, name: string | undefined): Finding[] {
  const isAdded = earlierInStep(scene).some(
    (action) =>
      action.kind === 'constrain domain' &&
      action.isNotValid &&
      action.name === name &&
      qualified(action.domain) === qualified(domain),
  )
  if (!isAdded || !isTransactional(scene)) return []
  const message = `the locks that adding ${name ?? 'the check'} took are held while all rows are read`
  return [{ code: 'HZ206', subject: qualified(domain), message, fix: 'validate it in a later step' }]
}

/** What makes others wait while it looks at all rows of a table that is in use. */
function blocking(table: QualifiedName, constraint: SaidConstraint, scene: Scene): Finding[] {
  const subject = qualified(table)
  const { kind, isNotValid, index, target } = constraint
  const name = constraint.name ?? `the ${kind}`
  const words = [`lock ${subject}`]
  switch (kind) {
    case 'primary key':
      if (index === undefined) {
        const message = `${name} builds its index while every query of ${subject} waits`
        return [{ code: 'HZ201', subject, message, fix: BUILD_FIRST, words }]
      }
      return requiredByKey(table, index, scene)
    case 'unique': {
      const message = `${name} builds its index while every query of ${subject} waits`
      return index === undefined ? [{ code: 'HZ202', subject, message, fix: BUILD_FIRST, words }] : []
    }
    case 'check': {
      const message = `all rows of ${subject} are read for ${name} while every query of it waits`
      return isNotValid ? [] : [{ code: 'HZ204', subject, message, fix: NOT_VALID, words }]
    }
    case 'foreign key': {
      if (isNotValid || (target !== undefined && isNewTable(scene.world, target))) return []
      const both = target === undefined ? subject : `${subject} and ${qualified(target)}`
      const message = `all rows of ${subject} are looked up for ${name} while writers of ${both} wait`
      return [{ code: 'HZ203', subject, message, fix: NOT_VALID, words }]
    }
    case 'exclude': {
      const message = `${name} builds its index while every query of ${subject} waits, and there is no other way`
      const fix = 'do it while nobody uses the table, and give the reason under "hazards:" in the spec'
      return [{ code: 'HZ205', subject, message, fix, words }]
    }
    case 'not null':
      return constraint.columns
        .filter((column) => !isNotValid && !isKnownNotNull(scene, table, column))
        .map((column) => readsForNull(table, column))
  }
}

/** A key over an index sets its columns NOT NULL where they are not. */
function requiredByKey(table: QualifiedName, index: string, scene: Scene): Finding[] {
  const columns = scene.world.tables.get(qualified(table))?.parts.get(index)?.columns ?? []
  return columns
    .filter((column) => findColumn(scene.world, table, column)?.nullable === true)
    .filter((column) => !isKnownNotNull(scene, table, column))
    .map((column) => readsForNull(table, column))
}

/** What SET NOT NULL does where nothing shows PostgreSQL that there is no null. */
export function readsForNull(table: QualifiedName, column: string): Finding {
  const name = ident(column)
  return {
    code: 'HZ303',
    subject: `${qualified(table)}.${name}`,
    message: `all rows of ${qualified(table)} are read for a null in ${name} while every query of it waits`,
    words: [`lock ${qualified(table)}`],
    fix: `first add "check (${name} is not null) not valid" and validate it in a step of its own; then PostgreSQL need not look`,
  }
}

/** A delete in the other table fails when it comes to this. */
function setsNull(
  table: QualifiedName,
  { kind, columns, onDelete, onUpdate, setColumns }: SaidConstraint,
  isRequired: (column: string) => boolean,
): Finding[] {
  if (kind !== 'foreign key' || (onDelete !== 'set null' && onUpdate !== 'set null')) return []
  const set = setColumns.length > 0 && onUpdate !== 'set null' ? setColumns : columns
  return set.filter(isRequired).map((column) => ({
    code: 'HZ208',
    subject: `${qualified(table)}.${ident(column)}`,
    message: `${ident(column)} is NOT NULL, so deleting the row that it leads to fails instead of setting it to null`,
    fix: `allow null in it, name other columns ("on delete set null (...)"), or take another action`,
  }))
}
