import { expect } from 'chai'

import { readBalance } from '../../../server/chain/read-account.ts'
import { readTotalSupply } from '../../../server/chain/read-total-supply.ts'
import { findChainCursor } from '../../../server/database/chain-cursor.ts'
import { BLOCKS_KEPT_BELOW_FINAL, HEAD_BEHIND_MS_MAX } from '../../../server/indexer/follow-chain.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID, EDR_FINALITY_DEPTH } from '../../support/platform/edr-chain.ts'
import { type IndexerPlatform, openIndexerPlatform, PARTNER, projections } from './indexer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')
const EPOCH_SECONDS = 30 * 24 * 60 * 60

describe('followChain', function () {
  let platform: IndexerPlatform
  beforeEach(async () => {
    platform = await openIndexerPlatform()
  })

  const post = async (firstEntry: bigint, entries: [string, bigint][], at?: number) => {
    const batch = await platform.coalition.post({ partnerId: PARTNER, firstEntry, entries })
    await platform.coalition.edr.mine(at)
    return batch
  }
  const cursor = async () => (await findChainCursor(platform.database, EDR_CHAIN_ID))!
  const nextEpoch = async () => {
    const { timestamp } = await platform.coalition.edr.head()
    return (Math.floor(timestamp / EPOCH_SECONDS) + 1) * EPOCH_SECONDS
  }
  const lots = async (account: string) =>
    (
      await platform.database.movement.findMany({
        where: { account },
        orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }, { epoch: 'asc' }],
      })
    ).map(({ epoch, points, kind }) => [epoch, points, kind])

  describe('applying', function () {
    it('turns the logs of a block into a posted batch, movements and partner events', async () => {
      const batch = await post(1n, [
        [ANN, 30n],
        [BOB, 12n],
        [ANN, 5n],
      ])
      expect((await platform.follow()).kind).to.equal('idle')
      const { postedBatches, movements, partnerEvents } = await projections(platform.database)
      expect(postedBatches).to.have.length(1)
      expect(postedBatches[0]).to.include({
        partnerId: PARTNER,
        firstEntry: 1n,
        entryCount: 3,
        credited: 47n,
        debited: 0n,
        batchHash: batch.batchHash,
        transactionHash: batch.transactionHash,
        receiptsRoot: batch.receiptsRoot,
      })
      expect(postedBatches[0]!.gasUsed > 50_000n).to.be.true
      expect(movements.map(({ account, points, kind }) => ({ account, points, kind }))).to.have.deep.members([
        { account: ANN, points: 35n, kind: 'accrual' },
        { account: BOB, points: 12n, kind: 'accrual' },
      ])
      expect(partnerEvents.map(({ kind }) => kind)).to.include.members([
        'registered',
        'allowance_raised',
        'daily_limit',
      ])
      const head = await platform.coalition.edr.head()
      expect(await cursor()).to.include({ processedNumber: head.number, processedHash: head.hash })
    })

    it('takes a return from the newest lot backwards and keeps the shortfall', async () => {
      await post(1n, [[ANN, 10n]])
      await post(2n, [[ANN, 20n]], await nextEpoch())
      await post(3n, [[ANN, -25n]])
      await post(4n, [[ANN, -9n]])
      await platform.follow()
      expect(await lots(ANN)).to.deep.equal([
        [1, 10n, 'accrual'],
        [2, 20n, 'accrual'],
        [1, -5n, 'accrual_reversal'],
        [2, -20n, 'accrual_reversal'],
        [1, -5n, 'accrual_reversal'],
      ])
      const { shortfalls, postedBatches } = await projections(platform.database)
      expect(shortfalls.map(({ account, points, partnerId }) => [account, points, partnerId])).to.deep.equal([
        [ANN, 4n, PARTNER],
      ])
      expect(postedBatches.map(({ debited }) => debited)).to.deep.equal([0n, 0n, 25n, 5n])
    })

    it('knows an expiry from a return, whether it was swept or met by a batch', async () => {
      await post(1n, [
        [ANN, 10n],
        [BOB, 7n],
      ])
      await post(3n, [[ANN, 20n]], await nextEpoch())
      for (let epochs = 0; epochs < 5; epochs++) await platform.coalition.edr.mine(await nextEpoch())
      await platform.coalition.sweep([BOB])
      await post(4n, [[ANN, -3n]])
      await platform.follow()
      expect(await lots(BOB)).to.deep.equal([
        [1, 7n, 'accrual'],
        [1, -7n, 'expiry'],
      ])
      expect(await lots(ANN)).to.deep.equal([
        [1, 10n, 'accrual'],
        [2, 20n, 'accrual'],
        [1, -10n, 'expiry'],
        [2, -3n, 'accrual_reversal'],
      ])
      expect(await readTotalSupply(platform.coalition.chain)).to.equal(17n)
      expect(await readBalance(platform.coalition.chain, ANN)).to.equal(17n)
    })

    it('changes nothing when there is nothing new', async () => {
      await post(1n, [[ANN, 10n]])
      await platform.follow()
      const before = await projections(platform.database)
      expect(await platform.step()).to.deep.equal({ kind: 'idle' })
      expect(await projections(platform.database)).to.deep.equal(before)
    })

    it('passes over final blocks without logs, and asks nothing more of empty ones', async () => {
      for (let blocks = 0; blocks < 200; blocks++) await platform.coalition.edr.mine()
      await post(1n, [[ANN, 10n]])
      for (let blocks = 0; blocks < 20; blocks++) await platform.coalition.edr.mine()
      platform.wire.requests.length = 0
      await platform.follow()
      expect(await lots(ANN)).to.deep.equal([[1, 10n, 'accrual']])
      expect(platform.wire.requests.filter((method) => method === 'eth_getBlockByNumber').length).to.be.below(40)
      expect(platform.wire.requests.filter((method) => method === 'eth_getLogs').length).to.be.below(12)
    })

    it('follows finality and forgets blocks far below it', async () => {
      await post(1n, [[ANN, 10n]])
      for (let blocks = 0n; blocks < BLOCKS_KEPT_BELOW_FINAL + 40n; blocks++) {
        await platform.coalition.edr.mine()
        if (blocks % 20n === 0n) await platform.follow()
      }
      await platform.follow()
      const { processedNumber, finalizedNumber } = await cursor()
      expect(finalizedNumber).to.equal(processedNumber - BigInt(EDR_FINALITY_DEPTH))
      const lowest = await platform.database.block.findFirst({ orderBy: { number: 'asc' } })
      expect(lowest!.number >= finalizedNumber - BLOCKS_KEPT_BELOW_FINAL).to.be.true
      expect(lowest!.number < finalizedNumber).to.be.true
    })
  })

  describe('rolling back', function () {
    it('takes back what a reorg took back and applies what replaced it', async () => {
      await post(1n, [[ANN, 10n]])
      await post(2n, [[BOB, 5n]])
      await platform.follow()
      await platform.coalition.edr.rewind(2)
      await platform.coalition.edr.dropPending()
      await post(1n, [[ANN, 3n]])
      await platform.coalition.edr.mine()
      const outcome = await platform.step()
      expect(outcome).to.include({ kind: 'rolled_back', cause: 'reorg' })
      expect(await lots(ANN)).to.deep.equal([])
      await platform.follow()
      expect(await lots(ANN)).to.deep.equal([[1, 3n, 'accrual']])
      expect(await lots(BOB)).to.deep.equal([])
      expect((await projections(platform.database)).postedBatches).to.have.length(1)
    })

    it('takes a head that went back for a lagging endpoint, and only after a while for a lost tip', async () => {
      await post(1n, [[ANN, 10n]])
      await platform.follow()
      await platform.coalition.edr.rewind(1)
      const before = await projections(platform.database)
      expect((await platform.step()).kind).to.equal('behind')
      platform.clock.advance(HEAD_BEHIND_MS_MAX - 1)
      expect((await platform.step()).kind).to.equal('behind')
      expect(await projections(platform.database)).to.deep.equal(before)
      platform.clock.advance(1)
      expect(await platform.step()).to.include({ kind: 'rolled_back', cause: 'lost_tip' })
      expect(await lots(ANN)).to.deep.equal([])
    })

    it('forgets that the head was behind when it is not any more', async () => {
      await post(1n, [[ANN, 10n]])
      await platform.follow()
      const lagging = (await platform.coalition.edr.head()).number - 1n
      platform.wire.answer = ({ method, params }) => {
        const args =
          method === 'eth_getBlockByNumber' && (params as unknown[])[0] === 'latest'
            ? [`0x${lagging.toString(16)}`, false]
            : params
        return platform.coalition.edr.request({ method, params: args })
      }
      expect((await platform.step()).kind).to.equal('behind')
      expect((await cursor()).behindSince).to.not.equal(null)
      platform.wire.answer = platform.coalition.edr.request
      expect((await platform.step()).kind).to.equal('idle')
      expect((await cursor()).behindSince).to.equal(null)
    })

    it('stops with a sentence when a final block changes, and stays stopped', async () => {
      await post(1n, [[ANN, 10n]])
      for (let blocks = 0; blocks < 12; blocks++) await platform.coalition.edr.mine()
      await platform.follow()
      const before = await projections(platform.database)
      await platform.coalition.edr.rewind(13)
      for (let blocks = 0; blocks < 14; blocks++) await platform.coalition.edr.mine()
      const outcome = await platform.step()
      expect(outcome.kind).to.equal('halted')
      expect((await cursor()).haltedReason).to.match(/^Block \d+ .* was final/)
      expect((await platform.step()).kind).to.equal('halted')
      expect(await projections(platform.database)).to.deep.equal(before)
    })
  })

  describe('an endpoint that lies', function () {
    const without = (topicOf: (log: { address: string; data: string }) => boolean) => {
      platform.wire.answer = async (args) => {
        const answer = await platform.coalition.edr.request(args)
        return args.method === 'eth_getLogs' ? (answer as never[]).filter((log) => !topicOf(log)) : answer
      }
    }

    it('cannot hide a transfer, a batch or a whole block of logs', async () => {
      await post(1n, [
        [ANN, 10n],
        [BOB, 4n],
      ])
      await post(3n, [[ANN, 6n]])
      const { token, issuance } = platform.coalition.chain.addresses
      for (const hidden of [token, issuance]) {
        without((log) => log.address === hidden)
        expect((await platform.follow()).kind).to.equal('contradicted')
        expect((await projections(platform.database)).movements).to.deep.equal([])
      }
      const first = (await platform.coalition.edr.head()).number - 1n
      const { hash } = (await platform.coalition.edr.request({
        method: 'eth_getBlockByNumber',
        params: [`0x${first.toString(16)}`, false],
      })) as { hash: string }
      platform.wire.answer = async (args) => {
        const isHidden =
          args.method === 'eth_getLogs' && (args.params as { blockHash?: string }[])[0]!.blockHash === hash
        return isHidden ? [] : platform.coalition.edr.request(args)
      }
      expect((await platform.step()).kind).to.equal('contradicted')
      platform.wire.answer = platform.coalition.edr.request
      expect((await platform.follow()).kind).to.equal('idle')
      expect(await lots(ANN)).to.deep.equal([
        [1, 10n, 'accrual'],
        [1, 6n, 'accrual'],
      ])
    })

    it('cannot confirm a batch that the contract does not know', async () => {
      await post(1n, [[ANN, 10n]])
      platform.wire.answer = async (args) => {
        const answer = await platform.coalition.edr.request(args)
        const to = (args.params as { to?: string }[])[0]?.to
        return args.method === 'eth_call' && to === platform.coalition.chain.addresses.registry
          ? `0x${'1'.padStart(64, '0')}`
          : answer
      }
      expect((await platform.follow()).kind).to.equal('contradicted')
      expect((await projections(platform.database)).postedBatches).to.deep.equal([])
    })
  })
})
