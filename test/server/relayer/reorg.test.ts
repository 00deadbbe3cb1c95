import { expect } from 'chai'

import { HEAD_BEHIND_MS_MAX } from '../../../server/indexer/follow-chain.ts'
import { catchUp, rebuildProjections } from '../../../server/indexer/rebuild-projections.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')

describe('a chain that changes its mind', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform()
  })

  const ask = (method: string, ...params: unknown[]) => platform.coalition.edr.request({ method, params })
  /** Unmakes blocks; their transactions are in no mempool, as on a node that forgets them. */
  const unmake = async (blocks: number) => {
    await platform.coalition.edr.rewind(blocks)
    for (const { hash } of await platform.database.attempt.findMany({})) {
      await ask('hardhat_dropTransaction', hash).catch(() => undefined)
    }
  }
  const includeTwoBatches = async () => {
    for (const entry of [
      [ANN, 30n],
      [BOB, 12n],
    ] as const) {
      await platform.accept(entry)
      await platform.pass()
      await platform.run('confirm_batches')
    }
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['posted', 'posted'])
  }
  const final = async () => {
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
    expect(await platform.balance(BOB)).to.equal(12n)
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['posted', 'posted'])
  }

  it('gets its batches again in order, with the stored bytes, when a reorg took both', async () => {
    await includeTwoBatches()
    const hashes = (await platform.database.attempt.findMany({})).map(({ hash }) => hash)
    await unmake(2)
    for (let block = 0; block < 4; block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    expect(await platform.balance(ANN)).to.equal(0n)
    platform.clock.advance(60_000)
    await platform.run('settle_calls', 'reopen_orphans')
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['bound', 'bound'])
    await final()
    expect((await platform.database.attempt.findMany({})).map(({ hash }) => hash)).to.have.members(hashes)
  })

  it('gets them again when the chain only lost its tip', async () => {
    await includeTwoBatches()
    await unmake(2)
    expect((await platform.follow()).kind).to.equal('behind')
    await platform.run('reopen_orphans')
    // A head that went back is no proof: an endpoint may only lag.
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['posted', 'posted'])
    platform.clock.advance(HEAD_BEHIND_MS_MAX + 1_000)
    await catchUp(platform.indexer)
    await platform.run('reopen_orphans')
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['bound', 'bound'])
    await final()
  })

  it('binds a batch anew when the reorg used its nonce for a revert', async () => {
    await includeTwoBatches()
    await unmake(2)
    // On the other branch the partner is suspended when both arrive, so both revert.
    const { registry, edr } = platform.coalition
    await registry('suspend', [7])
    await edr.mine()
    const raws = await platform.database.attempt.findMany({ orderBy: { createdAtBlock: 'asc' } })
    for (const { raw } of raws) await ask('eth_sendRawTransaction', raw)
    for (let block = 0; block < 3; block++) await edr.mine()
    await registry('resume', [7])
    await edr.mine()
    await catchUp(platform.indexer)
    platform.clock.advance(60_000)
    await final()
    const calls = await platform.calls()
    expect(calls.map(({ state }) => state).toSorted()).to.deep.equal(['failed', 'failed', 'final', 'final'])
    expect(new Set(calls.map(({ nonce, laneAddress }) => `${laneAddress} ${nonce}`)).size).to.equal(4)
  })

  it('does not take projections that are being built anew for a chain that lost everything', async () => {
    await includeTwoBatches()
    for (let block = 0; block < 40; block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    await platform.run('finalise_calls')
    let reopened = false
    const steps = await rebuildProjectionsStepwise(platform, async () => {
      await platform.run('reopen_orphans')
      reopened ||= (await platform.batches()).some(({ state }) => state !== 'posted')
    })
    expect(steps).to.equal(1)
    expect(reopened).to.equal(false)
  })

  it('survives twenty reorgs of any depth below finality at random moments', async function () {
    this.timeout(120_000)
    let draw = 7
    const random = (below: number) => (draw = (draw * 48_271) % 2_147_483_647) % below
    const expected = new Map<string, bigint>()
    for (let round = 0; round < 20; round++) {
      const account = accountOf(`member ${random(4)}`)
      const points = BigInt(1 + random(50))
      expected.set(account, (expected.get(account) ?? 0n) + points)
      await platform.accept([account, points])
      for (let pass = random(4); pass >= 0; pass--) await platform.pass()
      const depth = Math.min(random(7), platform.coalition.edr.depth())
      if (depth > 0) {
        if (random(2) === 0) await unmake(depth)
        else await platform.coalition.edr.rewind(depth)
        for (let block = 0; block <= depth; block++) await platform.coalition.edr.mine()
        await catchUp(platform.indexer)
      }
    }
    await platform.settle(80)
    for (const [account, points] of expected) expect(await platform.balance(account)).to.equal(points)
  })
})

/** Lets something look at the projections after they were dropped and before they are built again. */
async function rebuildProjectionsStepwise(platform: RelayerPlatform, look: () => Promise<void>): Promise<number> {
  const { answer } = platform.wire
  let looks = 0
  platform.wire.answer = async (args) => {
    const { processedNumber } = await platform.database.chainCursor.findFirstOrThrow({})
    const isDropped = processedNumber === platform.indexer.plannedAtBlock && args.method === 'eth_getBlockByNumber'
    if (looks === 0 && isDropped) {
      looks++
      await look()
    }
    return answer(args)
  }
  await rebuildProjections(platform.indexer)
  platform.wire.answer = answer
  return looks
}
