/** What of a database URL may be shown. */
interface UrlParts {
  readonly user: string
  readonly host: string
  readonly port: string
  readonly database: string
}

const SECRET_PARAMETERS = ['password', 'sslpassword', 'sslkey', 'sslcert', 'sslrootcert', 'passfile']
/** What is in front of `//`, the authority, the path, the query with its `?` and the fragment with its `#`. */
const URL_SHAPE = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is
const KNOWN_SCHEME = /^(?:postgres|postgresql|socket)$/i

/**
 * `postgres://user@host:5432/database`: never the password, a parameter or what could be a piece of either. A password
 * with a bare `#`, `/` or `?` makes it unclear where the host begins; then nothing is shown.
 */
export function describeUrl(url: string): string {
  if (url.startsWith('/')) return `the socket ${url.split(' ', 1)[0] ?? ''}`
  const parts = partsOf(url)
  if (parts === undefined) return 'the database URL'
  const user = parts.user === '' ? '' : `${parts.user}@`
  const port = parts.port === '' ? '' : `:${parts.port}`
  return `postgres://${user}${parts.host}${port}${parts.database === '' ? '' : `/${parts.database}`}`
}

/** Whether a bare `#`, `/` or `?` in the password may make the URL mean something else than it was meant to. */
export function isAmbiguous(url: string): boolean {
  const [, , authority = '', path = '', query = '', fragment = ''] = URL_SHAPE.exec(url) ?? []
  if (fragment !== '' || path.includes('@')) return true
  return query.includes('@') && (!authority.includes('@') || !isParameterList(query))
}

/** The text without the secrets of the URL, however they are written in it. */
export function redact(text: string, url: string): string {
  return secretsOf(url)
    .sort((a, b) => b.length - a.length)
    .reduce((result, secret) => result.replaceAll(secret, '***'), text)
}

function partsOf(url: string): UrlParts | undefined {
  const [, scheme = '', authority = '', path = ''] = URL_SHAPE.exec(url) ?? []
  if (!KNOWN_SCHEME.test(scheme)) return undefined
  if (isAmbiguous(url)) return { user: '', host: '…', port: '', database: '' }
  const at = authority.lastIndexOf('@')
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(at + 1)) ?? []
  return {
    user: at === -1 ? '' : shown(/^[^:@]*/.exec(authority)?.[0] ?? ''),
    host: shown(host),
    port: isPort(port) ? port : '',
    database: shown(path.slice(1)),
  }
}

/** Other numbers are more likely a password that was put in the wrong place. */
function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) <= 65535
}

function isParameterList(query: string): boolean {
  return query
    .slice(1)
    .split('&')
    .every((parameter) => /^[a-z_]+=/i.test(parameter))
}

function secretsOf(url: string): string[] {
  const [, , authority = '', , query = ''] = URL_SHAPE.exec(url) ?? []
  const passwords = [
    between(url, url.lastIndexOf('@')),
    between(url, url.indexOf('//') + 2 + authority.lastIndexOf('@')),
  ]
  const port = /:([^@:\]]+)$/.exec(authority)?.[1] ?? ''
  const found = [...passwords, ...(isPort(port) ? [] : [port]), ...secretParameters(query)]
  if (isAmbiguous(url)) found.push(...passwords.flatMap(piecesOf))
  return [...new Set(found.flatMap(spellingsOf))].filter((secret) => secret !== '')
}

/** What stands between the first colon behind `//` and the place of an `@`. */
function between(url: string, at: number): string {
  const colon = url.indexOf(':', url.indexOf('//') + 2)
  return colon === -1 || at <= colon ? '' : url.slice(colon + 1, at)
}

/** What a URL parser may take for the port, the path or a parameter; shorter ones say nothing. */
function piecesOf(password: string): string[] {
  return password.split(/[@#/?&]/).filter((piece) => piece.length > 3)
}

function secretParameters(query: string): string[] {
  return query
    .slice(1)
    .split('&')
    .filter((parameter) => SECRET_PARAMETERS.includes(parameter.slice(0, parameter.indexOf('=')).toLowerCase()))
    .map((parameter) => parameter.slice(parameter.indexOf('=') + 1))
}

function spellingsOf(secret: string): string[] {
  const decoded = readable(secret)
  return [secret, decoded, readable(secret.replaceAll('+', ' ')), encodeURIComponent(decoded), encodeURI(decoded)]
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Decoded, without what would change how a terminal shows the rest. */
function shown(text: string): string {
  return readable(text).replace(/\p{Cc}/gu, '')
}
