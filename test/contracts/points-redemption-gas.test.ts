import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'

import { backToGenesis, networkHelpers } from './support/chain.ts'
import { EPOCH, keyOf } from './support/coalition.ts'
import { modulesWith } from './support/modules.ts'
import type { Modules } from './support/modules.ts'
import { signedList, signedOrder } from './support/redemption.ts'
import type { SignedOrder } from './support/redemption.ts'

// To refresh: delete the file, run this test (it writes the file and fails), read the difference, commit it.
const snapshotFile = join(import.meta.dirname, 'redemption-gas-snapshot.json')

/** What docs/decisions/0012-redemption.md promises, in gas of the whole transaction per redemption. */
const limits: Record<string, number> = { 'redeem 50': 18_000 }

const MEMBERS = Array.from({ length: 50 }, (_, index) => keyOf(`member ${index}`))

/** A coalition in its steady state: members have redeemed before, and so has the partner, today. */
async function labFixture() {
  const lab = await modulesWith(EPOCH)
  await lab.credit(...MEMBERS.map(({ address }) => ({ account: address, points: 5_000n })))
  await post(lab, await ordersOf(lab, 1, 1n))
  return lab
}

async function ordersOf({ domain }: Modules, count: number, nonce: bigint): Promise<SignedOrder[]> {
  return Promise.all(
    MEMBERS.slice(0, count).map((key) => signedOrder(domain, { member: key.address, points: 800n, nonce }, key)),
  )
}

async function post(lab: Modules, orders: SignedOrder[]): Promise<bigint> {
  const call = await signedList(lab.domain, orders)
  const receipt = await (await lab.redemption.connect(lab.anyone).redeem(...call)).wait()
  return receipt!.gasUsed
}

async function measure(): Promise<Record<string, number>> {
  const lab = await networkHelpers.loadFixture(labFixture)
  const measured: Record<string, number> = {}
  for (const [index, count] of [1, 10, 50].entries()) {
    const gas = await post(lab, await ordersOf(lab, count, BigInt(index + 2)))
    measured[`redeem ${count}`] = Number((gas * 100n) / BigInt(count)) / 100
  }
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
