import { pluralize as libraryPlural, singularize as librarySingular } from 'inflection'
import { irregularPlurals, irregularSingulars, uncountable } from './irregular-words.js'

/** `BlogPost` to `blog_post`, `parentComment` to `parent_comment`, `HTMLPage` to `html_page`. */
export function snake(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
}

/** `author_id` to `AuthorId`, `parentComment` to `ParentComment`. */
export function pascal(name: string): string {
  const words = wordsOf(name)
  return words.length === 0 ? name : words.map(capitalize).join('')
}

/** `author_id` to `authorId`, `BlogPost` to `blogPost`, `HTMLPage` to `htmlPage`, `x_y` to `xY`. */
export function camel(name: string): string {
  const [first, ...others] = wordsOf(name)
  // A name without a letter in front could not be one of a variable: `_1` stays what it is.
  if (first === undefined || /^\d/.test(first)) return name
  const head = first.replace(/^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z]+(?=\d*$)|[A-Z])/, (capitals) => capitals.toLowerCase())
  return [head, ...others.map(capitalize)].join('')
}

function wordsOf(name: string): string[] {
  return name.split('_').filter((word) => word !== '')
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** The plural of a name in snake case, by its last word: `blog_post` to `blog_posts`. */
export function pluralize(name: string): string {
  return onLastWord(name, pluralOf)
}

/** The singular of a name in snake case, by its last word: `post_tags` to `post_tag`. */
export function singularize(name: string): string {
  return onLastWord(name, singularOf)
}

function pluralOf(word: string): string {
  if (uncountable.has(word) || irregularSingulars.has(word)) return word
  return irregularPlurals.get(word) ?? libraryPlural(word)
}

function singularOf(word: string): string {
  if (uncountable.has(word) || irregularPlurals.has(word)) return word
  return irregularSingulars.get(word) ?? librarySingular(word)
}

function onLastWord(name: string, change: (word: string) => string): string {
  const at = name.lastIndexOf('_') + 1
  return name.slice(0, at) + change(name.slice(at))
}
