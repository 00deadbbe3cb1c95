import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'

import { A, B, C, clearingFixture, closedFixture, MARCH } from './support/clearing.ts'
import { backToGenesis, ethers } from './support/chain.ts'
import { keyOf, PARTNER } from './support/coalition.ts'

// To refresh: delete the file, run this test (it writes the file and fails), read the difference, commit it.
const snapshotFile = join(import.meta.dirname, 'clearing-gas-snapshot.json')

/** EIP-7825: no transaction may have more. */
const TRANSACTION_GAS_MAX = 2 ** 24
const PARTNERS = 200n

interface Sent {
  wait(): Promise<{ gasUsed: bigint } | null>
}

const gasOf = async (sent: Promise<Sent>): Promise<number> => Number((await (await sent).wait())!.gasUsed)

/** A month in which each of the partners issued. */
async function manyPartners() {
  const coalition = await clearingFixture()
  const { registry, book, credit } = coalition
  for (let id = C.id + 1n; id <= PARTNERS; id += 1n) {
    if (id === PARTNER) continue
    await registry.register(id, `Partner ${id}`, C.issuer.address, C.till.address)
    await registry.raiseAllowance(id, 1_000n)
    await registry.setDailyLimit(id, 1_000n)
    await registry.setPrices(id, MARCH, 1_000_000n, 800_000n)
    await book({ ...C, id }, { credits: [{ account: keyOf('ada').address, points: 100n }] })
  }
  const credits = [{ account: keyOf('ada').address, points: 100n }]
  for (const partner of [A, B, C]) await book(partner, { credits })
  await credit(...credits)
  return coalition
}

async function measureClosing(): Promise<Record<string, number>> {
  const { clearing, passMonth } = await manyPartners()
  await passMonth(MARCH)
  const one = await gasOf(clearing.closeMonth(MARCH, 1n))
  const whole = await gasOf(clearing.closeMonth(MARCH, PARTNERS))
  expect((await clearing.monthOf(MARCH)).positions).to.equal(PARTNERS)
  await passMonth(MARCH + 1n)
  const idle = await gasOf(clearing.closeMonth(MARCH + 1n, PARTNERS))
  return { 'close 1 partner': one, 'close the other 199, and the month': whole, 'close a month of nothing': idle }
}

/** The first anchor of the archive's log, and one that follows. */
async function measureAnchors(): Promise<Record<string, number>> {
  const { logAnchors, operator, passMonth } = await clearingFixture()
  const anchors = logAnchors.connect(operator)
  await passMonth(MARCH)
  const first = await gasOf(anchors.anchor(MARCH, 1_000n, ethers.id('march')))
  await passMonth(MARCH + 1n)
  const next = await gasOf(anchors.anchor(MARCH + 1n, 2_000n, ethers.id('april')))
  return { 'anchor the log the first time': first, 'anchor the log': next }
}

async function measureSettlement(): Promise<Record<string, number>> {
  const { clearing, mark, dispute } = await closedFixture()
  const payment = ethers.id('a payment')
  return {
    dispute: await gasOf(dispute(A)),
    'resolve a dispute': await gasOf(clearing.resolveDispute(MARCH, A.id, payment)),
    'mark by the operator': await gasOf(clearing.markByOperator(MARCH, A.id, payment)),
    'mark by the partner, and settle': await gasOf(mark(A, payment, 1n)),
  }
}

describe('What clearing costs', function () {
  this.timeout(300_000)

  it('is as committed, and 200 partners fit into one transaction', async function () {
    await backToGenesis()
    const closing = await measureClosing()
    await backToGenesis()
    const settlement = await measureSettlement()
    await backToGenesis()
    const measured = { ...closing, ...settlement, ...(await measureAnchors()) }
    expect(measured['close the other 199, and the month']).to.be.lessThan(TRANSACTION_GAS_MAX)
    if (!existsSync(snapshotFile)) {
      await writeFile(snapshotFile, `${JSON.stringify(measured, null, 2)}\n`)
      throw new Error('wrote the snapshot: read it and commit it')
    }
    expect(measured).to.deep.equal(JSON.parse(await readFile(snapshotFile, 'utf8')))
  })
})
