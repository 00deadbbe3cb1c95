import { expect } from 'chai'
import type { ContractTransactionResponse } from 'ethers'

import type { PointsToken__factory } from '../../typechain-types/factories/contracts/PointsToken__factory.js'
import { PlainPointsToken__factory } from '../../typechain-types/factories/contracts/mocks/PlainPointsToken__factory.js'
import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { deployWith, EPOCH, LOT_MAX, Module } from './support/coalition.ts'
import { mineAtEpoch, Outcome } from './support/ledger.ts'
import { packOrders, packRecords } from './support/records.ts'
import type { SpendOrder } from './support/records.ts'

const { loadFixture, setStorageAt } = networkHelpers

/** Far enough from the deployment that every lot of a word was alive at some time; shifted by 4, the flag `CLOSED`. */
const EPOCHS = 72n
const NONCE_MAX = 2n ** 20n - 1n
const SUPPLY_SLOT = 1n
/** In the supply word: another module than the first one issues. */
const ISSUANCE_REPLACED = 4n
/** Such a word has epoch 0 and, in its lots, an address and the topmost bit. */
const CLOSED = (1n << 238n) | (1n << 215n)
const RESERVED = (1n << 239n) | CLOSED

interface State {
  age: bigint
  lots: readonly bigint[]
  nonce?: bigint
  flags?: bigint
}

/** An account as the ledger's storage has it, beside the order that meets it. */
interface Case {
  account: string
  word: bigint
  points: bigint
  nonce: bigint
}

const wordOf = ({ age, lots, nonce = 0n, flags = 0n }: State): bigint =>
  lots.reduce(
    (word, lot, at) => word | (lot << BigInt(36 * at)),
    ((EPOCHS - age) << 240n) | (flags << 236n) | (nonce << 216n),
  )

const ages = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]
const single = (at: number, lot: bigint) => Array.from({ length: 6 }, (_, index) => (index === at ? lot : 0n))
const manyLots = [
  [10n, 20n, 30n, 40n, 50n, 60n],
  [10n, 1n, 0n, 0n, 0n, 0n],
  [LOT_MAX, LOT_MAX, LOT_MAX, LOT_MAX, LOT_MAX, LOT_MAX],
  [0n, 0n, 0n, 0n, 0n, 0n],
  ...[0, 1, 2, 3, 4, 5].map((at) => single(at, 7n)),
  single(5, LOT_MAX),
]

const addressAt = (index: number): string => ethers.getAddress(ethers.id(`twin ${index}`).slice(0, 42))

/** Every age with every row of lots, some points and a low or the highest nonce, then the nonces and flags at their edges. */
function spendCases(): Case[] {
  const states: [State, bigint, bigint][] = []
  for (const age of ages) {
    for (const lots of manyLots) {
      for (const points of [0n, 1n, 7n, 10n, 35n, 151n]) states.push([{ age, lots }, points, 1n])
      // A lot that was rolled beyond the oldest would make this account's nonce no higher than that of the order.
      states.push([{ age, lots }, 1n, NONCE_MAX])
    }
    for (const nonce of [0n, 5n, NONCE_MAX - 1n, NONCE_MAX]) {
      const lots = [9n, 0n, 0n, 0n, 0n, 0n]
      const next = [nonce - 2n, nonce, nonce + 1n, NONCE_MAX, NONCE_MAX + 1n, 2n ** 24n - 1n].filter(
        (each) => each >= 0n,
      )
      for (const each of next) states.push([{ age, lots, nonce }, 9n, each])
    }
    for (const flags of [1n, 2n, 3n]) states.push([{ age, lots: single(0, 9n), flags }, 1n, 1n])
  }
  states.push([{ age: 0n, lots: single(0, LOT_MAX) }, 2n ** 48n - 1n, 1n])
  const cases = states.map(([state, points, nonce], index) => ({
    account: addressAt(index),
    word: wordOf(state),
    points,
    nonce,
  }))
  const leadingOn = [CLOSED, RESERVED].map((flags, index) => ({
    account: addressAt(states.length + 2 * index),
    word: flags | BigInt(addressAt(states.length + 2 * index + 1)),
    points: 7n,
    nonce: 1n,
  }))
  return [...cases, ...leadingOn]
}

async function twinWith(Token?: typeof PointsToken__factory) {
  const deployed = await deployWith(EPOCH, Token)
  const [, , , , , issuer] = await ethers.getSigners()
  await deployed.token.replaceModule(Module.Issuance, issuer!)
  const place = await deployed.token.getAddress()
  const put = (account: string, word: bigint) => setStorageAt(place, ethers.toBeHex(BigInt(account) << 96n, 32), word)
  const putSupply = (lot: bigint) =>
    setStorageAt(
      place,
      SUPPLY_SLOT,
      wordOf({ age: 0n, nonce: ISSUANCE_REPLACED, lots: [lot, ...Array<bigint>(5).fill(LOT_MAX)] }),
    )
  return { ...deployed, issuer: issuer!, put, putSupply }
}

type Twin = Awaited<ReturnType<typeof twinWith>>

async function twinsFixture() {
  const twins = [await twinWith(), await twinWith(PlainPointsToken__factory as unknown as typeof PointsToken__factory)]
  const [{ token }] = twins as [Twin]
  await mineAtEpoch(token, EPOCHS - (await token.currentEpoch()))
  return twins
}

/** What a change leaves behind: logs to the byte, the accounts' words and the supply's. */
async function traceOf({ token }: Twin, cases: readonly Case[], sent: ContractTransactionResponse) {
  const { logs } = (await sent.wait())!
  const words = await Promise.all(cases.map(({ account }) => token.accountWord(account)))
  const supply = await ethers.provider.getStorage(await token.getAddress(), SUPPLY_SLOT)
  return { logs: logs.map(({ topics, data }) => [...topics, data]), words, supply }
}

const orderOf = ({ account, points, nonce }: Case): SpendOrder => ({ account, points, nonce })

/** Puts the accounts there, asks for the answer, sends the call, and looks. */
async function spendAll(twin: Twin, cases: readonly Case[]) {
  for (const { account, word } of cases) await twin.put(account, word)
  await twin.putSupply(LOT_MAX)
  const packed = packOrders(cases.map(orderOf))
  const spend = twin.token.connect(twin.redemption).spend
  const answer = await spend.staticCall(packed)
  return { answer: [...answer], ...(await traceOf(twin, cases, await spend(packed))) }
}

async function takeOne(twin: Twin, each: Case) {
  await twin.put(each.account, each.word)
  await twin.putSupply(LOT_MAX)
  const packed = `${packOrders([orderOf(each)])}000000`
  const take = twin.token.connect(twin.redemption).takeOne
  const answer = await take.staticCall(packed)
  return { answer, ...(await traceOf(twin, [each], await take(packed))) }
}

async function creditAll(twin: Twin, cases: readonly Case[]) {
  for (const { account, word } of cases) await twin.put(account, word)
  await twin.putSupply(0n)
  const issue = twin.token.connect(twin.issuer).issuePoints
  const packed = packRecords(cases)
  const answer = await issue.staticCall(packed)
  return { answer, ...(await traceOf(twin, cases, await issue(packed))) }
}

/** The ledger's assembly and `PlainPointsToken`, which says the same in Solidity, on storage that is put there. */
describe('The ledger and its plain twin', function () {
  // The clock runs far here; the next suite begins where it always does.
  after(backToGenesis)

  it('spend the same of accounts of every age, row of lots, nonce and flag', async function () {
    const [ours, plain] = (await loadFixture(twinsFixture)) as [Twin, Twin]
    const cases = spendCases()
    for (let from = 0; from < cases.length; from += 200) {
      const some = cases.slice(from, from + 200)
      expect(await spendAll(ours, some)).to.deep.equal(await spendAll(plain, some))
    }
  })

  it('take the same of an account that this epoch touched, and of one that it did not', async function () {
    const [ours, plain] = (await loadFixture(twinsFixture)) as [Twin, Twin]
    const cases = spendCases().filter(
      ({ word, points }) => word >> 240n >= EPOCHS - 1n && [1n, 9n, 10n].includes(points),
    )
    for (const each of cases) expect(await takeOne(ours, each)).to.deep.equal(await takeOne(plain, each))
  })

  it('credit the same to accounts of every age and row of lots', async function () {
    const [ours, plain] = (await loadFixture(twinsFixture)) as [Twin, Twin]
    const cases = spendCases().filter(({ points }) => points === 1n || points === 7n || points === 9n)
    const small = cases.filter(({ word }) => (word & LOT_MAX) !== LOT_MAX)
    for (let from = 0; from < small.length; from += 200) {
      const some = small.slice(from, from + 200)
      expect(await creditAll(ours, some)).to.deep.equal(await creditAll(plain, some))
    }
  })

  it('refuse a credit of no points, whatever the account', async function () {
    const [ours, plain] = (await loadFixture(twinsFixture)) as [Twin, Twin]
    for (const each of spendCases().filter(({ points }) => points === 0n)) {
      for (const twin of [ours, plain]) {
        await twin.put(each.account, each.word)
        await expect(twin.token.connect(twin.issuer).issuePoints.staticCall(packRecords([each])))
          .to.be.revertedWithCustomError(twin.token, 'PointsZero')
          .withArgs(each.account)
      }
    }
  })

  it('take nothing of points that have expired while nobody touched the ledger', async function () {
    const twins = (await loadFixture(twinsFixture)) as [Twin, Twin]
    const each = { account: addressAt(0), word: wordOf({ age: 0n, lots: single(0, 9n) }), points: 9n, nonce: 1n }
    for (const twin of twins) {
      await twin.put(each.account, each.word)
      await twin.putSupply(9n)
    }
    await mineAtEpoch(twins[0].token, 6n)
    for (const { token, redemption } of twins) {
      const packed = `${packOrders([orderOf(each)])}000000`
      expect(await token.connect(redemption).takeOne.staticCall(packed)).to.equal(Outcome.Insufficient)
    }
  })

  it('let nobody but the module take what it could take', async function () {
    const twins = (await loadFixture(twinsFixture)) as [Twin, Twin]
    const each = { account: addressAt(0), word: wordOf({ age: 0n, lots: single(0, 9n) }), points: 9n, nonce: 1n }
    for (const { token, anyone, put, putSupply } of twins) {
      await put(each.account, each.word)
      await putSupply(LOT_MAX)
      await expect(token.connect(anyone).takeOne(`${packOrders([orderOf(each)])}000000`))
        .to.be.revertedWithCustomError(token, 'NotTheModule')
        .withArgs(Module.Redemption, anyone.address)
      expect(await token.accountWord(each.account)).to.equal(each.word)
    }
  })
})
