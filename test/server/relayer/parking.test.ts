import { expect } from 'chai'
import { encodeFunctionData } from 'viem'

import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { Transient } from '../../../server/domain/rejection.ts'
import { accountOf, issuerOf } from '../../support/platform/coalition-chain.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')
const CAT = accountOf('cat')

describe('parking', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform({ parkedBatchAgeMs: 0 })
  })

  const registry = async (functionName: string, ...args: unknown[]) => {
    await platform.coalition.registry(functionName, [PARTNER, ...args])
    await platform.coalition.edr.mine()
    await platform.follow()
  }
  const states = async () => (await platform.batches()).map(({ state, parkedReason }) => [state, parkedReason])

  it('parks a batch of a suspended partner before it costs a nonce, and lets it go on when that is lifted', async () => {
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches')
    await registry('suspend')
    await platform.run('bind_batches')
    expect(await states()).to.deep.equal([['parked', 'partner_suspended']])
    expect(await platform.calls()).to.deep.equal([])
    await platform.run('retry_parked')
    expect(await states()).to.deep.equal([['parked', 'partner_suspended']])
    await registry('resume')
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it('shows entries that a suspended partner has in the outbox as parked', async () => {
    await registry('suspend')
    await platform.accept([ANN, 30n])
    await platform.run('form_batches')
    expect(await states()).to.deep.equal([['parked', 'partner_suspended']])
  })

  it('sends what the allowance allows and parks the rest, which goes on by itself', async () => {
    await registry('lowerAllowance', 1_000_000n - 50n)
    await platform.accept([ANN, 30n], [BOB, 20n], [CAT, 1n], [ANN, 9n])
    for (let pass = 0; pass < 6; pass++) await platform.pass()
    expect(await states()).to.deep.equal([
      ['posted', null],
      ['parked', 'allowance_exhausted'],
    ])
    expect(await platform.balance(BOB)).to.equal(20n)
    await registry('raiseAllowance', 1_000n)
    await platform.settle()
    expect(await platform.balance(CAT)).to.equal(1n)
    expect(await platform.balance(ANN)).to.equal(39n)
  })

  it('cuts a parked batch when less than all of it is allowed again, and every entry keeps its number', async () => {
    await registry('lowerAllowance', 1_000_000n)
    await platform.accept([ANN, 30n], [BOB, 20n], [CAT, 10n])
    await platform.run('form_batches')
    expect(await states()).to.deep.equal([['parked', 'allowance_exhausted']])
    await registry('raiseAllowance', 55n)
    for (let pass = 0; pass < 6; pass++) await platform.pass()
    expect(
      (await platform.batches()).map(({ state, firstEntry, entryCount }) => [state, firstEntry, entryCount]),
    ).to.deep.equal([
      ['posted', 1n, 2],
      ['parked', 3n, 1],
    ])
    const entries = await platform.database.outboxEntry.findMany({ orderBy: { seq: 'asc' } })
    expect(entries.map(({ entryNumber }) => entryNumber)).to.deep.equal([1n, 2n, 3n])
    await registry('raiseAllowance', 5n)
    await platform.settle()
    expect(await platform.balance(CAT)).to.equal(10n)
  })

  it('parks at the daily limit and goes on as it refills', async () => {
    await registry('setDailyLimit', 24n)
    await platform.accept([ANN, 24n], [BOB, 12n])
    for (let pass = 0; pass < 6; pass++) await platform.pass()
    expect(await states()).to.deep.equal([
      ['posted', null],
      ['parked', 'daily_limit_reached'],
    ])
    const { timestamp } = await platform.coalition.edr.head()
    await platform.coalition.edr.mine(timestamp + 13 * 60 * 60)
    await platform.follow()
    platform.clock.advance(13 * 60 * 60 * 1000)
    await platform.settle()
    expect(await platform.balance(BOB)).to.equal(12n)
  })

  it('does not count a batch twice that the contract has counted and the indexer has not', async () => {
    await registry('lowerAllowance', 1_000_000n - 50n)
    await platform.accept([ANN, 40n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches', 'send_attempts')
    await platform.coalition.edr.mine()
    await platform.accept([BOB, 10n])
    await platform.run('form_batches')
    expect((await states()).at(-1)).to.deep.equal(['formed', null])
  })

  it('parks while issuing is paused', async () => {
    const { send, deployment, edr } = platform.coalition
    await send(deployment.token, encodeFunctionData({ abi: pointsTokenAbi, functionName: 'pauseIssuing' }))
    await edr.mine()
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches')
    expect(await states()).to.deep.equal([['parked', 'paused']])
  })

  it('parks what its signer refuses, and asks again', async () => {
    let isDown = true
    platform.relayer.issuerOf = async (partner) => {
      if (isDown) throw new Transient('the signing service did not answer', null)
      return issuerOf(partner.id)
    }
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches')
    expect(await states()).to.deep.equal([['parked', 'signer_unavailable']])
    isDown = false
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it('does not send what was signed with a key that the registry does not name', async () => {
    platform.relayer.issuerOf = async () => issuerOf(99)
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches')
    expect(await states()).to.deep.equal([['parked', 'signer_unavailable']])
    expect(await platform.calls()).to.deep.equal([])
  })
})
