import { createSocket } from 'node:dgram'

import ipaddr from 'ipaddr.js'

const TYPES = { 1: 'A', 28: 'AAAA' } as const
const HEADER_BYTES = 12

/** A name server of a test, as whoever owns a domain can run one: it answers what it likes, each time anew. */
export interface NameServer {
  /** As resolvers name it. */
  readonly address: string
  /** Questions so far, as `A hook.example.com`. */
  readonly asked: string[]
  close(): Promise<void>
}

/** Where the name of a question ends: a label of no bytes, and behind it type and class. */
function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = HEADER_BYTES
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('ascii', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5 }
}

/** Writes an answer with a time to live of 0, so that nobody keeps it. */
function writeAnswer(question: Buffer, { end, type }: { end: number; type: number }, addresses: readonly string[]) {
  const header = Buffer.from(question.subarray(0, HEADER_BYTES))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(addresses.length, 6)
  header.fill(0, 8)
  const records = addresses.map((address) => {
    const bytes = Buffer.from(ipaddr.parse(address).toByteArray())
    const record = Buffer.alloc(12)
    record.writeUInt16BE(0xc00c, 0)
    record.writeUInt16BE(type, 2)
    record.writeUInt16BE(1, 4)
    record.writeUInt16BE(bytes.length, 10)
    return Buffer.concat([record, bytes])
  })
  return Buffer.concat([header, question.subarray(HEADER_BYTES, end), ...records])
}

/** Starts a name server on this machine. `resolve` says which addresses a name has now; null leaves the question open. */
export async function startNameServer(
  resolve: (name: string, type: 'A' | 'AAAA') => readonly string[] | null,
): Promise<NameServer> {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (message, { port, address }) => {
    const question = readQuestion(message)
    const type = TYPES[question.type as keyof typeof TYPES]
    asked.push(`${type} ${question.name}`)
    const addresses = resolve(question.name, type)
    if (addresses !== null) socket.send(writeAnswer(message, question, addresses), port, address)
  })
  await new Promise<void>((done) => {
    socket.bind(0, '127.0.0.1', done)
  })
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () =>
      new Promise((done) => {
        socket.close(done)
      }),
  }
}
