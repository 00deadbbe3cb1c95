import { randomUUID } from 'node:crypto'

import { expect } from 'chai'
import { DatabaseError } from 'pg'
import type { Database } from '../../../../server/database/engine/client.ts'
import { brokenConstraint, driverFailure } from '../../../../server/database/engine/driver-failure.ts'
import { insertRows, saveRows } from '../../../../server/database/engine/save-rows.ts'
import { failureOf } from '../../../support/failure.ts'
import { onPglite, sharedTestDatabase } from '../../../support/database.ts'
import { aHold } from '../../../support/reward-rows.ts'
import { aBatch, aMember, aPartner, aPurchase, aRedeemRate, anEntry } from '../../../support/rows.ts'

describe('Database.transaction', () => {
  let db: Database

  beforeEach(async () => {
    db = await sharedTestDatabase()
  })

  it('keeps nothing of a transaction that throws', async () => {
    const cause = new Error('no')
    const failure = await failureOf(
      db.transaction(async (tx) => {
        await insertRows(tx, 'purchase', [aPurchase().build()])
        throw cause
      }),
    )
    expect(failure).to.equal(cause)
    expect(await db.purchase.count()).to.equal(0)
  })

  it('goes on after a statement that fails', async () => {
    const failure = await failureOf(db.transaction((tx) => tx.$executeRaw`select 1 / 0`))
    expect(failure).to.be.instanceOf(Error)
    await db.transaction((tx) => insertRows(tx, 'purchase', [aPurchase().build()]))
    expect(await db.purchase.count()).to.equal(1)
  })

  it('lets no other query see, or slip into, what is not committed', async () => {
    const written = Promise.withResolvers<null>()
    const seen = Promise.withResolvers<null>()
    const failing = failureOf(
      db.transaction(async (tx) => {
        await insertRows(tx, 'purchase', [aPurchase().build()])
        written.resolve(null)
        await seen.promise
        throw new Error('undone')
      }),
    )
    await written.promise
    const count = db.purchase.count()
    const other = db.transaction((tx) => insertRows(tx, 'purchase', [aPurchase().with('orderRef', 'kept').build()]))
    setTimeout(() => seen.resolve(null), 50)
    await failing
    await other
    expect(await count).to.be.lessThan(2)
    expect((await db.purchase.findMany()).map(({ orderRef }) => orderRef)).to.deep.equal(['kept'])
  })

  it('runs a hundred transactions that are asked for at once', async () => {
    const rows = Array.from({ length: 100 }, () => aPurchase().build())
    await Promise.all(rows.map((row) => db.transaction((tx) => insertRows(tx, 'purchase', [row]))))
    expect(await db.purchase.count()).to.equal(100)
  })

  it('has all of them count where each adds one to the same row', async () => {
    await db.transaction((tx) => saveRows(tx, 'partner', [aPartner().build()]))
    const addOne = () =>
      db.transaction((tx) => tx.$executeRaw`update partner set next_entry_number = next_entry_number + 1`)
    await Promise.all(Array.from({ length: 20 }, addOne))
    expect((await db.partner.findFirst())?.nextEntryNumber).to.equal(21n)
  })

  // PGlite runs one transaction after the other.
  if (!onPglite())
    it('runs again what a deadlock ended', async () => {
      await db.transaction((tx) => saveRows(tx, 'partner', [aPartner(1).build(), aPartner(2).build()]))
      const bothHold = Promise.withResolvers<null>()
      let holding = 0
      let runs = 0
      const raise = (ids: [number, number]) =>
        db.transaction(async (tx) => {
          runs += 1
          for (const id of ids) {
            await tx.$executeRaw`update partner set next_entry_number = next_entry_number + 1 where id = ${id}`
            holding += 1
            if (holding >= 2) bothHold.resolve(null)
            await bothHold.promise
          }
        })
      await Promise.all([raise([1, 2]), raise([2, 1])])
      const partners = await db.partner.findMany()
      expect(partners.map(({ nextEntryNumber }) => nextEntryNumber)).to.deep.equal([3n, 3n])
      expect(runs).to.be.at.least(3)
    })
})

describe('the constraints of the tables', () => {
  let db: Database

  beforeEach(async () => {
    db = await sharedTestDatabase()
  })

  const account = `0x${'ab'.repeat(20)}`
  const broken = {
    redeem_rate_points_check: () => [['redeem_rate', { ...aRedeemRate(), points: 0n }]],
    redeem_rate_minor_check: () => [['redeem_rate', { ...aRedeemRate(), minor: 0n }]],
    redeem_rate_version_check: () => [['redeem_rate', { ...aRedeemRate(), version: 0 }]],
    redeem_rate_currency_check: () => [['redeem_rate', { ...aRedeemRate(), currency: 'gbp' }]],
    redemption_redeem_rate_check: () => [
      ['redemption', aHold({ heldAt: new Date(), rewardId: randomUUID(), redeemRateId: randomUUID() })],
    ],
    purchase_points_check: () => [['purchase', aPurchase().with('points', -1n).build()]],
    purchase_amount_minor_check: () => [
      ['purchase', aPurchase().with('amountMinor', -1n).with('eligibleMinor', -1n).build()],
    ],
    purchase_eligible_minor_check: () => [
      ['purchase', aPurchase().with('amountMinor', 1n).with('eligibleMinor', 2n).build()],
    ],
    purchase_currency_check: () => [['purchase', aPurchase().with('currency', 'gbp').build()]],
    member_address_check: () => [['member', aMember().with('address', account.toUpperCase()).build()]],
    member_derivation_index_check: () => [['member', aMember().with('derivationIndex', null).build()]],
    outbox_entry_points_check: () => [['outbox_entry', anEntry().with('points', 0n).build()]],
    outbox_entry_kind_check: () => [
      [
        'outbox_entry',
        anEntry()
          .with('kind', 'gift' as never)
          .with('points', -1n)
          .build(),
      ],
    ],
    outbox_entry_batch_check: () => [['outbox_entry', anEntry().with('entryNumber', 1n).build()]],
    batch_state_check: () => [
      [
        'batch',
        aBatch()
          .with('state', 'lost' as never)
          .build(),
      ],
    ],
    batch_signature_check: () => [['batch', aBatch().with('state', 'signed').build()]],
    batch_parked_reason_check: () => [['batch', aBatch().with('state', 'parked').build()]],
    partner_status_check: () => [
      [
        'partner',
        aPartner()
          .with('status', 'gone' as never)
          .build(),
      ],
    ],
    partner_issuer_keystore_check: () => [['partner', aPartner().with('issuerKind', 'hosted').build()]],
  } as const

  for (const [constraint, rows] of Object.entries(broken)) {
    it(`refuse what ${constraint} says`, async () => {
      for (const [table, row] of rows()) {
        const failure = await failureOf(db.transaction((tx) => insertRows(tx, table as 'purchase', [row as never])))
        expect(brokenConstraint(failure)).to.equal(constraint)
        expect(driverFailure(failure)).to.equal(null)
      }
    })
  }

  it('name the unique constraint that a plain insert broke', async () => {
    const row = aPurchase().build()
    const { id: _, ...sameOrder } = row
    await db.transaction((tx) => insertRows(tx, 'purchase', [row]))
    const { orderKey } = await db.purchase.findFirstOrThrow()
    const data = { ...sameOrder, orderRef: 'x', orderKey, id: crypto.randomUUID() }
    const failure = await failureOf(db.purchase.create({ data }))
    expect(brokenConstraint(failure)).to.equal('purchase_partner_id_order_key_key')
  })

  it('pass once there is room on the disk or in memory, or the standby may write', () => {
    for (const [code, meaning] of [
      ['53100', 'unreachable'],
      ['53200', 'unreachable'],
      ['25006', 'unreachable'],
      ['23505', null],
    ] as const)
      expect(driverFailure(Object.assign(new DatabaseError('it says why', 1, 'error'), { code })), code).to.equal(
        meaning,
      )
  })

  it('are not named by other errors', () => {
    expect(brokenConstraint(new Error('x'))).to.equal(null)
    expect(brokenConstraint(null)).to.equal(null)
    expect(driverFailure(undefined)).to.equal(null)
  })
})
