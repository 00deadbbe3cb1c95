import { expect } from 'chai'

import { QuorumMissing } from '../../../server/chain/chain-error.ts'
import { createChain, type Eip1193Request } from '../../../server/chain/client.ts'
import { relayerSteps } from '../../../server/relayer/steps.ts'
import type { Redemption } from '../../../server/database/redemptions.ts'
import { capture, enrol, fund, type Holder, redemptionOf, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

describe('a captured redemption that no block can burn', function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let card: Holder
  let wallet: Holder
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    card = await enrol(platform, 'card')
    wallet = await enrol(platform, 'wallet')
    await fund(platform, [card, 100n], [wallet, 100n])
  })

  const balance = (holder: Holder) => platform.balance(holder.member.address)
  const setState = (order: Redemption, state: 'voided' | 'captured') => {
    const now = platform.clock.now()
    const times = state === 'voided' ? { capturedAt: null, voidedAt: now } : { capturedAt: now, voidedAt: null }
    return platform.database.redemption.update({ where: { id: order.id }, data: { state, ...times } })
  }
  /** Captures an order of each holder, and has orders with higher nonces, of which this server decided nothing, burned first. */
  const captureWithDeadNonce = async (...holders: Holder[]): Promise<Redemption[]> => {
    const orders: Redemption[] = []
    for (const holder of holders) orders.push(await capture(platform, holder, 10n))
    for (const holder of holders) await capture(platform, holder, 1n)
    for (const order of orders) await setState(order, 'voided')
    await settleAll(platform)
    for (const order of orders) await setState(order, 'captured')
    return orders
  }

  it('for its nonce is signed anew by a hosted key, and refused for any other', async () => {
    const [own, hosted] = await captureWithDeadNonce(wallet, card)
    await settleAll(platform)
    expect((await redemptionOf(platform, own!)).refusedReason).to.equal('nonce_unusable')
    expect(await redemptionOf(platform, hosted!)).to.include({ refusedReason: null, renewals: 1, nonce: 3 })
    expect(await balance(wallet)).to.equal(99n)
    expect(await balance(card)).to.equal(89n)
  })

  const judgeBeforeDeadline = async (order: Redemption, ms: number) => {
    platform.clock.advance(order.deadline.getTime() - platform.clock.now().getTime() - ms)
    await platform.run('judge_orders')
    return redemptionOf(platform, order)
  }

  it('is not judged on the word of an endpoint that is left alone, and is once a second one answers', async () => {
    const [order] = await captureWithDeadNonce(card)
    const { relayer, coalition } = platform
    const honest = coalition.edr.request
    let isDown = true
    const other: Eip1193Request = async (args) => {
      if (isDown && args.method !== 'eth_chainId') throw new Error('connect ECONNREFUSED')
      return honest(args)
    }
    const { chainId, addresses } = relayer.chain
    const chain = await createChain({ endpoints: [honest, other], chainId, addresses, retry: { roundsMax: 1 } })
    const judge = relayerSteps({ ...relayer, chain }).find(({ name }) => name === 'judge_orders')!
    const refusal = await judge.run().then(
      () => null,
      (error: unknown) => error,
    )
    expect(refusal).to.be.instanceOf(QuorumMissing)
    expect(await redemptionOf(platform, order!)).to.include({ refusedReason: null, renewals: 0 })
    isDown = false
    await judge.run()
    expect(await redemptionOf(platform, order!)).to.include({ refusedReason: null, renewals: 1 })
  })

  it('for its nonce is signed anew a millisecond before its deadline, and for no longer', async () => {
    const [order] = await captureWithDeadNonce(card)
    const { deadline } = order!
    expect(await judgeBeforeDeadline(order!, 1)).to.deep.include({ renewals: 1, deadline, refusedReason: null })
  })

  it('for its nonce is not signed anew at its deadline', async () => {
    const [order] = await captureWithDeadNonce(card)
    expect(await judgeBeforeDeadline(order!, 0)).to.include({ renewals: 0, refusedReason: 'nonce_unusable' })
  })

  it('for its deadline is refused, by a hosted key too: the member has not consented again', async () => {
    const soon = new Date(platform.clock.now().getTime() + 30_000)
    const deadline = new Date(Math.floor(soon.getTime() / 1000) * 1000)
    const orders = [
      await capture(platform, wallet, 10n, { deadline }),
      await capture(platform, card, 10n, { deadline }),
    ]
    for (let pass = 0; pass < 5; pass++) await platform.pass()
    for (const order of orders) expect((await redemptionOf(platform, order)).refusedReason).to.equal(null)
    await platform.coalition.edr.mine(deadline.getTime() / 1000 + 1)
    platform.clock.advance(60_000)
    await settleAll(platform)
    for (const order of orders) {
      const { memberSignature } = order
      const refused = { refusedReason: 'expired', renewals: 0, memberSignature }
      expect(await redemptionOf(platform, order)).to.include(refused)
    }
    for (const holder of [wallet, card]) expect(await balance(holder)).to.equal(100n)
  })
})
