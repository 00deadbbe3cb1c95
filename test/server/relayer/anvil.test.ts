import { expect } from 'chai'
import { type Hex, parseTransaction } from 'viem'

import { readEpochScale } from '../../../server/chain/read-ledger-at.ts'
import { sendRawTransaction } from '../../../server/chain/send-raw-transaction.ts'
import { assert } from '../../../server/domain/assert.ts'
import { LOTS_LIVE } from '../../../server/domain/lots.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { openAnvilChain } from '../../support/platform/anvil-chain.ts'
import { accountOf, type CoalitionChain } from '../../support/platform/coalition-chain.ts'
import { capture, enrol, fund, type Holder, settleAll } from './redemption-platform.ts'
import { openRelayerChain, openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')

describe('on anvil', function () {
  let coalition: CoalitionChain
  let platform: RelayerPlatform
  before(async function () {
    this.timeout(60_000)
    coalition = await openRelayerChain(openAnvilChain)
  })
  after(() => coalition.edr.close())
  beforeEach(async () => {
    platform = await openRelayerPlatform({}, coalition)
  })

  const ask = (method: string, ...params: unknown[]) => coalition.edr.request({ method, params })
  /** Has the waiting orders signed and bound, and reads the bytes that will be sent. */
  async function bindRedemption() {
    platform.clock.advance(platform.relayer.limits.listAgeMs)
    await platform.run('form_redemption_lists', 'sign_redemption_lists', 'bind_lane_calls')
    const { raw } = await platform.database.attempt.findFirstOrThrow({
      orderBy: { createdAt: 'desc' },
      where: { lastSentAt: null },
    })
    const { to, data = '0x', gas, accessList = [] } = parseTransaction(raw as Hex)
    assert(to && gas, 'a redemption is a call')
    return { raw, to, data, gas, accessList }
  }
  /** Anybody may post a list: what is not the list itself. */
  async function asOperator() {
    const nonce = Number(await ask('eth_getTransactionCount', coalition.operator.address, 'latest'))
    return { chainId: coalition.chain.chainId, nonce, maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 1n }
  }
  async function gasOf(raw: string): Promise<number> {
    const hash = await ask('eth_sendRawTransaction', raw)
    await coalition.edr.mine()
    const receipt = (await ask('eth_getTransactionReceipt', hash)) as { gasUsed: string; status: string }
    expect(receipt.status).to.equal('0x1')
    return Number(receipt.gasUsed)
  }
  const firstRaw = async () => (await platform.database.attempt.findFirstOrThrow({})).raw

  it('takes entries to final points', async () => {
    await platform.accept([ANN, 30n], [BOB, 12n], [BOB, -2n])
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
    expect(await platform.balance(BOB)).to.equal(10n)
  })

  it('reads what it says to bytes that it knows, that are included, and that nobody may send', async () => {
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches', 'send_attempts')
    expect(await sendRawTransaction(platform.relayer.chain, await firstRaw())).to.equal('accepted')
    await coalition.edr.mine()
    expect(await sendRawTransaction(platform.relayer.chain, await firstRaw())).to.equal('nonce_too_low')
    expect(await sendRawTransaction(platform.relayer.chain, '0x02f8')).to.equal('refused')
  })

  it('sends its batches again after anvil_reorg, which puts nothing back into the mempool', async () => {
    for (const entry of [
      [ANN, 30n],
      [BOB, 12n],
    ] as const) {
      await platform.accept(entry)
      await platform.pass()
      await platform.run('confirm_batches')
    }
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['posted', 'posted'])
    await ask('anvil_reorg', 2, [])
    await coalition.edr.mine()
    await catchUp(platform.indexer)
    expect(await platform.balance(ANN)).to.equal(0n)
    platform.clock.advance(60_000)
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
    expect(await platform.balance(BOB)).to.equal(12n)
    expect((await platform.calls()).map(({ state, nonce }) => [state, nonce])).to.deep.equal([
      ['final', 0],
      ['final', 1],
    ])
  })

  it('sends a single redemption with an access list, for 300 gas less, and several without', async () => {
    const holders = [await enrol(platform, 'wallet'), await enrol(platform, 'wallet'), await enrol(platform, 'wallet')]
    await fund(platform, ...holders.map((holder) => [holder, 100n] as const))
    const [first, ...others] = holders as [Holder, ...Holder[]]
    // The first list of a day and the first order of an account make words new.
    await capture(platform, first, 1n)
    await settleAll(platform)
    await capture(platform, first, 2n)
    const single = await bindRedemption()
    const accountSlot = `${first.member.address}${'0'.repeat(24)}`
    expect(single.accessList).to.deep.equal([
      {
        address: coalition.chain.addresses.token.toLowerCase(),
        storageKeys: [`0x${'1'.padStart(64, '0')}`, accountSlot],
      },
    ])
    const before = await ask('evm_snapshot')
    const plain = await gasOf(
      await coalition.operator.signTransaction({ ...single, ...(await asOperator()), accessList: [] }),
    )
    await ask('evm_revert', before)
    await ask('anvil_dropAllTransactions')
    const listed = await gasOf(single.raw)
    expect(plain - listed).to.equal(300)
    await settleAll(platform)
    for (const holder of others) await capture(platform, holder, 3n)
    expect((await bindRedemption()).accessList).to.deep.equal([])
    await settleAll(platform)
    expect(await platform.balance(first.member.address)).to.equal(97n)
    expect(await platform.balance(others[0]!.member.address)).to.equal(97n)
  })

  it('sweeps points that expired, so that the movements add up with the balance', async () => {
    await platform.accept([ANN, 30n], [BOB, 12n])
    await platform.settle()
    const { lengthSeconds } = await readEpochScale(platform.relayer.chain)
    const { timestamp } = await coalition.edr.head()
    await coalition.edr.mine(timestamp + LOTS_LIVE * lengthSeconds)
    platform.clock.advance(LOTS_LIVE * lengthSeconds * 1_000)
    await catchUp(platform.indexer)
    await platform.settle()
    const points = await platform.database.movement.groupBy({ by: ['account'], _sum: { points: true } })
    expect(points.map(({ _sum }) => _sum.points)).to.deep.equal([0n, 0n])
    expect([await platform.balance(ANN), await platform.balance(BOB)]).to.deep.equal([0n, 0n])
    const expired = await platform.database.movement.findMany({ where: { kind: 'expiry' } })
    expect(expired.map(({ points: lost }) => lost).toSorted()).to.deep.equal([-12n, -30n])
  })

  it('sends its bytes again when anvil has dropped all transactions', async () => {
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches', 'send_attempts')
    await ask('anvil_dropAllTransactions')
    platform.clock.advance(60_000)
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
  })
})
