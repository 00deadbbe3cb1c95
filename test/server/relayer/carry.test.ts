import { expect } from 'chai'

import { buildReceiptsTree } from '../../../server/chain/receipts-tree.ts'
import { listEntriesOfBatch } from '../../../server/database/outbox.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { verifyReceipt } from '../../support/verify-receipt.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')

describe('a return whose points were already spent', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    await platform.accept([ANN, 10n], [BOB, 5n])
    await platform.settle()
  })

  const setPolicy = (returnPolicy: string) =>
    platform.database.partner.update({ where: { id: PARTNER }, data: { returnPolicy } })
  const accrue = async (...entries: [string, bigint][]) => {
    await platform.accept(...entries)
    await platform.settle()
  }
  const recoveries = async () =>
    (
      await platform.database.outboxEntry.findMany({ where: { kind: 'shortfall_recovery' }, orderBy: { seq: 'asc' } })
    ).map(({ points }) => points)

  it('is taken from the next accruals of the member, never more than is missing, and once', async () => {
    await setPolicy('carry')
    await accrue([ANN, -15n])
    expect(await platform.balance(ANN)).to.equal(0n)
    await accrue([ANN, 3n], [BOB, 7n])
    expect(await platform.balance(ANN)).to.equal(0n)
    expect(await platform.balance(BOB)).to.equal(12n)
    await accrue([ANN, 10n])
    await accrue([ANN, 4n])
    expect(await platform.balance(ANN)).to.equal(12n)
    expect(await recoveries()).to.deep.equal([-3n, -2n])
  })

  it('is taken once when one batch has several accruals of the member', async () => {
    await setPolicy('carry')
    await accrue([ANN, -15n])
    await accrue([ANN, 2n], [ANN, 2n], [ANN, 2n], [ANN, 2n])
    expect(await recoveries()).to.deep.equal([-2n, -2n, -1n])
    expect(await platform.balance(ANN)).to.equal(3n)
  })

  it('is taken only when the shortfall is final', async () => {
    await setPolicy('carry')
    await platform.accept([ANN, -15n])
    await platform.pass()
    await platform.pass()
    await platform.accept([ANN, 20n])
    await platform.run('form_batches')
    expect(await recoveries()).to.deep.equal([])
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(20n)
    await accrue([ANN, 1n])
    expect(await recoveries()).to.deep.equal([-1n])
  })

  it('stays with the partner under the other policy', async () => {
    await accrue([ANN, -15n])
    await accrue([ANN, 3n])
    expect(await platform.balance(ANN)).to.equal(3n)
    expect(await recoveries()).to.deep.equal([])
  })

  it('has a receipt of its own that explains the debit', async () => {
    await setPolicy('carry')
    await accrue([ANN, -15n])
    await accrue([ANN, 3n])
    const batch = await platform.database.batch.findFirstOrThrow({ orderBy: { firstEntry: 'desc' } })
    const entries = await listEntriesOfBatch(platform.database, batch.id)
    expect(entries.map(({ kind }) => kind)).to.deep.equal(['accrual', 'shortfall_recovery'])
    const tree = buildReceiptsTree(entries, 2)
    const root = batch.receiptsRoot as `0x${string}`
    expect(tree.root).to.equal(root)
    for (const entry of entries) {
      expect(verifyReceipt(root, entry, tree.proofOf(entry.entryNumber!), 2)).to.equal(true)
      expect(
        verifyReceipt(root, { ...entry, points: entry.points + 1n }, tree.proofOf(entry.entryNumber!), 2),
      ).to.equal(false)
    }
  })
})
