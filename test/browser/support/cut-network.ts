import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A network between browsers and the server, which can be cut: then nothing connects, and what was open breaks off. */
export interface CutNetwork {
  readonly url: string
  cut(): Promise<void>
  open(): Promise<void>
  /** Cuts what is open now, at once, whatever was on its way; new connections get through. */
  drop(): void
  close(): Promise<void>
}

/** Opens a network to the server that is at `url`. */
export async function openNetwork(url: string): Promise<CutNetwork> {
  const { port: serverPort } = new URL(url)
  const sockets = new Set<Socket>()
  let port = 0
  let server: Server | null = null

  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Whoever hangs up tells it in this way, too.
    socket.on('error', () => socket.destroy())
  }

  const open = async () => {
    if (server !== null) return
    server = createServer((inner) => {
      const outer = connect(Number(serverPort), 'localhost')
      keep(inner)
      keep(outer)
      inner.pipe(outer).pipe(inner)
      inner.on('close', () => outer.destroy())
      outer.on('close', () => inner.destroy())
    })
    server.listen(port, 'localhost')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  const cut = async () => {
    const closing = server
    server = null
    drop()
    if (closing !== null) await new Promise((resolve) => closing.close(resolve))
  }
  await open()
  return { url: `http://localhost:${String(port)}`, open, cut, drop, close: cut }
}
