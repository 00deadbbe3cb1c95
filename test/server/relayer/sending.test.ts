import { expect } from 'chai'
import { encodeFunctionData, numberToHex } from 'viem'

import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { accountOf, issuerOf } from '../../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID } from '../../support/platform/edr-chain.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')
const GWEI = 1_000_000_000n

describe('sending', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform()
  })

  const ask = (method: string, ...params: unknown[]) => platform.coalition.edr.request({ method, params })
  const bind = async (...entries: [string, bigint][]) => {
    await platform.accept(...entries)
    await platform.run('form_batches', 'sign_batches', 'bind_batches')
  }
  const attempts = () => platform.database.attempt.findMany({ orderBy: { number: 'asc' } })
  const laneOf = async () => (await platform.calls())[0]!.laneAddress!

  it('stores the signed bytes with their nonce before it sends them', async () => {
    const sent: string[] = []
    platform.wire.answer = async (args) => {
      if (args.method === 'eth_sendRawTransaction') sent.push((args.params as string[])[0]!)
      return platform.coalition.edr.request(args)
    }
    await bind([ANN, 30n])
    expect(sent).to.deep.equal([])
    const [stored] = await attempts()
    await platform.run('send_attempts')
    expect(sent).to.deep.equal([stored!.raw])
  })

  it('sends the same bytes again when the node has forgotten them, and not before their time', async () => {
    await bind([ANN, 30n])
    await platform.run('send_attempts')
    const [first] = await attempts()
    await ask('hardhat_dropTransaction', first!.hash)
    await platform.run('send_attempts')
    expect(await ask('eth_getTransactionByHash', first!.hash)).to.equal(null)
    platform.clock.advance(platform.relayer.limits.rebroadcastMs)
    await platform.run('send_attempts')
    expect(await ask('eth_getTransactionByHash', first!.hash)).to.not.equal(null)
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
    expect(await attempts()).to.have.length(1)
  })

  it('sends less and less often what is not included, within a bound', async () => {
    let sends = 0
    platform.wire.answer = async (args) => {
      if (args.method === 'eth_sendRawTransaction') sends += 1
      return platform.coalition.edr.request(args)
    }
    await bind([ANN, 30n])
    const perHour: number[] = []
    for (let hour = 0; hour < 3; hour++) {
      sends = 0
      for (let second = 0; second < 3_600; second += 5) {
        await platform.run('send_attempts')
        platform.clock.advance(5_000)
      }
      perHour.push(sends)
    }
    expect(perHour[0]).to.be.lessThan(45)
    expect(perHour[2]).to.equal(30)
  })

  it('gives out no nonce while the chain is not followed any more, and goes on afterwards', async () => {
    await platform.database.chainCursor.updateMany({ data: { haltedReason: 'a final block changed' } })
    await bind([ANN, 30n])
    expect(await platform.calls()).to.deep.equal([])
    await platform.database.chainCursor.updateMany({ data: { haltedReason: null } })
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it('takes no new nonce when the node says "nonce too low" to bytes that were included', async () => {
    await bind([ANN, 30n])
    await platform.run('send_attempts')
    await platform.coalition.edr.mine()
    platform.clock.advance(60_000)
    await platform.run('send_attempts', 'bind_batches', 'settle_calls')
    await platform.settle()
    expect((await platform.calls()).map(({ nonce, state }) => [nonce, state])).to.deep.equal([[0, 'final']])
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it('binds nothing while the chain asks for more than the cap', async () => {
    platform.relayer.limits.feeCapWei = 1n
    await bind([ANN, 30n])
    expect(await platform.calls()).to.deep.equal([])
    expect((await platform.batches())[0]!.state).to.equal('signed')
  })

  it('binds nothing to a lane whose money does not last', async () => {
    for (const { address } of platform.lanes) await ask('hardhat_setBalance', address, numberToHex(10n ** 15n))
    await bind([ANN, 30n])
    expect(await platform.calls()).to.deep.equal([])
    expect(platform.events.at(-1)?.name).to.equal('lane_waits')
  })

  it('pays for a revert at inclusion once, and binds the batch again when that is over', async () => {
    const { coalition } = platform
    await bind([ANN, 30n])
    await coalition.send(
      coalition.deployment.token,
      encodeFunctionData({ abi: pointsTokenAbi, functionName: 'pauseIssuing' }),
    )
    await coalition.edr.mine()
    await platform.run('send_attempts')
    await coalition.edr.mine()
    await platform.follow()
    await platform.run('settle_calls')
    expect((await platform.calls()).map(({ state, reason }) => [state, reason])).to.deep.equal([
      ['included', 'IssuingIsPaused'],
    ])
    expect((await platform.batches())[0]!.state).to.equal('signed')
    await platform.pass()
    expect((await platform.batches())[0]).to.include({ state: 'parked', parkedReason: 'paused' })
    await coalition.send(
      coalition.deployment.token,
      encodeFunctionData({ abi: pointsTokenAbi, functionName: 'resumeIssuing' }),
    )
    await platform.settle()
    expect((await platform.calls()).map(({ state, nonce }) => [state, nonce])).to.deep.equal([
      ['failed', 0],
      ['final', 1],
    ])
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it('settles a failed call whose block the indexer passed over', async () => {
    const { coalition } = platform
    await bind([ANN, 30n])
    await coalition.send(
      coalition.deployment.token,
      encodeFunctionData({ abi: pointsTokenAbi, functionName: 'pauseIssuing' }),
    )
    await coalition.edr.mine()
    await platform.run('send_attempts')
    for (let block = 0; block < 30; block++) await coalition.edr.mine()
    await coalition.send(
      coalition.deployment.token,
      encodeFunctionData({ abi: pointsTokenAbi, functionName: 'resumeIssuing' }),
    )
    for (let block = 0; block < 10; block++) await coalition.edr.mine()
    await platform.settle()
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['failed', 'final'])
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it('quarantines a lane whose nonce somebody else used, and sends the batch by another one', async () => {
    await bind([ANN, 30n])
    const address = await laneOf()
    const thief = platform.lanes.find((lane) => lane.address === address)!
    const raw = await thief.signTransaction({
      chainId: EDR_CHAIN_ID,
      nonce: 0,
      to: BOB,
      data: '0x',
      gas: 21_000n,
      accessList: [],
      maxFeePerGas: 100n * GWEI,
      maxPriorityFeePerGas: GWEI,
    })
    await ask('eth_sendRawTransaction', raw)
    await platform.coalition.edr.mine()
    for (let pass = 0; pass < 4; pass++) await platform.pass()
    // Not final yet: nothing is decided.
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['bound'])
    await platform.settle()
    const lane = await platform.database.lane.findUniqueOrThrow({ where: { address } })
    expect(lane.state).to.equal('quarantined')
    const [first, second] = await platform.calls()
    expect(first).to.include({ state: 'failed', reason: 'nonce_used_elsewhere' })
    expect(second!.laneAddress).to.not.equal(address)
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it('takes it for success that somebody else posted its signed batch first', async () => {
    const { coalition } = platform
    await bind([ANN, 30n])
    const { to, data } = await platform.database.call.findFirstOrThrow({})
    await coalition.send(to as `0x${string}`, data as `0x${string}`)
    await coalition.edr.mine()
    await platform.settle()
    expect((await platform.batches())[0]!.state).to.equal('posted')
    expect((await platform.calls()).map(({ state, reason }) => [state, reason])).to.deep.equal([
      ['failed', 'UnexpectedEntryNumber'],
    ])
    expect(await platform.balance(ANN)).to.equal(30n)
    await platform.accept([BOB, 5n])
    await platform.settle()
    expect(await platform.balance(BOB)).to.equal(5n)
  })

  it('keeps a partner to one lane while something of it is not final', async () => {
    for (const points of [1n, 2n, 3n]) {
      await platform.accept([ANN, points])
      await platform.pass()
      await platform.pass()
    }
    const lanes = new Set((await platform.calls()).map(({ laneAddress }) => laneAddress))
    expect(await platform.calls()).to.have.length(3)
    expect(lanes.size).to.equal(1)
  })

  it('never has two batches of a partner between bound and posted', async () => {
    await bind([ANN, 30n])
    await bind([BOB, 5n])
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['bound', 'signed'])
    await platform.settle()
    expect(await platform.balance(BOB)).to.equal(5n)
  })

  it('signs again once a deadline has passed in a final block, and not sooner', async () => {
    const { edr } = platform.coalition
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches')
    const before = await platform.database.batch.findFirstOrThrow({})
    const late = Math.floor(before.deadline.getTime() / 1000) + 1
    await edr.mine(late)
    platform.clock.advance(platform.relayer.limits.batchLifetimeMs + 1_000)
    await platform.run('bind_batches', 'renew_deadlines')
    expect((await platform.batches())[0]!.state).to.equal('signed')
    for (let block = 0; block < 8; block++) await edr.mine()
    await platform.run('renew_deadlines')
    const after = await platform.database.batch.findFirstOrThrow({})
    expect(after.state).to.equal('formed')
    expect(after.batchHash).to.not.equal(before.batchHash)
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
  })

  it("refuses a signature of a key that is not the signer's own", async () => {
    platform.relayer.issuerOf = async () => ({ ...issuerOf(PARTNER), address: issuerOf(99).address })
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches')
    expect((await platform.batches())[0]).to.include({ state: 'parked', parkedReason: 'signer_unavailable' })
  })
})
