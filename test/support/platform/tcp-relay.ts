import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** An address that leads to whichever port it was told last: what a fail-over changes, where clients know one address. */
export interface TcpRelay {
  port: number
  /** Leads elsewhere from now on, and ends what is open. */
  leadTo(port: number): void
  close(): Promise<void>
}

/** Opens an address on a free port of this machine. */
export async function openTcpRelay(firstPort: number): Promise<TcpRelay> {
  let target = firstPort
  const open = new Set<Socket>()
  const endAll = () => {
    for (const socket of open) socket.destroy()
    open.clear()
  }
  const server = createServer((client) => {
    const there = connect(target, '127.0.0.1')
    for (const socket of [client, there]) {
      open.add(socket)
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        there.destroy()
      })
      // What a lost connection means is the client's to find out; its end is passed on above.
      socket.on('error', () => undefined)
    }
    client.pipe(there).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      target = port
      endAll()
    },
    close: async () => {
      endAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
