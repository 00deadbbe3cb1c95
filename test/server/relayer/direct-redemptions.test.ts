import { expect } from 'chai'
import { keccak256, toBytes } from 'viem'

import { redeemCall, restoreCall, type SignedOrder } from '../../../server/chain/redemption-calls.ts'
import { hashOrder, orderDigest } from '../../../server/chain/redemption-order-hash.ts'
import { listTypedData, restorationTypedData } from '../../../server/chain/redemption-typed-data.ts'
import { findBurn } from '../../../server/database/redemption-events.ts'
import { listDirectPostings } from '../../../server/database/direct-postings.ts'
import { listHistoryMarks } from '../../../server/database/member-history.ts'
import { listQuarantines } from '../../../server/database/unexplained-batches.ts'
import { orderDeadline, orderOf, type RedemptionOrder } from '../../../server/domain/redemption-order.ts'
import { compareWithChain } from '../../../server/indexer/compare-with-chain.ts'
import { FOREIGN_TRANSACTIONS_MAX, proveSpent } from '../../../server/relayer/prove-spent.ts'
import { reconcileWithChain } from '../../../server/relayer/reconcile.ts'
import { issuerOf } from '../../support/platform/coalition-chain.ts'
import { capture, enrol, fund, type Holder, redemptionOf, restore, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

describe('what a partner redeems and restores by itself', function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let ann: Holder
  let bob: Holder
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    ann = await enrol(platform, 'wallet')
    bob = await enrol(platform, 'card')
    await fund(platform, [ann, 100n], [bob, 100n])
  })

  const anOrder = ({ member }: Holder, nonce: number, points: bigint): RedemptionOrder => ({
    partnerId: PARTNER,
    member: member.address,
    points,
    reward: keccak256(toBytes(`direct ${nonce}`)),
    nonce,
    deadline: orderDeadline(platform.clock.now()),
  })
  const send = async (...orders: (readonly [Holder, RedemptionOrder])[]) => {
    const { chain } = platform.relayer
    const signed: SignedOrder[] = []
    for (const [{ sign }, order] of orders) signed.push({ order, signature: await sign(orderDigest(chain, order)) })
    const list = { partnerId: PARTNER, orders: signed.map(({ order }) => order) }
    const partnerSignature = await issuerOf(PARTNER).signTypedData(listTypedData(chain, list))
    const call = redeemCall(chain, { partnerId: PARTNER, orders: signed, partnerSignature })
    return platform.coalition.send(call.to, call.data)
  }
  const redeemDirectly = async (...orders: (readonly [Holder, RedemptionOrder])[]) => {
    const transactionHash = await send(...orders)
    await platform.coalition.edr.mine()
    await platform.follow()
    return transactionHash
  }
  const restoreDirectly = async (
    redemption: Parameters<typeof orderOf>[0],
    { points, restoredBefore }: { points: bigint; restoredBefore: bigint },
  ) => {
    const { chain, database } = platform.relayer
    const order = orderOf(redemption)
    const orderHash = hashOrder(order)
    const { rewardHash, account } = redemption
    const { nonce } = order
    const burn = (await findBurn(database, { partnerId: PARTNER, account, nonce, rewardHash }))!
    const proof = await proveSpent(platform.relayer, { burn, orderHash })
    if (typeof proof === 'string') throw new Error(proof)
    const toSign = { partnerId: PARTNER, orderHash, points, restoredBefore }
    const partnerSignature = await issuerOf(PARTNER).signTypedData(restorationTypedData(chain, toSign))
    const call = restoreCall(chain, { order, points, proof, partnerSignature })
    await platform.coalition.send(call.to, call.data)
    await platform.coalition.edr.mine()
    await platform.follow()
  }
  const expectStart = async () => {
    expect((await compareWithChain(platform.indexer, { isOwnChain: false })).kind).to.equal('agrees')
    await reconcileWithChain(platform.relayer)
    expect((await listQuarantines(platform.database)).size).to.equal(0)
  }
  const balance = ({ member }: Holder) => platform.balance(member.address)
  const historyOf = async ({ member }: Holder) => {
    const { database } = platform
    const filter = { kind: null, partnerId: null }
    const asked = { memberId: member.id, accounts: [member.address], before: null, expiries: [], filter, rowsMax: 9 }
    const marks = await listHistoryMarks(database, asked)
    const ids = marks.flatMap(({ source, id }) => (source === 'direct' ? [id] : []))
    const postings = await listDirectPostings(database, { accounts: [member.address], ids })
    return postings.map(({ kind, partnerId, points }) => [kind, partnerId, points])
  }
  const stateOf = async (id: string) => {
    const { state, failedReason } = await platform.database.restoration.findUniqueOrThrow({ where: { id } })
    return failedReason ?? state
  }

  it('counts, shows in the history, and stops neither a start nor the orders of others', async () => {
    const captured = await capture(platform, bob, 30n)
    await redeemDirectly([ann, anOrder(ann, 1, 60n)])
    await expectStart()
    await settleAll(platform)
    expect([await balance(ann), await balance(bob)]).to.deep.equal([40n, 70n])
    expect((await redemptionOf(platform, captured)).refusedReason).to.equal(null)
    expect(await historyOf(ann)).to.deep.equal([['redemption', PARTNER, -60n]])
    expect(await historyOf(bob)).to.deep.equal([])
    await expectStart()
  })

  it('kills an order of the same member with a lower number, and no other', async () => {
    const overtaken = await capture(platform, ann, 10n)
    const captured = await capture(platform, bob, 30n)
    await redeemDirectly([ann, anOrder(ann, 5, 60n)])
    for (let pass = 0; pass < 40; pass++) await platform.pass()
    expect((await redemptionOf(platform, overtaken)).refusedReason).to.equal('nonce_unusable')
    expect((await redemptionOf(platform, captured)).refusedReason).to.equal(null)
    expect([await balance(ann), await balance(bob)]).to.deep.equal([40n, 70n])
  })

  it('leaves what was redeemed here on that day to be restored', async () => {
    const captured = await capture(platform, bob, 30n)
    await settleAll(platform)
    await redeemDirectly([ann, anOrder(ann, 1, 20n)], [bob, anOrder(bob, 7, 5n)])
    await redeemDirectly([ann, anOrder(ann, 2, 1n)])
    const given = await restore(platform, captured, 10n)
    await settleAll(platform)
    expect(await stateOf(given)).to.equal('done')
    expect(await balance(bob)).to.equal(75n)
  })

  for (const [lists, expected] of [
    [FOREIGN_TRANSACTIONS_MAX, 'done'],
    [FOREIGN_TRANSACTIONS_MAX + 1, 'history_unknown'],
  ] as const)
    it(`is looked up in ${lists} transactions of a day: ${expected}`, async () => {
      const captured = await capture(platform, bob, 30n)
      await settleAll(platform)
      for (let nonce = 1; nonce <= lists; nonce++) await send([ann, anOrder(ann, nonce, 1n)])
      await platform.coalition.edr.mine()
      await platform.follow()
      expect(await balance(ann)).to.equal(100n - BigInt(lists))
      const given = await restore(platform, captured, 10n)
      await settleAll(platform)
      expect(await stateOf(given)).to.equal(expected)
    })

  it('gives points back once, when it restores what was redeemed here', async () => {
    const captured = await capture(platform, bob, 30n)
    await settleAll(platform)
    await restoreDirectly(captured, { points: 10n, restoredBefore: 0n })
    await expectStart()
    expect(await balance(bob)).to.equal(80n)
    const given = await restore(platform, captured, 20n)
    await settleAll(platform)
    // How much is still to come back is for the partner to say: it has used other means.
    expect(await stateOf(given)).to.equal('restored_elsewhere')
    expect(await balance(bob)).to.equal(80n)
    await expectStart()
  })

  it('gives back what it redeemed by itself', async () => {
    const order = anOrder(ann, 1, 60n)
    await redeemDirectly([ann, order])
    const row = { ...order, account: order.member, rewardHash: order.reward }
    await restoreDirectly(row, { points: 15n, restoredBefore: 0n })
    await expectStart()
    expect(await balance(ann)).to.equal(55n)
    expect((await historyOf(ann)).toSorted()).to.deep.equal([
      ['redemption', PARTNER, -60n],
      ['redemption_reversal', PARTNER, 15n],
    ])
  })
})
