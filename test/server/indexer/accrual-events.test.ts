import { expect } from 'chai'

import { listFeedEvents } from '../../../server/database/feed-events.ts'
import { insertRows } from '../../../server/database/engine/save-rows.ts'
import { catchUp, rebuildProjections } from '../../../server/indexer/rebuild-projections.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { EDR_FINALITY_DEPTH } from '../../support/platform/edr-chain.ts'
import { aPurchase } from '../../support/rows.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from '../relayer/relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')

describe('accrual.finalized in the events feed', function () {
  let platform: RelayerPlatform

  beforeEach(async () => {
    platform = await openRelayerPlatform()
  })

  /** Accepts an accrual together with the purchase that it is for. */
  async function sell(account: string, points: bigint): Promise<string> {
    await platform.accept([account, points])
    const [entry] = await platform.database.outboxEntry.findMany({ orderBy: { seq: 'desc' }, take: 1 })
    const purchase = aPurchase(entry!.memberId)
      .with('id', entry!.sourceId)
      .with('partnerId', PARTNER)
      .with('points', points)
      .build()
    await platform.database.transaction((tx) => insertRows(tx, 'purchase', [purchase]))
    return entry!.id
  }
  const events = () => listFeedEvents(platform.database, { partnerId: PARTNER, after: 0n, rowsMax: 100 })
  /** Batches have events of their own between these. */
  const told = async () =>
    (await events()).filter(({ type }) => type === 'accrual.finalized').map(({ type, objectId }) => [type, objectId])
  const mine = async (blocks: number) => {
    for (let block = 0; block < blocks; block++) await platform.coalition.edr.mine()
  }

  it('comes when the block of the batch is final, and not before', async () => {
    const entryId = await sell(ANN, 30n)
    await platform.pass()
    expect(await platform.balance(ANN)).to.equal(30n)
    await mine(EDR_FINALITY_DEPTH - 1)
    await catchUp(platform.indexer)
    expect(await told()).to.deep.equal([])
    await mine(1)
    await catchUp(platform.indexer)
    expect(await told()).to.deep.equal([['accrual.finalized', entryId]])
    const [event] = await events()
    expect(event!.data).to.include({ entryId, points: '30' })
  })

  it('comes once for each accrual, and for no reversal', async () => {
    const first = await sell(ANN, 30n)
    await platform.settle()
    const second = await sell(BOB, 12n)
    await platform.accept([ANN, -5n])
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(25n)
    await mine(EDR_FINALITY_DEPTH)
    await catchUp(platform.indexer)
    expect(await told()).to.deep.equal([
      ['accrual.finalized', first],
      ['accrual.finalized', second],
    ])
  })

  it('does not come again when the projections are built anew', async () => {
    const first = await sell(ANN, 30n)
    await platform.settle()
    const before = await events()
    await rebuildProjections(platform.indexer)
    await rebuildProjections(platform.indexer)
    expect(await events()).to.deep.equal(before)
    const second = await sell(BOB, 12n)
    await platform.settle()
    expect(await told()).to.deep.equal([
      ['accrual.finalized', first],
      ['accrual.finalized', second],
    ])
  })

  it('comes once when a reorg moved the batch to another block before it was final', async () => {
    const entryId = await sell(ANN, 30n)
    await platform.pass()
    const blockOfBatch = async () => (await platform.database.postedBatch.findMany()).map(({ blockHash }) => blockHash)
    const before = await blockOfBatch()
    await platform.coalition.edr.rewind(1)
    await mine(2)
    await catchUp(platform.indexer)
    expect(await blockOfBatch())
      .to.have.length(1)
      .and.not.deep.equal(before)
    expect(await told()).to.deep.equal([])
    await mine(EDR_FINALITY_DEPTH)
    await catchUp(platform.indexer)
    expect(await told()).to.deep.equal([['accrual.finalized', entryId]])
  })
})
