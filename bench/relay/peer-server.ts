/**
 * A peer of `npm run bench:relay`, in a process of its own: node peer-server.ts <plan as JSON>. It takes the same requests as Entente,
 * checks nothing, stores nothing, and mints plain ERC-20 points. Says where it listens as a line of JSON.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import type { Address } from 'viem'

import { openSender, type PeerName } from './senders.ts'

/** What a peer is started with. */
export interface PeerPlan {
  readonly peer: PeerName
  readonly rpcUrl: string
  readonly token: Address
}

interface Purchase {
  readonly member: { readonly value: Address }
  readonly amountMinor: string
}

const MINOR_PER_POINT = 100n

const sender = await openSender(JSON.parse(process.argv[2] ?? '') as PeerPlan)
const server = createServer((request, response) => {
  void text(request)
    .then((body) => {
      const parsed = JSON.parse(body) as Purchase | { readonly purchases: readonly Purchase[] }
      const purchases = 'purchases' in parsed ? parsed.purchases : [parsed]
      return sender(
        purchases.map(({ member, amountMinor }) => ({
          to: member.value,
          points: BigInt(amountMinor) / MINOR_PER_POINT,
        })),
      )
    })
    .then(
      () => response.writeHead(201, { 'Content-Type': 'application/json' }).end('{}'),
      (error: unknown) => {
        console.error(error)
        response.writeHead(500).end()
      },
    )
})
await once(server.listen(0, '127.0.0.1'), 'listening')
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`)
