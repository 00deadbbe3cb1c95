import { expect } from 'chai'

import { makeEntryCheck } from '../../../server/indexer/check-entries.ts'
import { catchUp, rebuildProjections } from '../../../server/indexer/rebuild-projections.ts'
import { projections } from '../indexer/indexer-platform.ts'
import {
  burnedOnChain,
  capture,
  enrol,
  fund,
  type Holder,
  redemptionOf,
  restore,
  settleAll,
} from './redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

describe('a captured redemption', function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let card: Holder
  let wallet: Holder
  let passkey: Holder
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    card = await enrol(platform, 'card')
    wallet = await enrol(platform, 'wallet')
    passkey = await enrol(platform, 'passkey')
    await fund(platform, [card, 100n], [wallet, 100n], [passkey, 100n])
  })

  const balance = (holder: Holder) => platform.balance(holder.member.address)
  const lists = () => platform.database.redemptionList.findMany({ orderBy: { seq: 'asc' } })
  const events = async () => (await projections(platform.database)).redemptionEvents

  it('is burned once with the others of its list, whatever key consented', async () => {
    for (const holder of [card, wallet, passkey]) await capture(platform, holder, 40n)
    await settleAll(platform)
    for (const holder of [card, wallet, passkey]) expect(await balance(holder)).to.equal(60n)
    expect((await lists()).map(({ state, orderCount }) => [state, orderCount])).to.deep.equal([['done', 3]])
    const burned = await events()
    expect(burned.map(({ kind, points }) => [kind, points])).to.deep.equal(Array(3).fill(['redeemed', 40n]))
    for (const { account } of burned) {
      const moved = await platform.database.movement.aggregate({ where: { account }, _sum: { points: true } })
      expect(moved._sum.points).to.equal(60n)
    }
  })

  it('waits for those of its account before it', async () => {
    const first = await capture(platform, wallet, 10n)
    const second = await capture(platform, wallet, 20n)
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(70n)
    expect((await lists()).map(({ orderCount }) => orderCount)).to.deep.equal([1, 1])
    for (const each of [first, second]) expect((await redemptionOf(platform, each)).refusedReason).to.equal(null)
  })

  it('waits while a hold before it could still be captured, and not longer', async () => {
    const hold = { state: 'held' as const, capturedAt: null }
    await capture(platform, wallet, 10n, { ...hold, expiresAt: new Date(platform.clock.now().getTime() + 20_000) })
    await capture(platform, wallet, 20n)
    for (let pass = 0; pass < 15; pass++) await platform.pass()
    expect(await lists()).to.have.length(0)
    platform.clock.advance(20_000)
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(80n)
  })

  it('is not sent while the points are not there, and is when they are', async () => {
    await capture(platform, wallet, 150n)
    const other = await capture(platform, card, 50n)
    for (let pass = 0; pass < 12; pass++) await platform.pass()
    expect(await lists()).to.have.length(1)
    expect((await redemptionOf(platform, other)).listId).to.not.equal(null)
    await platform.accept([wallet.member.address, 60n])
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(10n)
  })

  it('that the chain passed over for want of points is burned when they are there, with the same signature', async () => {
    const order = await capture(platform, wallet, 100n)
    const good = await capture(platform, card, 5n)
    await platform.run('form_redemption_lists', 'sign_redemption_lists')
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'sign_redemption_lists')
    // A return that is posted before the list takes what the order needs.
    await platform.accept([wallet.member.address, -1n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches', 'send_attempts')
    await platform.coalition.edr.mine()
    for (let pass = 0; pass < 14; pass++) await platform.pass()
    const refusal = await platform.database.redemptionEvent.findFirstOrThrow({ where: { kind: 'refused' } })
    expect(refusal.reason).to.equal('insufficient')
    expect(await balance(card)).to.equal(95n)
    expect((await redemptionOf(platform, good)).refusedReason).to.equal(null)
    await platform.accept([wallet.member.address, 1n])
    platform.clock.advance(60_000)
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(0n)
    expect((await redemptionOf(platform, order)).memberSignature).to.equal(order.memberSignature)
  })

  it('whose signature is none is refused for good, and the others go on', async () => {
    const bad = await capture(platform, wallet, 10n, { memberSignature: `0x${'11'.repeat(65)}` })
    await capture(platform, card, 10n)
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(100n)
    expect(await balance(card)).to.equal(90n)
    expect((await redemptionOf(platform, bad)).refusedReason).to.equal('signature_invalid')
  })

  it('is sent again when a reorg took its block, with the stored bytes, and burned once', async () => {
    await capture(platform, wallet, 40n)
    for (let pass = 0; pass < 4; pass++) await platform.pass()
    expect(await balance(wallet)).to.equal(60n)
    const raws = (await platform.database.attempt.findMany({})).map(({ raw }) => raw)
    await platform.coalition.edr.rewind(4)
    await platform.coalition.edr.dropPending()
    for (let block = 0; block < 6; block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    expect(await balance(wallet)).to.equal(100n)
    platform.clock.advance(60_000)
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(60n)
    expect((await platform.database.attempt.findMany({})).map(({ raw }) => raw)).to.include.members(raws)
    expect(await platform.database.call.count({ where: { kind: 'redemption' } })).to.equal(1)
    expect(await burnedOnChain(platform)).to.have.length(1)
  })

  it('that somebody else posted first is burned once and not refused', async () => {
    const order = await capture(platform, wallet, 40n)
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'sign_redemption_lists')
    const call = await platform.database.call.findFirstOrThrow({ where: { kind: 'redemption' } })
    await platform.run('bind_lane_calls')
    await platform.coalition.send(call.to as `0x${string}`, call.data as `0x${string}`)
    await platform.coalition.edr.mine()
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(60n)
    expect((await redemptionOf(platform, order)).refusedReason).to.equal(null)
    expect((await events()).map(({ kind }) => kind)).to.deep.equal(['redeemed', 'refused'])
  })

  it('is not refused because a foreign copy of its list carried rubbish for its signature', async () => {
    const order = await capture(platform, wallet, 40n)
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'sign_redemption_lists')
    const call = await platform.database.call.findFirstOrThrow({ where: { kind: 'redemption' } })
    const rubbish = call.data.replace(order.memberSignature!.slice(2), '22'.repeat(65))
    await platform.coalition.send(call.to as `0x${string}`, rubbish as `0x${string}`)
    await platform.coalition.edr.mine()
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(60n)
    expect((await events()).map(({ kind }) => kind)).to.deep.equal(['refused', 'redeemed'])
  })

  it('whose burn an endpoint hides is not signed anew, and comes to light', async () => {
    const deadline = new Date(Math.floor(platform.clock.now().getTime() / 1000) * 1000 + 90_000)
    const order = await capture(platform, card, 10n, { deadline })
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'sign_redemption_lists', 'bind_lane_calls', 'send_attempts')
    await platform.coalition.edr.mine()
    const { hash } = await platform.coalition.edr.head()
    const { answer } = platform.wire
    platform.wire.answer = async (args) => {
      const given = await answer(args)
      return args.method === 'eth_getLogs'
        ? (given as { blockHash: string }[]).filter((log) => log.blockHash !== hash)
        : given
    }
    await platform.coalition.edr.mine(deadline.getTime() / 1000 + 1)
    platform.clock.advance(60_000)
    for (let pass = 0; pass < 14; pass++) await platform.pass()
    const doubts = platform.events.filter(({ name }) => name === 'order_waits')
    expect(doubts).to.not.have.length(0)
    expect(await redemptionOf(platform, order)).to.include({ renewals: 0, refusedReason: null })
    platform.wire.answer = answer
    expect((await makeEntryCheck(platform.indexer)()).kind).to.equal('taken_back')
    for (let pass = 0; pass < 4; pass++) await platform.pass()
    expect(await platform.database.redemptionEvent.count({ where: { kind: 'redeemed' } })).to.equal(1)
    expect(await redemptionOf(platform, order)).to.include({ renewals: 0, refusedReason: null })
    expect(await burnedOnChain(platform)).to.have.length(1)
  })

  it('is in the same projections when they are built anew', async () => {
    const order = await capture(platform, wallet, 40n)
    await capture(platform, card, 10n)
    await settleAll(platform)
    await restore(platform, order, 15n)
    await settleAll(platform)
    const before = await projections(platform.database)
    await rebuildProjections(platform.indexer)
    expect(await projections(platform.database)).to.deep.equal(before)
    expect(before.redemptionEvents.map(({ kind }) => kind)).to.deep.equal(['redeemed', 'redeemed', 'restored'])
  })

  it('waits in view while redeeming is paused, and goes on by itself', async () => {
    const { coalition } = platform
    const pause = (name: 'pauseRedeeming' | 'resumeRedeeming') => coalition.token(name, [])
    await pause('pauseRedeeming')
    await coalition.edr.mine()
    await capture(platform, wallet, 40n)
    for (let pass = 0; pass < 6; pass++) await platform.pass()
    const parked = await platform.database.call.findFirstOrThrow({ where: { kind: 'redemption' } })
    expect(parked).to.include({ state: 'open', reason: 'RedeemingIsPaused', nonce: null })
    await pause('resumeRedeeming')
    await coalition.edr.mine()
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(60n)
  })

  it('waits again after its list failed as a whole, with a growing pause, and without a nonce', async () => {
    // The signer's key is not the one that the registry names: the whole list would revert.
    const { issuerOf } = platform.relayer
    const stranger = await issuerOf({ id: 99 } as never)
    platform.relayer.issuerOf = async () => stranger
    await capture(platform, wallet, 40n)
    for (let pass = 0; pass < 60; pass++) await platform.pass()
    const failed = await lists()
    expect(failed.length).to.be.within(3, 12)
    expect(failed.slice(0, -1).every(({ state }) => state === 'failed')).to.equal(true)
    const calls = await platform.database.call.findMany({ where: { kind: 'redemption', state: 'failed' } })
    expect(calls.every(({ reason, nonce }) => reason === 'PartnerSignatureInvalid' && nonce === null)).to.equal(true)
    platform.relayer.issuerOf = issuerOf
    await settleAll(platform, 120)
    expect(await balance(wallet)).to.equal(60n)
  })

  it('waits for a signer that does not answer', async () => {
    const { issuerOf } = platform.relayer
    platform.relayer.issuerOf = async (partner) => ({
      ...(await issuerOf(partner)),
      signTypedData: async () => `0x${'11'.repeat(65)}` as const,
    })
    await capture(platform, wallet, 40n)
    for (let pass = 0; pass < 6; pass++) await platform.pass()
    expect((await lists()).map(({ state }) => state)).to.deep.equal(['formed'])
    expect(await platform.database.call.count({ where: { kind: 'redemption' } })).to.equal(0)
    platform.relayer.issuerOf = issuerOf
    await settleAll(platform)
    expect(await balance(wallet)).to.equal(60n)
  })

  for (const orders of [49, 50, 51]) {
    it(`goes in a list of at most fifty: ${orders} at once`, async function () {
      this.timeout(120_000)
      const holders: Holder[] = []
      for (let count = 0; count < orders; count++) holders.push(await enrol(platform, 'wallet'))
      await fund(platform, ...holders.map((holder) => [holder, 2n] as const))
      for (const holder of holders) await capture(platform, holder, 1n)
      // Too young for a list, unless it is full.
      await platform.run('form_redemption_lists')
      expect((await lists()).map(({ orderCount }) => orderCount)).to.deep.equal(orders >= 50 ? [50] : [])
      await settleAll(platform)
      expect(await burnedOnChain(platform)).to.have.length(orders)
    })
  }
})
