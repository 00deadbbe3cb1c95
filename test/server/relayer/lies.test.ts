import { expect } from 'chai'
import { keccak256, numberToHex, toBytes } from 'viem'

import { EndpointsDisagree } from '../../../server/chain/chain-error.ts'
import { createChain, type Eip1193Request } from '../../../server/chain/client.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID } from '../../support/platform/edr-chain.ts'
import { relayerSteps } from '../../../server/relayer/steps.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const NOWHERE = keccak256(toBytes('a block that never was'))

describe('an endpoint that lies', function () {
  let platform: RelayerPlatform
  let honest: Eip1193Request
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    honest = platform.coalition.edr.request
  })

  const lie = (method: string, answer: (truth: unknown, params: unknown[]) => unknown) => {
    platform.wire.answer = async (args) => {
      const truth = await honest(args)
      return args.method === method ? answer(truth, args.params as unknown[]) : truth
    }
  }
  const bind = async () => {
    await platform.accept([ANN, 30n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches')
  }
  const receipt = (hash: unknown, block: { number: bigint; hash: string }) => ({
    transactionHash: hash,
    transactionIndex: '0x0',
    blockHash: block.hash,
    blockNumber: numberToHex(block.number),
    status: '0x1',
    gasUsed: '0x5208',
    cumulativeGasUsed: '0x5208',
    effectiveGasPrice: '0x1',
    from: ANN,
    to: ANN,
    contractAddress: null,
    logs: [],
    logsBloom: `0x${'0'.repeat(512)}`,
    type: '0x2',
  })
  const nothingConfirmed = async () => {
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['bound'])
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['bound'])
  }
  const truthWins = async () => {
    platform.wire.answer = honest
    platform.clock.advance(60_000)
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['posted'])
  }

  it('is not believed when it invents a receipt in a block that never was', async () => {
    await bind()
    lie('eth_getTransactionReceipt', (_, [hash]) => receipt(hash, { number: 3n, hash: NOWHERE }))
    for (let pass = 0; pass < 12; pass++) {
      await platform.run('settle_calls', 'confirm_batches', 'finalise_calls', 'reopen_orphans')
      await platform.coalition.edr.mine()
      await platform.follow()
    }
    await nothingConfirmed()
    await truthWins()
  })

  it('is not believed when it invents a receipt in a real block', async () => {
    await bind()
    await platform.coalition.edr.mine()
    await platform.follow()
    const head = await platform.coalition.edr.head()
    lie('eth_getTransactionReceipt', (_, [hash]) => receipt(hash, head))
    await platform.run('settle_calls', 'confirm_batches', 'finalise_calls')
    await nothingConfirmed()
    expect(platform.events.at(-1)?.name).to.equal('answer_disbelieved')
    await truthWins()
  })

  it('is not believed when it says that a call failed and nothing happened', async () => {
    await bind()
    await platform.coalition.edr.mine()
    await platform.follow()
    const head = await platform.coalition.edr.head()
    lie('eth_getTransactionReceipt', (_, [hash]) => ({ ...receipt(hash, head), status: '0x0' }))
    await platform.run('settle_calls')
    await nothingConfirmed()
    expect(platform.events.at(-1)?.name).to.equal('answer_disbelieved')
    await truthWins()
  })

  it('is not believed when it accepts bytes, names another hash and throws them away', async () => {
    await bind()
    const { hash } = await platform.database.attempt.findFirstOrThrow({})
    platform.wire.answer = async (args) => (args.method === 'eth_sendRawTransaction' ? NOWHERE : honest(args))
    await platform.run('send_attempts', 'settle_calls')
    const attempt = await platform.database.attempt.findFirstOrThrow({})
    expect(attempt.hash).to.equal(hash)
    await nothingConfirmed()
    await truthWins()
  })

  it('only delays when it hides the receipt of an included call', async () => {
    await bind()
    lie('eth_getTransactionReceipt', () => null)
    await platform.pass()
    await platform.pass()
    await nothingConfirmed()
    await truthWins()
  })

  it('is not believed when its block has the event and its state does not', async () => {
    await bind()
    await platform.run('send_attempts')
    await platform.coalition.edr.mine()
    await platform.follow()
    const one = numberToHex(1n, { size: 32 })
    lie('eth_call', (truth) => (truth === numberToHex(2n, { size: 32 }) ? one : truth))
    await platform.run('confirm_batches')
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['bound'])
    await truthWins()
  })

  it('stops the step that needs the answer when two endpoints contradict each other', async () => {
    await bind()
    await platform.run('send_attempts')
    await platform.coalition.edr.mine()
    await platform.follow()
    const liar: Eip1193Request = async (args) =>
      args.method === 'eth_getTransactionReceipt'
        ? receipt((args.params as unknown[])[0], { number: 3n, hash: NOWHERE })
        : honest(args)
    const chain = await createChain({
      endpoints: [honest, liar],
      chainId: EDR_CHAIN_ID,
      addresses: platform.relayer.chain.addresses,
      retry: { sleep: async () => undefined },
    })
    const settle = relayerSteps({ ...platform.relayer, chain }).find(({ name }) => name === 'settle_calls')!
    let refusal: unknown
    await settle.run().catch((error: unknown) => (refusal = error))
    expect(refusal).to.be.instanceOf(EndpointsDisagree)
    await nothingConfirmed()
    await truthWins()
  })
})
