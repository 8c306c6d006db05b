const IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/(?!user:password@host:)[^\s:/?#@]*):\S*@/gi
const IN_PARAMETER = /((?:^|[?&\s])password=)[^\s&]*/gi

/** The form of a database URL, for help; the one URL with a password that is shown. */
export const EXAMPLE_URL = 'postgres://user:password@host:5432/database'

/** The text with the password of every database URL in it replaced: `postgres://bob:***@localhost/shop`. */
export function hidePasswords(text: string): string {
  return text.replace(IN_URL, '$1:***@').replace(IN_PARAMETER, '$1***')
}
