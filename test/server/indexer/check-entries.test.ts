import { expect } from 'chai'

import { findChainCursor } from '../../../server/database/chain-cursor.ts'
import {
  type CheckEntries,
  FINAL_BLOCKS_PER_CHECK,
  makeEntryCheck,
  QUIET_MS,
} from '../../../server/indexer/check-entries.ts'
import { saveRows } from '../../../server/database/engine/save-rows.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID, EDR_FINALITY_DEPTH } from '../../support/platform/edr-chain.ts'
import { aPartner } from '../../support/rows.ts'
import { type IndexerPlatform, openIndexerPlatform, PARTNER, projections } from './indexer-platform.ts'

const ANN = accountOf('ann')

describe('makeEntryCheck', function () {
  let platform: IndexerPlatform
  let check: CheckEntries

  beforeEach(async () => {
    platform = await openIndexerPlatform()
    await platform.database.transaction((tx) => saveRows(tx, 'partner', [aPartner(PARTNER).build()]))
    check = makeEntryCheck(platform.deps)
    await post(1n)
    await platform.follow()
  })

  const post = async (firstEntry: bigint) => {
    await platform.coalition.post({ partnerId: PARTNER, firstEntry, entries: [[ANN, 10n]] })
    await platform.coalition.edr.mine()
  }
  const mine = async (blocks: number) => {
    for (let block = 0; block < blocks; block++) await platform.coalition.edr.mine()
  }
  const makeFinal = async () => {
    await mine(EDR_FINALITY_DEPTH + 1)
    await platform.follow()
  }
  /** Every log of the newest block is hidden from now on. */
  const hideHead = async () => {
    const { hash, number } = await platform.coalition.edr.head()
    platform.wire.answer = async (args) => {
      const answer = await platform.coalition.edr.request(args)
      if (args.method !== 'eth_getLogs') return answer
      return (answer as { blockHash: string }[]).filter((log) => log.blockHash !== hash)
    }
    return number
  }
  /** The loop looks and finds nothing to do for a while. */
  const goQuiet = async () => {
    expect((await check()).kind).to.equal('not_due')
    platform.clock.advance(QUIET_MS)
    await platform.step()
  }
  const tellAll = () => (platform.wire.answer = platform.coalition.edr.request)
  const posted = async () => (await projections(platform.database)).postedBatches.map(({ firstEntry }) => firstEntry)
  const cursor = async () => (await findChainCursor(platform.database, EDR_CHAIN_ID))!

  it('asks once at first, then after so many final blocks, and once when the chain has gone quiet', async () => {
    expect((await check()).kind).to.equal('agrees')
    expect((await check()).kind).to.equal('not_due')
    const asked = await cursor()
    const before = FINAL_BLOCKS_PER_CHECK - (asked.finalizedNumber + BigInt(EDR_FINALITY_DEPTH) - asked.processedNumber)
    await mine(Number(before) - 1)
    await platform.follow()
    expect((await check()).kind).to.equal('not_due')
    await mine(1)
    await platform.follow()
    expect((await check()).kind).to.equal('agrees')
    await mine(1)
    await platform.follow()
    expect((await check()).kind).to.equal('not_due')
    platform.clock.advance(QUIET_MS - 1)
    await platform.step()
    expect((await check()).kind).to.equal('not_due')
    platform.clock.advance(1)
    expect((await check()).kind).to.equal('agrees')
    platform.clock.advance(QUIET_MS)
    await platform.step()
    expect((await check()).kind).to.equal('not_due')
  })

  it('finds a batch that an endpoint hid until it was final, and has its block read again', async () => {
    expect((await check()).kind).to.equal('agrees')
    const before = await cursor()
    await post(2n)
    const hidden = await hideHead()
    await makeFinal()
    expect((await cursor()).finalizedNumber >= hidden).to.equal(true)
    expect(await posted()).to.deep.equal([1n])
    await goQuiet()
    tellAll()
    expect(await check()).to.include({ kind: 'taken_back', to: before.finalizedNumber })
    expect(await cursor()).to.include({
      processedNumber: before.finalizedNumber,
      finalizedNumber: before.finalizedNumber,
    })
    expect((await platform.follow()).kind).to.equal('idle')
    expect(await posted()).to.deep.equal([1n, 2n])
    expect((await cursor()).finalizedNumber >= hidden).to.equal(true)
    await goQuiet()
    expect((await check()).kind).to.equal('agrees')
  })

  it('asks a lying endpoint again only after a while, until it tells', async () => {
    await check()
    await post(2n)
    await hideHead()
    await makeFinal()
    for (let lies = 0; lies < 3; lies++) {
      await goQuiet()
      expect((await check()).kind).to.equal('taken_back')
      await platform.follow()
      expect((await check()).kind).to.equal('not_due')
      expect(await posted()).to.deep.equal([1n])
    }
    tellAll()
    await goQuiet()
    expect((await check()).kind).to.equal('taken_back')
    await platform.follow()
    expect(await posted()).to.deep.equal([1n, 2n])
  })

  it("frees an indexer that the partner's next batch contradicts for ever", async () => {
    await check()
    await post(2n)
    await hideHead()
    await makeFinal()
    await post(3n)
    expect((await platform.follow()).kind).to.equal('contradicted')
    tellAll()
    expect((await platform.follow()).kind).to.equal('contradicted')
    await goQuiet()
    expect((await check()).kind).to.equal('taken_back')
    await platform.follow()
    expect(await posted()).to.deep.equal([1n, 2n, 3n])
  })

  it('builds all anew when this process does not know since when a batch is missing', async () => {
    await post(2n)
    await hideHead()
    await makeFinal()
    tellAll()
    expect(await check()).to.include({ kind: 'taken_back', to: null })
    expect(await posted()).to.deep.equal([1n, 2n])
  })

  it('leaves it to the process that leads', async () => {
    await post(2n)
    await hideHead()
    await makeFinal()
    tellAll()
    expect((await makeEntryCheck({ ...platform.deps, leader: 'second' })()).kind).to.equal('not_due')
    expect(await posted()).to.deep.equal([1n])
  })
})
