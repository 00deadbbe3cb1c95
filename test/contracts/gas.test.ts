import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'

import { backToGenesis, networkHelpers } from './support/chain.ts'
import {
  labFixture,
  labRecords,
  passEpoch,
  passMonth,
  plainLabFixture,
  post,
  seedHolders,
  spend,
} from './support/gas-lab.ts'

// To refresh: delete the file, run this test (it writes the file and fails), read the difference, commit it.
const snapshotFile = join(import.meta.dirname, 'gas-snapshot.json')

const perRecord = (gas: bigint, count: number) => Number((gas * 100n) / BigInt(count)) / 100

/** What each promise of docs/gas.md allows, in gas per record, everything included. */
const limits: Record<string, number> = {
  'credit existing 300': 7_560,
  'credit existing 1000': 7_380,
  'credit new 300': 24_750,
  'credit after an epoch 300': 7_650,
  'debit 300': 8_000,
}

async function measure(): Promise<Record<string, number>> {
  const { loadFixture } = networkHelpers
  const measured: Record<string, number> = {}
  for (const count of [1, 10, 100, 300]) {
    const lab = { ...(await loadFixture(labFixture)) }
    const records = labRecords(count, 'holder')
    measured[`credit new ${count}`] = perRecord(await post(lab, { credits: records }), count)
    measured[`credit existing ${count}`] = perRecord(await post(lab, { credits: records }), count)
    measured[`debit ${count}`] = perRecord(await post(lab, { debits: records }), count)
    await passEpoch()
    measured[`credit after an epoch ${count}`] = perRecord(await post(lab, { credits: records }), count)
  }
  await measureMonth(measured)
  await measurePlain(measured)
  const lab = { ...(await loadFixture(labFixture)) }
  const thousand = labRecords(1_000, 'holder')
  await seedHolders(lab, thousand)
  measured['credit existing 1000'] = perRecord(await post(lab, { credits: thousand }), 1_000)
  for (const [index, count] of [1, 10, 50].entries()) {
    const gas = await spend(lab, thousand.slice(0, count), BigInt(index + 1))
    measured[`spend at the ledger ${count}`] = perRecord(gas, count)
  }
  return measured
}

/** What the assembly is measured against: docs/decisions/0010-credit-loop.md. */
async function measurePlain(measured: Record<string, number>): Promise<void> {
  const lab = { ...(await networkHelpers.loadFixture(plainLabFixture)) }
  const records = labRecords(300, 'holder')
  measured['plain Solidity: credit new 300'] = perRecord(await post(lab, { credits: records }), 300)
  measured['plain Solidity: credit existing 300'] = perRecord(await post(lab, { credits: records }), 300)
  await passEpoch()
  measured['plain Solidity: credit after an epoch 300'] = perRecord(await post(lab, { credits: records }), 300)
}

/** The first batch of a month also stores the totals of the partner's last one. */
async function measureMonth(measured: Record<string, number>): Promise<void> {
  const lab = { ...(await networkHelpers.loadFixture(labFixture)) }
  const records = labRecords(300, 'holder')
  await post(lab, { credits: records })
  await passMonth()
  measured['credit after a month 300'] = perRecord(await post(lab, { credits: records }), 300)
}

describe('Gas', function () {
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
