import { expect } from 'chai'

import { endLead, findChainCursor, moveChainCursor } from '../../../server/database/chain-cursor.ts'
import { followChain } from '../../../server/indexer/follow-chain.ts'
import { LEAD_MS } from '../../../server/indexer/lead.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID } from '../../support/platform/edr-chain.ts'
import { type IndexerPlatform, openIndexerPlatform, PARTNER } from './indexer-platform.ts'

const ANN = accountOf('ann')

describe('several processes that follow one chain', function () {
  let platform: IndexerPlatform
  beforeEach(async () => {
    platform = await openIndexerPlatform()
  })

  const post = async (firstEntry: bigint, entries: [string, bigint][]) => {
    await platform.coalition.post({ partnerId: PARTNER, firstEntry, entries })
    await platform.coalition.edr.mine()
  }
  const cursor = async () => (await findChainCursor(platform.database, EDR_CHAIN_ID))!
  const pointsOfAnn = async () =>
    (await platform.database.movement.findMany({ where: { account: ANN } })).map(({ points }) => points)

  it('lets one of them follow, and another one when it falls silent', async () => {
    await post(1n, [[ANN, 10n]])
    const second = { ...platform.deps, leader: 'second' }
    expect((await platform.step()).kind).to.equal('applied')
    expect(await followChain(second)).to.deep.equal({ kind: 'not_leading' })
    platform.clock.advance(LEAD_MS + 1)
    expect((await followChain(second)).kind).to.not.equal('not_leading')
    expect(await platform.step()).to.deep.equal({ kind: 'not_leading' })
  })

  it('lets another one follow at once where the first one gives up the lead, and only its own', async () => {
    await platform.follow()
    const second = { ...platform.deps, leader: 'second' }
    const giveUp = (leader: string) =>
      platform.database.transaction((tx) => endLead(tx, { chainId: EDR_CHAIN_ID, leader, now: platform.clock.now() }))
    await giveUp('second')
    expect(await followChain(second)).to.deep.equal({ kind: 'not_leading' })
    await giveUp(platform.deps.leader)
    // It says since when nobody leads: a server is ready as long as that is not long ago.
    expect(await cursor()).to.deep.include({ leader: null, leaderUntil: platform.clock.now() })
    expect((await followChain(second)).kind).to.equal('idle')
    expect((await cursor()).leader).to.equal('second')
  })

  it('moves the cursor only from where it was seen, and only for whoever leads', async () => {
    await platform.follow()
    const seen = await cursor()
    const to = { number: seen.processedNumber + 1n, hash: '0xab' }
    const move = (picture: typeof seen) => platform.database.transaction((tx) => moveChainCursor(tx, picture, to))
    expect(await move({ ...seen, processedHash: '0xcd' })).to.equal(false)
    expect(await move({ ...seen, processedNumber: seen.processedNumber - 1n })).to.equal(false)
    expect(await move({ ...seen, leader: 'second' })).to.equal(false)
    expect(await move(seen)).to.equal(true)
    expect(await move(seen)).to.equal(false)
    expect(await cursor()).to.include({ processedNumber: to.number, processedHash: to.hash })
  })

  it('gives the write of a leader that was put to sleep no row to match', async () => {
    await platform.follow()
    await post(1n, [[ANN, 10n]])
    const second = { ...platform.deps, leader: 'second' }
    // While the first one reads, its lead runs out and the second one does the work.
    platform.wire.answer = async (args) => {
      if (args.method === 'eth_getLogs') {
        platform.wire.answer = platform.coalition.edr.request
        platform.clock.advance(LEAD_MS + 1)
        expect((await followChain(second)).kind).to.equal('applied')
      }
      return platform.coalition.edr.request(args)
    }
    expect(await platform.step()).to.deep.equal({ kind: 'not_leading' })
    expect(await pointsOfAnn()).to.deep.equal([10n])
    expect((await cursor()).leader).to.equal('second')
  })
})
