import type { Span } from '../spec/node.js'
import { quoted } from '../spec/wording.js'
import type { Building, EntityDraft } from './drafts.js'
import { placeOf } from './places.js'
import { propertyOf } from './property-names.js'

/** A name of the database, which stands for the same wherever it is used. */
interface Known {
  readonly name: string
  readonly what: string
  readonly owner: EntityDraft
  readonly span: Span
}

/**
 * In camel case, a property of any table must stand for one name of the database: what turns the names of a query back knows
 * no tables. Notes those that stand for two.
 */
export function checkCamelNames({ entities, problems, properties }: Building): void {
  if (properties !== 'camelCase') return
  const known = new Map<string, Known>()
  for (const one of [...entities.values()].flatMap(namesOf)) {
    const property = propertyOf(one.name, properties)
    const other = known.get(property)
    if (other === undefined) known.set(property, one)
    else if (other.name !== one.name && (other.owner !== one.owner || !isColumn(one) || !isColumn(other))) {
      const both = `${one.what} and ${other.what} (${placeOf(other.span)})`
      const message = `${both} would both be ${quoted(property)} in camel case, which Kysely could not tell apart`
      problems.add('DB303', one.span, message, 'give one of them another name, or leave out "properties: camelCase"')
    }
  }
}

function namesOf(owner: EntityDraft): Known[] {
  const { entity, spec, span, columns } = owner
  return [
    { name: entity.schema, what: `schema ${quoted(entity.schema)}`, owner, span: spec?.schema?.span ?? span },
    { name: entity.table, what: `table ${quoted(entity.table)}`, owner, span: spec?.table?.span ?? span },
    ...[...columns.values()].map(({ key }) => ({
      name: key.text,
      what: `column ${quoted(key.text)}`,
      owner,
      span: key.span,
    })),
  ]
}

/** Columns of one table are told apart by a check of their own. */
function isColumn({ what }: Known): boolean {
  return what.startsWith('column')
}
