/** The server that `npm run bench:till` loads, in a process of its own: node till-server.ts <data folder>. Says its facts as a line of JSON. */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import express from 'express'

import { createApp } from '../server/api/app.ts'
import { listen } from '../server/api/http-server.ts'
import { openDatabase } from '../server/database/engine/open-database.ts'
import { openJournal } from '../server/database/engine/journal.ts'
import { insertRows } from '../server/database/engine/save-rows.ts'
import { BUDGET_LIMITS_DEFAULT } from '../server/domain/budgets.ts'
import { aMember, aPartner } from '../test/server/api/support/coalition.ts'
import { followChainTo } from '../test/server/api/support/ledger.ts'
import { divide, makeDeps } from '../test/server/api/support/running-api.ts'
import { givePoints } from '../test/server/api/support/till.ts'
import { aPurchase } from '../test/support/rows.ts'

const MEMBERS = 1_000
const POINTS_EACH = 1_000_000n
const NO_LIMIT = 100_000_000

const folder = process.argv[2] ?? ''
mkdirSync(folder, { recursive: true })
const journal = openJournal(join(folder, 'journal.sqlite'), new Date())
const db = await openDatabase({ kind: 'pglite', folder: join(folder, 'database'), journal })
const budgetLimits = { ...BUDGET_LIMITS_DEFAULT, redemptionsPerMemberMax: NO_LIMIT, enrolmentsPerPartnerMax: NO_LIMIT }
const deps = await makeDeps(db, process.stderr, { budgetLimits })

const { id: partnerId, key } = await aPartner(deps)
await followChainTo(db, { number: 90n, finalizedNumber: 40n })
const memberIds: string[] = []
for (let at = 0; at < MEMBERS; at += 1) {
  const { member } = await aMember(deps)
  await givePoints(db, member.address, POINTS_EACH)
  memberIds.push(member.id)
}

const app = express()
// What there is least to do: one indexed read and one insert, durable in the same way before it is answered.
app.post('/bare', express.json(), async (request, response) => {
  const { memberId } = request.body as { memberId: string }
  const id = randomUUID()
  await db.transaction(async (tx) => {
    await tx.member.findUniqueOrThrow({ where: { id: memberId } })
    const row = { ...aPurchase(memberId).build(), id, partnerId, orderRef: id }
    await insertRows(tx, 'purchase', [row])
  })
  response.status(201).json({ id })
})
// The members' consent is not measured: a PIN takes argon2id's time, and a phone takes its owner's.
app.post('/consent-all', async (_request, response) => {
  await db.$executeRaw`
    update redemption set consent_kind = 'pin', consented_at = held_at, member_signature = '0x00' where state = 'held'`
  response.status(204).end()
})
app.use(createApp(divide(deps), { rateLimits: { perKeyMax: NO_LIMIT, perAddressMax: NO_LIMIT } }))
const server = await listen({ port: 0, host: '127.0.0.1' })
server.serve(app)
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.port}`, key, memberIds })}\n`)
