import { expect } from 'chai'

import { operatorCall } from '../../../server/chain/operator-call.ts'
import { readPartner } from '../../../server/chain/read-partner.ts'
import { insertOpenCall } from '../../../server/database/calls.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

type Act = Parameters<typeof operatorCall>[2]

describe('operator calls', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform()
  })

  const order = async (partnerId: number, ...acts: Act[]) => {
    const { database, relayer } = platform
    await database.transaction(async (tx) => {
      for (const act of acts) {
        await insertOpenCall(tx, {
          id: relayer.ids.next(),
          kind: 'operator',
          name: act.name,
          partnerId,
          ...operatorCall(relayer.chain, partnerId, act),
          createdAt: relayer.clock.now(),
        })
      }
    })
  }
  const partner = (id: number) => readPartner(platform.relayer.chain, id)
  const issuerAddress = `0x${'11'.repeat(20)}`

  it('happen in the order in which they were asked for, although each needs the one before', async () => {
    await order(
      20,
      { name: 'register_partner', partnerName: 'Twenty', issuerAddress },
      { name: 'raise_allowance', points: 500n },
      { name: 'set_daily_limit', points: 50n },
      { name: 'suspend_partner' },
      { name: 'resume_partner' },
    )
    await platform.settle()
    expect(await partner(20)).to.include({ status: 'active', allowance: 500n, dailyLimit: 50n })
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(Array.from({ length: 5 }, () => 'final'))
  })

  it('that the contract refuses fail with its reason and without a nonce, and do not hold up the others', async () => {
    await order(PARTNER, { name: 'resume_partner' }, { name: 'raise_allowance', points: 1n })
    const { allowance } = await partner(PARTNER)
    await platform.settle()
    const [refused, done] = await platform.calls()
    expect(refused).to.include({ state: 'failed', reason: 'StatusUnchangeable', nonce: null })
    expect(done).to.include({ state: 'final' })
    expect((await partner(PARTNER)).allowance).to.equal(allowance + 1n)
  })

  it('are not called failed because a reorg undid the one before', async () => {
    await order(PARTNER, { name: 'suspend_partner' })
    await platform.pass()
    await platform.pass()
    expect((await platform.calls())[0]).to.include({ state: 'included' })
    // Nobody noticed the reorg yet: on the chain as it is, there is nothing to resume.
    await platform.coalition.edr.rewind(2)
    await platform.coalition.edr.dropPending()
    for (let block = 0; block < 3; block++) await platform.coalition.edr.mine()
    await order(PARTNER, { name: 'resume_partner' })
    await platform.run('bind_operator_calls')
    await platform.settle()
    expect(await partner(PARTNER)).to.include({ status: 'active' })
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['final', 'final'])
  })

  it('happen once, also through a reorg', async () => {
    const { allowance } = await partner(PARTNER)
    await order(PARTNER, { name: 'raise_allowance', points: 5n })
    await platform.pass()
    await platform.pass()
    await platform.coalition.edr.rewind(2)
    for (let block = 0; block < 3; block++) await platform.coalition.edr.mine()
    await platform.settle()
    expect((await partner(PARTNER)).allowance).to.equal(allowance + 5n)
    expect(await platform.calls()).to.have.length(1)
  })
})
