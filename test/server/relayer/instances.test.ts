import { expect } from 'chai'

import type { Database } from '../../../server/database/engine/client.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { reconcileWithChain } from '../../../server/relayer/reconcile.ts'
import type { Relayer } from '../../../server/relayer/relayer.ts'
import { relayerSteps } from '../../../server/relayer/steps.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')

class Crash extends Error {}

/** A crash is tried at every third point on PostgreSQL, and every seventh on PGlite, where a run takes longer: odd, for both sides of writes. */
const EVERY = process.env['TEST_DATABASE_URL'] === undefined ? 7 : 3

describe('several processes and crashes', function () {
  let platform: RelayerPlatform
  beforeEach(async () => {
    platform = await openRelayerPlatform()
  })

  const numbersHaveNoGaps = async () => {
    const entries = await platform.database.outboxEntry.findMany({ orderBy: { entryNumber: 'asc' } })
    expect(entries.map(({ entryNumber }) => entryNumber)).to.deep.equal(entries.map((_, index) => BigInt(index + 1)))
    for (const { address, nextNonce } of await platform.database.lane.findMany({ where: { purpose: 'batches' } })) {
      const nonces = (await platform.calls()).filter((call) => call.laneAddress === address).map(({ nonce }) => nonce)
      expect(nonces.toSorted()).to.deep.equal(Array.from({ length: nextNonce }, (_, index) => index).toSorted())
    }
  }

  it('mints every entry once when three processes run all steps at once on one database', async () => {
    const relayers = [platform.relayer, platform.anotherRelayer(), platform.anotherRelayer()]
    const failures: unknown[] = []
    let owed = 0n
    for (let round = 0; round < 12; round++) {
      if (round < 6) {
        await platform.accept([ANN, 10n], [BOB, 3n])
        owed += 10n
      }
      const runs = relayers.flatMap((relayer) => relayerSteps(relayer).map((step) => step.run()))
      for (const outcome of await Promise.allSettled(runs))
        if (outcome.status === 'rejected') failures.push(outcome.reason)
      await platform.coalition.edr.mine()
      await catchUp(platform.indexer)
      platform.clock.advance(1_000)
    }
    await platform.settle()
    expect(failures).to.deep.equal([])
    expect(await platform.balance(ANN)).to.equal(owed)
    await numbersHaveNoGaps()
  })

  it('mints every entry once whatever write or send a crash comes before or after', async function () {
    this.timeout(600_000)
    const tried: number[] = []
    let points = 0
    const dry = await runWithCrash(platform, Number.POSITIVE_INFINITY)
    expect(dry).to.be.greaterThan(15)
    for (let at = 0; at < dry; at += EVERY) {
      tried.push(at)
      platform = await openRelayerPlatform()
      const seen = await runWithCrash(platform, at)
      points += seen > at ? 1 : 0
      expect(await platform.balance(ANN), `crash point ${at}`).to.equal(25n)
      expect(await platform.balance(BOB), `crash point ${at}`).to.equal(12n)
      await numbersHaveNoGaps()
    }
    expect(points).to.equal(tried.length)
  })

  it('gives an operator call that two processes see one nonce', async () => {
    await platform.database.transaction((tx) => insertRaise(platform, tx, 500n))
    const relayers = [platform.relayer, platform.anotherRelayer()]
    const before = await allowance(platform)
    await Promise.allSettled(
      relayers.map((relayer) =>
        relayerSteps(relayer)
          .find(({ name }) => name === 'bind_operator_calls')!
          .run(),
      ),
    )
    await platform.settle()
    expect(await allowance(platform)).to.equal(before + 500n)
  })

  it('refuses to run on a database that is older than the chain', async () => {
    await platform.accept([ANN, 10n])
    await platform.settle()
    await platform.database.batch.deleteMany()
    const refusal = await reconcileWithChain(platform.relayer).catch((error: unknown) => error)
    expect(refusal).to.include({ name: 'StartRefused', code: 'database_older_than_chain' })
  })

  it('quarantines a lane at start whose account has done what the database does not know', async () => {
    await platform.accept([ANN, 10n])
    await platform.settle()
    const used = await platform.database.lane.findFirstOrThrow({ where: { nextNonce: 1 } })
    await platform.database.lane.update({ where: { address: used.address }, data: { nextNonce: 0 } })
    await reconcileWithChain(platform.relayer)
    const lane = await platform.database.lane.findUniqueOrThrow({ where: { address: used.address } })
    expect(lane.state).to.equal('quarantined')
  })
})

async function allowance(platform: RelayerPlatform): Promise<bigint> {
  const { readPartner } = await import('../../../server/chain/read-partner.ts')
  return (await readPartner(platform.relayer.chain, PARTNER)).allowance
}

async function insertRaise(
  platform: RelayerPlatform,
  tx: Parameters<Parameters<Database['transaction']>[0]>[0],
  points: bigint,
) {
  const { insertOpenCall } = await import('../../../server/database/calls.ts')
  const { operatorCall } = await import('../../../server/chain/operator-call.ts')
  const { ids, clock, chain } = platform.relayer
  return insertOpenCall(tx, {
    id: ids.next(),
    kind: 'operator',
    name: 'raise_allowance',
    partnerId: PARTNER,
    ...operatorCall(chain, PARTNER, { name: 'raise_allowance', points }),
    createdAt: clock.now(),
  })
}

/** Two batches from acceptance to finality, with one crash; returns how many points there were to crash at. */
async function runWithCrash(platform: RelayerPlatform, at: number): Promise<number> {
  let points = 0
  const point = () => {
    if (points++ === at) throw new Crash()
  }
  const { request } = platform.coalition.edr
  platform.wire.answer = async (args) => {
    if (args.method !== 'eth_sendRawTransaction') return request(args)
    point()
    const answer = await request(args)
    point()
    return answer
  }
  const relayer: Relayer = { ...platform.relayer, database: crashing(platform.database, point) }
  for (let round = 0; round < 9; round++) {
    if (round === 0) await platform.accept([ANN, 30n], [BOB, 12n])
    if (round === 1) await platform.accept([ANN, -5n])
    // What ends a process ends all its steps; the next one begins with the first.
    for (const step of relayerSteps(relayer)) {
      if (!(await survives(step.run()))) break
    }
    // The last rounds are about finality.
    for (let block = 0; block < (round < 5 ? 1 : 5); block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    platform.clock.advance(6_000)
  }
  expect((await platform.calls()).every(({ state }) => state === 'final' || state === 'failed')).to.equal(true)
  return points
}

async function survives(run: Promise<boolean>): Promise<boolean> {
  try {
    await run
    return true
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof Crash) return false
    throw error
  }
}

function crashing(database: Database, point: () => void): Database {
  const transaction: Database['transaction'] = async (run) => {
    point()
    const result = await database.transaction(run)
    point()
    return result
  }
  return new Proxy(database, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  })
}
