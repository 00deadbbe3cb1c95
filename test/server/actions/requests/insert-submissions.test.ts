import { expect } from 'chai'

import { recordPurchases, type PurchaseSubmission } from '../../../../server/actions/purchases/record-purchases.ts'
import { INSERT_TRIES_MAX } from '../../../../server/actions/requests/insert-submissions.ts'
import { answerPurchase } from '../../../../server/api/routes/purchases/present-purchase.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { RowTaken } from '../../../../server/database/engine/new-rows.ts'
import { commitToOrder } from '../../../../server/chain/receipts-tree.ts'
import { Transient } from '../../../../server/domain/rejection.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { failureOf } from '../../../support/failure.ts'
import { aMember, aPartner } from '../../api/support/coalition.ts'
import { makeDeps, type TestDeps } from '../../api/support/running-api.ts'

describe('submissions that only insert', () => {
  let db: Database
  let deps: TestDeps
  let partnerId: number
  let memberId: string

  beforeEach(async () => {
    db = await sharedTestDatabase()
    deps = await makeDeps(db, process.stderr)
    partnerId = (await aPartner(deps)).id
    memberId = (await aMember(deps)).member.id
  })

  const submission = (orderRef: string, key: string | null): PurchaseSubmission => ({
    partnerId,
    items: [
      {
        orderRef,
        member: { kind: 'member', value: memberId },
        locationId: null,
        currency: 'GBP',
        amountMinor: 1_999n,
        eligibleMinor: null,
        occurredAt: new Date('2026-11-23T10:15:00Z'),
        metadata: {},
      },
    ],
    keyed:
      key === null
        ? null
        : { partnerId, key, operation: 'recordPurchase', requestHash: 'ab'.repeat(32), present: answerPurchase },
  })

  /** As another process does: without the queue that the requests of one process share. */
  const record = (submissions: readonly PurchaseSubmission[], database = db) =>
    recordPurchases({ ...deps, commitOrder: commitToOrder, db: database }, submissions)

  /** A database that says so often that a row was inserted elsewhere meanwhile. */
  const contended = (times: number) => {
    let left = times
    const insertAll: Database['insertAll'] = (rows) =>
      left-- > 0 ? Promise.reject(new RowTaken()) : db.insertAll(rows)
    return Object.create(db, { insertAll: { value: insertAll } }) as Database
  }

  it('are recorded once when many processes bring them at once, each with others of its own', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => record([submission(`own-${at}`, null), submission('shared', null)])),
    )
    const shared = all.map(([, outcome]) =>
      outcome?.status === 'done' ? outcome.outcomes[0]?.status : outcome?.status,
    )
    expect(shared.toSorted()).to.deep.equal(['recorded', ...Array.from({ length: 7 }, () => 'repeated')])
    expect([await db.purchase.count(), await db.outboxEntry.count(), await db.feedEvent.count()]).to.deep.equal([
      9, 9, 9,
    ])
  })

  it('give one answer to a key that many processes use at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => record([submission('order', 'key')])))
    expect(all.filter(([outcome]) => outcome?.status === 'done')).to.have.length(1)
    const answers = all.map(([outcome]) => (outcome?.status === 'refused' ? null : outcome?.answer?.body))
    expect(new Set(answers.map((body) => JSON.stringify(body)))).to.have.property('size', 1)
    expect([await db.purchase.count(), await db.idempotencyKey.count()]).to.deep.equal([1, 1])
  })

  it('are looked at again while others insert the same rows, and come later when that does not end', async () => {
    await record([submission('one', null)], contended(INSERT_TRIES_MAX - 1))
    expect(await db.purchase.count()).to.equal(1)
    const failure = await failureOf(record([submission('two', null)], contended(INSERT_TRIES_MAX)))
    expect(failure).to.be.instanceOf(Transient)
    expect(await db.purchase.count()).to.equal(1)
  })
})
