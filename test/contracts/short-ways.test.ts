import { expect } from 'chai'
import { concat, Signature, toBeHex } from 'ethers'

import { backToGenesis, networkHelpers, provider } from './support/chain.ts'
import { keyOf, LOT_MAX } from './support/coalition.ts'
import { ledgerFixture, mineAtEpoch } from './support/ledger.ts'
import { modulesFixture } from './support/modules.ts'
import { packOrders } from './support/records.ts'
import type { SpendOrder } from './support/records.ts'
import { callOf, redeem, signedOrder, signedParts } from './support/redemption.ts'

const { loadFixture, setStorageAt, takeSnapshot } = networkHelpers

const ada = keyOf('ada').address

type Sent = Promise<{ hash: string; wait(): Promise<{ gasUsed: bigint } | null> }>

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

/** How often a transaction reads storage: the short ways read a word once, and who leaves one reads it again. */
async function readsOf(send: Sent): Promise<number> {
  const { hash } = await send
  const options = { disableMemory: true, disableStack: true, disableStorage: true }
  const { structLogs } = (await provider.request({ method: 'debug_traceTransaction', params: [hash, options] })) as {
    structLogs: { op: string }[]
  }
  return structLogs.filter(({ op }) => op === 'SLOAD').length
}

/** A ledger in epoch 8, whose storage says what accounts have, and what is in every lot of the supply. */
async function ledgerInEpochEight() {
  const ledger = await ledgerFixture()
  const { token, redemption, credit } = ledger
  await mineAtEpoch(token, 8n - (await token.currentEpoch()))
  await credit({ account: keyOf('bert').address, points: 1n })
  const place = await token.getAddress()
  const supply = BigInt(await provider.request({ method: 'eth_getStorageAt', params: [place, '0x1', 'latest'] }))
  const have = async (state: State, left = LOT_MAX) => {
    const word = (state.epoch << 240n) | (state.nonce << 216n) | lanesOf(state.lots)
    await setStorageAt(place, toBeHex(BigInt(ada) << 96n, 32), word)
    await setStorageAt(place, 1n, supply | lanesOf(Array<bigint>(6).fill(left)))
  }
  const takeOne = (order: SpendOrder) => token.connect(redemption).takeOne(`${packOrders([order])}000000`)
  return { ...ledger, have, takeOne }
}

const lanesOf = (lots: readonly bigint[]): bigint => lots.reduce((word, lot, at) => word | (lot << BigInt(36 * at)), 0n)

interface State {
  epoch: bigint
  nonce: bigint
  lots: readonly bigint[]
}

const NONCE_MAX = 2n ** 20n - 1n

/** Orders that need no more than taking points of this epoch: the last nonce, the lot, then what is ordered. */
const usual: [nonce: bigint, lot: bigint, next: bigint, points: bigint][] = [
  [0n, 9n, 1n, 9n],
  [0n, 9n, 1n, 1n],
  [0n, 9n, NONCE_MAX, 1n],
  [5n, LOT_MAX, 6n, LOT_MAX],
  [5n, LOT_MAX, 2n ** 19n, 3n],
  [NONCE_MAX - 1n, 1n, NONCE_MAX, 1n],
]

/** Orders of accounts none of whose points expired: the epoch of the account, its lots, and what is ordered. */
const simple: [epoch: bigint, lots: bigint[], points: bigint][] = [
  [8n, [10n, 20n, 30n, 40n, 50n, 60n], 210n],
  [8n, [0n, 0n, 0n, 0n, 0n, LOT_MAX], LOT_MAX],
  [7n, [10n, 20n, 30n, 40n, 50n, 0n], 150n],
  [7n, [0n, 0n, 0n, 0n, LOT_MAX, 0n], 1n],
  [6n, [10n, 20n, 30n, LOT_MAX, 0n, 0n], 100n],
  [5n, [10n, 20n, LOT_MAX, 0n, 0n, 0n], LOT_MAX],
  [4n, [10n, LOT_MAX, 0n, 0n, 0n, 0n], 5n],
  [3n, [LOT_MAX, 0n, 0n, 0n, 0n, 0n], LOT_MAX],
]

/** Whatever the compiler made of them, the short ways are shorter: a caller sees of them nothing but that. */
describe('The short ways', function () {
  // The clock runs far here; the next suite begins where it always does.
  after(backToGenesis)

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

  it('of the ledger take a usual order with one look at the supply and one at the account', async function () {
    const { have, takeOne } = await loadFixture(ledgerInEpochEight)
    for (const [nonce, lot, next, points] of usual) {
      await have({ epoch: 8n, nonce, lots: [lot] })
      expect(await readsOf(takeOne({ account: ada, points, nonce: next }))).to.equal(2)
    }
  })

  it('of the ledger spend of an account without expired points with one look at it', async function () {
    const { have, spend } = await loadFixture(ledgerInEpochEight)
    const none = await readsOf(spend())
    for (const [epoch, lots, points] of simple) {
      await have({ epoch, nonce: 0n, lots })
      expect(await readsOf(spend({ account: ada, points, nonce: 1n }))).to.equal(none + 1)
    }
    for (const [nonce, lot, next, points] of usual) {
      await have({ epoch: 8n, nonce, lots: [lot] })
      expect(await readsOf(spend({ account: ada, points, nonce: next }))).to.equal(none + 1)
    }
  })

  it('of the ledger credit an account without expired points with one look at it', async function () {
    const { have, credit } = await loadFixture(ledgerInEpochEight)
    const none = await readsOf(credit())
    for (const [epoch, lots] of simple) {
      await have({ epoch, nonce: 0n, lots }, 1n)
      expect(await readsOf(credit({ account: ada, points: 5n }))).to.equal(none + 1)
    }
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
