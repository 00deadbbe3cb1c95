import { expect } from 'chai'
import { numberToHex } from 'viem'

import { accountOf } from '../../support/platform/coalition-chain.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')

describe('replaceStuck', function () {
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

  describe('a stuck transaction', function () {
    const makeStuck = async () => {
      await bind([ANN, 30n])
      await platform.run('send_attempts')
      const [first] = await attempts()
      await ask('hardhat_setNextBlockBaseFeePerGas', numberToHex(first!.maxFeePerGas * 2n))
      await platform.coalition.edr.mine()
      platform.clock.advance(platform.relayer.limits.stuckMs)
      return first!
    }

    it('is replaced with at least 12.5 % more of both fees, stored first, and included once', async () => {
      const first = await makeStuck()
      await platform.run('replace_stuck')
      const [, second] = await attempts()
      expect(second!.lastSentAt).to.equal(null)
      expect(second!.maxFeePerGas * 1000n >= first.maxFeePerGas * 1125n).to.equal(true)
      expect(second!.maxPriorityFeePerGas * 1000n >= first.maxPriorityFeePerGas * 1125n).to.equal(true)
      await platform.settle()
      expect((await platform.calls()).map(({ nonce, state }) => [nonce, state])).to.deep.equal([[0, 'final']])
      expect(await platform.balance(ANN)).to.equal(30n)
    })

    it('is left alone a millisecond before its time, however many blocks there were', async () => {
      await bind([ANN, 30n])
      await platform.run('send_attempts')
      const [first] = await attempts()
      // 200 ms blocks: thirty of them are six seconds.
      for (let block = 0; block < 30; block++) {
        await ask('hardhat_setNextBlockBaseFeePerGas', numberToHex(first!.maxFeePerGas * 2n))
        await platform.coalition.edr.mine()
      }
      platform.clock.advance(platform.relayer.limits.stuckMs - 1)
      await platform.run('replace_stuck')
      expect(await attempts()).to.have.length(1)
      platform.clock.advance(1)
      await platform.run('replace_stuck')
      expect(await attempts()).to.have.length(2)
    })

    it('is not stuck before it was sent, and once it is replaced it has its time again', async () => {
      await bind([ANN, 30n])
      platform.clock.advance(platform.relayer.limits.stuckMs)
      await platform.run('replace_stuck')
      expect(await attempts()).to.have.length(1)
      // An outage lasted so long: the chain has not had its time yet.
      await platform.run('send_attempts', 'replace_stuck')
      expect(await attempts()).to.have.length(1)
      platform.clock.advance(platform.relayer.limits.stuckMs)
      await platform.run('replace_stuck', 'send_attempts', 'replace_stuck')
      expect(await attempts()).to.have.length(2)
    })

    it('is found included when the older of its attempts lands', async () => {
      const first = await makeStuck()
      await platform.run('replace_stuck')
      await ask('hardhat_setNextBlockBaseFeePerGas', numberToHex(7n))
      await platform.coalition.edr.mine()
      await platform.settle()
      expect(await ask('eth_getTransactionReceipt', first.hash)).to.not.equal(null)
      expect(await platform.balance(ANN)).to.equal(30n)
    })

    it('is not replaced above the fee cap, and says so', async () => {
      const first = await makeStuck()
      platform.relayer.limits.feeCapWei = first.maxFeePerGas
      await platform.run('replace_stuck')
      expect(await attempts()).to.have.length(1)
      expect(platform.events.at(-1)?.name).to.equal('lane_waits')
    })
  })
})
