import serialize from 'canonicalize'
import { expect } from 'chai'

import { commitToOrder } from '../../../../../server/chain/receipts-tree.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { verifyReceipt } from '../../../../support/verify-receipt.ts'
import { aMember, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { batchOpenEntries, followChainTo, postBatch } from '../../support/ledger.ts'
import { ADDRESSES, CHAIN_ID, startApi, type RunningApi } from '../../support/running-api.ts'

describe('reading', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let purchaseId: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    const { card } = await aMember(api.deps)
    for (const orderRef of ['a', 'b', 'c']) {
      const body = {
        orderRef,
        member: { kind: 'card', value: card },
        currency: 'GBP',
        amountMinor: '1000',
        occurredAt: '2026-11-23T10:00:00Z',
      }
      purchaseId = (await send(api.url, '/v1/purchases', { key: partner.key, body })).body.purchaseId
    }
  })

  afterEach(() => api.close())

  const get = (path: string) => send(api.url, path, { key: partner.key })

  it('tells a till whose its key is', async function () {
    const { status, body } = await get('/v1/partner')
    expect(status).to.equal(200)
    expect(body).to.deep.include({ partnerId: partner.id, name: 'Harbour Books', currency: 'GBP', status: 'active' })
    expect(body.scopes).to.include('purchases:write')
  })

  it('shows how far a purchase has come', async function () {
    const state = async () => (await get(`/v1/purchases/${purchaseId}`)).body.state
    expect(await state()).to.equal('accepted')
    const batch = await batchOpenEntries(db, partner.id)
    expect(await state()).to.equal('batched')
    await db.batch.update({ where: { id: batch.id }, data: { state: 'bound', callId: batch.id, signature: '0x01' } })
    expect(await state()).to.equal('submitted')
    await followChainTo(db, { number: 9n, finalizedNumber: 8n })
    await postBatch(db, batch, 9n)
    expect(await state()).to.equal('confirmed')
    await db.chainCursor.updateMany({ data: { finalizedNumber: 9n } })
    expect(await state()).to.equal('final')
  })

  it('shows a parked purchase with its reason', async function () {
    await batchOpenEntries(db, partner.id, 'parked')
    expect((await get(`/v1/purchases/${purchaseId}`)).body).to.include({
      state: 'parked',
      parkedReason: 'allowance_exhausted',
    })
  })

  it('finds a purchase by its order reference, with what returns took back', async function () {
    const body = {
      returnRef: 'r',
      orderRef: 'c',
      currency: 'GBP',
      amountMinor: '250',
      occurredAt: '2026-11-23T11:00:00Z',
    }
    const returned = await send(api.url, '/v1/returns', { key: partner.key, body })
    const found = await get('/v1/purchases?orderRef=c')
    expect(found.body.data[0]).to.include({ purchaseId, returnedMinor: '250', pointsReversed: '3' })
    expect((await get('/v1/purchases?orderRef=z')).body).to.deep.equal({ data: [], nextCursor: null })
    const read = await get(`/v1/returns/${returned.body.returnId}`)
    expect(read.body).to.include({ state: 'accepted', points: '3' })
    expect(read.body.entries[0].points).to.equal('-3')
  })

  it('gives a receipt whose proof leads to the root of its batch, before and after it is on chain', async function () {
    const { body: purchase } = await get(`/v1/purchases/${purchaseId}`)
    const { entryId } = purchase.entries[0]
    expect((await get(`/v1/receipts/${entryId}`)).body.code).to.equal('receipt_pending')
    const batch = await batchOpenEntries(db, partner.id, 'posted')
    expect((await get(`/v1/receipts/${entryId}`)).body.batch.posted).to.equal(null)
    await followChainTo(db, { number: 9n, finalizedNumber: 8n })
    await postBatch(db, batch, 9n)
    const { body: receipt } = await get(`/v1/receipts/${entryId}`)
    const { leaf } = receipt
    const entry = {
      ...leaf,
      entryNumber: BigInt(leaf.entryNumber),
      points: BigInt(leaf.points),
      kind: 'accrual' as const,
      explanation: serialize(receipt.explanation)!,
    }
    const proves = (one: typeof entry) => verifyReceipt(receipt.batch.receiptsRoot, one, receipt.proof, 2)
    expect(proves(entry)).to.equal(true)
    expect(proves({ ...entry, points: 11n })).to.equal(false)
    expect(proves({ ...entry, explanation: '{"rules":[]}' })).to.equal(false)
    const { partnerId } = leaf
    expect(commitToOrder({ partnerId, orderRef: receipt.order.reference, salt: receipt.order.salt })).to.equal(
      leaf.orderCommitment,
    )
    expect(receipt.batch).to.include({ batchId: batch.id, state: 'confirmed', credited: '30' })
    expect(receipt.contract).to.equal(ADDRESSES.issuance)
    expect((await get(`/v1/batches/${batch.id}`)).body).to.deep.equal(receipt.batch)
  })

  it('quotes what a purchase would earn, and records nothing', async function () {
    const quote = await send(api.url, '/v1/purchases/quote', {
      key: partner.key,
      body: { currency: 'GBP', amountMinor: '2599' },
    })
    expect(quote.body).to.deep.include({ points: '25' })
    expect(quote.body.earning.explanation).to.equal('floor(2599 * 1 / 100) = 25')
    expect(await db.purchase.count()).to.equal(3)
  })

  it('tells the public facts without a key, also while the chain does not answer', async function () {
    await followChainTo(db, { number: 9n, finalizedNumber: 8n })
    const { status, body } = await send(api.url, '/v1/status')
    expect(status).to.equal(200)
    expect(body).to.include({ chainId: CHAIN_ID, block: null, totalSupply: null, indexedBlock: '9', finalBlock: '8' })
    const oldestOpenAt = '2026-11-23T12:00:00.000Z'
    expect(body.entries).to.deep.equal({ open: '3', waiting: '3', confirmed: '0', oldestOpenAt })
    expect(body.contracts).to.deep.equal(ADDRESSES)
  })

  it('is ready only while the chain is followed', async function () {
    expect((await send(api.url, '/readyz')).status).to.equal(503)
    await followChainTo(db, { number: 9n, finalizedNumber: 8n })
    await db.chainCursor.updateMany({ data: { leader: 'me', leaderUntil: api.clock.now() } })
    expect((await send(api.url, '/readyz')).body.status).to.equal('ready')
    await db.chainCursor.updateMany({ data: { haltedReason: 'a reorg below finality' } })
    const halted = await send(api.url, '/readyz')
    expect([halted.status, halted.body.checks.indexer]).to.deep.equal([503, 'halted'])
    expect((await send(api.url, '/healthz')).status).to.equal(200)
  })

  it('counts what waits, and how long it took', async function () {
    api.clock.advance(5_000)
    const scrape = async () => (await fetch(`${api.url}/metrics`)).text()
    expect(await scrape())
      .to.include('entente_open_entries 3')
      .and.to.include('entente_oldest_open_entry_age_seconds 5')
    const batch = await batchOpenEntries(db, partner.id, 'posted')
    await followChainTo(db, { number: 9n, finalizedNumber: 8n })
    await postBatch(db, batch, 9n)
    await db.postedBatch.updateMany({ data: { seenAt: new Date(api.clock.now().getTime() + 1) } })
    api.clock.advance(1_000)
    const after = await scrape()
    expect(after).to.include('entente_open_entries 0').and.to.include('entente_batches{state="posted"} 1')
    expect(after).to.include('entente_confirmation_lag_seconds_count 3')
    expect(await scrape()).to.include('entente_confirmation_lag_seconds_count 3')
    expect(after).to.match(
      /entente_http_request_duration_seconds_count\{operation="recordPurchase",method="POST",status="201"\} 3/,
    )
  })
})
