import { createServer } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, inject, test } from 'vitest'
import { connect } from '../../src/database/connect.js'
import { ConnectionFailed } from '../../src/database/connect-failed.js'
import { describeUrl, redact } from '../../src/database/redact.js'

describe('describeUrl', () => {
  test.each([
    ['postgres://ann:secret@db.example.com:5433/shop', 'postgres://ann@db.example.com:5433/shop'],
    ['postgresql://ann:secret@db.example.com/shop', 'postgres://ann@db.example.com/shop'],
    ['postgres://ann:sec@ret@db:5432/shop', 'postgres://ann@db:5432/shop'],
    ['postgres://ann:sec%40ret@db:5432/shop', 'postgres://ann@db:5432/shop'],
    ['postgres://ann:sec#ret@db:5432/shop', 'postgres://…'],
    ['postgres://ann:12#ret@db:5432/shop', 'postgres://…'],
    ['postgres://ann:sec/ret@db:5432/shop', 'postgres://…'],
    ['postgres://ann:12?ret@db:5432/shop', 'postgres://…'],
    ['postgres://ann@db:5432/shop?password=sec@ret', 'postgres://ann@db:5432/shop'],
    ['postgres://db/shop?user=ann&password=secret', 'postgres://db/shop'],
    ['postgres://ann:secret@[::1]:5432/shop', 'postgres://ann@[::1]:5432/shop'],
    ['postgres://ann:secret@%2Fvar%2Frun%2Fpostgresql/shop', 'postgres://ann@/var/run/postgresql/shop'],
    ['postgres://ann:secret@/shop?host=/var/run/postgresql', 'postgres://ann@/shop'],
    ['/var/run/postgresql shop', 'the socket /var/run/postgresql'],
    ['postgres://ann:secret@db:99999/shop', 'postgres://ann@db/shop'],
    ['postgres://ann:secret/shop', 'postgres://ann/shop'],
    ['postgres://ann:123456/shop', 'postgres://ann/shop'],
    ['postgres://ann:secret@db/shop%0A%1B[31m', 'postgres://ann@db/shop[31m'],
    ['mysql://ann:secret@db/shop', 'the database URL'],
    ['secret', 'the database URL'],
    ['', 'the database URL'],
  ])('%s', (url, description) => {
    expect(describeUrl(url)).toBe(description)
  })
})

describe('redact', () => {
  test.each([
    ['postgres://ann:s3cret@db/shop', 'no s3cret here', 'no *** here'],
    ['postgres://ann:a%40b%2Bc@db/shop', 'a%40b%2Bc is a@b+c', '*** is ***'],
    ['postgres://ann@db/shop?password=a%20b', 'a%20b or a b', '*** or ***'],
    ['postgres://ann:first#second@db/shop', 'bad port "first", rest second', 'bad port "***", rest ***'],
    ['postgres://ann@db/shop?sslkey=/home/ann/key.pem', "open '/home/ann/key.pem'", "open '***'"],
    ['postgres://ann@db/shop', 'ann at db', 'ann at db'],
  ])('%s: %s', (url, text, want) => {
    expect(redact(text, url)).toBe(want)
  })
})

/** Every shape of URL, for a place that a failure gives. */
const CANARY = 'canary7Q'
const shapes = (host: string, port: number | string, database: string): string[] => [
  `postgres://postgres:${CANARY}@x@${host}:${port}/${database}`,
  `postgres://postgres:${CANARY}%40x@${host}:${port}/${database}`,
  `postgres://postgres:${CANARY}#x@${host}:${port}/${database}`,
  `postgres://postgres@${host}:${port}/${database}?password=${CANARY}@x`,
  `postgres://postgres:${CANARY}@/${database}?host=/nowhere/${host}`,
  `postgres://postgres:${CANARY}@${host}:${port}99999/${database}`,
  `postgres://postgres:${CANARY}@${host} bad:${port}/${database}`,
  `postgres://postgres:pw@${host}:${port}/${database}?sslkey=/nowhere/${CANARY}`,
]

describe('a connection that fails', () => {
  const server = new URL(inject('databaseUrl'))
  const failures: readonly (readonly [string, () => Promise<{ urls: string[]; stop?: () => void }>])[] = [
    ['wrong password', async () => ({ urls: shapes(server.hostname, server.port, 'postgres') })],
    ['refused', async () => ({ urls: shapes('127.0.0.1', 1, 'postgres') })],
    ['unknown host', async () => ({ urls: shapes('nowhere.invalid', 5432, 'postgres') })],
    [
      'bad URL',
      async () => ({ urls: shapes('ho[st', 'port', 'postgres').concat(`canary7Q`, `mysql://a:${CANARY}@b/c`) }),
    ],
    ['TLS', async () => ({ urls: shapes(server.hostname, server.port, 'x').map(withTls) })],
    ['no answer', async () => silentServer()],
  ]

  test.each(failures)('%s: no shape of URL shows the password', async (_, prepare) => {
    const { urls, stop } = await prepare()
    const errors = await Promise.all(urls.map((url) => connect(url, { timeout: 300 }).catch((error: unknown) => error)))
    stop?.()
    for (const error of errors) {
      expect(error).toBeInstanceOf(ConnectionFailed)
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(CANARY)
      expect(inspect(error)).not.toContain('/nowhere/')
    }
  })

  test.each([
    ['refused', 'postgres://ann:pw@127.0.0.1:1/shop', 'nothing listens there', 'ECONNREFUSED'],
    ['unknown host', 'postgres://ann:pw@nowhere.invalid/shop', 'the host name is not known', 'ENOTFOUND'],
    ['bad URL', 'postgres://ann:p#w@db/shop', 'it is not a URL', 'ERR_INVALID_URL'],
    ['other database', 'mysql://ann:pw@db/shop', 'it is not a URL', 'ERR_INVALID_URL'],
    ['no key', 'postgres://ann:pw@db/shop?sslkey=/nowhere', 'a file that the URL names is not there', 'ENOENT'],
    ['no socket', 'postgres://ann:pw@/shop?host=/nowhere', 'there is no socket of PostgreSQL in that folder', 'ENOENT'],
  ])('%s says what is wrong', async (_, url, what, code) => {
    const error = await connect(url).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ name: 'ConnectionFailed', code })
    expect(String(error)).toContain(`cannot connect to ${describeUrl(url)}: ${what}\n  `)
  })

  test('of the server says what is wrong', async () => {
    const at = (user: string, password: string, database: string, query = '') =>
      connect(`postgres://${user}:${password}@${server.host}/${database}${query}`)
    await expect(at('nobody', 'pw', 'postgres')).rejects.toThrow(/password is wrong|does not let this user in/)
    await expect(at(server.username, server.password, 'no_such')).rejects.toThrow('the database does not exist')
    await expect(at(server.username, server.password, 'postgres', '?sslmode=verify-full')).rejects.toThrow(
      /the server does not speak TLS|certificate/,
    )
  })
})

function withTls(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}sslmode=verify-full`
}

/** Takes connections and says nothing. */
function silentServer(): Promise<{ urls: string[]; stop: () => void }> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      resolve({ urls: shapes('127.0.0.1', port, 'postgres'), stop: () => server.close() })
    })
  })
}
