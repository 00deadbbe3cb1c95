import { expect } from 'chai'

import type { Database } from '../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { aMember, aPartner, send, type TestPartner } from './support/coalition.ts'
import { startApi, type RunningApi } from './support/running-api.ts'

/** On PostgreSQL their transactions really run side by side (npm run test:postgres); on PGlite one after the other. */
describe('two servers on one database', function () {
  let db: Database
  let servers: RunningApi[]
  let partner: TestPartner
  let card: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    servers = [await startApi(db), await startApi(db)]
    const [first] = servers
    if (first === undefined) throw new Error('a server has started')
    partner = await aPartner(first.deps)
    card = (await aMember(first.deps)).card
  })

  afterEach(() => Promise.all(servers.map((server) => server.close())))

  const facts = () => ({ member: { kind: 'card', value: card }, currency: 'GBP', occurredAt: '2026-11-23T10:00:00Z' })

  /** Sends a body to both servers at once, so many times. */
  const toBoth = (
    path: string,
    times: number,
    bodyOf: (at: number) => unknown,
    headersOf: (at: number) => Record<string, string>,
  ) =>
    Promise.all(
      Array.from({ length: times }, (_, at) =>
        servers.map(({ url }) => send(url, path, { key: partner.key, body: bodyOf(at), headers: headersOf(at) })),
      ).flat(),
    )

  it('record each purchase once, and give the same answer under the same key', async function () {
    const answers = await toBoth(
      '/v1/purchases',
      40,
      (at) => ({ ...facts(), orderRef: `o${at % 20}`, amountMinor: '1000' }),
      (at) => ({ 'Idempotency-Key': `k${at % 20}` }),
    )
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).to.have.length(20)
    expect(answers.every(({ status }) => status === 201 || status === 200)).to.equal(true)
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).to.equal(20)
    expect([await db.purchase.count(), await db.outboxEntry.count()]).to.deep.equal([20, 20])
  })

  it("serialise one member's returns: together they take exactly what there was", async function () {
    await toBoth(
      '/v1/purchases',
      1,
      () => ({ ...facts(), orderRef: 'o', amountMinor: '2000' }),
      () => ({}),
    )
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        send(servers[at % 2]?.url ?? '', '/v1/returns', {
          key: partner.key,
          body: { ...facts(), returnRef: `r${at}`, amountMinor: '100' },
        }),
      ),
    )
    const sum = (field: string) => answers.reduce((total, { body }) => total + BigInt(body[field]), 0n)
    expect([sum('points'), sum('unmatchedMinor')]).to.deep.equal([20n, 1_000n])
  })

  it('enrol a member once under one key', async function () {
    const answers = await toBoth(
      '/v1/members',
      10,
      () => ({ kind: 'card' }),
      () => ({ 'Idempotency-Key': 'k' }),
    )
    expect(new Set(answers.map(({ body }) => body.cardNumber)).size).to.equal(1)
    expect(await db.member.count()).to.equal(2)
  })
})
