import serialize from 'canonicalize'
import { expect } from 'chai'

import { buildReceiptsTree, hashText } from '../../../../../server/chain/receipts-tree.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { listEntriesOfBatch } from '../../../../../server/database/outbox.ts'
import { ruleDocument } from '../../../../../server/domain/explanations.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { verifyReceipt } from '../../../../support/verify-receipt.ts'
import { aMember, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { batchOpenEntries } from '../../support/ledger.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const AT = '2026-11-23T10:00:00Z'

describe('the explanation in a receipt', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let card: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    card = (await aMember(api.deps)).card
  })

  afterEach(() => api.close())

  const get = async (path: string) => (await send(api.url, path, { key: partner.key })).body
  const post = async (path: string, item: object) => {
    const member = { kind: 'card', value: card }
    const body = { member, currency: 'GBP', occurredAt: AT, ...item }
    return (await send(api.url, path, { key: partner.key, body })).body
  }
  const receiptOf = async (sourceId: string) => {
    const entry = await db.outboxEntry.findFirstOrThrow({ where: { sourceId } })
    return get(`/v1/receipts/${entry.id}`)
  }
  const documentHash = async () => hashText(ruleDocument((await db.earningRule.findMany())[0]!))

  it('names the version of the rule that gave the points', async function () {
    const { purchaseId } = await post('/v1/purchases', { orderRef: 'a', amountMinor: '1999' })
    await batchOpenEntries(db, partner.id)
    const { leaf, leafVersion, explanation } = await receiptOf(purchaseId)
    expect(leafVersion).to.equal(2)
    expect(explanation).to.deep.equal({ rules: [{ hash: await documentHash(), points: '19' }] })
    expect(leaf).to.include({ points: '19', explanationHash: hashText(serialize(explanation)!) })
  })

  it('names each purchase that a return took points of, by the number of its entry', async function () {
    for (const orderRef of ['a', 'b']) await post('/v1/purchases', { orderRef, amountMinor: '1000' })
    // It earns nothing, so there is nothing to take back.
    await post('/v1/purchases', { orderRef: 'c', amountMinor: '50' })
    const { returnId } = await post('/v1/returns', { returnRef: 'r', amountMinor: '1350' })
    await batchOpenEntries(db, partner.id)
    const { leaf, explanation } = await receiptOf(returnId)
    expect(explanation).to.deep.equal({
      reverses: [
        { entry: '1', points: '3' },
        { entry: '2', points: '10' },
      ],
      rules: [{ hash: await documentHash(), points: '13' }],
    })
    expect(leaf).to.include({ entryNumber: '3', points: '-13', explanationHash: hashText(serialize(explanation)!) })
  })

  it('is not in receipts of batches from before leaves had versions', async function () {
    const { purchaseId } = await post('/v1/purchases', { orderRef: 'a', amountMinor: '1999' })
    const { id } = await batchOpenEntries(db, partner.id)
    const receiptsRoot = buildReceiptsTree(await listEntriesOfBatch(db, id), 1).root
    await db.batch.updateMany({ data: { leafVersion: 1, receiptsRoot } })
    await db.outboxEntry.updateMany({ data: { explanation: null } })
    const receipt = await receiptOf(purchaseId)
    expect(receipt).to.include({ leafVersion: 1, explanation: null })
    expect(receipt.leaf.explanationHash).to.equal(null)
    expect(receipt.leafTypes).to.have.length(6)
    const [entry] = await listEntriesOfBatch(db, id)
    expect(verifyReceipt(receiptsRoot, entry!, receipt.proof, 1)).to.equal(true)
  })
})
