import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Database } from '../../../server/database/engine/client.ts'
import {
  findEntry,
  listEntriesOfMember,
  listEntriesOfSources,
  sumPendingPoints,
} from '../../../server/database/entry-states.ts'
import { countEntries, listPartnerTotals } from '../../../server/database/ledger-totals.ts'
import { insertIdentifiers, insertMember } from '../../../server/database/members.ts'
import { listFinalLots, listLots } from '../../../server/database/movements.ts'
import { insertPartner } from '../../../server/database/partners.ts'
import { insertRows } from '../../../server/database/engine/save-rows.ts'
import { insertWalletChallenge, useWalletChallenge } from '../../../server/database/wallet-challenges.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { failureOf } from '../../support/failure.ts'
import {
  aBatch,
  aMember,
  aPartner,
  aPostedBatch,
  aPurchase,
  aReturn,
  anEntry,
  anIdentifier,
} from '../../support/rows.ts'

/** Of all rows that are made here. */
const RECORDED_AT = new Date('2026-03-02T09:00:00.000Z')

describe('the tables of the ledger', () => {
  let db: Database

  beforeEach(async () => {
    db = await sharedTestDatabase()
  })

  /** Four purchases of 10 points: waiting, in a batch, posted, and parked behind nothing. */
  async function storeJourney(memberId: string) {
    const formed = aBatch().with('firstEntry', 2n).build()
    const posted = aBatch().with('state', 'posted').build()
    const purchases = [1, 2, 3].map((at) =>
      aPurchase(memberId).with('orderRef', `order ${at}`).with('points', 10n).build(),
    )
    const [waiting, travelling, arrived] = purchases.map(({ id }) =>
      anEntry(memberId).with('sourceId', id).with('points', 10n),
    )
    await db.transaction(async (tx) => {
      await insertRows(tx, 'partner', [aPartner().build(), aPartner(2).build()])
      await insertRows(tx, 'batch', [formed, posted])
      await insertRows(tx, 'purchase', purchases)
      await insertRows(tx, 'outbox_entry', [
        ...(waiting === undefined ? [] : [waiting.build()]),
        ...(travelling === undefined ? [] : [travelling.with('batchId', formed.id).with('entryNumber', 2n).build()]),
        ...(arrived === undefined ? [] : [arrived.with('batchId', posted.id).with('entryNumber', 1n).build()]),
      ])
      await insertRows(tx, 'posted_batch', [aPostedBatch(posted.batchHash).with('credited', 10n).build()])
    })
    return { purchases, formed, posted }
  }

  it('tell where each entry of a member is, newest first, a page at a time', async () => {
    const memberId = randomUUID()
    await storeJourney(memberId)
    const asked = { memberId, partnerId: null, beforeSeq: null, rowsMax: 2 }
    const first = await listEntriesOfMember(db, asked)
    const rest = await listEntriesOfMember(db, { ...asked, beforeSeq: first[1]?.seq ?? null })
    expect(
      [...first, ...rest].map(({ reference, batchState, postedBlock }) => [reference, batchState, postedBlock]),
    ).to.deep.equal([
      ['order 3', 'posted', 90n],
      ['order 2', 'formed', null],
      ['order 1', null, null],
    ])
    expect(await listEntriesOfMember(db, { ...asked, partnerId: 2 })).to.deep.equal([])
    expect(await listEntriesOfMember(db, { ...asked, memberId: randomUUID() })).to.deep.equal([])
  })

  it('find an entry by itself and by what explains it', async () => {
    const { purchases } = await storeJourney(randomUUID())
    const [entry, ...others] = await listEntriesOfSources(db, [purchases[1]?.id ?? ''])
    expect(others).to.deep.equal([])
    expect(entry?.reference).to.equal('order 2')
    expect(await findEntry(db, entry?.id ?? '')).to.deep.equal(entry)
    expect(await findEntry(db, randomUUID())).to.equal(null)
    expect(await listEntriesOfSources(db, [])).to.deep.equal([])
  })

  it('tell why entries wait behind a parked batch', async () => {
    const memberId = randomUUID()
    const { formed } = await storeJourney(memberId)
    await db.batch.update({ where: { id: formed.id }, data: { state: 'parked', parkedReason: 'paused' } })
    const entries = await listEntriesOfMember(db, { memberId, partnerId: 1, beforeSeq: null, rowsMax: 10 })
    expect(new Set(entries.map(({ parkedReason }) => parkedReason))).to.deep.equal(new Set(['paused']))
  })

  it('count as pending what has no event on chain', async () => {
    const memberId = randomUUID()
    await storeJourney(memberId)
    expect(await sumPendingPoints(db, [memberId, randomUUID()])).to.deep.equal(new Map([[memberId, 20n]]))
  })

  it('add up per partner, also one that has sold nothing', async () => {
    await storeJourney(randomUUID())
    const [first, second] = await listPartnerTotals(db)
    expect(first).to.deep.include({
      partnerId: 1,
      purchases: 3n,
      pointsAccepted: 30n,
      pointsMinted: 10n,
      batches: 1n,
      gasUsed: 60_000n,
    })
    expect(second).to.deep.include({
      partnerId: 2,
      purchases: 0n,
      pointsAccepted: 0n,
      pointsReversedAccepted: 0n,
      unmatchedMinor: 0n,
    })
    expect(await countEntries(db)).to.deep.equal({ waiting: 1n, batched: 1n, confirmed: 1n, oldestOpenAt: RECORDED_AT })
  })

  it('add up what was taken back, with what made up for a shortfall, in a period', async () => {
    const memberId = randomUUID()
    const { purchases } = await storeJourney(memberId)
    const taken = aReturn(memberId).with('points', 4n).build()
    const later = aReturn(memberId)
      .with('points', 5n)
      .with('recordedAt', new Date(RECORDED_AT.getTime() + 1))
      .build()
    const recovery = anEntry(memberId)
      .with('sourceId', purchases[0]?.id ?? '')
      .with('kind', 'shortfall_recovery')
      .with('points', -3n)
      .build()
    await db.transaction(async (tx) => {
      await insertRows(tx, 'purchase_return', [taken, later])
      await insertRows(tx, 'outbox_entry', [recovery])
    })
    const period = { createdFrom: RECORDED_AT, createdUntil: later.recordedAt }
    const [inTime] = await listPartnerTotals(db, 1, period)
    expect(inTime).to.deep.include({ purchases: 3n, pointsAccepted: 30n, returns: 1n, pointsReversedAccepted: 7n })
    const [always] = await listPartnerTotals(db, 1)
    expect(always).to.deep.include({ returns: 2n, pointsReversedAccepted: 12n })
    const [after] = await listPartnerTotals(db, 1, { createdFrom: later.recordedAt, createdUntil: null })
    expect(after).to.deep.include({ purchases: 0n, pointsAccepted: 0n, pointsReversedAccepted: 5n })
  })

  it('tell final lots from confirmed ones', async () => {
    const account = `0x${'ab'.repeat(20)}`
    const movement = {
      logIndex: 0,
      epoch: 3,
      account,
      kind: 'accrual' as const,
      transactionHash: `0x${'00'.repeat(32)}`,
    }
    await db.transaction((tx) =>
      insertRows(tx, 'movement', [
        { ...movement, blockNumber: 5n, points: 7n },
        { ...movement, blockNumber: 6n, points: 4n },
      ]),
    )
    expect(await listLots(db, [account])).to.deep.equal([{ account, epoch: 3, points: 11n }])
    expect(await listFinalLots(db, [account], 5n)).to.deep.equal([{ account, epoch: 3, points: 7n }])
    expect(await listFinalLots(db, [account], 4n)).to.deep.equal([])
    expect(await listFinalLots(db, [], 5n)).to.deep.equal([])
  })

  it('refuse a name, an address or an identifier that is taken', async () => {
    const member = aMember().build()
    const identifier = anIdentifier(member.id).build()
    await db.transaction(async (tx) => {
      await insertPartner(tx, aPartner().build())
      await insertMember(tx, member)
      await insertIdentifiers(tx, [identifier])
    })
    const codeOf = async (run: Parameters<Database['transaction']>[0]) =>
      ((await failureOf(db.transaction(run))) as { code?: string } | null)?.code
    expect(await codeOf((tx) => insertPartner(tx, aPartner(2).with('name', 'Partner 1').build()))).to.equal(
      'partner_exists',
    )
    expect(await codeOf((tx) => insertMember(tx, aMember(1).with('address', member.address).build()))).to.equal(
      'wallet_taken',
    )
    const another = anIdentifier(randomUUID()).build()
    const stolen = { ...identifier, memberId: randomUUID() }
    expect(await codeOf((tx) => insertIdentifiers(tx, [another, stolen]))).to.equal('identifier_taken')
    expect(await db.memberIdentifier.count()).to.equal(1)
  })

  it('let a wallet challenge be used once, and not when it has expired', async () => {
    const now = new Date('2026-03-02T09:00:00Z')
    const expiresAt = new Date(now.getTime() + 1)
    await db.transaction((tx) => insertWalletChallenge(tx, { nonce: 'n', expiresAt, usedAt: null }))
    const use = (at: Date) => db.transaction((tx) => useWalletChallenge(tx, 'n', at))
    expect(await use(expiresAt)).to.equal(false)
    expect((await Promise.all([use(now), use(now)])).sort()).to.deep.equal([false, true])
    expect(await use(now)).to.equal(false)
  })
})
