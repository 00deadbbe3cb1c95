import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import { expect } from 'chai'
import express from 'express'

import { listen, type RunningServer, SERVER_LIMITS } from '../../../server/api/http-server.ts'

const CONNECTIONS_MAX = 3

/** What the server sends over a connection until it ends it. */
async function readAll(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

describe('connections of one address', function () {
  let server: RunningServer
  let sockets: Socket[]

  const start = async (connectionsPerAddressMax: number | null) => {
    server = await listen({ port: 0, host: '127.0.0.1' }, { ...SERVER_LIMITS, connectionsPerAddressMax })
  }
  const open = async (localAddress = '127.0.0.1') => {
    const socket = connect({ port: server.port, host: '127.0.0.1', localAddress })
    sockets.push(socket)
    await once(socket, 'connect')
    return socket
  }
  /** What is answered to a request that no route can be found for. */
  const ask = async (socket: Socket) => {
    socket.write('nonsense\r\n\r\n')
    return (await readAll(socket)).split('\r\n')[0]
  }

  beforeEach(() => {
    sockets = []
  })

  afterEach(async () => {
    for (const socket of sockets) socket.destroy()
    await server.close()
  })

  it('are served up to the limit, and the next is answered and closed before it says anything', async () => {
    await start(CONNECTIONS_MAX)
    const [, , third] = [await open(), await open(), await open()]
    const refused = await readAll(await open())
    expect(refused).to.match(/^HTTP\/1\.1 429 /)
    expect(JSON.parse(refused.split('\r\n\r\n')[1] ?? '')).to.include({ code: 'too_many_requests' })
    expect(await ask(third)).to.equal('HTTP/1.1 400 Bad Request')
  })

  it('are counted no more once they are closed', async () => {
    await start(CONNECTIONS_MAX)
    const [first] = [await open(), await open(), await open()]
    first.destroy()
    await once(first, 'close')
    // The server notices in its own time.
    for (;;) {
      const next = await open()
      const answer = await ask(next)
      if (answer === 'HTTP/1.1 400 Bad Request') break
      expect(answer).to.equal('HTTP/1.1 429 Too Many Requests')
    }
  })

  it('keep out no other address', async () => {
    await start(CONNECTIONS_MAX)
    for (let at = 0; at < CONNECTIONS_MAX; at += 1) await open()
    expect(await ask(await open('127.0.0.2'))).to.equal('HTTP/1.1 400 Bad Request')
  })

  it('have no limit where all come from proxies', async () => {
    await start(null)
    for (let at = 0; at < CONNECTIONS_MAX; at += 1) await open()
    expect(await ask(await open())).to.equal('HTTP/1.1 400 Bad Request')
  })
})

describe('connections of a server that is about to end', function () {
  it('are kept until then, and ended with the next answer from then on', async () => {
    const server = await listen({ port: 0, host: '127.0.0.1' })
    const answering = express()
    answering.use((_request, response) => void response.end('here'))
    server.serve(answering)
    const connections = async () => {
      const answer = await fetch(`http://127.0.0.1:${String(server.port)}`)
      expect(await answer.text()).to.equal('here')
      return answer.headers.get('connection')
    }
    expect(await connections()).to.equal('keep-alive')
    server.drain()
    expect(await connections()).to.equal('close')
    await server.close()
  })
})
