import { pluralize as plural, singularize as singular } from 'inflection'

/** `BlogPost` to `blog_post`, `parentComment` to `parent_comment`, `HTMLPage` to `html_page`. */
export function snake(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
}

/** `author_id` to `AuthorId`, `parentComment` to `ParentComment`. */
export function pascal(name: string): string {
  return name
    .split(/_+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

/** `author_id` to `authorId`, `BlogPost` to `blogPost`, `HTMLPage` to `htmlPage`. */
export function camel(name: string): string {
  return pascal(name).replace(/^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z]+$|[A-Z])/, (head) => head.toLowerCase())
}

/** The plural of a name in snake case, by its last word: `blog_post` to `blog_posts`. */
export function pluralize(name: string): string {
  return onLastWord(name, plural)
}

/** The singular of a name in snake case, by its last word: `post_tags` to `post_tag`. */
export function singularize(name: string): string {
  return onLastWord(name, singular)
}

function onLastWord(name: string, change: (word: string) => string): string {
  const at = name.lastIndexOf('_') + 1
  return name.slice(0, at) + change(name.slice(at))
}
