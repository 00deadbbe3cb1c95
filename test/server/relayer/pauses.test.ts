import { expect } from 'chai'

import { cancelOperation } from '../../../server/actions/powers/cancel-operation.ts'
import { changeMemberFreeze } from '../../../server/actions/powers/change-member-freeze.ts'
import { changePause } from '../../../server/actions/powers/change-pause.ts'
import { listPowers } from '../../../server/actions/powers/list-powers.ts'
import { readPowers } from '../../../server/actions/powers/read-powers.ts'
import { describeCall } from '../../../server/chain/describe-call.ts'
import { operatorCall } from '../../../server/chain/operator-call.ts'
import { powerCall } from '../../../server/chain/power-call.ts'
import { insertOpenCall } from '../../../server/database/calls.ts'
import { isPaused } from '../../../server/database/power-pauses.ts'
import { rebuildProjections } from '../../../server/indexer/rebuild-projections.ts'
import type { Power } from '../../../server/domain/powers.ts'
import { failureOf } from '../../support/failure.ts'
import { administratorOf } from '../../support/platform/administrator.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { burnedOnChain, capture, enrol, fund, type Holder, restore, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')

describe('a pause of the whole ledger', function () {
  this.timeout(60_000)
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform({ parkedBatchAgeMs: 0 })
  })

  const deps = () => {
    const { database: db, clock, relayer } = platform
    return {
      db,
      clock,
      ids: relayer.ids,
      encodePowerAct: (act: Parameters<typeof powerCall>[1]) => powerCall(relayer.chain, act),
      describeCall: (call: { target: string; data: string }) => describeCall(relayer.chain.addresses, call),
    }
  }
  const change = (power: Power, toPaused: boolean) =>
    changePause(deps(), { power, isPaused: toPaused, reason: 'a stolen key', askedBy: '0123456789abcdef' })
  const passes = async (count: number) => {
    for (let pass = 0; pass < count; pass++) await platform.pass()
  }
  const stateOf = async (power: Power) => (await listPowers(platform.database)).find((one) => one.power === power)!
  const sent = () => platform.database.call.count({ where: { kind: { not: 'operator' }, nonce: { not: null } } })

  it('of issuing keeps batches without a nonce, so without gas, and lets them go on by itself', async () => {
    await change('issuing', true)
    await passes(3)
    expect(await stateOf('issuing')).to.deep.include({ isPaused: true })
    await platform.accept([ANN, 30n])
    await passes(10)
    expect(await sent()).to.equal(0)
    expect((await platform.batches()).map(({ state, parkedReason }) => [state, parkedReason])).to.deep.equal([
      ['parked', 'paused'],
    ])
    await change('issuing', false)
    await platform.settle()
    await passes(4)
    expect(await platform.balance(ANN)).to.equal(30n)
    expect(await sent()).to.equal(1)
    expect((await stateOf('issuing')).isPaused).to.equal(false)
  })

  it('of redeeming keeps burns and what is given back without gas, and issuing goes on', async () => {
    const ann: Holder = await enrol(platform, 'card')
    await fund(platform, [ann, 100n])
    const first = await capture(platform, ann, 10n)
    await settleAll(platform)
    const before = await sent()
    await change('redeeming', true)
    await passes(3)
    const order = await capture(platform, ann, 40n)
    await restore(platform, first, 5n)
    await passes(10)
    expect(await sent()).to.equal(before)
    await platform.accept([ANN, 30n])
    await passes(6)
    expect(await platform.balance(ANN)).to.equal(30n)
    await change('redeeming', false)
    await settleAll(platform)
    expect((await burnedOnChain(platform)).map(([, nonce]) => nonce)).to.deep.equal([first.nonce, order.nonce])
    expect(await platform.balance(ann.member.address)).to.equal(55n)
  })

  it('comes before everything else that the operator asked for', async () => {
    const { relayer, database } = platform
    await database.transaction(async (tx) => {
      for (let call = 0; call < 20; call++)
        await insertOpenCall(tx, {
          id: relayer.ids.next(),
          kind: 'operator',
          name: 'raise_allowance',
          partnerId: PARTNER,
          ...operatorCall(relayer.chain, PARTNER, { name: 'raise_allowance', points: 1n }),
          createdAt: relayer.clock.now(),
        })
    })
    await change('issuing', true)
    await platform.run('bind_operator_calls')
    const [first] = await database.call.findMany({
      where: { nonce: { not: null } },
      orderBy: { nonce: 'asc' },
      take: 1,
    })
    expect(first?.name).to.equal('pause_power')
  })

  it('counts here at once, and is one call however often it is asked for', async () => {
    await change('redeeming', true)
    expect(await isPaused(platform.database, 'redeeming')).to.equal(true)
    expect(await isPaused(platform.database, 'issuing')).to.equal(false)
    await change('redeeming', true)
    await passes(12)
    await change('redeeming', true)
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['final'])
    await change('redeeming', false)
    await change('redeeming', true)
    await passes(12)
    expect(await isPaused(platform.database, 'redeeming')).to.equal(true)
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['final', 'final', 'final'])
  })

  it('is seen when somebody else with the role makes it, and is undone with its block', async () => {
    const { coalition } = platform
    await coalition.token('pauseRedeeming', [])
    await coalition.edr.mine()
    await platform.follow()
    expect((await stateOf('redeeming')).isPaused).to.equal(true)
    expect((await stateOf('redeeming')).asked).to.equal(null)
    await coalition.edr.rewind(1)
    await coalition.edr.dropPending()
    await coalition.edr.mine()
    await coalition.edr.mine()
    await platform.follow()
    await platform.follow()
    expect((await stateOf('redeeming')).isPaused).to.equal(false)
  })

  it('is projected the same when everything is replayed', async () => {
    await change('issuing', true)
    await administratorOf(platform.coalition).announce('retire', String(PARTNER))
    await passes(3)
    const rows = () => platform.database.powerEvent.findMany({ orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }] })
    const before = await rows()
    expect(before.map(({ kind }) => kind)).to.deep.equal(['scheduled', 'paused'])
    await rebuildProjections(platform.indexer)
    expect(await rows()).to.deep.equal(before)
  })

  it('of one account stops its burns alone, and lets them go on', async () => {
    const [ann, bob]: Holder[] = [await enrol(platform, 'card'), await enrol(platform, 'card')]
    await fund(platform, [ann!, 100n], [bob!, 100n])
    const freeze = (isFrozen: boolean) => changeMemberFreeze(deps(), { memberId: ann!.member.id, isFrozen })
    await freeze(true)
    await freeze(true)
    await passes(4)
    await capture(platform, ann!, 40n)
    await capture(platform, bob!, 30n)
    await passes(8)
    expect(await burnedOnChain(platform)).to.deep.equal([[bob!.member.address, 1, 30n]])
    expect(await platform.balance(ann!.member.address)).to.equal(100n)
    await freeze(false)
    await settleAll(platform)
    expect(await platform.balance(ann!.member.address)).to.equal(60n)
    const calls = await platform.database.call.findMany({ where: { kind: 'operator' }, orderBy: { seq: 'asc' } })
    expect(calls.map(({ name, state }) => [name, state])).to.deep.equal([
      ['hold_account', 'final'],
      ['free_account', 'final'],
    ])
  })

  describe('and the calls that the administrator announces', function () {
    it('are shown with what they would do, and cancelled by the guardian through the server', async () => {
      const administrator = administratorOf(platform.coalition)
      const announced = await administrator.announce('retire', String(PARTNER))
      await platform.follow()
      const { operations } = await readPowers(deps())
      expect(operations.map(({ event, call }) => [event.operationId, call])).to.deep.equal([
        [announced.operationId, { contract: 'PartnerRegistry', functionName: 'retire', args: { id: String(PARTNER) } }],
      ])
      expect(operations[0]!.event.readyAt).to.deep.equal(announced.dueAt)
      await cancelOperation(deps(), announced.operationId)
      await cancelOperation(deps(), announced.operationId)
      await platform.settle()
      expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['final'])
      expect((await readPowers(deps())).operations).to.deep.equal([])
      await administrator.waitDays(2)
      const failure = (await failureOf(administrator.execute(announced))) as Error
      expect(failure.message).to.contain('AccessManagerNotScheduled')
      const again = (await failureOf(cancelOperation(deps(), announced.operationId))) as { code?: string }
      expect(again.code).to.equal('operation_unknown')
    })

    it('are no longer shown once they are carried out', async () => {
      const administrator = administratorOf(platform.coalition)
      const announced = await administrator.announce('setPrices', String(PARTNER), '2026-03', '100', '90')
      await platform.follow()
      const [shown] = (await readPowers(deps())).operations
      expect(shown?.call?.args).to.deep.equal({ id: '7', month: '2026-03', issuePrice: '100', redeemPrice: '90' })
      await administrator.waitDays(2)
      await administrator.execute(announced)
      await platform.follow()
      expect((await readPowers(deps())).operations).to.deep.equal([])
    })

    it('that change the roles the guardian cannot cancel: a stolen guardian key could never be taken away', async () => {
      const administrator = administratorOf(platform.coalition)
      const announced = await administrator.announce('revokeRole', 'guardian', platform.coalition.operator.address)
      await platform.follow()
      await cancelOperation(deps(), announced.operationId)
      await passes(12)
      expect((await platform.calls()).map(({ state, reason }) => [state, reason])).to.deep.equal([
        ['failed', 'AccessManagerUnauthorizedCancel'],
      ])
      expect((await readPowers(deps())).operations).to.have.length(1)
    })
  })
})
