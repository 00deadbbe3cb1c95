import { expect } from 'chai'

import type { Redemption } from '../../../server/database/redemptions.ts'
import { DEFAULT_RELAYER_LIMITS } from '../../../server/relayer/relayer.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { projections } from '../indexer/indexer-platform.ts'
import { capture, enrol, fund, type Holder, restore, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const DAY_MS = 86_400_000

describe('a restoration', function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let ann: Holder
  let bob: Holder
  let burned: Redemption
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    ann = await enrol(platform, 'wallet')
    bob = await enrol(platform, 'card')
    await fund(platform, [ann, 100n], [bob, 100n])
    // Three lists on that day; the order is the second of two in the one in the middle.
    await burn([bob, 1n])
    ;[, burned] = (await burn([bob, 2n], [ann, 60n])) as [Redemption, Redemption]
    await burn([bob, 3n])
  })

  const burn = async (...orders: (readonly [Holder, bigint])[]) => {
    const captured: Redemption[] = []
    for (const [holder, points] of orders) captured.push(await capture(platform, holder, points))
    await settleAll(platform)
    return captured
  }
  const balance = (holder: Holder) => platform.balance(holder.member.address)
  const state = async (id: string) => {
    const { state, failedReason } = await platform.database.restoration.findUniqueOrThrow({ where: { id } })
    return failedReason ?? state
  }
  const passDays = async (days: number) => {
    const { timestamp } = await platform.coalition.edr.head()
    await platform.coalition.edr.mine(timestamp + (days * DAY_MS) / 1000)
    platform.clock.advance(days * DAY_MS)
    await catchUp(platform.indexer)
  }

  it('gives points back on the same day, in two parts, and never more than were burned', async () => {
    const first = await restore(platform, burned, 20n)
    await settleAll(platform)
    const second = await restore(platform, burned, 40n)
    await settleAll(platform)
    expect([await state(first), await state(second)]).to.deep.equal(['done', 'done'])
    expect(await balance(ann)).to.equal(100n)
    const { redemptionEvents } = await projections(platform.database)
    const restored = redemptionEvents.filter(({ kind }) => kind === 'restored')
    expect(restored.map(({ orderHash, points }) => [orderHash, points])).to.deep.equal([
      [burned.orderHash, 20n],
      [burned.orderHash, 40n],
    ])
    const third = await restore(platform, burned, 1n)
    for (let pass = 0; pass < 30; pass++) await platform.pass()
    expect(await state(third)).to.equal('requested')
    expect(await balance(ann)).to.equal(100n)
  })

  it('in twenty parts of one point costs one transaction', async () => {
    const parts: string[] = []
    for (let part = 0; part < 20; part++) parts.push(await restore(platform, burned, 1n))
    await settleAll(platform)
    for (const part of parts) expect(await state(part)).to.equal('done')
    expect(await balance(ann)).to.equal(60n)
    expect(await platform.database.call.count({ where: { name: 'restore' } })).to.equal(1)
  })

  it('waits for further parts until it is ten seconds old, and those that come later go together after it', async () => {
    const first = await restore(platform, burned, 1n)
    platform.clock.advance(DEFAULT_RELAYER_LIMITS.restorationFoldMs - 1)
    await platform.run('send_restorations')
    expect(await state(first)).to.equal('requested')
    platform.clock.advance(1)
    await platform.run('send_restorations')
    expect(await state(first)).to.equal('sent')
    const later = [await restore(platform, burned, 2n), await restore(platform, burned, 3n)]
    await settleAll(platform)
    for (const part of [first, ...later]) expect(await state(part)).to.equal('done')
    expect(await balance(ann)).to.equal(46n)
    expect(await platform.database.call.count({ where: { name: 'restore' } })).to.equal(2)
  })

  it('in parts that were sent together is done with all of them when somebody else posts their call', async () => {
    const parts = [await restore(platform, burned, 10n), await restore(platform, burned, 5n)]
    platform.clock.advance(10_000)
    await platform.run('send_restorations')
    const call = await platform.database.call.findFirstOrThrow({ where: { name: 'restore' } })
    await platform.coalition.send(call.to as `0x${string}`, call.data as `0x${string}`)
    await platform.coalition.edr.mine()
    const late = await restore(platform, burned, 1n)
    await settleAll(platform)
    for (const part of [...parts, late]) expect(await state(part)).to.equal('done')
    expect(await balance(ann)).to.equal(56n)
  })

  it('takes turns with the lists of its partner', async () => {
    await capture(platform, bob, 4n)
    await platform.pass()
    await platform.pass()
    const given = await restore(platform, burned, 10n)
    for (let pass = 0; pass < 4; pass++) {
      await platform.pass()
      await capture(platform, bob, 1n)
    }
    await settleAll(platform)
    expect(await state(given)).to.equal('done')
    expect(await balance(ann)).to.equal(50n)
    expect(await balance(bob)).to.equal(86n)
    const failed = await platform.database.call.count({ where: { kind: 'redemption', state: 'failed' } })
    expect(failed).to.equal(0)
  })

  it('is built again when the chain of its day moved after it was built', async () => {
    const given = await restore(platform, burned, 10n)
    platform.clock.advance(10_000)
    await platform.run('send_restorations')
    // A list of another process that did not see it: the proof is out of date when the restoration is tried.
    const first = await platform.database.call.findFirstOrThrow({ where: { name: 'restore' } })
    await platform.database.call.update({ where: { id: first.id }, data: { kind: 'operator', state: 'failed' } })
    await burn([bob, 5n])
    await platform.database.call.update({ where: { id: first.id }, data: { kind: 'redemption', state: 'open' } })
    await settleAll(platform)
    expect(await state(given)).to.equal('done')
    expect(await balance(ann)).to.equal(50n)
    const calls = await platform.database.call.findMany({ where: { name: 'restore' }, orderBy: { seq: 'asc' } })
    expect(calls.map((call) => [call.state, call.reason])).to.deep.equal([
      ['failed', 'OrderNotSpent'],
      ['final', null],
    ])
  })

  it('happens once when somebody else posts what was signed', async () => {
    const given = await restore(platform, burned, 10n)
    platform.clock.advance(10_000)
    await platform.run('send_restorations')
    const call = await platform.database.call.findFirstOrThrow({ where: { name: 'restore' } })
    await platform.coalition.send(call.to as `0x${string}`, call.data as `0x${string}`)
    await platform.coalition.edr.mine()
    await settleAll(platform)
    expect(await state(given)).to.equal('done')
    expect(await balance(ann)).to.equal(50n)
  })

  it('is done again after a reorg', async () => {
    const given = await restore(platform, burned, 10n)
    platform.clock.advance(10_000)
    for (let pass = 0; pass < 3; pass++) await platform.pass()
    expect(await balance(ann)).to.equal(50n)
    await platform.coalition.edr.rewind(3)
    await platform.coalition.edr.dropPending()
    for (let block = 0; block < 5; block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    platform.clock.advance(60_000)
    await settleAll(platform)
    expect(await state(given)).to.equal('done')
    expect(await balance(ann)).to.equal(50n)
  })

  for (const [days, expected] of [
    [1, 'done'],
    [31, 'done'],
    [32, 'restoration_out_of_time'],
  ] as const) {
    it(`${days} days later is ${expected}`, async () => {
      await passDays(days)
      const given = await restore(platform, burned, 10n)
      await settleAll(platform)
      expect(await state(given)).to.equal(expected)
      expect(await balance(ann)).to.equal(expected === 'done' ? 50n : 40n)
    })
  }
})
