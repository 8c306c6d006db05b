import type { EntityNames } from './entity-names.js'
import { camel, pascal, pluralize, singularize, snake } from './inflect.js'
import type { Field } from './model.js'
import { clip } from './object-names.js'
import { deviceNames, runtimeNames, scriptWords, sqlWords } from './reserved.js'

/** The table of a model that names none: `BlogPost` to `blog_posts`. */
export function tableName(model: string): string {
  return pluralize(snake(model))
}

/** Every name that the generated code uses for an entity. */
export function nameEntity(name: string, table: string): EntityNames {
  const plural = pluralType(name)
  // A word that is its own plural still needs two names: `Sheep`, `SheepList`.
  const isSame = plural === name
  const distinct = isSame ? `${name}List` : plural
  return {
    type: name,
    plural: distinct,
    newType: `New${name}`,
    patchType: `${name}Patch`,
    privateType: `${name}WithPrivate`,
    tableType: `${name}Table`,
    variable: variableName(camel(name)),
    pluralVariable: variableName(isSame ? camel(distinct) : camel(pluralize(snake(name)))),
    sqlAlias: aliasName(snake(name), table),
    repository: `${name}Repository`,
    file: fileStem(name),
  }
}

/** `Posts`, `Categories`; capitals stay as they are: `APIKeys`. */
function pluralType(name: string): string {
  const last = snake(name).split('_').at(-1) ?? ''
  const plural = pluralize(last)
  return plural.startsWith(last)
    ? `${name}${plural.slice(last.length)}`
    : `${name.slice(0, -last.length)}${pascal(plural)}`
}

/** `user-account`; stems that some system or tool takes for something else get a word behind them. */
function fileStem(name: string): string {
  const stem = snake(name).replaceAll('_', '-')
  return deviceNames.has(stem) ? `${stem}-model` : stem
}

/** A name that a variable can have: `class` becomes `classRow`. */
export function variableName(name: string): string {
  return scriptWords.has(name) || runtimeNames.has(name) ? `${name}Row` : name
}

/** PostgreSQL would cut a longer one, and two of them could become the same. */
function aliasName(name: string, table: string): string {
  if (!isTakenAlias(name)) return clip(name, LONGEST_ALIAS)
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(table)
  return isTakenAlias(table) || !isPlain ? `${name}_row` : clip(table, LONGEST_ALIAS)
}

/** `given` is what the generated code calls the values that stand beside a table. */
function isTakenAlias(name: string): boolean {
  return sqlWords.has(name) || name === 'given'
}

/** Room for the number of a second one. */
const LONGEST_ALIAS = 60

/** The type of an enum in the database: `PostStatus` to `post_status`. */
export function enumTypeName(name: string): string {
  return snake(name)
}

/** The function of a list query: `search` of `Post` to `searchPosts`. */
export function listFunction(query: string, names: EntityNames): string {
  return `${camel(query)}${names.plural}`
}

/** The function of an aggregate query: `stats` of `Post` to `postStats`. */
export function aggregateFunction(query: string, names: EntityNames): string {
  return `${camel(names.type)}${pascal(query)}`
}

/** `Email`, `AuthorIdAndSlug`. */
export function keyPascal(fields: readonly Field[]): string {
  return fields.map((field) => field.pascal).join('And')
}

/** `UserEmailTaken` */
export function takenError(entity: string, key: string): string {
  return `${entity}${key}Taken`
}

/** What an error calls a foreign key: `author_id` is the author. */
export function referenceWord(fields: readonly Field[]): string {
  return fields.map((field) => pascal(field.name.replace(/(?<=.)_id$|(?<=[a-z0-9])Id$/, ''))).join('And')
}

/** `posts_rating_check` of `posts` to `PostRatingInvalid`. */
export function invalidError(entity: string, table: string, check: string): string {
  const middle = check.startsWith(`${table}_`) ? check.slice(table.length + 1) : check
  const [, word = '', count = ''] = /^(.*?)_?check(\d*)$/.exec(middle) ?? [undefined, middle, '']
  return `${entity}${pascal(word.replaceAll(/\W+/g, '_'))}Invalid${count}`
}

/** The join table of a many-to-many that names none: `Post` and `Tag` to `post_tags`. */
export function joinTableName(one: string, other: string): string {
  const [first = one, second = other] = [one, other].sort()
  return `${snake(first)}_${pluralize(snake(second))}`
}

/** The model name of a join table: `post_tags` to `PostTag`. */
export function joinModelName(table: string): string {
  return pascal(singularize(table))
}

/** A column of a join table that refers to a row: `Post` and `id` to `post_id`. */
export function joinColumnName(word: string, key: string): string {
  return `${snake(word)}_${key}`
}
