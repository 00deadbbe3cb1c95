import { expect } from 'chai'
import { encodeErrorResult } from 'viem'

import { partnerRegistryAbi } from '../../../abis/PartnerRegistry.ts'
import { readRedemption } from '../../../server/actions/redemptions/read-redemption.ts'
import { presentRedemption } from '../../../server/api/routes/redemptions/present-redemption.ts'
import { readEpochScale } from '../../../server/chain/read-ledger-at.ts'
import type { PartnerSigner } from '../../../server/chain/signer.ts'
import { savePartner } from '../../../server/database/partners.ts'
import type { Redemption } from '../../../server/database/redemptions.ts'
import { insertRows } from '../../../server/database/engine/save-rows.ts'
import { Transient } from '../../../server/domain/rejection.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { DEFAULT_RELAYER_LIMITS } from '../../../server/relayer/relayer.ts'
import { aReward } from '../../support/reward-rows.ts'
import { issuerOf } from '../../support/platform/coalition-chain.ts'
import { burnedOnChain, capture, enrol, fund, type Holder, redemptionOf, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const SILENT = 8
const { countersignMs, renewalsMax } = DEFAULT_RELAYER_LIMITS

/** Has the chain answer to a call as the contract does once the partner has left, which takes two days in public. */
function refuseAsLeft({ wire }: RelayerPlatform, data: string): void {
  const { answer } = wire
  const refusal = encodeErrorResult({ abi: partnerRegistryAbi, errorName: 'PartnerUnknown', args: [SILENT] })
  wire.answer = async (args) => {
    if (args.method === 'eth_estimateGas' && JSON.stringify(args.params).includes(data))
      throw Object.assign(new Error('execution reverted'), { code: 3, data: refusal })
    return answer(args)
  }
}

describe('a partner that never countersigns', function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let wallet: Holder
  let card: Holder
  let answers: () => Promise<PartnerSigner>
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    const { coalition, database, relayer } = platform
    const key = issuerOf(SILENT).address
    await coalition.registry('register', [SILENT, 'Silent', key, key])
    await coalition.edr.mine()
    await catchUp(platform.indexer)
    const partner = await database.partner.findUniqueOrThrow({ where: { id: PARTNER } })
    await database.transaction((tx) =>
      savePartner(tx, { ...partner, id: SILENT, name: 'Silent', issuerAddress: key } as never),
    )
    answers = () => Promise.reject(new Transient('The signer does not answer', null))
    relayer.issuerOf = async ({ id }) => (id === SILENT ? answers() : issuerOf(id))
    wallet = await enrol(platform, 'wallet')
    card = await enrol(platform, 'card')
    await fund(platform, [wallet, 100n], [card, 100n])
  })

  const balance = ({ member }: Holder) => platform.balance(member.address)
  const pass = async (count: number) => {
    for (let passes = 0; passes < count; passes++) await platform.pass()
  }
  const atSilent = (holder: Holder, points: bigint, changed: Partial<Redemption> = {}) =>
    capture(platform, holder, points, { partnerId: SILENT, ...changed })
  const eventsOf = async ({ id }: Redemption) =>
    (await platform.database.feedEvent.findMany({ where: { objectId: id }, orderBy: { number: 'asc' } })).map(
      ({ type }) => type,
    )
  /** What the partner's till reads. */
  const shown = async ({ id: redemptionId, partnerId }: Redemption) => {
    const { database: db, clock, relayer } = platform
    const ledger = { chainId: relayer.chain.chainId, epochScale: await readEpochScale(relayer.chain) }
    return presentRedemption(await readRedemption({ db, clock, ledger }, { partnerId, redemptionId }))
  }
  const isBurned = async (order: Redemption) => (await shown(order)).transactionHash !== null

  it('keeps no order of its members at another partner waiting for longer than the limit', async () => {
    const silent = await atSilent(wallet, 60n)
    const honest = await capture(platform, wallet, 40n)
    await pass(8)
    expect((await shown(silent)).state).to.equal('captured')
    const { askedAt } = await redemptionOf(platform, silent)
    expect(askedAt).to.not.equal(null)
    platform.clock.advance(askedAt!.getTime() + countersignMs - 1 - platform.clock.now().getTime())
    await platform.run('form_redemption_lists', 'form_redemption_lists')
    expect((await redemptionOf(platform, honest)).listId).to.equal(null)
    expect((await shown(silent)).state).to.equal('captured')
    platform.clock.advance(1)
    await platform.run('form_redemption_lists')
    expect(await shown(silent)).to.include({ state: 'gave_way', refusedReason: null })
    await pass(20)
    expect(await isBurned(honest)).to.equal(true)
    expect(await shown(silent)).to.include({ state: 'refused', refusedReason: 'gave_way', transactionHash: null })
    expect(await eventsOf(silent)).to.deep.equal(['redemption.gave_way', 'redemption.refused'])
    expect(await balance(wallet)).to.equal(60n)
    expect(await burnedOnChain(platform)).to.deep.equal([[wallet.member.address, 2, 40n]])
  })

  it('that answers again in time has its order burned, and then the other', async () => {
    const silent = await atSilent(wallet, 60n)
    const honest = await capture(platform, wallet, 40n)
    await pass(8)
    answers = async () => issuerOf(SILENT)
    platform.clock.advance(countersignMs - 60_000)
    await settleAll(platform)
    expect(await burnedOnChain(platform)).to.deep.equal([
      [wallet.member.address, 1, 60n],
      [wallet.member.address, 2, 40n],
    ])
    for (const each of [silent, honest]) expect((await shown(each)).state).to.equal('final')
    expect((await redemptionOf(platform, silent)).askedAt).to.equal(null)
    expect(await eventsOf(silent)).to.deep.equal([])
  })

  it('loses nothing but its own orders: others of its list wait on and are burned when it answers', async () => {
    const silent = await atSilent(wallet, 60n)
    const other = await atSilent(card, 30n)
    await pass(3)
    const honest = await capture(platform, wallet, 40n)
    platform.clock.advance(countersignMs)
    await pass(20)
    expect(await isBurned(honest)).to.equal(true)
    expect((await shown(other)).state).to.equal('captured')
    answers = async () => issuerOf(SILENT)
    platform.clock.advance(60_000)
    await settleAll(platform)
    expect((await shown(other)).state).to.equal('final')
    expect((await shown(silent)).refusedReason).to.equal('gave_way')
    expect(await balance(card)).to.equal(70n)
  })

  it('has the order of a hosted key signed anew when it answers, once, and never keeps others waiting again', async () => {
    const silent = await atSilent(card, 50n)
    const first = await capture(platform, card, 10n)
    await pass(3)
    platform.clock.advance(countersignMs)
    await pass(20)
    expect(await isBurned(first)).to.equal(true)
    expect(await shown(silent)).to.include({ state: 'gave_way', nonce: 3 })
    // Its clock does not begin anew: the next order of the member goes ahead at once.
    const second = await capture(platform, card, 10n)
    await pass(8)
    expect(await isBurned(second)).to.equal(true)
    answers = async () => issuerOf(SILENT)
    platform.clock.advance(10 * 60_000)
    await settleAll(platform)
    expect((await shown(silent)).state).to.equal('final')
    expect(await balance(card)).to.equal(30n)
    expect((await burnedOnChain(platform)).map(([, , points]) => points)).to.deep.equal([10n, 10n, 50n])
  })

  it('is refused for good after so many renewals, and the points are the members again', async () => {
    const silent = await atSilent(card, 50n)
    await pass(3)
    platform.clock.advance(countersignMs)
    for (let round = 0; round <= renewalsMax; round++) {
      expect((await redemptionOf(platform, silent)).renewals).to.equal(round)
      await capture(platform, card, 1n)
      await pass(16)
    }
    expect(await shown(silent)).to.include({ state: 'refused', refusedReason: 'gave_way' })
    expect(await eventsOf(silent)).to.deep.equal(['redemption.gave_way', 'redemption.refused'])
  })

  it('gets no reward given away: the claim of an order that is refused is cancelled', async () => {
    const reward = aReward({ partnerId: SILENT })
    const silent = await atSilent(wallet, 60n, { rewardId: reward.id })
    const claim = {
      id: silent.id,
      rewardId: reward.id,
      partnerId: SILENT,
      memberId: wallet.member.id,
      redemptionId: silent.id,
      state: 'issued' as const,
      voucher: 'ABCDEFGHJK',
      issuedAt: platform.clock.now(),
      expiresAt: null,
      redeemedAt: null,
      cancelledAt: null,
    }
    await platform.database.transaction(async (tx) => {
      await insertRows(tx, 'reward', [reward])
      await insertRows(tx, 'reward_claim', [claim])
    })
    await capture(platform, wallet, 40n)
    await pass(3)
    platform.clock.advance(countersignMs)
    await pass(20)
    expect((await shown(silent)).state).to.equal('refused')
    expect((await platform.database.rewardClaim.findUniqueOrThrow({ where: { id: claim.id } })).state).to.equal(
      'cancelled',
    )
  })

  it('keeps nobody waiting with orders that cannot be burned, however many: want of points gives way too', async () => {
    const short = await atSilent(wallet, 150n)
    const honest = await capture(platform, wallet, 40n)
    await pass(3)
    platform.clock.advance(short.capturedAt!.getTime() + countersignMs - 1 - platform.clock.now().getTime())
    await platform.run('form_redemption_lists')
    expect((await redemptionOf(platform, honest)).listId).to.equal(null)
    platform.clock.advance(1)
    await platform.run('form_redemption_lists')
    expect((await redemptionOf(platform, honest)).listId).to.not.equal(null)
    expect((await shown(short)).state).to.equal('gave_way')
    await pass(20)
    expect(await isBurned(honest)).to.equal(true)
    expect((await shown(short)).refusedReason).to.equal('gave_way')
  })

  it('fills no look for orders with thousands that cannot be burned', async () => {
    const poor = await enrol(platform, 'wallet')
    const order = await atSilent(poor, 1n)
    const { database } = platform
    const rows = Array.from({ length: 5_000 }, (_, at) => {
      const tail = (at + 1).toString(16).padStart(12, '0')
      const { seq: _seq, metadata: _metadata, ...row } = order
      const hashes = { orderHash: `0x${tail.padStart(64, '0')}`, rewardHash: `0x${tail.padStart(64, 'a')}` }
      const names = { id: `01900000-0000-7000-e000-${tail}`, reference: `many ${at}`, referenceKey: tail, salt: '0x' }
      return { ...row, ...names, ...hashes, nonce: at + 2 }
    })
    await database.redemption.createMany({ data: rows })
    const honest = await capture(platform, card, 10n)
    await pass(5)
    expect(await isBurned(honest)).to.equal(true)
  })

  it('fills no look for signatures with many lists that it does not sign', async () => {
    platform.relayer.limits.listOrdersMax = 1
    const sybils = await Promise.all(Array.from({ length: 17 }, () => enrol(platform, 'wallet')))
    await fund(platform, ...sybils.map((holder) => [holder, 1n] as const))
    for (const sybil of sybils) {
      await atSilent(sybil, 1n)
      await platform.run('form_redemption_lists')
    }
    const honest = await capture(platform, card, 10n)
    await platform.run('form_redemption_lists', 'sign_redemption_lists')
    expect((await shown(honest)).state).to.equal('submitted')
    expect(await platform.database.redemptionList.count({ where: { partnerId: SILENT, state: 'formed' } })).to.equal(17)
  })

  it('cannot sign a list afterwards that was taken back', async () => {
    const late = Promise.withResolvers<PartnerSigner>()
    answers = () => late.promise
    const silent = await atSilent(wallet, 60n)
    await platform.run('form_redemption_lists')
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists')
    const asking = platform.run('sign_redemption_lists')
    await platform.database.redemption.update({
      where: { id: silent.id },
      data: { askedAt: new Date(platform.clock.now().getTime() - countersignMs) },
    })
    const honest = await capture(platform, wallet, 40n)
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'form_redemption_lists')
    late.resolve(issuerOf(SILENT))
    await asking
    answers = () => Promise.reject(new Transient('The signer does not answer', null))
    await pass(20)
    expect(await burnedOnChain(platform)).to.deep.equal([[wallet.member.address, 2, 40n]])
    expect(await isBurned(honest)).to.equal(true)
    expect((await shown(silent)).refusedReason).to.equal('gave_way')
  })

  it('that leaves the coalition keeps no orders waiting with what it signed before', async () => {
    answers = async () => issuerOf(SILENT)
    const silent = await atSilent(wallet, 60n)
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'sign_redemption_lists')
    const { data } = await platform.database.call.findFirstOrThrow({ where: { kind: 'redemption' } })
    refuseAsLeft(platform, data)
    const honest = await capture(platform, wallet, 40n)
    await pass(6)
    expect((await platform.calls()).at(-1)).to.include({ state: 'open', reason: 'PartnerUnknown', nonce: null })
    expect(await isBurned(honest)).to.equal(false)
    platform.clock.advance(countersignMs)
    await pass(20)
    expect(await isBurned(honest)).to.equal(true)
    expect((await shown(silent)).refusedReason).to.equal('gave_way')
  })
})
