/** The peer of `npm run bench:api`, in a process of its own: a bare Express 5 route that does one insert. node bare-server.ts <database URL> */
import { randomUUID } from 'node:crypto'

import express from 'express'
import { Pool } from 'pg'

import { listen } from '../server/api/http-server.ts'

interface Purchase {
  orderRef: string
  member: { value: string }
  currency: string
  amountMinor: string
  occurredAt: string
}

/** As many connections as the pool of Entente has. */
const pool = new Pool({ connectionString: process.argv[2], max: 10 })
await pool.query(
  `create table bare_purchase (id uuid primary key, order_ref text not null unique, member_id uuid not null, currency text not null,
   amount_minor bigint not null, occurred_at timestamptz not null)`,
)
const app = express()
app.post('/v1/purchases', express.json(), async (request, response) => {
  const { orderRef, member, currency, amountMinor, occurredAt } = request.body as Purchase
  const id = randomUUID()
  await pool.query({
    name: 'bare',
    text: 'insert into bare_purchase values ($1, $2, $3, $4, $5, $6)',
    values: [id, orderRef, member.value, currency, amountMinor, occurredAt],
  })
  response.status(201).json({ purchaseId: id })
})
const server = await listen({ port: 0, host: '127.0.0.1' })
server.serve(app)
process.stdout.write(
  `${JSON.stringify({ url: `http://127.0.0.1:${server.port}`, key: 'none', memberIds: [randomUUID()] })}\n`,
)
