/** How columns, relations and tables are called in TypeScript: as in the spec, or in camel case. */
export type PropertyStyle = 'as_written' | 'camelCase'

/** What a name of the database is called in TypeScript: `author_id` as it is, or `authorId`. */
export function propertyOf(name: string, style: PropertyStyle): string {
  return style === 'camelCase' ? camelProperty(name) : name
}

/** What Kysely's queries call a table: `posts`, `billing.line_items`, or `billing.lineItems` in camel case. */
export function tableProperty(schema: string, table: string, style: PropertyStyle): string {
  const own = propertyOf(table, style)
  return schema === 'public' ? own : `${propertyOf(schema, style)}.${own}`
}

/**
 * As Kysely's CamelCasePlugin calls a column in the rows that it returns, but that an underscore in front stays what it is:
 * the plugin would make `_Internal` of `_internal`.
 */
function camelProperty(name: string): string {
  const [, front = '', rest = ''] = /^(_*)(.*)$/s.exec(name) ?? []
  return front + rest.replace(/_+(.?)/gsu, (_, next: string) => next.toUpperCase())
}

/** What Kysely's CamelCasePlugin makes of a property on its way to the database: `authorId` is `author_id`. */
function snakeByKysely(property: string): string {
  const isCapital = (character = '') => character === character.toUpperCase() && character !== character.toLowerCase()
  return Array.from({ length: property.length }, (_, at) => {
    const character = property.charAt(at)
    const starts = at > 0 && isCapital(character) && !isCapital(property.charAt(at - 1))
    return `${starts ? '_' : ''}${isCapital(character) || at === 0 ? character.toLowerCase() : character}`
  }).join('')
}

/** Whether Kysely's rule leads from the property back to the name: `address_1` is `address1`, which stays `address1`. */
export function isBroughtBack(name: string): boolean {
  return !name.startsWith('_') && snakeByKysely(camelProperty(name)) === name
}
