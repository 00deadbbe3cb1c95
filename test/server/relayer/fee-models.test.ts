import { expect } from 'chai'
import { type Hex, numberToHex, parseTransaction } from 'viem'

import { createChain } from '../../../server/chain/client.ts'
import { connect } from '../../../server/chain/open-chain.ts'
import { readFees } from '../../../server/chain/read-fees.ts'
import { sendRawTransaction } from '../../../server/chain/send-raw-transaction.ts'
import { assert } from '../../../server/domain/assert.ts'
import { BATCH_BYTES_AIM, type FeeModel, largestBatchCostWei } from '../../../server/domain/fees.ts'
import { StartRefused } from '../../../server/domain/start-refused.ts'
import { failureOf } from '../../support/failure.ts'
import { openAnvilChain } from '../../support/platform/anvil-chain.ts'
import { accountOf, type CoalitionChain } from '../../support/platform/coalition-chain.ts'
import { type FeeModelProxy, startFeeModelProxy } from '../../support/platform/fee-model-proxy.ts'
import { openRelayerChain, openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const CHAIN_ID = 31_337

describe('fee models', function () {
  let coalition: CoalitionChain
  let anvilUrl: string
  let platform: RelayerPlatform
  let proxy: FeeModelProxy

  before(async function () {
    this.timeout(60_000)
    coalition = await openRelayerChain(async (startsAt) => {
      const anvil = await openAnvilChain(startsAt)
      anvilUrl = anvil.url
      return anvil
    })
  })
  after(() => coalition.edr.close())
  afterEach(() => proxy.close())

  /** The relayer behind an endpoint of a chain of this model. */
  async function open(model: Exclude<FeeModel, 'l1'>): Promise<void> {
    platform = await openRelayerPlatform({}, coalition)
    proxy = await startFeeModelProxy(anvilUrl, model)
    const { addresses } = platform.relayer.chain
    const fees = { model, priorityFeeMinWei: 1_000_000n }
    platform.relayer.chain = await createChain({ endpoints: [proxy.url], chainId: CHAIN_ID, addresses, fees })
  }
  const bind = async () => {
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches')
  }
  const attempts = () => platform.database.attempt.findMany({ orderBy: { number: 'asc' } })
  const gasOf = ({ raw }: { raw: string }) => parseTransaction(raw as Hex).gas ?? 0n
  const giveLanes = async (wei: bigint) => {
    for (const { address } of platform.lanes)
      await coalition.edr.request({ method: 'anvil_setBalance', params: [address, numberToHex(wei)] })
  }

  describe('op-stack', function () {
    beforeEach(() => open('op-stack'))

    /** What a lane needs for the batch that is bound and what must be left after it. */
    async function neededWei(): Promise<bigint> {
      const fees = await readFees(platform.relayer.chain)
      return platform.relayer.limits.runwayCallsMin * largestBatchCostWei(fees, fees.batchDataFeeWei)
    }

    it('asks the oracle what the bytes of the largest batch cost', async () => {
      proxy.prices.weiPerByte = 1_000n
      const { batchDataFeeWei } = await readFees(platform.relayer.chain)
      const bytes = Number(batchDataFeeWei / 1_000n)
      expect(bytes).to.be.within(BATCH_BYTES_AIM, BATCH_BYTES_AIM + 250)
    })

    it('binds to a lane that can pay gas and L1 fee, and to none that lacks a wei of it', async () => {
      const withoutL1 = await neededWei()
      proxy.prices.weiPerByte = 10n ** 12n
      const needed = await neededWei()
      expect(needed > withoutL1 * 2n).to.equal(true)
      await giveLanes(needed - 1n)
      await bind()
      expect(platform.events.at(-1)).to.include({ name: 'lane_waits' })
      expect(await platform.calls()).to.deep.equal([])
      await giveLanes(needed)
      await platform.run('bind_batches')
      expect(await platform.calls()).to.have.length(1)
      await platform.settle()
      expect(await platform.balance(ANN)).to.equal(30n)
    })

    it('reads the refusal of a chain whose L1 fee the lane cannot pay as missing funds', async () => {
      await bind()
      const [attempt] = await attempts()
      assert(attempt)
      const { maxFeePerGas = 0n } = parseTransaction(attempt.raw as Hex)
      proxy.prices.weiPerByte = 10n ** 12n
      await giveLanes(gasOf(attempt) * maxFeePerGas)
      expect(await sendRawTransaction(platform.relayer.chain, attempt.raw)).to.equal('insufficient_funds')
    })
  })

  describe('arbitrum', function () {
    beforeEach(() => open('arbitrum'))

    it("leaves room in the gas limit for the L1's part", async () => {
      await bind()
      const [plain] = await attempts()
      assert(plain)
      await proxy.close()
      await open('arbitrum')
      proxy.prices.gasPerByte = 1_000n
      await bind()
      const [attempt] = await attempts()
      assert(attempt)
      const { data = '0x' } = parseTransaction(attempt.raw as Hex)
      const l1Gas = BigInt((data.length - 2) / 2) * 1_000n
      expect(gasOf(attempt)).to.equal(gasOf(plain) + (l1Gas * 3n) / 2n)
    })

    it('gives a stuck call the gas that its L1 part takes by then, and it is included', async () => {
      await bind()
      const [first] = await attempts()
      assert(first)
      proxy.prices.gasPerByte = 10_000n
      await platform.run('send_attempts')
      expect(platform.events.find(({ name }) => name === 'send_refused')).to.include({ outcome: 'refused' })
      platform.clock.advance(platform.relayer.limits.stuckMs)
      await platform.run('replace_stuck')
      const second = (await attempts())[1]
      assert(second)
      const { data = '0x' } = parseTransaction(second.raw as Hex)
      const l1Gas = BigInt((data.length - 2) / 2) * 10_000n
      expect(gasOf(second)).to.equal(gasOf(first) + (l1Gas * 3n) / 2n)
      expect((await platform.database.call.findFirstOrThrow({})).gasLimit).to.equal(gasOf(second))
      await platform.settle()
      expect((await platform.calls()).map(({ nonce, state }) => [nonce, state])).to.deep.equal([[0, 'final']])
      expect(await platform.balance(ANN)).to.equal(30n)
    })

    it('never takes gas away when the L1 has become cheap', async () => {
      proxy.prices.gasPerByte = 1_000n
      await bind()
      const [first] = await attempts()
      assert(first)
      await platform.run('send_attempts')
      proxy.prices.gasPerByte = 0n
      platform.clock.advance(platform.relayer.limits.stuckMs)
      await platform.run('replace_stuck')
      const second = (await attempts())[1]
      assert(second)
      expect(gasOf(second)).to.equal(gasOf(first))
    })
  })

  it('of a chain that does not answer as its model does is refused at start', async () => {
    proxy = await startFeeModelProxy(anvilUrl, 'op-stack')
    const connectAs = (model: FeeModel) => connect([proxy.url], CHAIN_ID, { fees: { model, priorityFeeMinWei: 0n } })
    expect((await connectAs('op-stack')).fees.model).to.equal('op-stack')
    expect((await connectAs('l1')).fees.model).to.equal('l1')
    const failure = await failureOf(connectAs('arbitrum'))
    assert(failure instanceof StartRefused)
    expect(failure.code).to.equal('fee_model_wrong')
  })
})
