import { expect } from 'chai'
import { concat, Signature } from 'ethers'

import { networkHelpers } from './support/chain.ts'
import { keyOf } from './support/coalition.ts'
import { ledgerFixture } from './support/ledger.ts'
import { modulesFixture } from './support/modules.ts'
import { packOrders } from './support/records.ts'
import { callOf, redeem, signedOrder, signedParts } from './support/redemption.ts'

const { loadFixture, takeSnapshot } = networkHelpers

const ada = keyOf('ada').address

type Sent = Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>

/** What each of some transactions costs, all sent at the same point of history. */
async function costsOf(...sendings: (() => Sent)[]): Promise<bigint[]> {
  const costs: bigint[] = []
  for (const send of sendings) {
    const snapshot = await takeSnapshot()
    const receipt = await (await send()).wait()
    costs.push(receipt!.gasUsed)
    await snapshot.restore()
  }
  return costs
}

/** Whatever the compiler made of them, the short ways are shorter: a caller sees of them nothing but that. */
describe('The short ways', function () {
  it('of the ledger take a single order for less than a list of one', async function () {
    const { token, redemption, credit, spend } = await loadFixture(ledgerFixture)
    await credit({ account: ada, points: 100n })
    const order = { account: ada, points: 10n, nonce: 1n }
    await spend(order)
    const next = { ...order, nonce: 2n }
    const [alone, list] = await costsOf(
      () => token.connect(redemption).takeOne(`${packOrders([next])}000000`),
      () => spend(next),
    )
    expect(alone).to.be.below(list!)
  })

  it('of redemption take a usual signature of the partner for less than a compact one', async function () {
    const modules = await loadFixture(modulesFixture)
    const { redemption, domain, credit } = modules
    await credit({ account: ada, points: 1_000n })
    await redeem(modules, await signedOrder(domain, { nonce: 1n }))
    const parts = await signedParts(domain, [await signedOrder(domain, { nonce: 2n })])
    const { r, yParityAndS } = Signature.from(parts.partnerSignature)
    const [usual, compact] = await costsOf(
      () => redemption.redeem(...callOf(parts)),
      () => redemption.redeem(...callOf({ ...parts, partnerSignature: concat([r, yParityAndS]) })),
    )
    expect(usual).to.be.below(compact!)
  })
})
