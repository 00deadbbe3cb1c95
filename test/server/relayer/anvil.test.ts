import { expect } from 'chai'

import { sendRawTransaction } from '../../../server/chain/send-raw-transaction.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { openAnvilChain } from '../../support/platform/anvil-chain.ts'
import { accountOf, type CoalitionChain } from '../../support/platform/coalition-chain.ts'
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

  it('sends its bytes again when anvil has dropped all transactions', async () => {
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches', 'send_attempts')
    await ask('anvil_dropAllTransactions')
    platform.clock.advance(60_000)
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
  })
})
