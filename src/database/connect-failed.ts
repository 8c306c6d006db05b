import { describeUrl, isAmbiguous, redact } from './redact.js'

/** No connection was made. The message says why and what to do, without the password and the parameters of the URL. */
export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed'
  /** SQLSTATE, or the code of the network or TLS error. */
  readonly code: string | undefined

  /** Without a `cause`: the errors of drivers and parsers hold the URL. */
  constructor(message: string, code: string | undefined) {
    super(message)
    this.code = code
  }
}

interface Reason {
  readonly what: string
  readonly hint: string
}

const CHECK_PLACE = 'start PostgreSQL there, or correct host and port in --url or DATABASE_URL'
const CHECK_TLS = 'correct sslmode and sslrootcert in the URL; sslmode=no-verify takes any certificate'

const reasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: { what: 'nothing listens there', hint: CHECK_PLACE },
  ECONNRESET: {
    what: 'the server closed the connection',
    hint: 'see that host and port are those of PostgreSQL itself',
  },
  ENOTFOUND: { what: 'the host name is not known', hint: 'correct the host in --url or DATABASE_URL' },
  EAI_AGAIN: { what: 'the host name cannot be looked up now', hint: 'see that this machine reaches its name server' },
  ETIMEDOUT: { what: 'there is no answer', hint: CHECK_PLACE },
  EHOSTUNREACH: { what: 'the host cannot be reached', hint: CHECK_PLACE },
  ENETUNREACH: { what: 'the host cannot be reached', hint: CHECK_PLACE },
  ENOENT: { what: 'there is no socket of PostgreSQL in that folder', hint: CHECK_PLACE },
  EACCES: { what: 'this user may not use the socket', hint: 'run as a user who may, or connect by host and port' },
  ERR_INVALID_URL: {
    what: 'it is not a URL',
    hint: 'write postgres://user:password@host:5432/database, with %40 %3A %2F %3F %23 for @ : / ? # in the password',
  },
  '28P01': { what: 'the user name or the password is wrong', hint: 'correct them in --url or DATABASE_URL' },
  '28000': {
    what: 'the server does not let this user in from here',
    hint: 'see pg_hba.conf of the server, and whether it asks for TLS',
  },
  '3D000': { what: 'the database does not exist', hint: 'create it first, for example with createdb' },
  '53300': { what: 'the server has no connection left', hint: 'close others, or raise max_connections' },
  '57P03': { what: 'the server is starting up or shutting down', hint: 'try again in a moment' },
  EPROTO: { what: 'TLS failed', hint: CHECK_TLS },
  DEPTH_ZERO_SELF_SIGNED_CERT: { what: "the server's certificate is self-signed", hint: CHECK_TLS },
  SELF_SIGNED_CERT_IN_CHAIN: {
    what: "the server's certificate is signed by an authority that is not known here",
    hint: CHECK_TLS,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { what: "the server's certificate cannot be verified", hint: CHECK_TLS },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { what: "the server's certificate cannot be verified", hint: CHECK_TLS },
  CERT_HAS_EXPIRED: { what: "the server's certificate has expired", hint: CHECK_TLS },
  ERR_TLS_CERT_ALTNAME_INVALID: { what: "the server's certificate is for another host", hint: CHECK_TLS },
}

/** Errors of pg that have no code, by what they say. */
const reasonsByText: readonly (readonly [RegExp, Reason])[] = [
  [
    /does not support SSL/,
    { what: 'the server does not speak TLS', hint: 'leave sslmode out of the URL, or turn TLS on in the server' },
  ],
  [/timeout/, { what: 'there is no answer', hint: CHECK_PLACE }],
  [
    /client password must be/,
    { what: 'the server asks for a password', hint: 'write it into the URL, or set PGPASSWORD' },
  ],
  [
    /terminated unexpectedly/,
    { what: 'the server closed the connection', hint: 'see that host and port are those of PostgreSQL itself' },
  ],
]

/** The error of a driver, as the user may see it. */
export function connectionFailed(url: string, error: unknown): ConnectionFailed {
  const code = codeOf(error)
  const { what, hint } = reasonOf(error, code, url)
  const encode = isAmbiguous(url) ? '; @ # / ? in a password are written %40 %23 %2F %3F' : ''
  return new ConnectionFailed(`cannot connect to ${describeUrl(url)}: ${what}\n  ${hint}${encode}`, code)
}

/** SQLSTATE of a database error, or the code of an error of the system. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : undefined
}

function reasonOf(error: unknown, code: string | undefined, url: string): Reason {
  if (code === 'ENOENT' && Reflect.get(Object(error), 'syscall') === 'open') {
    return { what: 'a file that the URL names is not there', hint: 'correct sslkey, sslcert or sslrootcert in the URL' }
  }
  const known = code === undefined ? undefined : reasons[code]
  if (known !== undefined) return known
  const text = error instanceof Error ? error.message : String(error)
  const found = reasonsByText.find(([pattern]) => pattern.test(text))
  return found?.[1] ?? { what: redact(text, url), hint: 'correct --url or DATABASE_URL' }
}
