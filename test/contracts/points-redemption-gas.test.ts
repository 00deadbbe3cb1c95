import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'
import type { Overrides } from 'ethers'

import { backToGenesis, ethers, networkHelpers } from './support/chain.ts'
import { DAY, EPOCH, keyOf, PARTNER } from './support/coalition.ts'
import { modulesWith } from './support/modules.ts'
import type { Modules } from './support/modules.ts'
import { signP256 } from './support/p256.ts'
import { passkeyOf } from './support/passkey.ts'
import { anOrder, orderHashOf, restorationTypes, signedList, signedOrder } from './support/redemption.ts'
import type { SignedOrder } from './support/redemption.ts'

// To refresh: delete the file, run this test (it writes the file and fails), read the difference, commit it.
const snapshotFile = join(import.meta.dirname, 'redemption-gas-snapshot.json')

/** What docs/decisions/0012-redemption.md promises, in gas of the whole transaction per redemption. */
const limits: Record<string, number> = {
  'redeem 1': 57_250,
  'redeem 1, with an access list': 57_000,
  'redeem 10': 21_000,
  'redeem 50': 18_000,
  'redeem by passkey 1': 75_000,
  'redeem by passkey 50': 36_000,
}

/** The word of all points lies behind that of the zero address. */
const SUPPLY_SLOT = 1n

const MEMBERS = Array.from({ length: 50 }, (_, index) => keyOf(`member ${index}`))
const SECRETS = Array.from({ length: 50 }, (_, index) => ethers.id(`phone ${index}`).replace('0x', '0x00').slice(0, 66))
const PHONES = SECRETS.map((secret) => passkeyOf(secret))

/** A coalition in its steady state: the partner has redeemed before, today too. */
async function labFixture() {
  const lab = await modulesWith(EPOCH)
  const accounts = [...MEMBERS.map(({ address }) => address), ...PHONES.map(({ address }) => address)]
  await lab.credit(...accounts.map((account) => ({ account, points: 5_000n })))
  await post(lab, await ordersOf(lab, 1, 1n))
  return lab
}

type Orders = (lab: Modules, count: number, nonce: bigint) => Promise<SignedOrder[]>

const ordersOf: Orders = ({ domain }, count, nonce) =>
  Promise.all(
    MEMBERS.slice(0, count).map((key) => signedOrder(domain, { member: key.address, points: 800n, nonce }, key)),
  )

/** Signed by a textbook formula, because node's own signatures differ from run to run, and so do their zero bytes. */
const passkeyOrdersOf: Orders = ({ redemption }, count, nonce) =>
  Promise.all(
    PHONES.slice(0, count).map(async (phone, index) => {
      const order = anOrder({ member: phone.address, points: 800n, nonce })
      const signDigest = (digest: string) => signP256(BigInt(SECRETS[index]!), digest, BigInt(digest) >> 8n)
      return { order, signature: phone.assert(await redemption.digestOfOrder(PARTNER, order), { signDigest }) }
    }),
  )

async function gasOf(sending: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>): Promise<number> {
  return Number((await (await sending).wait())!.gasUsed)
}

async function post(lab: Modules, orders: SignedOrder[], overrides: Overrides = {}): Promise<number> {
  return gasOf(lab.redemption.connect(lab.anyone).redeem(...(await signedList(lab.domain, orders)), overrides))
}

/** EIP-2930: the ledger and the two words of it that a redemption changes. It names nothing that a poster does not know. */
async function measureWithAccessList(measured: Record<string, number>): Promise<void> {
  const lab = await networkHelpers.loadFixture(labFixture)
  const accountSlot = (member: string) => ethers.toBeHex(BigInt(member) << 96n, 32)
  const storageKeys = [ethers.toBeHex(SUPPLY_SLOT, 32), accountSlot(MEMBERS[0]!.address)]
  const accessList = [{ address: await lab.token.getAddress(), storageKeys }]
  measured['redeem 1, with an access list'] = await post(lab, await ordersOf(lab, 1, 2n), { type: 2, accessList })
}

/** The member's last change was in another epoch, so that its word must be rolled first. */
async function measureOlderPoints(measured: Record<string, number>): Promise<void> {
  const lab = await networkHelpers.loadFixture(labFixture)
  await networkHelpers.time.increase(EPOCH)
  await post(lab, (await ordersOf(lab, 2, 2n)).slice(1))
  measured['redeem 1, points of an earlier epoch'] = await post(lab, await ordersOf(lab, 1, 2n))
}

async function measureLists(measured: Record<string, number>, name: string, orders: Orders): Promise<void> {
  const lab = await networkHelpers.loadFixture(labFixture)
  for (const [index, count] of [1, 10, 50].entries()) {
    const gas = await post(lab, await orders(lab, count, BigInt(index + 2)))
    measured[`${name} ${count}`] = Math.round((gas * 100) / count) / 100
  }
}

/** A partner's first list of a day, while that day's place in its ring was never used. */
async function measureFirstOfDay(measured: Record<string, number>): Promise<void> {
  const lab = await networkHelpers.loadFixture(labFixture)
  await networkHelpers.time.increase(DAY)
  measured['redeem 1, first use of a day of the ring'] = await post(lab, await ordersOf(lab, 1, 2n))
}

async function measureRestore(measured: Record<string, number>): Promise<void> {
  const lab = await networkHelpers.loadFixture(labFixture)
  const { redemption, domain, till } = lab
  const day = BigInt(Math.floor((await networkHelpers.time.latest()) / DAY))
  const chainBefore = await redemption.chainOf(PARTNER, day)
  const [signed] = await ordersOf(lab, 1, 2n)
  const { order } = signed!
  await post(lab, [signed!])
  const proof = { day, chainBefore, spentOrders: [orderHashOf(order)], position: 0n, laterLists: [] }
  const value = { partnerId: PARTNER, order: orderHashOf(order), points: 800n, restoredBefore: 0n }
  const signature = await till.signTypedData(domain, restorationTypes, value)
  measured.restore = await gasOf(redemption.restore(PARTNER, order, 800n, proof, signature))
}

async function measure(): Promise<Record<string, number>> {
  const measured: Record<string, number> = {}
  await measureLists(measured, 'redeem', ordersOf)
  await measureLists(measured, 'redeem by passkey', passkeyOrdersOf)
  await measureWithAccessList(measured)
  await measureOlderPoints(measured)
  await measureFirstOfDay(measured)
  await measureRestore(measured)
  return measured
}

describe('Gas of redeeming', function () {
  this.timeout(300_000)

  before(backToGenesis)
  after(backToGenesis)

  it('is what the snapshot says, and within the promises', async function () {
    const measured = await measure()
    if (!existsSync(snapshotFile)) {
      await writeFile(snapshotFile, `${JSON.stringify(measured, null, 2)}\n`)
      expect.fail('Snapshot written: read it, commit it, run again.')
    }
    expect(measured).to.deep.equal(JSON.parse(await readFile(snapshotFile, 'utf8')))
    for (const [name, limit] of Object.entries(limits)) expect(measured[name], name).to.be.at.most(limit)
  })
})
