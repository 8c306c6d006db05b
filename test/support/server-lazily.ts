import { connect, createServer, type Server, type Socket } from 'node:net'
import type { TestServer } from './server-process.js'

/**
 * A server that the first connection starts, at an address that is known beforehand. The URL is that of a door of ours,
 * which hands on every byte.
 */
export async function startLazily(address: URL, start: () => Promise<TestServer>): Promise<TestServer> {
  let started: Promise<TestServer> | undefined
  const open = new Set<Socket>()
  const door = createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client))
    started ??= start()
    started.then(
      () => handOn(client, address),
      (error: Error) => client.destroy(error),
    )
  })
  const through = new URL(address)
  through.port = String(await listen(door))
  return {
    url: through.href,
    stop: async () => {
      for (const client of open) client.destroy()
      door.close()
      await (await started)?.stop()
    },
  }
}

function handOn(client: Socket, { hostname, port }: URL): void {
  const server = connect({ host: hostname, port: Number(port), noDelay: true })
  client.setNoDelay(true)
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    from.pipe(to)
  }
}

function listen(door: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    door.once('error', reject)
    door.listen(0, '127.0.0.1', () => {
      const address = door.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
